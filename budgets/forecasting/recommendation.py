"""The recommended method at a time of the year, and its accuracy."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from budgets.forecasting.backtesting import NEXT_YEAR
from budgets.forecasting.results import Method

MIN_JUDGED = 5
"""With fewer judged forecasts than this, those of neighbouring months are added."""
TIE = 0.1
"""Methods within this many percentage points of MAPE count as equally accurate."""


@dataclass(frozen=True)
class Recommendation:
    """A method's accuracy over `n` forecasts with these months left.

    `mape` and `bias` in percent (bias positive = forecast too high); `coverage` is the share (0 to 1) of its intervals
    that held what was booked, None without intervals; `horizons` are the months left that were used.
    """

    method: Method
    mape: float
    bias: float
    coverage: float | None
    n: int
    horizons: tuple[int, ...]


def recommend(summary: pd.DataFrame, months_left: int) -> Recommendation | None:
    """The method with the lowest MAPE with `months_left` months (0 to 11, or NEXT_YEAR) left, from `summarise`.

    With fewer than five judged forecasts, those with one month more and less are added, then two and so on; the next
    year has no neighbours. The simplest method within 0.1 percentage point of the best is chosen. None if even all
    months together have fewer than five, and with 0 months left, when every method gives what is booked.
    """
    if months_left == 0:
        return None
    for horizons in _horizon_groups(months_left):
        pooled = _pool_methods(summary[summary["horizon"].isin(horizons)], horizons)
        if pooled and min(candidate.n for candidate in pooled) >= MIN_JUDGED:
            best = min(candidate.mape for candidate in pooled)
            return next(candidate for candidate in pooled if candidate.mape <= best + TIE)
    return None


def _horizon_groups(months_left: int) -> list[tuple[int, ...]]:
    if months_left == NEXT_YEAR:
        return [(months_left,)]
    return [
        tuple(horizon for horizon in range(1, NEXT_YEAR) if abs(horizon - months_left) <= width)
        for width in range(NEXT_YEAR - 1)
    ]


def _pool_methods(summary: pd.DataFrame, horizons: tuple[int, ...]) -> list[Recommendation]:
    """Each method's figures over the horizons, weighted by their number, the simplest method first."""
    rows_by_method = {method: summary[summary["method"] == method.value] for method in Method}
    return [
        _pool_method(method, method_rows, horizons)
        for method, method_rows in rows_by_method.items()
        if len(method_rows)
    ]


def _pool_method(method: Method, rows: pd.DataFrame, horizons: tuple[int, ...]) -> Recommendation:
    n, intervals = rows["n"].to_numpy(), rows["intervals"].to_numpy()
    mape, bias = (float(np.average(rows[name], weights=n)) for name in ("mape", "bias"))
    coverage = float(np.average(rows["coverage"].fillna(0), weights=intervals)) if intervals.sum() else None
    return Recommendation(method, mape, bias, coverage, int(n.sum()), horizons)
