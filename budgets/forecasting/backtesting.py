"""Accuracy of each method: forecasts made from every month of the history, compared with what was booked later.

Method: rolling origin (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 5.10). A forecast uses only the
months up to its origin. Assumptions about the future (entrants, deductions, one-offs) are left out; the windows, a
given trend and the price index are kept.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History
from budgets.forecasting.methods import forecast
from budgets.forecasting.months import Month, shift_month
from budgets.forecasting.results import Method, YearForecast

NEXT_YEAR = 12
"""The horizon of a forecast of the year after the origin; 0 to 11 are months left of the origin's own year."""

FIRST_ORIGIN = 24
BACKTEST_PATHS = 400
BacktestRow = tuple[pd.Period, str, int, int, float, float, float, float, float, float]
COLUMNS = ("origin", "method", "horizon", "months_left", "forecast", "actual", "error", "low", "high", "inside")


def backtest(history: History, assumptions: Assumptions, paths: int = BACKTEST_PATHS) -> pd.DataFrame:
    """A row for each origin, method and horizon; empty if there is no origin.

    Origins are the months with at least 24 months of history, until the end of the last complete year. Columns:
    `origin` (Period M), `method` (the value of a Method), `horizon` (0 to 11 months left of the origin's year, or
    NEXT_YEAR), `months_left`, `forecast`, `actual`, `low`, `high` (kroner; NaN without an interval), `error` (percent
    of the size of the actual, positive = forecast too high; NaN where the actual is 0), `inside` (1.0, 0.0 or NaN
    without an interval). A method that cannot be used at an origin has no row for it.
    """
    base_assumptions = replace(assumptions, entrants=(), deductions={}, one_offs={}, paths=paths)
    rows = [
        row for origin in _origins(history) for row in _build_rows(history, history.until(origin), base_assumptions)
    ]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS))


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """Accuracy by method and horizon: the columns method, horizon, n, mape, bias, coverage and intervals.

    `mape` is the mean size of the error and `bias` its mean with sign, both in percent; `coverage` is the share (0 to
    1) of the `intervals` intervals that held the actual, NaN where there are none; `n` is the number of forecasts.
    """
    return _summarise(rows, ["method", "horizon"])


def summarise_methods(rows: pd.DataFrame) -> pd.DataFrame:
    """Accuracy by method for the origin's own year, as `summarise`; origins in December, with no months left, are left
    out.
    """
    return _summarise(rows[rows["horizon"].between(1, NEXT_YEAR - 1)], ["method"])


def _origins(history: History) -> list[Month]:
    last_whole = history.last[0] if history.months_left == 0 else history.last[0] - 1
    origins = [shift_month(history.first, place) for place in range(FIRST_ORIGIN - 1, history.months)]
    return [origin for origin in origins if origin[0] <= last_whole]


def _build_rows(history: History, history_at_origin: History, assumptions: Assumptions) -> Iterator[BacktestRow]:
    for method in Method:
        try:
            years = forecast(history_at_origin, assumptions, method, years_ahead=1).years
        except HistoryError:
            continue
        for year in years:
            if history.has_full_year(year.year):
                yield _build_row(history_at_origin, method, year, history.booked(year.year))


def _build_row(history_at_origin: History, method: Method, forecast_year: YearForecast, actual: float) -> BacktestRow:
    low, high = (np.nan if bound is None else bound for bound in (forecast_year.low, forecast_year.high))
    error = (forecast_year.amount - actual) / abs(actual) * 100 if actual else np.nan
    inside = np.nan if forecast_year.low is None else float(low <= actual <= high)
    year, month = history_at_origin.last
    horizon = history_at_origin.months_left if forecast_year.year == year else NEXT_YEAR
    origin = pd.Period(year=year, month=month, freq="M")
    return (
        origin,
        method.value,
        horizon,
        history_at_origin.months_left,
        forecast_year.amount,
        actual,
        error,
        low,
        high,
        inside,
    )


def _summarise(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    judged = rows.dropna(subset=["error"]).assign(size=lambda frame: frame["error"].abs())
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
