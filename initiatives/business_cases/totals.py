"""The totals of a business case while it is written: by category, steering area, committee and part, and payback.

Amounts are kroner in the stored sign (positive: the municipality spends less), on unsaved models and without the
database.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import sum_by_key
from budgets.foundation.models import SteeringArea
from initiatives.business_cases.reading import CaseReading
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.plan.catalogue import TOTAL_LABELS
from initiatives.catalogues.plan.effects import Amounts
from initiatives.catalogues.plan.payback import payback_year
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, cells

NOT_STATED = "ikke oplyst"


@dataclass(frozen=True)
class CaseTotals:
    """The whole economy, and its division by steering area, committee and part where there are several."""

    economy: PlanTable
    divisions: Sequence[PlanTable]
    payback_service: int | None
    payback_total: int | None
    has_costs: bool
    implied: Decimal | None
    """Kroner a year from quantity and price, where they are filled in."""


def compute_totals(case: CaseReading) -> CaseTotals:
    """The totals of the lines as written, without those that a decision has ended."""
    reading = case.reading
    effects = case.effects
    years = list(reading.catalogue.years)
    divisions = {
        "Pr. styringsområde": lambda line: SteeringArea(line.steering_area).label if line.steering_area else NOT_STATED,
        "Pr. udvalg": lambda line: line.committee.name if line.committee else NOT_STATED,
        "Pr. ramme": lambda line: str(line.area) if line.area else NOT_STATED,
        "Pr. del": lambda line: line.part or "uden del",
    }
    tables = [_division(title, effects, key, years) for title, key in divisions.items()]
    service = [effect for effect in effects if effect.line.steering_area == SteeringArea.SERVICE]
    total = sum_by_year(effects)
    costs = sum_of_category(effects, EffectCategory.IMPLEMENTATION)
    units = [unit.effect for unit in reading.unit_calculations]
    return CaseTotals(
        economy=_economy(effects, years),
        divisions=[table for table in tables if len(table.rows) > 1],
        payback_service=payback_year(sum_by_year(service)),
        payback_total=payback_year(total),
        has_costs=any(amount < 0 for amount in total.values()) or bool(costs),
        implied=sum(units, Decimal(0)) if units else None,
    )


def sum_by_year(effects: Sequence[YearlyEffect]) -> Amounts:
    """Kroner by year; years without any amount are left out."""
    return sum_by_key((effect.year, effect.amount) for effect in effects)


def sum_of_category(effects: Sequence[YearlyEffect], category: str) -> Amounts:
    """Kroner by year of one category."""
    return sum_by_year([effect for effect in effects if effect.line.category == category])


def _economy(effects: Sequence[YearlyEffect], years: Sequence[int]) -> PlanTable:
    rows = [
        PlanRow(TOTAL_LABELS[category], cells(sum_of_category(effects, category), years)) for category in EffectCategory
    ]
    total = PlanRow("Samlet økonomisk påvirkning", cells(sum_by_year(effects), years), is_total=True)
    return PlanTable("Samlet økonomi", years, [*rows, total])


def _division(
    title: str, effects: Sequence[YearlyEffect], key: Callable[[EffectLine], str], years: Sequence[int]
) -> PlanTable:
    by_key: defaultdict[str, list[YearlyEffect]] = defaultdict(list)
    for effect in effects:
        by_key[key(effect.line)].append(effect)
    rows = [PlanRow(name, cells(sum_by_year(own_effects), years)) for name, own_effects in sorted(by_key.items())]
    return PlanTable(title, years, rows)
