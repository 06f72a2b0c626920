"""Computing realised effects from activity, for the initiatives that have a price."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.activity import Calculation, compute, saving_a_unit
from initiatives.followup.models import ActivityMonth, ActivityPrice


def price_of(initiative: Initiative) -> ActivityPrice | None:
    """The price that the initiative's effect is computed with, if any; no query where it was loaded with it."""
    try:
        return initiative.activity_price
    except ActivityPrice.DoesNotExist:
        return None


def load_calculations(initiatives: Iterable[Initiative], year: int, month: int) -> Mapping[int, Calculation]:
    """The calculation by the end of the month by initiative id, of those that have a price; one query."""
    prices = {i.pk: price for i in initiatives if (price := price_of(i))}
    moved: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    carried: defaultdict[int, Decimal] = defaultdict(Decimal)
    months = ActivityMonth.objects.filter(initiative__in=prices, year__lte=year)
    for initiative_id, in_year, in_month, units in months.values_list("initiative_id", "year", "month", "moved"):
        if in_year == year:
            moved[initiative_id][in_month] = units
        else:
            carried[initiative_id] += units
    return {pk: compute(moved[pk], month, _saving(price), carried=carried[pk]) for pk, price in prices.items()}


def _saving(price: ActivityPrice) -> Decimal:
    return saving_a_unit(price.price_difference, price.replacement_cost, price.lost_refund)
