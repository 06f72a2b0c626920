"""A table of a page: its rows are built once, for the screen and for every download. Pure: no database.

Cells hold values (kroner as Decimal in the stored sign), never texts of numbers: each form writes them in its own way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from budgets.foundation.amounts import Presentation, format_number

DASH = "–"
MOST_NARROW = 7
Value = Decimal | int | str | None


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True)
class Column:
    """A column with its heading."""

    heading: str
    kind: Kind = Kind.AMOUNT

    @property
    def is_number(self) -> bool:
        """True where its cells stand to the right."""
        return self.kind is not Kind.TEXT


@dataclass(frozen=True)
class Row:
    """A row with its heading; `link` is where it leads, `about` stands quietly under it."""

    heading: str
    cells: Sequence[Value]
    link: str = ""
    about: str = ""
    is_total: bool = False
    is_quiet: bool = False
    line: Sequence[tuple[str, Decimal]] = ()
    """What is drawn as a small line beside the row: label and kroner of each point."""


@dataclass(frozen=True)
class Table:
    """A table with a name in the address, a caption, and notes that go with it wherever it goes."""

    name: str
    caption: str
    first: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)
    is_constructed: bool = False

    @property
    def has_texts(self) -> bool:
        """True where a column has sentences, so that the table is as wide as the page."""
        return any(not column.is_number for column in self.columns) or len(self.columns) > MOST_NARROW

    @property
    def has_lines(self) -> bool:
        """True where a row has a small line beside it."""
        return any(row.line for row in self.rows)

    def in_texts(self, presentation: Presentation) -> Iterator[tuple[Row, list[tuple[Column, str]]]]:
        """Each row with its cells as the screen writes them."""
        for row in self.rows:
            cells = zip(self.columns, row.cells, strict=True)
            yield row, [(column, text_of(value, column.kind, presentation)) for column, value in cells]


def text_of(value: Value, kind: Kind, presentation: Presentation) -> str:
    """A cell as people read it; a dash where there is nothing."""
    if value is None or value == "":
        return DASH if kind is not Kind.TEXT else ""
    if isinstance(value, str):
        return value
    if kind is Kind.AMOUNT:
        return presentation.text(Decimal(value))
    return format_number(Decimal(value))
