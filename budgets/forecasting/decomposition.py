"""What changed between two forecasts, split exactly: volume, price, initiatives, one-offs, and the rest. Pure.

Method: of the cases' own amount (amount plus measures less one-offs) = persons × price, the difference is the change in
persons times the mean price plus the change in price times the mean of persons, with price := amount ÷ persons. It
is worked out in fractions on the lowest line and summed up from there, so that nothing is left over. Where persons are
unknown or none in either forecast, the cases' whole difference is `other`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

NAMES = {
    "volume": "mængde",
    "price": "pris",
    "initiatives": "tiltag",
    "one_offs": "engangsbeløb",
    "other": "øvrigt",
}
"""The parts in the order that they are shown in."""


@dataclass(frozen=True)
class Line:
    """A line of a forecast: kroner (positive is an expense; measures positive is less) and helårspersoner."""

    amount: Decimal
    measures: Decimal = Decimal(0)
    one_offs: Decimal = Decimal(0)
    persons: Decimal | None = None

    @property
    def case_amount(self) -> Decimal:
        """What the cases alone cost."""
        return self.amount + self.measures - self.one_offs


@dataclass(frozen=True)
class Parts:
    """The parts of a difference in kroner, exact; they sum to it."""

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
    """The difference `after` less `before`; a line that is not there is nothing, and what it had is `other`."""
    then, now = before or Line(Decimal(0)), after or Line(Decimal(0))
    flat = Parts(
        initiatives=Fraction(then.measures) - Fraction(now.measures),
        one_offs=Fraction(now.one_offs) - Fraction(then.one_offs),
    )
    difference = Fraction(now.case_amount) - Fraction(then.case_amount)
    if not then.persons or not now.persons:
        return add([flat, Parts(other=difference)])
    persons = (Fraction(then.persons), Fraction(now.persons))
    prices = (Fraction(then.case_amount) / persons[0], Fraction(now.case_amount) / persons[1])
    volume = (persons[1] - persons[0]) * (prices[0] + prices[1]) / 2
    price = (prices[1] - prices[0]) * (persons[0] + persons[1]) / 2
    return add([flat, Parts(volume=volume, price=price)])


def add(parts: Iterable[Parts]) -> Parts:
    """The parts of several lines, each added up."""
    columns = list(zip(*[part.as_list() for part in parts], strict=True))
    return Parts(*[sum(column, Fraction(0)) for column in columns])


def round_parts(parts: Sequence[Fraction]) -> list[int]:
    """Whole numbers that sum to the rounded sum of the parts: by largest remainder, none off by one or more."""
    floors = [part.numerator // part.denominator for part in parts]
    total = sum(parts, Fraction(0))
    rounded_total = (2 * total.numerator + total.denominator) // (2 * total.denominator)
    left = rounded_total - sum(floors)
    order = sorted(range(len(parts)), key=lambda place: parts[place] - floors[place], reverse=True)
    return [floor + (place in order[:left]) for place, floor in enumerate(floors)]
