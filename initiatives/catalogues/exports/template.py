"""The template: every sheet of the import with headings and allowed words, and a guide with an example."""

from collections.abc import Mapping
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from initiatives.catalogues.exports.catalogue import Sheets, empty_sheets
from initiatives.catalogues.exports.guide import FIELDS, INTRODUCTION, SHEETS, Help, get_help
from initiatives.catalogues.sheets import NEEDED, SheetName

GUIDE = "vejledning"
GUIDE_HEADINGS = ("ark", "kolonne eller felt", "skal udfyldes", "hvad", "kan være", "eksempel")
ROWS_WITH_CHOICES = 1_000
LONGEST_CHOICE_LIST = 255
"""The longest list of choices, in characters, that a workbook can hold in a cell's validation."""


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
        rows.append((name, "", "ja" if name in NEEDED else "", SHEETS.get(name, ""), "", ""))
        help_by_column = (
            dict(FIELDS) if name == SheetName.CATALOGUE else {column: get_help(name, column) for column in lines[0]}
        )
        rows += [
            _guide_row(name, column, column_help, filled.get(column, ""))
            for column, column_help in help_by_column.items()
        ]
    return rows


def _guide_row(name: str, column: str, column_help: Help, filled: str) -> tuple[str, ...]:
    required = "ja" if column_help.is_required else ""
    return name, column, required, column_help.text, ", ".join(column_help.words), column_help.example or filled


def _write_sheet(sheet: Worksheet, name: SheetName, lines: list[list[str]], formats: Mapping[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(lines[0]) - 1, 22, formats["text"])
    for place, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(place, column, cell, formats["bold" if place == 0 else "text"])
    for column, heading in enumerate(lines[0]):
        column_help = get_help(name, heading)
        _explain(sheet, 0, column, column_help)
        _offer(sheet, column_help, 1, ROWS_WITH_CHOICES, column)
    for place, line in enumerate(lines[1:], start=1):
        column_help = FIELDS.get(line[0], Help(""))
        _explain(sheet, place, 0, column_help)
        _offer(sheet, column_help, place, place, 1)


def _explain(sheet: Worksheet, row: int, column: int, column_help: Help) -> None:
    """Add a note to the cell: what it holds, whether it is required, and an example."""
    parts = [
        column_help.text,
        "Skal udfyldes." if column_help.is_required else "",
        f"Kan være: {', '.join(column_help.words)}." if column_help.words else "",
        f"Eksempel: {column_help.example}" if column_help.example else "",
    ]
    if text := "\n".join(filter(None, parts)):
        sheet.write_comment(row, column, text, {"x_scale": 2, "y_scale": 1.5})


def _offer(sheet: Worksheet, column_help: Help, first: int, last: int, column: int) -> None:
    """Add a list to choose from; where it is too long for a workbook, only the note has the words."""
    if (
        column_help.words
        and len(",".join(column_help.words)) <= LONGEST_CHOICE_LIST
        and not any("," in w for w in column_help.words)
    ):
        sheet.data_validation(
            first, column, last, column, {"validate": "list", "source": column_help.words, "error_type": "warning"}
        )
