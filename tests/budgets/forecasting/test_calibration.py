"""How often the interval holds what came, and how wrong each method is, on constructed series of each kind.

The model was set on the seeds 1000-1399 and 3000-3999; what is asserted here is measured on the seeds below, which
were fixed beforehand and used for nothing else. All 400 say how good the model is; the first 60 say every day that it
has not changed.
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
    """A row a seed, month of origin, method and horizon: the error, whether the interval held, and how wide it was.

    Error and width are in percent of what came.
    """
    rows = []
    for seed in seeds:
        history = series(seed)
        for month in (MARCH, JUNE, SEPTEMBER):
            known = history.until((YEAR, month))
            for method in Method:
                for found in forecast(known, QUICK, method, years_ahead=1).years:
                    actual = history.booked(found.year)
                    horizon = 12 - month if found.year == YEAR else NEXT_YEAR
                    rows.append((month, method, horizon, (found.amount / actual - 1) * 100, *_interval(found, actual)))
    return pd.DataFrame(rows, columns=["month", "method", "horizon", "error", "held", "width"])


def _interval(found: YearForecast, actual: float) -> tuple[float, float]:
    if found.low is None or found.high is None:
        return np.nan, np.nan
    return float(found.low <= actual <= found.high), (found.high - found.low) / actual * 100


def coverage(series: Series, seeds: range, month: int, *, next_year: bool = False) -> float:
    return _mean("held", series, seeds, month, next_year=next_year)


def width(series: Series, seeds: range, month: int, *, next_year: bool = False) -> float:
    return _mean("width", series, seeds, month, next_year=next_year)


def _mean(column: str, series: Series, seeds: range, month: int, *, next_year: bool) -> float:
    rows = judged(series, seeds)
    found = rows[(rows["month"] == month) & ((rows["horizon"] == NEXT_YEAR) == next_year)]
    return float(found[column].mean())


def mape(series: Series, seeds: range, month: int, method: Method) -> float:
    rows = judged(series, seeds)
    found = rows[(rows["month"] == month) & (rows["method"] == method) & (rows["horizon"] != NEXT_YEAR)]
    return float(found["error"].abs().mean())


FOUR_IN_FIVE = {ALL: 0.05, DAILY: 0.13}
"""How far from 0.8 the coverage may be: 2.5 standard errors, √(0.8 · 0.2 / n), which are 0.020 and 0.052."""


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
"""The coverage that was found, not one that was aimed at.

The daily June is 2.2 of its standard errors, 0.058, below that of all: it is no estimate of how good the model is.
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
"""The mean width of the daily intervals of the year and of the next one, in percent of what came, as it was found."""


@pytest.mark.parametrize("month", [MARCH, JUNE, SEPTEMBER])
@pytest.mark.parametrize("series", [like_the_model, unlike_the_model])
def test_the_daily_intervals_are_as_wide_as_they_were(series: Series, month: int) -> None:
    """Sixty series are too few to tell a coverage of 0.75 from 0.8, and enough to tell that the interval has changed.

    Other random numbers, as of another version of numpy, change the width by up to 8 percent: then measure it again.
    """
    found = [width(series, DAILY, month, next_year=later) for later in (False, True)]

    assert found == pytest.approx(MEASURED_WIDTH[series][month], rel=0.01)


@each_sample
@pytest.mark.parametrize("month", [JUNE, SEPTEMBER])
def test_the_case_model_beats_the_run_rate_where_the_inflow_has_shifted(month: int, seeds: range) -> None:
    assert mape(shifting, seeds, month, Method.CASES) < 0.7 * mape(shifting, seeds, month, Method.RUN_RATE)


MONTHS = {ALL: (JUNE, SEPTEMBER), DAILY: (SEPTEMBER,)}
"""From when on the case model is seen to be the least wrong.

In June it is so by 0.30 (like) and 0.26 (unlike) points of the run rate's error, and the standard error of that is
0.21 and 0.22 on sixty series: too few to tell. In September it is 0.38 and 0.44, with 0.13 and 0.14.
"""


@each_sample
@pytest.mark.parametrize("series", [like_the_model, unlike_the_model])
def test_the_case_model_is_the_least_wrong_from_june_on(series: Series, seeds: range) -> None:
    for month in MONTHS[seeds]:
        found = {method: mape(series, seeds, month, method) for method in Method}
        assert min(found, key=lambda method: found[method]) is Method.CASES


@pytest.mark.parametrize(("series", "measured"), [(like_the_model, 1.802), (unlike_the_model, 2.889)])
def test_the_daily_error_of_the_case_model_in_june_is_what_it_was(series: Series, measured: float) -> None:
    """Nothing is simulated in the middle of the interval, so that it hardly differs from one machine to another."""
    assert mape(series, DAILY, JUNE, Method.CASES) == pytest.approx(measured, rel=0.01)
