"""From cases to a forecast: an area's history, what each method gives, and which has been right so far."""

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
from budgets.forecasting.results import Forecast as Projected
from budgets.forecasting.results import Method
from budgets.foundation.models import Municipality, PriceIndex, SteeringArea

YEARS_AHEAD = 3
FIGURES = ("full_year_persons", "inflow", "outflow", "expenditure")


@dataclass(frozen=True)
class AreaHistory:
    """What is known of an area by a month: its history, or why there is none that a forecast can rest on."""

    area: BudgetArea
    history: History | None
    fault: str = ""
    is_constructed: bool = False


def load_histories(municipality: Municipality, until: Month) -> list[AreaHistory]:
    """The areas that have cases, each with its months up to and including `until`; two queries."""
    found = Caseload.objects.of_municipality(municipality).order_by()
    sums = found.values("area_id", "year", "month").annotate(
        **{name: Sum(name) for name in FIGURES}, constructed=BoolOr("is_constructed")
    )
    rows = pd.DataFrame.from_records([row for row in sums if (row["year"], row["month"]) <= until])
    if rows.empty:
        return []
    areas = {area.pk: area for area in municipality.areas.all()}
    return [_history(areas[int(str(pk))], months, until) for pk, months in rows.groupby("area_id")]


def _history(area: BudgetArea, rows: pd.DataFrame, until: Month) -> AreaHistory:
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
    """By area what the program knows of the coming years: who is expected, and the price index; three queries.

    Each area has a seed of its own, so that chance is not the same in all of them.
    """
    entrants: defaultdict[int, list[Entrants]] = defaultdict(list)
    for one in ExpectedEntrant.objects.filter(area__municipality=municipality):
        entrants[one.area_id].append(Entrants((one.year, one.month), one.count, float(one.probability)))
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


def forecast_each(history: History, premises: Assumptions) -> dict[Method, Projected]:
    """What each method gives; a method that the history is too short for is left out."""
    found = {}
    for method in Method:
        try:
            found[method] = forecast(history, premises, method)
        except ForecastError:
            continue
    return found


def fault_of(history: History, premises: Assumptions) -> str:
    """Why the case model gives nothing, in Danish; nothing where it does."""
    try:
        forecast(history, premises, Method.CASES)
    except ForecastError as fault:
        return str(fault)
    return ""


def trust(history: History) -> tuple[pd.DataFrame, Recommendation | None]:
    """How wrong each method has been by months left, and the one to trust: in December of the next year."""
    summary = summarise(backtest(history, Assumptions()))
    return summary, recommend(summary, history.months_left or NEXT_YEAR)


def as_lines(area: BudgetArea, projected: Projected, premises: Assumptions) -> list[ForecastLine]:
    """The projection's years as lines that are not saved yet, in whole kroner."""
    return [_line(area, projected, place, premises) for place in range(len(projected.years))]


def _line(area: BudgetArea, projected: Projected, place: int, premises: Assumptions) -> ForecastLine:
    year = projected.years[place]
    kroner = in_kroner(year)
    return ForecastLine(
        area=area,
        year=year.year,
        method=ForecastMethod(projected.method.value),
        amount=kroner.amount,
        low=kroner.low,
        high=kroner.high,
        persons=Decimal(f"{year.persons:.3f}"),
        measures=kroner.deducted,
        one_offs=kroner.one_offs,
        assumptions=premises.to_dict(),
    )


def amounts_of(projections: Mapping[Method, Projected], year: int) -> list[Decimal | None]:
    """What each method gives for the year, in whole kroner and the order of Method; None where it gives nothing."""
    found = {method: projected.years for method, projected in projections.items()}
    return [
        next((in_kroner(one).amount for one in found.get(method, ()) if one.year == year), None) for method in Method
    ]
