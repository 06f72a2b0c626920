"""How a yearly target falls on the months of the year. Pure: no database.

In a line's first year the effect begins in its start month and falls on the months from there: evenly, by the weights
of the quarters, or by twelve weights. Weights of months before the start fall away and the others are scaled up, so
that the whole target is reached in December. Later years are even over twelve months.
"""

from collections.abc import Sequence
from decimal import Decimal

MONTHS_OF_YEAR = 12
QUARTERS = 4


class NoWeightError(ValueError):
    """No month from the start on has a weight, so that the target falls on none."""


def monthly_weights(weights: Sequence[Decimal]) -> list[Decimal]:
    """Twelve weights for none (even), four (quarters, even within each) or twelve; ValueError for another number."""
    if not weights:
        return [Decimal(1)] * MONTHS_OF_YEAR
    if len(weights) == QUARTERS:
        return [weight for weight in weights for _ in range(3)]
    if len(weights) != MONTHS_OF_YEAR:
        raise ValueError(f"{len(weights)} weights; expected none, 4 or 12")
    return list(weights)


def accumulated_share(month: int, *, start_month: int = 1, weights: Sequence[Decimal] = ()) -> Decimal:
    """The part of the first year's target that falls on the months up to and including `month`: 0 to 1, unrounded.

    `month` and `start_month` are 1-12. Raises NoWeightError where the months from the start on weigh nothing.
    """
    monthly = [w if m >= start_month else Decimal(0) for m, w in enumerate(monthly_weights(weights), start=1)]
    whole = sum(monthly, Decimal(0))
    if whole <= 0:
        raise NoWeightError
    return sum(monthly[:month], Decimal(0)) / whole


def part_year_effect(full_year_effect: Decimal, start_month: int) -> Decimal:
    """What a full-year effect comes to in the year it begins: a twelfth for each month from the start on."""
    months = MONTHS_OF_YEAR + 1 - start_month
    return (full_year_effect * months / MONTHS_OF_YEAR).quantize(Decimal("0.01"))


def with_start_moved(target: Decimal, *, start_month: int, to: int) -> Decimal:
    """What the first year's target comes to when an even effect begins in another month; to the øre.

    The full-year effect is the target over its months (kroner, from `start_month`), carried to a whole year.
    """
    full_year = target * MONTHS_OF_YEAR / (MONTHS_OF_YEAR + 1 - start_month)
    return part_year_effect(full_year, to)
