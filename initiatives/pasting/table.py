"""A pasted table as read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices

from budgets.foundation.amounts import Unit
from initiatives.catalogues.models.catalogues import Sign


class RowRole(TextChoices):
    """The role of a row in a pasted table."""

    THEME = "theme", "gruppe"
    LINE = "line", "linje"
    SUBTOTAL = "subtotal", "delsum"
    TOTAL = "total", "sum"
    NOTE = "note", "bemærkning"


SUMS = (RowRole.SUBTOTAL, RowRole.TOTAL)


class ColumnKind(TextChoices):
    """The kind of a column that does not hold the amounts of a year."""

    CODE = "code", "nummer"
    TITLE = "title", "titel"
    NAMED = "named", "tal under egen overskrift"
    IGNORED = "ignored", "udelades"


ColumnRole = ColumnKind | int
"""A kind, or the year whose amounts the column holds."""


@dataclass(frozen=True)
class PastedRow:
    """A row as read: `amounts` by the key of their column, in the unit and sign of the text.

    `printed` are the texts of the cells with amounts, readable or not; `line` is the row's number in the text, and
    `doubts` are for the user to review.
    """

    line: int
    role: RowRole
    code: str
    title: str
    amounts: Mapping[str, Decimal]
    raw: str
    doubts: Sequence[str] = ()
    printed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PastedColumn:
    """A column of the text: its `id`, its heading, its role, and the `key` of its amounts, where they are read.

    The role is None where the column has numbers but nothing says what they are.
    """

    id: str
    heading: str
    role: ColumnRole | None
    key: str = ""

    @property
    def year(self) -> int | None:
        """The year whose amounts it holds."""
        return self.role if isinstance(self.role, int) else None


@dataclass(frozen=True)
class PastedTable:
    """A table as read; `years` are those of its columns, and `doubts` are about the whole table."""

    unit: Unit | None
    sign: Sign
    years: Sequence[int]
    rows: Sequence[PastedRow]
    doubts: Sequence[str] = field(default_factory=tuple)
    columns: Sequence[PastedColumn] = ()
    decimal: str = ","

    @property
    def amount_columns(self) -> list[PastedColumn]:
        """The columns of amounts, in the order of the text."""
        return [column for column in self.columns if column.key]

    @property
    def is_doubtful(self) -> bool:
        """True where there is any doubt."""
        return bool(self.doubts) or any(row.doubts for row in self.rows)

    def as_json(self) -> dict[str, object]:
        """For scripts: amounts as text with a decimal point."""
        return {
            "unit": self.unit.value if self.unit else None,
            "sign": self.sign.value,
            "years": list(self.years),
            "doubts": list(self.doubts),
            "rows": [
                {
                    "line": row.line,
                    "role": row.role.value,
                    "code": row.code,
                    "title": row.title,
                    "amounts": {key: f"{amount:f}" for key, amount in row.amounts.items()},
                    "doubts": list(row.doubts),
                }
                for row in self.rows
            ],
        }
