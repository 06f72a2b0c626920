"""Making a municipality's forecast: each area's cases, less the initiatives that the cases do not show yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import transaction

from budgets.areas.models import BudgetArea
from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import ForecastError
from budgets.forecasting.methods import forecast
from budgets.forecasting.models import Forecast, ForecastLine
from budgets.forecasting.months import Month
from budgets.forecasting.projection import (
    YEARS_AHEAD,
    AreaHistory,
    build_lines,
    judge_methods,
    load_histories,
    load_premises,
)
from budgets.forecasting.recommendation import Recommendation
from budgets.forecasting.results import Method
from budgets.forecasting.storing import store_forecast
from budgets.foundation.models import Municipality, User
from reports.estimates.measures import Measure, load_effects
from reports.estimates.models import ForecastInitiative

LEAST_MONTHS = 24
"""Fewer months of cases say too little for the case model to be proposed."""


class NothingToForecastError(Exception):
    """No area has cases up to the month."""


@dataclass(frozen=True)
class AreaPlan:
    """An area that can be forecast: its history, its premises, the method proposed, and the measures on it."""

    known: AreaHistory
    premises: Assumptions
    recommendation: Recommendation | None
    measures: Sequence[Measure]

    @property
    def area(self) -> BudgetArea:
        return self.known.area

    @property
    def proposed(self) -> Method:
        """What has been right most often; else the case model, where there are months enough."""
        if self.recommendation:
            return self.recommendation.method
        history = self.known.history
        return Method.CASES if history and history.months >= LEAST_MONTHS else Method.RUN_RATE


@dataclass(frozen=True)
class Choice:
    """What somebody chose for an area: method, premises, and which initiatives are deducted."""

    method: Method
    premises: Assumptions
    counted: frozenset[int] = field(default_factory=frozenset)


def plan_forecast(municipality: Municipality, until: Month, *, with_backtest: bool = True) -> list[AreaPlan]:
    """What a forecast after the month can be made of, area by area; an area without a history tells why."""
    years = range(until[0], until[0] + YEARS_AHEAD + 1)
    measures = load_effects(municipality, until=until, years=years)
    premises = load_premises(municipality, until)
    return [
        AreaPlan(
            known,
            premises[known.area.pk],
            judge_methods(known.history)[1] if with_backtest and known.history else None,
            [measure for measure in measures if any(area == known.area.pk for area, _ in measure.by_area)],
        )
        for known in load_histories(municipality, until)
    ]


@transaction.atomic
def make_forecast(
    *,
    actor: User | None,
    municipality: Municipality,
    until: Month,
    choices: Mapping[int, Choice] | None = None,
    method: Method | None = None,
    comment: str = "",
) -> Forecast:
    """Make and keep the forecast after the month. An area without a choice gets the method, or else what is proposed.

    Initiatives that are deducted, and those that are not, are kept with the lines. What rests on constructed cases is
    marked so. Raises NothingToForecastError, and ForecastError where an area's premises do not fit its history.
    """
    plans = [
        plan for plan in plan_forecast(municipality, until, with_backtest=not (choices or method)) if plan.known.history
    ]
    if not plans:
        raise NothingToForecastError(
            f"Ingen områder har sager til og med {until[1]}/{until[0]}. Indtast dem under Sager og priser."
        )
    lines, joined = [], []
    for plan in plans:
        choice = (choices or {}).get(plan.area.pk) or Choice(
            method or plan.proposed, plan.premises, _all(plan.measures)
        )
        found = project(plan, choice)
        lines += found
        joined += [_joined(line, measure, choice) for line in found for measure in plan.measures]
    made = store_forecast(
        actor=actor,
        municipality=municipality,
        year=until[0],
        month=until[1],
        lines=lines,
        comment=comment,
        is_constructed=any(plan.known.is_constructed for plan in plans),
    )
    ForecastInitiative.objects.bulk_create(joined)
    return made


def project(plan: AreaPlan, choice: Choice) -> list[ForecastLine]:
    """The area's years as lines that are not saved yet."""
    if plan.known.history is None:
        raise ForecastError(plan.known.fault)
    premises = replace(choice.premises, deductions=_deductions(plan, choice))
    return build_lines(plan.area, forecast(plan.known.history, premises, choice.method, YEARS_AHEAD), premises)


def _all(measures: Sequence[Measure]) -> frozenset[int]:
    return frozenset(measure.initiative.pk for measure in measures if measure.counts)


def _deductions(plan: AreaPlan, choice: Choice) -> dict[int, float]:
    """By year the kroner that the counted initiatives save in the area."""
    sums: dict[int, Decimal] = {}
    for measure in plan.measures:
        if measure.initiative.pk in choice.counted:
            for (area, year), amount in measure.by_area.items():
                if area == plan.area.pk:
                    sums[year] = sums.get(year, Decimal(0)) + amount
    return {year: float(amount) for year, amount in sums.items()}


def _joined(line: ForecastLine, measure: Measure, choice: Choice) -> ForecastInitiative:
    counted = measure.initiative.pk in choice.counted
    amount = measure.by_area.get((line.area.pk, line.year), Decimal(0)) if counted else Decimal(0)
    return ForecastInitiative(line=line, initiative=measure.initiative, counted=counted, amount=amount)
