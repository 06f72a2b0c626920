"""Makes a municipality's forecast from each area's cases, less the initiatives that the cases do not show yet."""

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
"""Minimum number of months of cases for the case model to be proposed without a backtest."""


class NothingToForecastError(Exception):
    """No area has cases up to the month."""


@dataclass(frozen=True)
class AreaPlan:
    """The input of an area's forecast: history, premises, recommended method, and measures that affect the area."""

    area_history: AreaHistory
    premises: Assumptions
    recommendation: Recommendation | None
    measures: Sequence[Measure]

    @property
    def area(self) -> BudgetArea:
        return self.area_history.area

    @property
    def proposed(self) -> Method:
        """The recommended method; without a recommendation the case model, if there are enough months of cases."""
        if self.recommendation:
            return self.recommendation.method
        history = self.area_history.history
        return Method.CASES if history and history.months >= LEAST_MONTHS else Method.RUN_RATE


@dataclass(frozen=True)
class Choice:
    """A user's choices for an area: method, premises, and the ids of the initiatives to deduct."""

    method: Method
    premises: Assumptions
    counted: frozenset[int] = field(default_factory=frozenset)


def plan_forecast(municipality: Municipality, until: Month, *, with_backtest: bool = True) -> list[AreaPlan]:
    """The plan of each area with cases up to the month; an area without a usable history says why in its `fault`."""
    years = range(until[0], until[0] + YEARS_AHEAD + 1)
    measures = load_effects(municipality, until=until, years=years)
    premises = load_premises(municipality, until)
    return [
        AreaPlan(
            area_history,
            premises[area_history.area.pk],
            judge_methods(area_history.history)[1] if with_backtest and area_history.history else None,
            [measure for measure in measures if any(area == area_history.area.pk for area, _ in measure.by_area)],
        )
        for area_history in load_histories(municipality, until)
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
    """Make and store the forecast after the month. An area without a choice gets `method`, else the proposed method.

    Both deducted and not deducted initiatives are stored with the lines. A forecast from constructed cases is marked
    as constructed. Raises NothingToForecastError, and ForecastError where an area's premises do not fit its history.
    """
    plans = [
        plan
        for plan in plan_forecast(municipality, until, with_backtest=not (choices or method))
        if plan.area_history.history
    ]
    if not plans:
        raise NothingToForecastError(
            f"Ingen områder har sager til og med {until[1]}/{until[0]}. Indtast dem under Sager og priser."
        )
    lines, forecast_initiatives = [], []
    for plan in plans:
        choice = (choices or {}).get(plan.area.pk) or Choice(
            method or plan.proposed, plan.premises, _get_counted_ids(plan.measures)
        )
        area_lines = project_area(plan, choice)
        lines += area_lines
        forecast_initiatives += [
            _build_forecast_initiative(line, measure, choice) for line in area_lines for measure in plan.measures
        ]
    stored_forecast = store_forecast(
        actor=actor,
        municipality=municipality,
        year=until[0],
        month=until[1],
        lines=lines,
        comment=comment,
        is_constructed=any(plan.area_history.is_constructed for plan in plans),
    )
    ForecastInitiative.objects.bulk_create(forecast_initiatives)
    return stored_forecast


def project_area(plan: AreaPlan, choice: Choice) -> list[ForecastLine]:
    """The area's forecast years as unsaved lines; raises ForecastError where the area has no usable history."""
    if plan.area_history.history is None:
        raise ForecastError(plan.area_history.fault)
    premises = replace(choice.premises, deductions=_sum_deductions(plan, choice))
    return build_lines(plan.area, forecast(plan.area_history.history, premises, choice.method, YEARS_AHEAD), premises)


def _get_counted_ids(measures: Sequence[Measure]) -> frozenset[int]:
    return frozenset(measure.initiative.pk for measure in measures if measure.counts)


def _sum_deductions(plan: AreaPlan, choice: Choice) -> dict[int, float]:
    """Kroner saved in the area by the counted initiatives, by year."""
    sums: dict[int, Decimal] = {}
    for measure in plan.measures:
        if measure.initiative.pk in choice.counted:
            for (area, year), amount in measure.by_area.items():
                if area == plan.area.pk:
                    sums[year] = sums.get(year, Decimal(0)) + amount
    return {year: float(amount) for year, amount in sums.items()}


def _build_forecast_initiative(line: ForecastLine, measure: Measure, choice: Choice) -> ForecastInitiative:
    counted = measure.initiative.pk in choice.counted
    amount = measure.by_area.get((line.area.pk, line.year), Decimal(0)) if counted else Decimal(0)
    return ForecastInitiative(line=line, initiative=measure.initiative, counted=counted, amount=amount)
