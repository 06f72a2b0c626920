"""The template: every sheet of the import with its headings, what each may be, and a guide with an example."""

from collections.abc import Mapping
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from initiatives.catalogues.exports.catalogue import Sheets, empty_sheets
from initiatives.catalogues.exports.guide import FIELDS, INTRODUCTION, SHEETS, Help, help_of
from initiatives.catalogues.sheets import NEEDED, SheetName

GUIDE = "vejledning"
GUIDE_HEADINGS = ("ark", "kolonne eller felt", "skal udfyldes", "hvad", "kan være", "eksempel")
ROWS_WITH_CHOICES = 1_000
NO_SPREADSHEET_SAYS = 255
"""So many letters may a list of choices have in a spreadsheet's own file."""


def write_template(code: str, out: BinaryIO) -> None:
    """An empty catalogue of the municipality with the code, to be filled in by somebody who has nothing else."""
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
    found: list[tuple[str, ...]] = []
    years = [heading for heading in sheets[SheetName.EFFECTS][0] if heading.isdecimal()]
    filled = {"første år": years[0], "sidste år": years[-1]}
    filled |= {field: value for field, value in sheets[SheetName.CATALOGUE] if value}
    for name, lines in sheets.items():
        found.append((name, "", "ja" if name in NEEDED else "", SHEETS.get(name, ""), "", ""))
        own = dict(FIELDS) if name == SheetName.CATALOGUE else {column: help_of(name, column) for column in lines[0]}
        found += [_guide_row(name, column, about, filled.get(column, "")) for column, about in own.items()]
    return found


def _guide_row(name: str, column: str, about: Help, filled: str) -> tuple[str, ...]:
    needed = "ja" if about.is_needed else ""
    return name, column, needed, about.what, ", ".join(about.words), about.example or filled


def _write_sheet(sheet: Worksheet, name: SheetName, lines: list[list[str]], formats: Mapping[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(lines[0]) - 1, 22, formats["text"])
    for place, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(place, column, cell, formats["bold" if place == 0 else "text"])
    for column, heading in enumerate(lines[0]):
        about = help_of(name, heading)
        _explain(sheet, 0, column, about)
        _offer(sheet, about, 1, ROWS_WITH_CHOICES, column)
    for place, line in enumerate(lines[1:], start=1):
        about = FIELDS.get(line[0], Help(""))
        _explain(sheet, place, 0, about)
        _offer(sheet, about, place, place, 1)


def _explain(sheet: Worksheet, row: int, column: int, about: Help) -> None:
    """A note on the cell: what, whether it is needed, and an example."""
    parts = [
        about.what,
        "Skal udfyldes." if about.is_needed else "",
        f"Kan være: {', '.join(about.words)}." if about.words else "",
        f"Eksempel: {about.example}" if about.example else "",
    ]
    if text := "\n".join(filter(None, parts)):
        sheet.write_comment(row, column, text, {"x_scale": 2, "y_scale": 1.5})


def _offer(sheet: Worksheet, about: Help, first: int, last: int, column: int) -> None:
    """A list to choose from; where no spreadsheet can hold it, the note has the words."""
    if about.words and len(",".join(about.words)) <= NO_SPREADSHEET_SAYS and not any("," in w for w in about.words):
        sheet.data_validation(
            first, column, last, column, {"validate": "list", "source": about.words, "error_type": "warning"}
        )
