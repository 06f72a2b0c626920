"""What somebody who looked at the table knows better than the reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from budgets.foundation.amounts import Unit
from initiatives.catalogues.models.catalogues import Sign
from initiatives.pasting.numbers import Form
from initiatives.pasting.table import ColumnRole, RowRole


@dataclass(frozen=True)
class Corrections:
    """What is settled; all that is left out is read as the text tells it.

    `decimal` is the sign before decimals, `rows` are by the number of their line, and `columns` by the `id` that the
    uncorrected reading gives them.
    """

    unit: Unit | None = None
    sign: Sign | None = None
    decimal: str = ""
    rows: Mapping[int, RowRole] = field(default_factory=dict)
    columns: Mapping[str, ColumnRole] = field(default_factory=dict)

    @property
    def form(self) -> Form | None:
        """The form of the numbers, where the sign before decimals is settled."""
        return Form(self.decimal, "." if self.decimal == "," else ",") if self.decimal else None


NOTHING_CORRECTED = Corrections()
