"""Comparing two versions of a business case field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from initiatives.business_cases.fields import CHAPTER_OF, LABELS, TITLE_OF
from initiatives.catalogues.content import SINGLE, Content
from initiatives.catalogues.sheets import LINE_NUMBER, SheetName

IDENTIFYING_COLUMNS: Mapping[str, str] = {
    SheetName.EFFECTS: LINE_NUMBER,
    SheetName.PARTS: "del",
    SheetName.SERVICE_LEVELS: "ydelse",
    SheetName.UNITS: "ydelse",
    SheetName.STAFF: "personale",
    SheetName.COUNTER_EFFECTS: "område",
    SheetName.ACTIVITIES: "aktivitet",
    SheetName.CRITERIA: "succeskriterium",
    SheetName.ASSUMPTIONS: "forudsætning",
}
"""The column that identifies a row in both versions; rows of other sheets are identified by their place."""


@dataclass(frozen=True)
class Difference:
    """A cell that differs between two versions; empty where one of them has no text."""

    sheet: str
    row: str
    column: str
    before: str
    after: str

    @property
    def place(self) -> str:
        """Chapter, row and field, in the words of the form."""
        words = (TITLE_OF[CHAPTER_OF[self.sheet]], self.row, LABELS.get((self.sheet, self.column), self.column))
        return ", ".join(filter(None, words))


def compare(before: Content, after: Content) -> list[Difference]:
    """The differences, in the order of the sheets and rows."""
    sheets = dict.fromkeys([*before, *after])
    return [
        difference
        for sheet in sheets
        for difference in _compare_sheet(sheet, before.get(sheet, []), after.get(sheet, []))
    ]


Rows = Sequence[Mapping[str, str]]


def _compare_sheet(sheet: str, before: Rows, after: Rows) -> Iterator[Difference]:
    old_rows, new_rows = _index_rows(sheet, before), _index_rows(sheet, after)
    for name in dict.fromkeys([*old_rows, *new_rows]):
        old_row, new_row = old_rows.get(name, {}), new_rows.get(name, {})
        for column in dict.fromkeys([*old_row, *new_row]):
            if column != LINE_NUMBER and old_row.get(column, "") != new_row.get(column, ""):
                label = _label(sheet, name, new_row or old_row)
                yield Difference(sheet, label, column, old_row.get(column, ""), new_row.get(column, ""))


def _index_rows(sheet: str, rows: Rows) -> dict[tuple[str, int], Mapping[str, str]]:
    """Rows by the text that identifies them, and their number among rows with the same text."""
    indexed: dict[tuple[str, int], Mapping[str, str]] = {}
    counts: dict[str, int] = {}
    for row in rows:
        name = row.get(IDENTIFYING_COLUMNS[sheet], "") if sheet in IDENTIFYING_COLUMNS else ""
        counts[name] = counts.get(name, 0) + 1
        indexed[name, counts[name]] = row
    return indexed


def _label(sheet: str, name: tuple[str, int], row: Mapping[str, str]) -> str:
    if sheet in SINGLE:
        return ""
    if sheet == SheetName.EFFECTS:
        return f"Linje {name[0]}: {row.get('linje', '')}"
    if sheet in IDENTIFYING_COLUMNS:
        return name[0]
    return f"Række {name[1]}"
