"""The user's corrections of how a table was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from budgets.foundation.amounts import Unit
from initiatives.catalogues.models.catalogues import Sign
from initiatives.pasting.numbers import NumberFormat
from initiatives.pasting.table import ColumnRole, RowRole


@dataclass(frozen=True)
class Corrections:
    """The user's corrections; what is not corrected is read from the text.

    `decimal` is the decimal sign, `rows` are roles by line number, and `columns` are roles by the `id` that the
    uncorrected reading gives each column.
    """

    unit: Unit | None = None
    sign: Sign | None = None
    decimal: str = ""
    rows: Mapping[int, RowRole] = field(default_factory=dict)
    columns: Mapping[str, ColumnRole] = field(default_factory=dict)

    @property
    def number_format(self) -> NumberFormat | None:
        """The format of the numbers, where the user chose the decimal sign."""
        return NumberFormat(self.decimal, "." if self.decimal == "," else ",") if self.decimal else None


NOTHING_CORRECTED = Corrections()
