"""From the corrected budget to what is expected: where last year left off, growth, price and measures.

Method: the first step is last year's expenditure less the budget; then the difference from last year's cases to the
forecast's is split exactly into volume, price, initiatives, one-offs and the rest (budgets.decomposition). Last year's
amount is what was booked, and its helårspersoner those of the cases, area by area as the forecast has its lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum

from budgets.caseload.models import Caseload
from budgets.forecasting.decomposition import NAMES, Line, Parts, add, split
from budgets.foundation.models import Municipality
from budgets.overview.rows import Overview

ZERO = Decimal(0)


@dataclass(frozen=True)
class Step:
    """One step of the bridge: kroner, positive is more expenditure."""

    label: str
    amount: Decimal


@dataclass(frozen=True)
class Bridge:
    """From the corrected budget by the steps to what is expected, in whole kroner; the steps are the difference."""

    budget: Decimal
    steps: Sequence[Step]
    expected: Decimal


def load_persons(municipality: Municipality, year: int) -> dict[int, Decimal]:
    """Helårspersoner of the year's cases by area id; one query."""
    found = Caseload.objects.filter(area__municipality=municipality, year=year).order_by()
    return dict(found.values_list("area_id").annotate(Sum("full_year_persons")))


def build_bridge(overview: Overview, persons: Mapping[int, Decimal]) -> Bridge | None:
    """None where nothing is expected of the year, or where last year is not booked."""
    total = overview.total.sums
    if total.expected is None or not overview.is_last_year_booked or not overview.is_decided:
        return None
    spent = {row.area.pk: row.sums.spent_last_year for row in overview.rows if row.area}
    splits = [
        split(
            Line(spent.get(line.area_id, ZERO), persons=persons.get(line.area_id)),
            Line(line.amount, line.measures, line.one_offs, line.persons),
        )
        for line in overview.lines
    ]
    difference = Fraction(total.expected) - Fraction(total.spent_last_year)
    rest = Parts(other=difference - sum((one.total for one in splits), Fraction(0)))
    amounts = [Decimal(amount) for amount in add([*splits, rest]).rounded()]
    budget, expected = (amount.quantize(Decimal(1)) for amount in (total.corrected, total.expected))
    start = Step(f"forbrug {overview.last_year} mod budgettet", expected - budget - sum(amounts, ZERO))
    steps = [Step(label, amount) for label, amount in zip(NAMES.values(), amounts, strict=True) if amount]
    return Bridge(budget, [start, *steps], expected)
