"""Computing a realised effect from activity. Pure: no database.

Method: each unit that has moved counts a twelfth of its yearly saving for every month from the month it moved in, and
units of earlier years for every month; the saving is the price difference less the replacement's cost, less the part
of it that is lost in refund from the state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ORE = Decimal("0.01")


@dataclass(frozen=True)
class Calculation:
    """Units moved (net), what they have saved by a month, and what they save in a whole year; kroner.

    `carried` are those of the `units` that moved in earlier years.
    """

    carried: Decimal
    units: Decimal
    full_year_persons: Decimal
    saving_a_unit: Decimal
    realised: Decimal
    year_forecast: Decimal
    full_year_effect: Decimal


def saving_a_unit(price_difference: Decimal, replacement_cost: Decimal, lost_refund: Decimal) -> Decimal:
    """The yearly saving of one unit, kroner: `lost_refund` is percent of the difference less the replacement."""
    return (price_difference - replacement_cost) * (1 - lost_refund / 100)


def compute(moved: Mapping[int, Decimal], month: int, saving: Decimal, *, carried: Decimal = Decimal(0)) -> Calculation:
    """The effect by the end of `month` (1-12) of `moved`, units by the month they moved in; rounded to the øre.

    `carried` are units that moved in earlier years and count from January. `year_forecast` is the effect in the whole
    year if no more units move.
    """
    moved_by_now = {m: units for m, units in moved.items() if m <= month}
    units = sum(moved_by_now.values(), carried)
    by_now = sum((count * (month + 1 - m) for m, count in moved_by_now.items()), carried * month) / 12
    by_december = sum((count * (13 - m) for m, count in moved_by_now.items()), carried * 12) / 12
    return Calculation(
        carried=carried,
        units=units,
        full_year_persons=by_now,
        saving_a_unit=saving,
        realised=(by_now * saving).quantize(ORE),
        year_forecast=(by_december * saving).quantize(ORE),
        full_year_effect=(units * saving).quantize(ORE),
    )
