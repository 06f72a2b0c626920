"""A table of a page: its rows are built once, for the screen and for every download. No database access.

Cells hold values (kroner as Decimal in the stored sign), never formatted numbers: each format writes its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from budgets.foundation.amounts import Presentation, format_number

DASH = "–"
MAX_NARROW = 7
Value = Decimal | int | str | None


class Kind(StrEnum):
    """The kind of values in a column."""

    TEXT = "text"
    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True)
class Column:
    """A column: its heading and the kind of its values."""

    heading: str
    kind: Kind = Kind.AMOUNT

    @property
    def is_number(self) -> bool:
        """True if its cells are numbers, which are aligned right."""
        return self.kind is not Kind.TEXT


@dataclass(frozen=True)
class Row:
    """A row: heading, link of the heading, a small text (`about`) under the heading, and cells."""

    heading: str
    cells: Sequence[Value]
    link: str = ""
    about: str = ""
    is_total: bool = False
    is_quiet: bool = False
    line: Sequence[tuple[str, Decimal]] = ()
    """The points of a small line chart beside the row: label and kroner."""


@dataclass(frozen=True)
class Table:
    """A table: its name in addresses of downloads, caption, heading of the first column, and notes."""

    name: str
    caption: str
    first: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)
    is_constructed: bool = False

    @property
    def has_texts(self) -> bool:
        """True if the table must be as wide as the page: it has a text column, or many columns."""
        return any(not column.is_number for column in self.columns) or len(self.columns) > MAX_NARROW

    @property
    def has_lines(self) -> bool:
        """True if a row has a small line chart."""
        return any(row.line for row in self.rows)

    def format_rows(self, presentation: Presentation) -> Iterator[tuple[Row, list[tuple[Column, str]]]]:
        """Each row with its columns and formatted cells."""
        for row in self.rows:
            cells = zip(self.columns, row.cells, strict=True)
            yield row, [(column, format_value(value, column.kind, presentation)) for column, value in cells]


def format_value(value: Value, kind: Kind, presentation: Presentation) -> str:
    """The formatted cell; a dash for a missing number."""
    if value is None or value == "":
        return DASH if kind is not Kind.TEXT else ""
    if isinstance(value, str):
        return value
    if kind is Kind.AMOUNT:
        return presentation.text(Decimal(value))
    return format_number(Decimal(value))
