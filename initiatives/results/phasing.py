"""Dividing a yearly target over the months of the year. Pure: no database.

In a line's first year the effect begins in its start month and is divided over the months from there: evenly, by
weights of the quarters, or by twelve weights. Weights of months before the start are dropped and the others scaled up,
so that the whole target is reached in December. Later years are even over twelve months.
"""

from collections.abc import Sequence
from decimal import Decimal

MONTHS_OF_YEAR = 12
QUARTERS = 4


class NoWeightError(ValueError):
    """No month from the start on has a weight, so that the target cannot be divided."""


def monthly_weights(weights: Sequence[Decimal]) -> list[Decimal]:
    """Twelve weights from none (even), four (quarters, even within each) or twelve; ValueError for another number."""
    if not weights:
        return [Decimal(1)] * MONTHS_OF_YEAR
    if len(weights) == QUARTERS:
        return [weight for weight in weights for _ in range(3)]
    if len(weights) != MONTHS_OF_YEAR:
        raise ValueError(f"{len(weights)} weights; expected none, 4 or 12")
    return list(weights)


def accumulated_share(month: int, *, start_month: int = 1, weights: Sequence[Decimal] = ()) -> Decimal:
    """The share of the first year's target in the months up to and including `month`: 0 to 1, unrounded.

    `month` and `start_month` are 1-12. Raises NoWeightError where the months from the start on have no weight.
    """
    monthly = [w if m >= start_month else Decimal(0) for m, w in enumerate(monthly_weights(weights), start=1)]
    total = sum(monthly, Decimal(0))
    if total <= 0:
        raise NoWeightError
    return sum(monthly[:month], Decimal(0)) / total


def part_year_effect(full_year_effect: Decimal, start_month: int) -> Decimal:
    """The effect in kroner of the year it begins: a twelfth of the full-year effect a month from the start on."""
    months = MONTHS_OF_YEAR + 1 - start_month
    return (full_year_effect * months / MONTHS_OF_YEAR).quantize(Decimal("0.01"))


def with_start_moved(target: Decimal, *, start_month: int, to: int) -> Decimal:
    """The first year's target in kroner when an even effect begins in the month `to` instead; to the øre.

    The full-year effect is the target over its months from `start_month`, scaled to twelve months.
    """
    full_year = target * MONTHS_OF_YEAR / (MONTHS_OF_YEAR + 1 - start_month)
    return part_year_effect(full_year, to)
