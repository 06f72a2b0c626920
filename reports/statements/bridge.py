"""The steps from the corrected budget to the expected accounts: last year's level, volume, price and measures.

Method: the first step is last year's expenditure less the budget. The difference from last year to the forecast is then
divided exactly into volume, price, initiatives, one-offs and other (budgets.decomposition), for each area that the
forecast has a line for. Last year's amount is the booked expenditure; its full-year persons are those of the cases.
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
class BridgeStep:
    """One step of the bridge, in kroner; positive is more expenditure."""

    label: str
    amount: Decimal


@dataclass(frozen=True)
class Bridge:
    """Corrected budget, steps and expected accounts in whole kroner; the steps sum to the difference."""

    budget: Decimal
    steps: Sequence[BridgeStep]
    expected: Decimal


def load_persons(municipality: Municipality, year: int) -> dict[int, Decimal]:
    """Full-year persons (helårspersoner) of the year's cases by area id; one query."""
    caseloads = Caseload.objects.filter(area__municipality=municipality, year=year).order_by()
    return dict(caseloads.values_list("area_id").annotate(Sum("full_year_persons")))


def build_bridge(overview: Overview, persons: Mapping[int, Decimal]) -> Bridge | None:
    """The bridge; None without expected accounts, a decided budget, or booked expenditure for last year."""
    total = overview.total.sums
    if total.expected is None or not overview.is_last_year_booked or not overview.is_decided:
        return None
    spent = {row.area.pk: row.sums.spent_last_year for row in overview.rows if row.area}
    area_parts = [
        split(
            Line(spent.get(line.area_id, ZERO), persons=persons.get(line.area_id)),
            Line(line.amount, line.measures, line.one_offs, line.persons),
        )
        for line in overview.lines
    ]
    difference = Fraction(total.expected) - Fraction(total.spent_last_year)
    remainder = Parts(other=difference - sum((parts.total for parts in area_parts), Fraction(0)))
    amounts = [Decimal(amount) for amount in add([*area_parts, remainder]).rounded()]
    budget, expected = (amount.quantize(Decimal(1)) for amount in (total.corrected, total.expected))
    start = BridgeStep(f"forbrug {overview.last_year} mod budgettet", expected - budget - sum(amounts, ZERO))
    steps = [BridgeStep(label, amount) for label, amount in zip(NAMES.values(), amounts, strict=True) if amount]
    return Bridge(budget, [start, *steps], expected)
