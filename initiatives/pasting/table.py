"""What was understood of a pasted table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices

from budgets.amounts import Unit
from initiatives.models import Sign


class RowRole(TextChoices):
    """What a row of a pasted table is."""

    THEME = "theme", "gruppe"
    LINE = "line", "linje"
    SUBTOTAL = "subtotal", "delsum"
    TOTAL = "total", "sum"
    NOTE = "note", "bemærkning"


SUMS = (RowRole.SUBTOTAL, RowRole.TOTAL)


@dataclass(frozen=True)
class PastedRow:
    """A row as it was read: `amounts` by the heading of their column, in the unit and sign of the text.

    `line` is the row's number in the text, and `doubts` what somebody must look at.
    """

    line: int
    role: RowRole
    code: str
    title: str
    amounts: Mapping[str, Decimal]
    raw: str
    doubts: Sequence[str] = ()


@dataclass(frozen=True)
class PastedTable:
    """A table as it was read; `years` are those of its columns, and `doubts` are about all of it."""

    unit: Unit | None
    sign: Sign
    years: Sequence[int]
    rows: Sequence[PastedRow]
    doubts: Sequence[str] = field(default_factory=tuple)

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
