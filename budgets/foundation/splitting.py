"""Dividing amounts exactly: rounded parts whose sum is the amount, by the method of largest remainders.

Each part is rounded down, and the remaining units are given, one each, to the parts with the largest remainders
(Hamilton's method). No part differs by a whole unit or more from its exact value.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

ORE_OF_A_KRONE = 100


def split_amount(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide kroner by the weights into parts of whole øre, in the order of the weights; their sum is `amount`.

    A cost is divided like a saving of the same size. Weights may have both signs; if their sum is 0, the first part is
    the whole amount. `weights` must not be empty, and `amount` must be in whole øre.
    """
    total = sum(weights, Decimal(0))
    if not total:
        return [amount, *[Decimal(0)] * (len(weights) - 1)]
    size, sign = abs(amount) * ORE_OF_A_KRONE, 1 if amount > 0 else -1
    parts = round_to_total([size * weight / total for weight in weights], int(size))
    return [Decimal(sign * part).scaleb(-2) for part in parts]


def round_to_total(parts: Sequence[Decimal] | Sequence[Fraction], total: int) -> list[int]:
    """Round the parts to whole numbers whose sum is `total`, which must be the parts' sum or that sum rounded."""
    floors = [floor(part) for part in parts]
    remaining = total - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - floors[place], reverse=True)
    rounded_up = set(by_remainder[:remaining])
    return [rounded_down + (place in rounded_up) for place, rounded_down in enumerate(floors)]


def round_parts(parts: Sequence[Fraction]) -> list[int]:
    """Whole numbers that add up to the rounded sum of the parts (half up)."""
    return round_to_total(parts, floor(sum(parts, Fraction(0)) + Fraction(1, 2)))
