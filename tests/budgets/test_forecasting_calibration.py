"""How often the interval holds what came, and how wrong each method is, on 400 constructed series of each kind.

The model was set on the seeds 1000-1399 and 3000-3999; what is asserted here is measured on the seeds below, which
were fixed beforehand and used for nothing else.
"""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from budgets.forecasting import NEXT_YEAR, Assumptions, Method, forecast
from tests.budgets.series import Series, like_the_model, shifting, unlike_the_model

SEEDS = range(20_250_000, 20_250_400)
YEAR = 2022
MARCH, JUNE, SEPTEMBER = 3, 6, 9
QUICK = Assumptions(paths=400)


@cache
def judged(series: Series) -> pd.DataFrame:
    """A row a seed, month of origin, method and horizon: the percentage error, and whether the interval held."""
    rows = []
    for seed in SEEDS:
        history = series(seed)
        for month in (MARCH, JUNE, SEPTEMBER):
            known = history.until((YEAR, month))
            for method in Method:
                for found in forecast(known, QUICK, method, years_ahead=1).years:
                    actual = history.booked(found.year)
                    horizon = 12 - month if found.year == YEAR else NEXT_YEAR
                    held = np.nan if found.low is None or found.high is None else found.low <= actual <= found.high
                    rows.append((month, method, horizon, (found.amount / actual - 1) * 100, float(held)))
    return pd.DataFrame(rows, columns=["month", "method", "horizon", "error", "held"])


def coverage(series: Series, month: int, *, next_year: bool = False) -> float:
    rows = judged(series)
    found = rows[(rows["month"] == month) & ((rows["horizon"] == NEXT_YEAR) == next_year)]
    return float(found["held"].mean())


def mape(series: Series, month: int, method: Method) -> float:
    rows = judged(series)
    found = rows[(rows["month"] == month) & (rows["method"] == method) & (rows["horizon"] != NEXT_YEAR)]
    return float(found["error"].abs().mean())


@pytest.mark.parametrize("month", [MARCH, JUNE, SEPTEMBER])
def test_four_intervals_in_five_hold_what_came_where_the_world_is_like_the_model(month: int) -> None:
    assert coverage(like_the_model, month) == pytest.approx(0.8, abs=0.05)


def test_the_intervals_of_the_next_year_hold_as_often() -> None:
    months = [coverage(like_the_model, month, next_year=True) for month in (MARCH, JUNE, SEPTEMBER)]

    assert np.mean(months) == pytest.approx(0.8, abs=0.05)


MEASURED_UNLIKE = {MARCH: 0.787, JUNE: 0.713, SEPTEMBER: 0.805}
"""The coverage that was found, not one that was aimed at."""


@pytest.mark.parametrize("month", [MARCH, JUNE, SEPTEMBER])
def test_how_often_the_intervals_hold_where_the_world_is_unlike_the_model(month: int) -> None:
    assert coverage(unlike_the_model, month) == pytest.approx(MEASURED_UNLIKE[month], abs=0.02)


@pytest.mark.parametrize("month", [JUNE, SEPTEMBER])
def test_the_case_model_beats_the_run_rate_where_the_inflow_has_shifted(month: int) -> None:
    assert mape(shifting, month, Method.CASES) < 0.7 * mape(shifting, month, Method.RUN_RATE)


@pytest.mark.parametrize("series", [like_the_model, unlike_the_model])
def test_the_case_model_is_the_least_wrong_from_june_on(series: Series) -> None:
    for month in (JUNE, SEPTEMBER):
        found = {method: mape(series, month, method) for method in Method}
        assert min(found, key=lambda method: found[method]) is Method.CASES
