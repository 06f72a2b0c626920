"""The change between two forecasts, split exactly into volume, price, initiatives, one-offs and other. No database.

Method: the cases' own amount (amount plus measures less one-offs) is persons × price, so its change is the change in
persons times the mean price plus the change in price times the mean of persons, with price := amount ÷ persons. It is
calculated in fractions for the lowest lines and summed up, so that no rounding difference is left. If persons are
unknown or zero in either forecast, the cases' whole difference is `other`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from budgets.foundation.splitting import round_parts

NAMES = {
    "volume": "mængde",
    "price": "pris",
    "initiatives": "tiltag",
    "one_offs": "engangsbeløb",
    "other": "øvrigt",
}
"""Danish names of the parts, in the order in which they are shown."""


@dataclass(frozen=True)
class Line:
    """A line of a forecast: kroner (expenses positive; `measures` positive means less) and helårspersoner."""

    amount: Decimal
    measures: Decimal = Decimal(0)
    one_offs: Decimal = Decimal(0)
    persons: Decimal | None = None

    @property
    def case_amount(self) -> Decimal:
        """Kroner of the cases alone."""
        return self.amount + self.measures - self.one_offs


@dataclass(frozen=True)
class Parts:
    """The parts of a difference in kroner, exact; their sum is the difference."""

    volume: Fraction = Fraction(0)
    price: Fraction = Fraction(0)
    initiatives: Fraction = Fraction(0)
    one_offs: Fraction = Fraction(0)
    other: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        """The whole difference."""
        return sum(self.as_list(), Fraction(0))

    def as_list(self) -> list[Fraction]:
        """The parts in the order of NAMES."""
        return [getattr(self, field.name) for field in fields(self)]

    def rounded(self) -> list[int]:
        """Whole kroner in the order of NAMES, which sum to the rounded total."""
        return round_parts(self.as_list())


def split(before: Line | None, after: Line | None) -> Parts:
    """Split the difference `after` less `before`; a missing line counts as 0, and the difference is then `other`."""
    old, new = before or Line(Decimal(0)), after or Line(Decimal(0))
    flat = Parts(
        initiatives=Fraction(old.measures) - Fraction(new.measures),
        one_offs=Fraction(new.one_offs) - Fraction(old.one_offs),
    )
    difference = Fraction(new.case_amount) - Fraction(old.case_amount)
    if not old.persons or not new.persons:
        return add([flat, Parts(other=difference)])
    persons = (Fraction(old.persons), Fraction(new.persons))
    prices = (Fraction(old.case_amount) / persons[0], Fraction(new.case_amount) / persons[1])
    volume = (persons[1] - persons[0]) * (prices[0] + prices[1]) / 2
    price = (prices[1] - prices[0]) * (persons[0] + persons[1]) / 2
    return add([flat, Parts(volume=volume, price=price)])


def add(parts: Iterable[Parts]) -> Parts:
    """Add up the parts of several lines, part by part."""
    columns = list(zip(*[part.as_list() for part in parts], strict=True))
    return Parts(*[sum(column, Fraction(0)) for column in columns])
