"""Versions of a business case: each is kept whole, and two of them are told apart field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from initiatives.business_cases.fields import CHAPTER_OF, LABELS, TITLE_OF
from initiatives.catalogues.content import LINE_NUMBER, SINGLE, Content
from initiatives.catalogues.sheets import SheetName

KNOWN_BY: Mapping[str, str] = {
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
"""The column by which a row of one version is found in another; rows of the other sheets are found by their place."""


@dataclass(frozen=True)
class Difference:
    """A cell that two versions have differently; empty where one of them has nothing."""

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
    """What differs, in the order of the sheets and rows of both."""
    sheets = dict.fromkeys([*before, *after])
    return [one for sheet in sheets for one in _of_sheet(sheet, before.get(sheet, []), after.get(sheet, []))]


Rows = Sequence[Mapping[str, str]]


def _of_sheet(sheet: str, before: Rows, after: Rows) -> Iterator[Difference]:
    old, new = _by_name(sheet, before), _by_name(sheet, after)
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name, {}), new.get(name, {})
        for column in dict.fromkeys([*was, *now]):
            if column != LINE_NUMBER and was.get(column, "") != now.get(column, ""):
                label = _label(sheet, name, now or was)
                yield Difference(sheet, label, column, was.get(column, ""), now.get(column, ""))


def _by_name(sheet: str, rows: Rows) -> dict[tuple[str, int], Mapping[str, str]]:
    """The rows by what they are known by, and by their number among those that are known by the same."""
    found: dict[tuple[str, int], Mapping[str, str]] = {}
    seen: dict[str, int] = {}
    for row in rows:
        name = row.get(KNOWN_BY[sheet], "") if sheet in KNOWN_BY else ""
        seen[name] = seen.get(name, 0) + 1
        found[name, seen[name]] = row
    return found


def _label(sheet: str, name: tuple[str, int], row: Mapping[str, str]) -> str:
    if sheet in SINGLE:
        return ""
    if sheet == SheetName.EFFECTS:
        return f"Linje {name[0]}: {row.get('linje', '')}"
    if sheet in KNOWN_BY:
        return name[0]
    return f"Række {name[1]}"
