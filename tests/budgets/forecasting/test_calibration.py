"""Coverage of the intervals and accuracy of each method on constructed series of each kind.

The model was tuned on the seeds 1000-1399 and 3000-3999; the assertions here were measured on the seeds below, which
were fixed beforehand and used for nothing else. All 400 measure how good the model is; the first 60 check daily that
it has not changed.
"""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.backtesting import NEXT_YEAR
from budgets.forecasting.methods import forecast
from budgets.forecasting.results import Method, YearForecast
from tests.budgets.forecasting.series import Series, like_the_model, shifting, unlike_the_model

ALL = range(20_250_000, 20_250_400)
DAILY = ALL[:60]
YEAR = 2022
MARCH, JUNE, SEPTEMBER = 3, 6, 9
QUICK = Assumptions(paths=400)

each_sample = pytest.mark.parametrize(
    "seeds", [pytest.param(DAILY, id="daily"), pytest.param(ALL, id="all", marks=pytest.mark.slow)]
)


@cache
def judged(series: Series, seeds: range) -> pd.DataFrame:
    """A row for each seed, month of origin, method and horizon: error, whether the interval held the actual, and width.

    Error and width are in percent of the actual.
    """
    rows = []
    for seed in seeds:
        history = series(seed)
        for month in (MARCH, JUNE, SEPTEMBER):
            known_history = history.until((YEAR, month))
            for method in Method:
                for year_forecast in forecast(known_history, QUICK, method, years_ahead=1).years:
                    actual = history.booked(year_forecast.year)
                    horizon = 12 - month if year_forecast.year == YEAR else NEXT_YEAR
                    rows.append(
                        (
                            month,
                            method,
                            horizon,
                            (year_forecast.amount / actual - 1) * 100,
                            *_interval(year_forecast, actual),
                        )
                    )
    return pd.DataFrame(rows, columns=["month", "method", "horizon", "error", "held", "width"])


def _interval(year: YearForecast, actual: float) -> tuple[float, float]:
    if year.low is None or year.high is None:
        return np.nan, np.nan
    return float(year.low <= actual <= year.high), (year.high - year.low) / actual * 100


def coverage(series: Series, seeds: range, month: int, *, next_year: bool = False) -> float:
    return _mean("held", series, seeds, month, next_year=next_year)


def width(series: Series, seeds: range, month: int, *, next_year: bool = False) -> float:
    return _mean("width", series, seeds, month, next_year=next_year)


def _mean(column: str, series: Series, seeds: range, month: int, *, next_year: bool) -> float:
    rows = judged(series, seeds)
    selected = rows[(rows["month"] == month) & ((rows["horizon"] == NEXT_YEAR) == next_year)]
    return float(selected[column].mean())


def mape(series: Series, seeds: range, month: int, method: Method) -> float:
    rows = judged(series, seeds)
    selected = rows[(rows["month"] == month) & (rows["method"] == method) & (rows["horizon"] != NEXT_YEAR)]
    return float(selected["error"].abs().mean())


FOUR_IN_FIVE = {ALL: 0.05, DAILY: 0.13}
"""Tolerance of the coverage around 0.8: 2.5 standard errors, √(0.8 · 0.2 / n), which are 0.020 and 0.052."""


@each_sample
@pytest.mark.parametrize("month", [MARCH, JUNE, SEPTEMBER])
def test_four_intervals_in_five_hold_what_came_where_the_world_is_like_the_model(month: int, seeds: range) -> None:
    assert coverage(like_the_model, seeds, month) == pytest.approx(0.8, abs=FOUR_IN_FIVE[seeds])


@each_sample
def test_the_intervals_of_the_next_year_hold_as_often(seeds: range) -> None:
    months = [coverage(like_the_model, seeds, month, next_year=True) for month in (MARCH, JUNE, SEPTEMBER)]

    assert np.mean(months) == pytest.approx(0.8, abs=FOUR_IN_FIVE[seeds])


MEASURED_UNLIKE = {
    ALL: {MARCH: 0.787, JUNE: 0.713, SEPTEMBER: 0.805},
    DAILY: {MARCH: 46 / 60, JUNE: 35 / 60, SEPTEMBER: 50 / 60},
}
"""The measured coverage, which is no target.

The daily figure of June is 2.2 standard errors (of 0.058) below that of all seeds: it does not measure the model.
"""


@each_sample
@pytest.mark.parametrize("month", [MARCH, JUNE, SEPTEMBER])
def test_how_often_the_intervals_hold_where_the_world_is_unlike_the_model(month: int, seeds: range) -> None:
    measured = MEASURED_UNLIKE[seeds][month]

    assert coverage(unlike_the_model, seeds, month) == pytest.approx(measured, abs=0.02)


MEASURED_WIDTH: dict[Series, dict[int, tuple[float, float]]] = {
    like_the_model: {MARCH: (10.744, 27.330), JUNE: (6.077, 23.893), SEPTEMBER: (2.390, 20.218)},
    unlike_the_model: {MARCH: (11.531, 30.229), JUNE: (6.367, 26.237), SEPTEMBER: (2.563, 21.665)},
}
"""The measured mean width of the daily intervals of the year and the next year, in percent of the actual."""


@pytest.mark.parametrize("month", [MARCH, JUNE, SEPTEMBER])
@pytest.mark.parametrize("series", [like_the_model, unlike_the_model])
def test_the_daily_intervals_are_as_wide_as_they_were(series: Series, month: int) -> None:
    """Sixty series are too few to distinguish a coverage of 0.75 from 0.8, but enough to notice a changed interval.

    Other random numbers, such as of another numpy version, change the width by up to 8 percent: then measure it again.
    """
    widths = [width(series, DAILY, month, next_year=next_year) for next_year in (False, True)]

    assert widths == pytest.approx(MEASURED_WIDTH[series][month], rel=0.01)


@each_sample
@pytest.mark.parametrize("month", [JUNE, SEPTEMBER])
def test_the_case_model_beats_the_run_rate_where_the_inflow_has_shifted(month: int, seeds: range) -> None:
    assert mape(shifting, seeds, month, Method.CASES) < 0.7 * mape(shifting, seeds, month, Method.RUN_RATE)


MONTHS = {ALL: (JUNE, SEPTEMBER), DAILY: (SEPTEMBER,)}
"""The months in which the case model is measurably the most accurate.

In June it is better than the run rate by 0.30 (like the model) and 0.26 (unlike) points, with standard errors of 0.21
and 0.22 on sixty series, which is too uncertain. In September it is 0.38 and 0.44, with 0.13 and 0.14.
"""


@each_sample
@pytest.mark.parametrize("series", [like_the_model, unlike_the_model])
def test_the_case_model_is_the_least_wrong_from_june_on(series: Series, seeds: range) -> None:
    for month in MONTHS[seeds]:
        mapes = {method: mape(series, seeds, month, method) for method in Method}
        assert min(mapes, key=lambda method: mapes[method]) is Method.CASES


@pytest.mark.parametrize(("series", "measured"), [(like_the_model, 1.802), (unlike_the_model, 2.889)])
def test_the_daily_error_of_the_case_model_in_june_is_what_it_was(series: Series, measured: float) -> None:
    """The middle of the interval is not simulated, so it hardly differs between machines."""
    assert mape(series, DAILY, JUNE, Method.CASES) == pytest.approx(measured, rel=0.01)
