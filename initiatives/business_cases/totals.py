"""What a business case adds up to while it is written: by category, steering area, committee and part, and payback.

Amounts are kroner in the stored sign (positive: the municipality spends less), on unsaved models and without the
database.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.models import SteeringArea
from initiatives.business_cases.reading import CaseReading
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.plan.catalogue import TOTAL_LABELS
from initiatives.catalogues.plan.payback import payback_year
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, cells

Amounts = dict[int, Decimal]
NOT_STATED = "ikke oplyst"


@dataclass(frozen=True)
class Totals:
    """The economy in all, and how it falls on steering areas, committees and parts where there are several."""

    economy: PlanTable
    divisions: Sequence[PlanTable]
    payback_service: int | None
    payback_total: int | None
    has_costs: bool
    implied: Decimal | None
    """What quantity times price gives in a year, where it is filled in."""


def totals_of(read: CaseReading) -> Totals:
    """The sums of the lines as they are written, without those that a decision has ended."""
    reading = read.reading
    effects = read.effects
    years = list(reading.catalogue.years)
    divisions = {
        "Pr. styringsområde": lambda line: SteeringArea(line.steering_area).label if line.steering_area else NOT_STATED,
        "Pr. udvalg": lambda line: line.committee.name if line.committee else NOT_STATED,
        "Pr. ramme": lambda line: str(line.area) if line.area else NOT_STATED,
        "Pr. del": lambda line: line.part or "uden del",
    }
    tables = [_division(title, effects, key, years) for title, key in divisions.items()]
    service = [one for one in effects if one.line.steering_area == SteeringArea.SERVICE]
    total = sum_by_year(effects)
    costs = of_category(effects, EffectCategory.IMPLEMENTATION)
    units = [unit.effect for unit in reading.unit_calculations]
    return Totals(
        economy=_economy(effects, years),
        divisions=[table for table in tables if len(table.rows) > 1],
        payback_service=payback_year(sum_by_year(service)),
        payback_total=payback_year(total),
        has_costs=any(amount < 0 for amount in total.values()) or bool(costs),
        implied=sum(units, Decimal(0)) if units else None,
    )


def sum_by_year(effects: Sequence[YearlyEffect]) -> Amounts:
    """The amounts added up year by year; a year without any is not there."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for effect in effects:
        sums[effect.year] += effect.amount
    return dict(sums)


def of_category(effects: Sequence[YearlyEffect], category: str) -> Amounts:
    """The amounts of one category year by year."""
    return sum_by_year([one for one in effects if one.line.category == category])


def _economy(effects: Sequence[YearlyEffect], years: Sequence[int]) -> PlanTable:
    rows = [
        PlanRow(TOTAL_LABELS[category], cells(of_category(effects, category), years)) for category in EffectCategory
    ]
    total = PlanRow("Samlet økonomisk påvirkning", cells(sum_by_year(effects), years), is_total=True)
    return PlanTable("Samlet økonomi", years, [*rows, total])


def _division(
    title: str, effects: Sequence[YearlyEffect], key: Callable[[EffectLine], str], years: Sequence[int]
) -> PlanTable:
    by_key: defaultdict[str, list[YearlyEffect]] = defaultdict(list)
    for effect in effects:
        by_key[key(effect.line)].append(effect)
    rows = [PlanRow(name, cells(sum_by_year(found), years)) for name, found in sorted(by_key.items())]
    return PlanTable(title, years, rows)
