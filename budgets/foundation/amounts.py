"""Parsing and formatting of amounts: Decimal kroner inside the program, Danish digits in a unit outside it.

Stored amounts are Decimal kroner with two decimals; units are used only in input and output. Parsing and formatting
are exact inverses for every amount that the unit and decimals can show.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from django.db import models

Key = TypeVar("Key", bound=Hashable)

MINUS = "−"
ORE = Decimal("0.01")
MAX_DIGITS = 18
"""More than any municipal amount has, and few enough to be exact in every unit."""

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]")
DANISH_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?", re.ASCII)


class Unit(models.TextChoices):
    """The unit that amounts are typed or shown in."""

    KRONER = "kr", "kr."
    THOUSANDS = "tkr", "1.000 kr."
    MILLIONS = "mio", "mio. kr."

    @property
    def factor(self) -> int:
        """Kroner in one unit."""
        return {Unit.KRONER: 1, Unit.THOUSANDS: 1_000, Unit.MILLIONS: 1_000_000}[self]

    @property
    def after_number(self) -> str:
        """The unit's text right after a number: 250 t.kr., not 250 1.000 kr."""
        return "t.kr." if self is Unit.THOUSANDS else str(self.label)


def sum_by_key(amounts: Iterable[tuple[Key, Decimal]]) -> dict[Key, Decimal]:
    """The sum of the amounts of each key, such as a year, in the order of the keys' first amounts."""
    sums: dict[Key, Decimal] = {}
    for key, amount in amounts:
        sums[key] = sums.get(key, Decimal(0)) + amount
    return sums


def parse_number(text: str) -> Decimal | None:
    """The number in a Danish text: decimal comma, thousand dots, minus before, after or as brackets.

    Spaces of any kind between digits are thousand separators. None for an empty text, which is not zero.
    Raises ValueError for anything else, a decimal point included: `1.25` is neither 1,25 nor 125.
    """
    compact = SPACES.sub("", text).replace(MINUS, "-").replace("–", "-")
    if not compact:
        return None
    bracketed = compact.startswith("(") and compact.endswith(")")
    digits = compact[1:-1] if bracketed else compact
    negative = bracketed
    if not bracketed and (digits.startswith("-") or digits.endswith("-")):
        negative, digits = True, digits[1:] if digits.startswith("-") else digits[:-1]
    if not DANISH_NUMBER.fullmatch(digits):
        raise ValueError(text)
    number = Decimal(digits.replace(".", "").replace(",", "."))
    return -number if negative else number


def parse_amount(text: str, unit: Unit) -> Decimal | None:
    """Kroner for a Danish text in `unit`; None when empty; ValueError when unreadable or finer than an øre."""
    number = parse_number(text)
    if number is None:
        return None
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise ValueError(text)
    kroner = number * unit.factor
    if kroner != kroner.quantize(ORE):
        raise ValueError(text)
    return kroner.quantize(ORE)


def format_number(number: Decimal, decimals: int = 0, *, most: int | None = None) -> str:
    """Danish digits with at least `decimals` decimals and at most `most`, rounded half up; minus as −.

    `most` above `decimals` shows further decimals only where the number has them (2 → `2,0`, 0,75 → `0,75`).
    """
    rounded = number.quantize(Decimal(1).scaleb(-(decimals if most is None else most)), ROUND_HALF_UP)
    integer, _, fraction = f"{abs(rounded):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    text = f"{int(integer):,}".replace(",", ".") + (f",{fraction}" if fraction else "")
    return MINUS + text if rounded < 0 else text


def format_amount(kroner: Decimal, unit: Unit, decimals: int = 0, *, most: int | None = None) -> str:
    """`kroner` in `unit` as Danish digits without the unit, which belongs in the heading."""
    return format_number(kroner / unit.factor, decimals, most=most)


@dataclass(frozen=True)
class Presentation:
    """How a page or document shows stored amounts: unit, decimals and sign.

    `factor` is −1 where the source prints savings with a minus. `most` above `decimals` shows further decimals only
    where an amount has them. `empty` is shown for a missing amount, which is not zero.
    """

    unit: Unit
    decimals: int
    most: int | None = None
    factor: int = 1
    empty: str = ""

    def text(self, kroner: Decimal | None) -> str:
        """The amount's digits without the unit, which belongs in the heading."""
        return (
            self.empty
            if kroner is None
            else format_amount(kroner * self.factor, self.unit, self.decimals, most=self.most)
        )


EXACT_DECIMALS = {Unit.KRONER: 2, Unit.THOUSANDS: 5, Unit.MILLIONS: 8}
"""Number of decimals that shows every øre, by unit."""

USUAL_DECIMALS = {Unit.KRONER: 0, Unit.THOUSANDS: 0, Unit.MILLIONS: 2}
"""Number of decimals on pages where the reader chooses the unit."""


def in_unit(unit: Unit) -> Presentation:
    """Amounts in the unit that the reader chose: stored sign, rounded for reading."""
    return Presentation(unit, USUAL_DECIMALS[unit])
