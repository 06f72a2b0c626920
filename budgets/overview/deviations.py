"""Deviations as people read them: the word beside the number, in the sign that the municipality shows."""

from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.models import DeviationSign, Municipality

MORE, LESS, BALANCE = "merforbrug", "mindreforbrug", "i balance"


@dataclass(frozen=True)
class Deviation:
    """Expected less corrected budget: kroner as stored (positive is an overspend) and as the municipality shows it."""

    amount: Decimal
    budget: Decimal
    shows_more_as_minus: bool = False

    @property
    def shown(self) -> Decimal:
        """The amount with the municipality's sign."""
        return -self.amount if self.shows_more_as_minus else self.amount

    @property
    def size(self) -> Decimal:
        """How far off, without a sign: the word tells the way."""
        return abs(self.amount)

    @property
    def size_in_percent(self) -> Decimal | None:
        """The same of the corrected budget; None where there is no budget."""
        return None if self.percent is None else abs(self.percent)

    @property
    def word(self) -> str:
        """What the amount is, whatever sign it is shown with."""
        return MORE if self.amount > 0 else LESS if self.amount < 0 else BALANCE

    @property
    def percent(self) -> Decimal | None:
        """Of the corrected budget, in the sign shown; None where there is no budget."""
        return self.shown / abs(self.budget) * 100 if self.budget else None


def deviation_of(municipality: Municipality, *, expected: Decimal, budget: Decimal) -> Deviation:
    """What is expected less the budget, in kroner, to be shown as the municipality shows deviations."""
    return Deviation(expected - budget, budget, municipality.deviation_sign == DeviationSign.MORE_IS_MINUS)
