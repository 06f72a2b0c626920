"""A business case as text: its rows in the sheets of the import, in the unit and sign of its catalogue.

The same names and rules as in a file, so that what is written in the browser, brought in from a spreadsheet and kept
as a version is one form of one thing.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from initiatives.catalogues.exports.catalogue import case_rows
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.sheets import SheetName

Content = dict[str, list[dict[str, str]]]
"""By sheet its rows, each a text by column; empty cells are left out."""

LINE_NUMBER = "nr"
"""A line's number in the initiative, by which it stays itself when others come or go."""

SINGLE = (SheetName.INITIATIVES, SheetName.CASES)
"""Sheets with one row about a proposal."""

NOT_WRITTEN = {"tiltag", "nøgle", "livscyklus", "ophørt senest", "besluttet af", "hvorfor ophørt", "rest", "erstatter"}
"""What a business case does not say itself: whose it is, and what has become of it."""

DASHES = {"-", "–", "—", "−"}
"""What paper has in a year without an amount."""

HIDDEN = {LINE_NUMBER, "tabel"}
"""Cells that nobody types; a row with nothing else is empty."""


def content_of(initiative: Initiative) -> Content:
    """What the database says of the initiative; as many queries as for several."""
    return contents_of(Initiative.objects.filter(pk=initiative.pk))[initiative.pk]


def contents_of(initiatives: QuerySet[Initiative]) -> dict[int, Content]:
    """What the database says of each by its id; fifteen queries for each catalogue that they are of."""
    by_place = {(one.catalogue_id, one.key): one.pk for one in initiatives}
    contents: dict[int, Content] = {pk: {} for pk in by_place.values()}
    for catalogue in Catalogue.objects.filter(pk__in={place for place, _ in by_place}):
        for name, rows in case_rows(catalogue, initiatives.filter(catalogue=catalogue)).items():
            for row in rows if name is not SheetName.MEASUREMENTS else ():
                pk = by_place[catalogue.pk, row["nøgle" if name is SheetName.INITIATIVES else "tiltag"]]
                contents[pk].setdefault(name.value, []).append(_told(row))
    return contents


def _told(row: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in row.items() if text and column not in NOT_WRITTEN}


def from_form(posted: Iterable[tuple[str, str]]) -> Content:
    """What was typed in fields named `sheet-number-column`; empty rows are left out, the others keep their order."""
    rows: dict[str, dict[int, dict[str, str]]] = {}
    for name, text in posted:
        sheet, number, column = [*name.split("-", 2), "", ""][:3]
        is_nothing = not text.strip() or (column.isdecimal() and text.strip() in DASHES)
        if sheet in WRITTEN and number.isdecimal() and column and not is_nothing:
            rows.setdefault(sheet, {}).setdefault(int(number), {})[column] = text.strip().replace("\r\n", "\n")
    return {
        sheet: found
        for sheet in WRITTEN
        if (found := [row for _, row in sorted(rows.get(sheet, {}).items()) if row.keys() - HIDDEN])
    }


WRITTEN: Sequence[str] = tuple(
    name.value
    for name in (
        *(SheetName.INITIATIVES, SheetName.CASES, SheetName.EFFECTS, SheetName.SHARES, SheetName.PARTS),
        *(SheetName.SERVICE_LEVELS, SheetName.UNITS, SheetName.CLAIMS, SheetName.STAFF, SheetName.COUNTER_EFFECTS),
        *(SheetName.ACTIVITIES, SheetName.CRITERIA, SheetName.ASSUMPTIONS),
    )
)
"""The sheets that a business case is written in."""
