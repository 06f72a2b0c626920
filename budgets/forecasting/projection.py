"""Forecasts from stored caseloads: an area's history, the result of each method, and the methods' accuracy."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

import pandas as pd
from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Sum

from budgets.areas.models import BudgetArea
from budgets.caseload.models import Caseload, ExpectedEntrant
from budgets.forecasting.assumptions import Assumptions, Entrants
from budgets.forecasting.backtesting import NEXT_YEAR, backtest, summarise
from budgets.forecasting.errors import ForecastError
from budgets.forecasting.history import History, head_count
from budgets.forecasting.methods import forecast
from budgets.forecasting.models import ForecastLine, ForecastMethod
from budgets.forecasting.money import in_kroner
from budgets.forecasting.months import Month
from budgets.forecasting.recommendation import Recommendation, recommend
from budgets.forecasting.results import ForecastResult, Method
from budgets.foundation.models import Municipality, PriceIndex, SteeringArea

YEARS_AHEAD = 3
FIGURES = ("full_year_persons", "inflow", "outflow", "expenditure")


@dataclass(frozen=True)
class AreaHistory:
    """An area's history up to a month, or the Danish reason (`fault`) why it cannot be used for a forecast."""

    area: BudgetArea
    history: History | None
    fault: str = ""
    is_constructed: bool = False


def load_histories(municipality: Municipality, until: Month) -> list[AreaHistory]:
    """The histories of all areas with caseloads, up to and including the month `until`; two queries."""
    caseloads = Caseload.objects.of_municipality(municipality).order_by()
    sums = caseloads.values("area_id", "year", "month").annotate(
        **{name: Sum(name) for name in FIGURES}, constructed=BoolOr("is_constructed")
    )
    rows = pd.DataFrame.from_records([row for row in sums if (row["year"], row["month"]) <= until])
    if rows.empty:
        return []
    areas = {area.pk: area for area in municipality.areas.all()}
    return [_build_history(areas[int(str(pk))], months, until) for pk, months in rows.groupby("area_id")]


def _build_history(area: BudgetArea, rows: pd.DataFrame, until: Month) -> AreaHistory:
    places = list(zip(rows["year"], rows["month"], strict=True))
    frame = pd.DataFrame(
        {
            "persons": [
                None if persons is None else head_count(float(persons), place)
                for persons, place in zip(rows["full_year_persons"], places, strict=True)
            ],
            "inflow": rows["inflow"].to_list(),
            "outflow": rows["outflow"].to_list(),
            "expenditure": rows["expenditure"].to_list(),
        },
        index=pd.PeriodIndex([pd.Period(year=year, month=month, freq="M") for year, month in places]),
    )
    try:
        history = History.from_frame(frame.astype(float))
    except ForecastError as fault:
        return AreaHistory(area, None, str(fault))
    if history.last != until:
        return AreaHistory(
            area, None, f"Der mangler sager til og med {until[1]}/{until[0]}. Indtast dem under Sager og priser."
        )
    return AreaHistory(area, history, is_constructed=bool(rows["constructed"].any()))


def load_premises(municipality: Municipality, until: Month) -> dict[int, Assumptions]:
    """Assumptions by area id: expected entrants and price index of the coming years; three queries.

    Each area has its own seed, so that the areas' simulations are independent.
    """
    entrants: defaultdict[int, list[Entrants]] = defaultdict(list)
    for expected in ExpectedEntrant.objects.filter(area__municipality=municipality):
        entrants[expected.area_id].append(
            Entrants((expected.year, expected.month), expected.count, float(expected.probability))
        )
    indices: defaultdict[str, dict[int, float]] = defaultdict(dict)
    examples: defaultdict[str, list[int]] = defaultdict(list)
    for index in PriceIndex.objects.filter(year__lte=until[0] + YEARS_AHEAD):
        indices[index.steering_area][index.year] = float(index.percent)
        if index.is_example:
            examples[index.steering_area].append(index.year)
    return {
        area.pk: Assumptions(
            seed=crc32(area.code.encode()),
            entrants=tuple(entrants[area.pk]),
            price_index=indices[area.steering_area or SteeringArea.SERVICE],
            index_examples=tuple(examples[area.steering_area or SteeringArea.SERVICE]),
        )
        for area in municipality.areas.all()
    }


def forecast_each(history: History, premises: Assumptions) -> dict[Method, ForecastResult]:
    """The result of each method; a method that cannot use the history is left out."""
    results = {}
    for method in Method:
        try:
            results[method] = forecast(history, premises, method)
        except ForecastError:
            continue
    return results


def explain_failure(history: History, premises: Assumptions) -> str:
    """The Danish reason why the case model cannot be used; empty if it can."""
    try:
        forecast(history, premises, Method.CASES)
    except ForecastError as fault:
        return str(fault)
    return ""


def judge_methods(history: History) -> tuple[pd.DataFrame, Recommendation | None]:
    """The methods' accuracy by months left, and the recommended method; in December that for the next year."""
    summary = summarise(backtest(history, Assumptions()))
    return summary, recommend(summary, history.months_left or NEXT_YEAR)


def build_lines(area: BudgetArea, result: ForecastResult, premises: Assumptions) -> list[ForecastLine]:
    """The result's years as unsaved forecast lines in whole kroner."""
    return [_build_line(area, result, index, premises) for index in range(len(result.years))]


def _build_line(area: BudgetArea, result: ForecastResult, index: int, premises: Assumptions) -> ForecastLine:
    year = result.years[index]
    kroner = in_kroner(year)
    return ForecastLine(
        area=area,
        year=year.year,
        method=ForecastMethod(result.method.value),
        amount=kroner.amount,
        low=kroner.low,
        high=kroner.high,
        persons=Decimal(f"{year.persons:.3f}"),
        measures=kroner.deducted,
        one_offs=kroner.one_offs,
        assumptions=premises.to_dict(),
    )


def list_amounts(results: Mapping[Method, ForecastResult], year: int) -> list[Decimal | None]:
    """Whole kroner of the year by each method in the order of Method; None if the method has no result."""
    years_by_method = {method: result.years for method, result in results.items()}
    return [
        next(
            (in_kroner(candidate).amount for candidate in years_by_method.get(method, ()) if candidate.year == year),
            None,
        )
        for method in Method
    ]
