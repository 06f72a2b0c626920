"""A whole catalogue in the import's own format, so that importing an export changes nothing."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from django.utils import timezone

from budgets.foundation.files.cells import escape_formula
from initiatives.catalogues.columns.catalogue import CATALOGUE_FIELDS
from initiatives.catalogues.columns.declared import headings
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.rows import catalogue_rows
from initiatives.catalogues.sheets import SheetName

Sheets = Mapping[SheetName, Sequence[Sequence[str]]]


def catalogue_sheets(catalogue: Catalogue) -> Sheets:
    """The catalogue's sheets, headings first; a constant number of queries."""
    rows_by_sheet = catalogue_rows(catalogue)
    sheets = {}
    for name in SheetName:
        columns = headings(name, catalogue.years)
        sheets[name] = [columns, *([row.get(column, "") for column in columns] for row in rows_by_sheet[name])]
    return sheets


def empty_sheets() -> Sheets:
    """Sheets with headings only, for this year and the three after it."""
    first = timezone.localdate().year
    fields = [["felt", "værdi"], *([field.heading, ""] for field in CATALOGUE_FIELDS.columns)]
    sheets = {name: [headings(name, range(first, first + 4))] for name in SheetName}
    return sheets | {SheetName.CATALOGUE: fields}


def write_folder(sheets: Sheets, folder: Path) -> None:
    """Write the sheets as CSV files; texts that a spreadsheet would read as formulas are guarded."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(map(escape_formula, line) for line in lines)


def write_workbook(sheets: Sheets, out: BinaryIO) -> None:
    """Write the sheets as one workbook with all cells as text."""
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        bold = workbook.add_format({"bold": True})
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(lines[0]) - 1, 22, wrapped)
            for place, line in enumerate(lines):
                for column, cell in enumerate(line):
                    sheet.write_string(place, column, escape_formula(cell), bold if place == 0 else wrapped)
