"""A business case as text: its rows in the sheets of the import, in the unit and sign of its catalogue.

The names and rules are those of the import files, so that the form in the browser, a spreadsheet and a stored version
share one format.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from budgets.foundation.posted import read_number
from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.rows import case_rows
from initiatives.catalogues.sheets import LINE_NUMBER, SheetName

Content = dict[str, list[dict[str, str]]]
"""Rows by sheet name; a row is text by column, without its empty cells."""

SINGLE = (SheetName.INITIATIVES, SheetName.CASES)
"""Sheets that have one row for a proposal."""

DASHES = {"-", "–", "—", "−"}
"""What may be written in a year without an amount; read as an empty cell."""

HIDDEN = {LINE_NUMBER, *(column.heading for sheet in SHEETS.values() for column in sheet.columns if column.is_hidden)}
"""Columns that users do not fill in; a row with no other text is empty."""


def read_content(initiative: Initiative) -> Content:
    """The stored content of the initiative; as many queries as for several."""
    return read_contents(Initiative.objects.filter(pk=initiative.pk))[initiative.pk]


def read_contents(initiatives: QuerySet[Initiative]) -> dict[int, Content]:
    """The stored content by initiative id; fifteen queries for each catalogue."""
    ids_by_key = {(initiative.catalogue_id, initiative.key): initiative.pk for initiative in initiatives}
    contents: dict[int, Content] = {pk: {} for pk in ids_by_key.values()}
    for catalogue in Catalogue.objects.filter(pk__in={catalogue_id for catalogue_id, _ in ids_by_key}):
        for name, rows in case_rows(catalogue, initiatives.filter(catalogue=catalogue)).items():
            for row in rows if name is not SheetName.MEASUREMENTS else ():
                pk = ids_by_key[catalogue.pk, row["nøgle" if name is SheetName.INITIATIVES else "tiltag"]]
                contents[pk].setdefault(name.value, []).append(_written_cells(name, row))
    return contents


def _written_cells(name: SheetName, row: Mapping[str, str]) -> dict[str, str]:
    """The cells that are part of the business case: not which initiative it is, nor its lifecycle."""
    others = {column.heading for column in SHEETS[name].columns if column.in_form is None}
    return {heading: text for heading, text in row.items() if text and heading not in others}


def content_from_form(posted: Iterable[tuple[str, str]]) -> Content:
    """Content from form fields named `sheet-number-column`; empty rows are left out, the others keep their order."""
    rows_by_sheet: dict[str, dict[int, dict[str, str]]] = {}
    for name, text in posted:
        sheet, number, column = [*name.split("-", 2), "", ""][:3]
        is_empty = not text.strip() or (column.isdecimal() and text.strip() in DASHES)
        place = 1 if sheet in SINGLE else read_number(number)
        if sheet in WRITTEN and place is not None and column and not is_empty:
            rows_by_sheet.setdefault(sheet, {}).setdefault(place, {})[column] = text.strip().replace("\r\n", "\n")
    return {
        sheet: sheet_rows
        for sheet in WRITTEN
        if (sheet_rows := [row for _, row in sorted(rows_by_sheet.get(sheet, {}).items()) if row.keys() - HIDDEN])
    }


WRITTEN: Sequence[str] = tuple(
    name.value
    for name in (
        *(SheetName.INITIATIVES, SheetName.CASES, SheetName.EFFECTS, SheetName.SHARES, SheetName.PARTS),
        *(SheetName.SERVICE_LEVELS, SheetName.UNITS, SheetName.CLAIMS, SheetName.STAFF, SheetName.COUNTER_EFFECTS),
        *(SheetName.ACTIVITIES, SheetName.CRITERIA, SheetName.ASSUMPTIONS),
    )
)
"""The sheets that make up a business case."""
