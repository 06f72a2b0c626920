"""How wrong each method has been: forecasts from every month of the history, against what was booked.

Method: rolling origin (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 5.10). A forecast sees only the
months up to its origin. What the assumptions know of the future (entrants, deductions, one-offs) is left out; the
windows, a given trend and the price index are kept.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History
from budgets.forecasting.methods import forecast
from budgets.forecasting.months import Month, shifted
from budgets.forecasting.results import Method, YearForecast

NEXT_YEAR = 12
"""The horizon of a forecast of the year after the origin's; 0 to 11 are months left of the origin's own year."""

FIRST_ORIGIN = 24
BACKTEST_PATHS = 400
Row = tuple[pd.Period, str, int, int, float, float, float, float, float, float]
COLUMNS = ("origin", "method", "horizon", "months_left", "forecast", "actual", "error", "low", "high", "inside")


def backtest(history: History, assumptions: Assumptions, paths: int = BACKTEST_PATHS) -> pd.DataFrame:
    """A row for each origin, method and horizon; empty where no origin can be judged.

    Origins are the months with at least 24 months known, until the end of the last whole year. Columns: `origin`
    (Period M), `method` (the value of a Method), `horizon` (0 to 11 months left of the origin's year, or NEXT_YEAR),
    `months_left`, `forecast`, `actual`, `low`, `high` (kroner; NaN without an interval), `error` (percent of the size
    of the actual, positive = forecast too high; NaN where the actual is 0), `inside` (1.0, 0.0 or NaN without an
    interval). A method that cannot be used at an origin has no row there.
    """
    known = replace(assumptions, entrants=(), deductions={}, one_offs={}, paths=paths)
    rows = [row for origin in _origins(history) for row in _rows(history, history.until(origin), known)]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS))


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """How wrong by method and horizon: the columns method, horizon, n, mape, bias, coverage and intervals.

    `mape` is the mean size of the error and `bias` its mean with sign, both in percent; `coverage` is the share (0 to
    1) of the `intervals` intervals that held the actual, NaN where there are none; `n` is the number of forecasts.
    """
    return _summary(rows, ["method", "horizon"])


def summarise_methods(rows: pd.DataFrame) -> pd.DataFrame:
    """How wrong by method over the origin's own year, as `summarise`; Decembers, where all is booked, are left out."""
    return _summary(rows[rows["horizon"].between(1, NEXT_YEAR - 1)], ["method"])


def _origins(history: History) -> list[Month]:
    last_whole = history.last[0] if history.months_left == 0 else history.last[0] - 1
    origins = [shifted(history.first, place) for place in range(FIRST_ORIGIN - 1, history.months)]
    return [origin for origin in origins if origin[0] <= last_whole]


def _rows(history: History, known: History, assumptions: Assumptions) -> Iterator[Row]:
    for method in Method:
        try:
            years = forecast(known, assumptions, method, years_ahead=1).years
        except HistoryError:
            continue
        for found in years:
            if history.holds_all_of(found.year):
                yield _row(known, method, found, history.booked(found.year))


def _row(known: History, method: Method, found: YearForecast, actual: float) -> Row:
    low, high = (np.nan if bound is None else bound for bound in (found.low, found.high))
    error = (found.amount - actual) / abs(actual) * 100 if actual else np.nan
    inside = np.nan if found.low is None else float(low <= actual <= high)
    year, month = known.last
    horizon = known.months_left if found.year == year else NEXT_YEAR
    origin = pd.Period(year=year, month=month, freq="M")
    return origin, method.value, horizon, known.months_left, found.amount, actual, error, low, high, inside


def _summary(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    judged = rows.dropna(subset=["error"]).assign(size=lambda found: found["error"].abs())
    return (
        judged.groupby(by, sort=True)
        .agg(
            n=("error", "size"),
            mape=("size", "mean"),
            bias=("error", "mean"),
            coverage=("inside", "mean"),
            intervals=("inside", "count"),
        )
        .reset_index()
    )
