"""The rows above the amounts: which columns are years, and which hold names."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from initiatives.pasting.cells import TextRow
from initiatives.pasting.table import ColumnKind

YEAR = re.compile(
    r"^(?P<word>(?:[^\W\d]+\.?\s*){0,3}?)\s*(?P<year>20\d\d|19\d\d)(?:\s?[/–-]\s?(?:20)?\d\d)?\s*\)?\*{0,2}$"
)
WHOLE_ROW = re.compile(r"\b(?:i alt|ialt|total|totalt|sum)\b", re.IGNORECASE)
FEWEST = 2


@dataclass(frozen=True)
class AmountColumn:
    """A column of numbers: its place, its id, and the key of its amounts.

    The key is the year, or the column's own name where several columns have the year; a column without key is left out.
    `end` is where the heading ends in its line.
    """

    place: int
    year: int | None
    key: str
    end: int = 0
    id: str = ""


@dataclass(frozen=True)
class Header:
    """A row of headings: the columns of numbers, every heading, and the place of the row among the rows."""

    place: int
    columns: Sequence[AmountColumn]
    headings: Sequence[str]
    sum_place: int | None = None
    """The place of the column that prints each row's own sum, where there is one."""
    names: Mapping[int, ColumnKind] = field(default_factory=dict)
    """Roles of the columns of code and title, where the user chose them."""

    @property
    def first(self) -> int:
        """The place of the leftmost column of amounts; after the last column where there are no amounts."""
        return min((column.place for column in self.columns), default=len(self.headings))

    @property
    def read_columns(self) -> list[AmountColumn]:
        """The columns whose amounts are read."""
        return [column for column in self.columns if column.key]

    @property
    def doubts(self) -> list[str]:
        """Doubts about years that several columns have."""
        counts = Counter(column.year for column in self.read_columns)
        return [
            f"Året {column.year} står over flere kolonner. Denne kolonne er kaldt “{column.key}”."
            for column in self.read_columns
            if column.year and counts[column.year] > 1
        ]


def find_headers(rows: Sequence[TextRow]) -> list[Header]:
    """Every row of years, in order; a table may repeat its header for each of its groups."""
    fewest = FEWEST if any(len(years_of(row)) >= FEWEST for row in rows) else 1
    return [
        _header(place, row, rows[place - 1] if place else None)
        for place, row in enumerate(rows)
        if len(years_of(row)) >= fewest and _is_header(row, fewest)
    ]


def years_of(row: TextRow) -> list[tuple[int, int, str]]:
    """Place, year and preceding word of each cell that is a year."""
    matches = [(place, YEAR.match(cell.text)) for place, cell in enumerate(row.cells)]
    return [(place, int(match["year"]), match["word"].strip()) for place, match in matches if match]


def _is_header(row: TextRow, fewest: int) -> bool:
    """True of a row of years; a row of amounts may have a number like a year, but a header has only words besides."""
    years = years_of(row)
    other_texts = [
        cell.text for place, cell in enumerate(row.cells) if cell.text and place not in {p for p, *_ in years}
    ]
    return not any(re.fullmatch(r"[(−–-]?\d[\d., ]*\)?", text) for text in other_texts) or len(years) > max(
        fewest, len(other_texts)
    )


def _header(place: int, row: TextRow, row_above: TextRow | None) -> Header:
    years = years_of(row)
    counts = Counter(year for _, year, _ in years)
    first_of: dict[int, int] = {}
    columns: list[AmountColumn] = []
    for column, year, word in years:
        first_of.setdefault(year, column)
        key = str(year)
        if counts[year] > 1:
            name = word or _heading_above(row_above, column)
            is_first = first_of[year] == column and not word
            key = key if is_first else f"{year} {name}".strip() if name else f"{year} ({column + 1})"
        if key in {earlier.key for earlier in columns}:
            key += f" ({column + 1})"
        columns.append(AmountColumn(column, year, key, row.cells[column].end, key))
    headings = [cell.text for cell in row.cells]
    after = [p for p, text in enumerate(headings) if p > years[-1][0] and WHOLE_ROW.search(text)]
    return Header(place, columns, headings, after[0] if after else None)


def _heading_above(row_above: TextRow | None, column: int) -> str:
    """The text over the column in the row above, or the nearest to its left."""
    texts = [cell.text for cell in row_above.cells[: column + 1]] if row_above else []
    return next((text for text in reversed(texts) if text), "")
