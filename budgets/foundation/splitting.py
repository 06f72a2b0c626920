"""Amounts divided exactly: whole parts that add up to the whole, by the method of largest remainders.

Each part is the exact one rounded down; what is left goes, one unit each, to the parts that lost most by it (Hamilton's
method). No part is a whole unit or more from the exact one.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

ORE_OF_A_KRONE = 100


def split_amount(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Kroner in whole øre by the weights, in their order; the parts add up to `amount` exactly.

    A cost is divided as a saving of the same size. Weights may have both signs. Where they add up to nothing, all of it
    is in the first part. `weights` is not empty, and `amount` is in whole øre.
    """
    total = sum(weights, Decimal(0))
    if not total:
        return [amount, *[Decimal(0)] * (len(weights) - 1)]
    size = abs(amount) * ORE_OF_A_KRONE
    parts = round_to_total([size * weight / total for weight in weights], int(size))
    return [(Decimal(part) / ORE_OF_A_KRONE).copy_sign(part * amount) if part else Decimal(0) for part in parts]


def round_to_total(parts: Sequence[Decimal] | Sequence[Fraction], total: int) -> list[int]:
    """Whole numbers that add up to `total`, which is the sum of the parts or that sum rounded."""
    floors = [floor(part) for part in parts]
    left = total - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - floors[place], reverse=True)
    raised = set(by_remainder[:left])
    return [whole + (place in raised) for place, whole in enumerate(floors)]
