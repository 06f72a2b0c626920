"""Deviations as pages show them: with the municipality's sign, and the word for over- or underspend."""

from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.models import DeviationSign, Municipality

MORE, LESS, BALANCE = "merforbrug", "mindreforbrug", "i balance"


@dataclass(frozen=True)
class Deviation:
    """Expected less corrected budget in kroner; `amount` is positive for an overspend."""

    amount: Decimal
    budget: Decimal
    shows_more_as_minus: bool = False

    @property
    def signed_amount(self) -> Decimal:
        """The amount with the municipality's sign."""
        return -self.amount if self.shows_more_as_minus else self.amount

    @property
    def size(self) -> Decimal:
        """Kroner without sign, to be shown with `word`."""
        return abs(self.amount)

    @property
    def size_in_percent(self) -> Decimal | None:
        """The size in percent of the corrected budget; None without a budget."""
        return None if self.percent is None else abs(self.percent)

    @property
    def word(self) -> str:
        """The Danish word for overspend, underspend or balance."""
        return MORE if self.amount > 0 else LESS if self.amount < 0 else BALANCE

    @property
    def percent(self) -> Decimal | None:
        """Percent of the corrected budget with the municipality's sign; None without a budget."""
        return self.signed_amount / abs(self.budget) * 100 if self.budget else None


def build_deviation(municipality: Municipality, *, expected: Decimal, budget: Decimal) -> Deviation:
    """The deviation of `expected` from `budget` (kroner), with the municipality's sign."""
    return Deviation(expected - budget, budget, municipality.deviation_sign == DeviationSign.MORE_IS_MINUS)
