"""Realised effects from what happened month by month, for the initiatives that say how."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from initiatives.followup.activity import Calculation, compute, saving_a_unit
from initiatives.models import ActivityMonth, ActivityPrice, Initiative


def price_of(initiative: Initiative) -> ActivityPrice | None:
    """How the initiative's effect is computed, where it says so; no query where it was read along."""
    try:
        return initiative.activity_price
    except ActivityPrice.DoesNotExist:
        return None


def load_calculations(initiatives: Iterable[Initiative], year: int, month: int) -> Mapping[int, Calculation]:
    """The calculation by the end of the month, of those that have a price; one query."""
    prices = {i.pk: price for i in initiatives if (price := price_of(i))}
    moved: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    months = ActivityMonth.objects.filter(initiative__in=prices, year=year)
    for initiative_id, in_month, units in months.values_list("initiative_id", "month", "moved"):
        moved[initiative_id][in_month] = units
    return {
        pk: compute(moved[pk], month, saving_a_unit(p.price_difference, p.replacement_cost, p.lost_refund))
        for pk, p in prices.items()
    }
