"""Recognising lines of a pasted table that the catalogue already has, by the printed number or the title."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from initiatives.catalogues.exports.catalogue import Sheets
from initiatives.catalogues.sheets import SheetName
from initiatives.pasting.table import PastedRow, RowRole

TitlesByKey = Mapping[str, str]
"""Titles of initiatives by key."""


@dataclass(frozen=True)
class KnownInitiatives:
    """A catalogue's initiatives: titles by key, and keys by normalised number and title."""

    titles: TitlesByKey
    by_name: Mapping[str, Sequence[str]]

    def matches(self, row: PastedRow) -> TitlesByKey:
        """The initiatives with the row's number or title."""
        names = [name for name in (normalise(row.code), normalise(row.title)) if name]
        keys = dict.fromkeys(key for name in names for key in self.by_name.get(name, ()))
        return {key: self.titles[key] for key in keys}


def normalise(text: str) -> str:
    """The text without marks, spaces and case, for comparing names."""
    return re.sub(r"[\W_]+", "", text.casefold())


def index_initiatives(sheets: Sheets) -> KnownInitiatives:
    """The catalogue's initiatives by their numbers and titles in the sheets."""
    titles = {row["nøgle"]: row["titel"] for row in as_rows(sheets, SheetName.INITIATIVES)}
    names = [(normalise(title), key) for key, title in titles.items()]
    for row in as_rows(sheets, SheetName.FIGURES):
        if row["tiltag"] in titles and row["slags"] == "linje":
            names += [(normalise(row[column]), row["tiltag"]) for column in ("nummer", "tekst")]
    by_name: dict[str, list[str]] = {}
    for name, key in names:
        if name and key not in by_name.setdefault(name, []):
            by_name[name].append(key)
    return KnownInitiatives(titles, by_name)


def as_rows(sheets: Sheets, name: SheetName) -> list[dict[str, str]]:
    """A sheet's rows as cells by heading."""
    headings, *lines = sheets[name]
    return [dict(zip(headings, line, strict=True)) for line in lines]


def repeated_codes(rows: Sequence[PastedRow]) -> list[PastedRow]:
    """Lines whose number an earlier line has; each becomes an initiative of its own."""
    counts = Counter(normalise(row.code) for row in rows if row.role is RowRole.LINE and row.code)
    earlier: set[str] = set()
    repeated = []
    for row in rows:
        code = normalise(row.code) if row.role is RowRole.LINE else ""
        if code in earlier and counts[code] > 1:
            repeated.append(row)
        earlier |= {code} - {""}
    return repeated
