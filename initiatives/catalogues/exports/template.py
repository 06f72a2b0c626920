"""The template: every sheet of the import with headings and allowed words, and a guide with an example."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from initiatives.catalogues.columns.catalogue import CATALOGUE_FIELDS
from initiatives.catalogues.columns.column import Column
from initiatives.catalogues.columns.declared import SHEETS, column_of
from initiatives.catalogues.exports.catalogue import Sheets, empty_sheets
from initiatives.catalogues.sheets import SheetName

GUIDE = "vejledning"
GUIDE_HEADINGS = ("ark", "kolonne eller felt", "skal udfyldes", "hvad", "kan være", "eksempel")
ROWS_WITH_CHOICES = 1_000
LONGEST_CHOICE_LIST = 255
"""The longest list of choices, in characters, that a workbook can hold in a cell's validation."""

INTRODUCTION: Sequence[str] = (
    "Sådan udfyldes skabelonen",
    "Der er ét ark for hver type oplysning. Arkenes navne og overskrifter må ikke ændres. "
    "Udfyld først katalog, grupper, tiltag og effekter. Resten kan være tomt.",
    "Tal skrives på dansk: 1.200 eller 0,75, med minus foran og uden enhed. "
    "En tom celle betyder intet beløb. Skriv 0, når kilden angiver nul.",
    "Måneder skrives 2025-01 og dage 2025-01-31. Formler kan ikke læses. Indsæt værdierne i stedet.",
    "Kolonnen eksempel er ét lille katalog, som kan indlæses. Indlæs filen under Kataloger. "
    "Alle ændringer og fejl vises, før noget gemmes.",
)


def write_template(code: str, out: BinaryIO) -> None:
    """Write an empty catalogue of the municipality with the code, with the guide."""
    sheets = {name: [list(line) for line in lines] for name, lines in empty_sheets().items()}
    for line in sheets[SheetName.CATALOGUE]:
        line[1] = code if line[0] == "kommune" else line[1]
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        formats = {
            "text": workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
            "bold": workbook.add_format({"bold": True, "valign": "top"}),
        }
        _write_guide(workbook.add_worksheet(GUIDE), sheets, formats)
        for name, lines in sheets.items():
            _write_sheet(workbook.add_worksheet(name), name, lines, formats)


def _write_guide(sheet: Worksheet, sheets: Sheets, formats: Mapping[str, Format]) -> None:
    widths = (20, 24, 14, 60, 44, 34)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, formats["text"])
    for place, text in enumerate(INTRODUCTION):
        sheet.merge_range(place, 0, place, len(widths) - 1, text, formats["text" if place else "bold"])
        sheet.set_row(place, 32 if place else 18)
    place = len(INTRODUCTION) + 1
    sheet.write_row(place, 0, GUIDE_HEADINGS, formats["bold"])
    for row in guide_rows(sheets):
        place += 1
        for column, text in enumerate(row):
            sheet.write_string(place, column, text, formats["text"])


def guide_rows(sheets: Sheets) -> list[tuple[str, ...]]:
    """Each sheet with its purpose, and each of its columns or fields with an example."""
    rows: list[tuple[str, ...]] = []
    years = [heading for heading in sheets[SheetName.EFFECTS][0] if heading.isdecimal()]
    filled = {"første år": years[0], "sidste år": years[-1]}
    filled |= {field: value for field, value in sheets[SheetName.CATALOGUE] if value}
    for name, lines in sheets.items():
        declared = SHEETS[name]
        rows.append((name, "", "ja" if declared.is_needed else "", declared.help, "", ""))
        is_fields = name == SheetName.CATALOGUE
        columns = CATALOGUE_FIELDS.columns if is_fields else [column_of(name, heading) for heading in lines[0]]
        rows += [_guide_row(name, column, filled.get(column.heading, "")) for column in columns]
    return rows


def _guide_row(name: str, column: Column, filled: str) -> tuple[str, ...]:
    required = "ja" if column.is_to_be_filled else ""
    return name, column.heading, required, column.help, ", ".join(column.cell.words), column.example or filled


def _write_sheet(sheet: Worksheet, name: SheetName, lines: list[list[str]], formats: Mapping[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(lines[0]) - 1, 22, formats["text"])
    for place, line in enumerate(lines):
        for across, cell in enumerate(line):
            sheet.write_string(place, across, cell, formats["bold" if place == 0 else "text"])
    for across, column in enumerate(column_of(name, heading) for heading in lines[0]):
        _explain(sheet, 0, across, column)
        _offer(sheet, column.cell.words, 1, ROWS_WITH_CHOICES, across)
    for place, line in enumerate(lines[1:], start=1):
        field = CATALOGUE_FIELDS[line[0]]
        _explain(sheet, place, 0, field)
        _offer(sheet, field.cell.words, place, place, 1)


def _explain(sheet: Worksheet, row: int, across: int, column: Column) -> None:
    """Add a note to the cell: what it holds, whether it is required, and an example."""
    parts = [
        column.help,
        "Skal udfyldes." if column.is_to_be_filled else "",
        f"Kan være: {', '.join(column.cell.words)}." if column.cell.words else "",
        f"Eksempel: {column.example}" if column.example else "",
    ]
    if text := "\n".join(filter(None, parts)):
        sheet.write_comment(row, across, text, {"x_scale": 2, "y_scale": 1.5})


def _offer(sheet: Worksheet, words: Sequence[str], first: int, last: int, across: int) -> None:
    """Add a list to choose from; where it is too long for a workbook, only the note has the words."""
    if words and len(",".join(words)) <= LONGEST_CHOICE_LIST and not any("," in word for word in words):
        sheet.data_validation(
            first, across, last, across, {"validate": "list", "source": words, "error_type": "warning"}
        )
