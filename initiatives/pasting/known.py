"""Lines of a pasted table that a catalogue may have already: by the printed number, or by the title."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from initiatives.catalogues.exports.catalogue import Sheets
from initiatives.catalogues.sheets import SheetName
from initiatives.pasting.table import PastedRow, RowRole

Known = Mapping[str, str]
"""An initiative's title by its key."""


@dataclass(frozen=True)
class Book:
    """What a catalogue has: titles by key, and the keys that each printed number and each title stands for."""

    titles: Known
    by_name: Mapping[str, Sequence[str]]

    def like(self, row: PastedRow) -> Known:
        """The initiatives with the row's number or title."""
        names = [name for name in (plain(row.code), plain(row.title)) if name]
        keys = dict.fromkeys(key for name in names for key in self.by_name.get(name, ()))
        return {key: self.titles[key] for key in keys}


def plain(text: str) -> str:
    """Without marks, spaces and case, by which the same name is known again."""
    return re.sub(r"[\W_]+", "", text.casefold())


def book_of(sheets: Sheets) -> Book:
    """The numbers and titles that a catalogue's sheets name its initiatives by."""
    titles = {row["nøgle"]: row["titel"] for row in as_rows(sheets, SheetName.INITIATIVES)}
    names = [(plain(title), key) for key, title in titles.items()]
    for row in as_rows(sheets, SheetName.FIGURES):
        if row["tiltag"] in titles and row["slags"] == "linje":
            names += [(plain(row[column]), row["tiltag"]) for column in ("nummer", "tekst")]
    by_name: dict[str, list[str]] = {}
    for name, key in names:
        if name and key not in by_name.setdefault(name, []):
            by_name[name].append(key)
    return Book(titles, by_name)


def as_rows(sheets: Sheets, name: SheetName) -> list[dict[str, str]]:
    """A sheet's rows by their headings."""
    headings, *lines = sheets[name]
    return [dict(zip(headings, line, strict=True)) for line in lines]


def repeated_codes(rows: Sequence[PastedRow]) -> list[PastedRow]:
    """Lines whose number stands on a line above, each of which becomes an initiative of its own."""
    often = Counter(plain(row.code) for row in rows if row.role is RowRole.LINE and row.code)
    seen: set[str] = set()
    found = []
    for row in rows:
        code = plain(row.code) if row.role is RowRole.LINE else ""
        if code in seen and often[code] > 1:
            found.append(row)
        seen |= {code} - {""}
    return found
