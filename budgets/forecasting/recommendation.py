"""Which method to trust at this time of the year, and how wrong it has been."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from budgets.forecasting.backtesting import NEXT_YEAR
from budgets.forecasting.results import Method

LEAST_JUDGED = 5
"""Fewer forecasts than this say too little, and those of neighbouring months are added."""
TIE = 0.1
"""Percentage points of MAPE that do not tell two methods apart."""


@dataclass(frozen=True)
class Recommendation:
    """The method with the lowest MAPE, and how wrong it has been over `n` forecasts with these months left.

    `mape` and `bias` in percent (bias positive = forecast too high); `coverage` is the share (0 to 1) of its intervals
    that held what was booked, None without intervals; `horizons` are the months left that were looked at.
    """

    method: Method
    mape: float
    bias: float
    coverage: float | None
    n: int
    horizons: tuple[int, ...]


def recommend(summary: pd.DataFrame, months_left: int) -> Recommendation | None:
    """The method with the lowest MAPE with `months_left` months (0 to 11, or NEXT_YEAR) left, from `summarise`.

    Where fewer than five forecasts were judged, those one month more and less are added, then two and so on; the next
    year has no neighbours. A simpler method within 0.1 percentage point of the best is taken. None where even all
    months together hold fewer than five, and with 0 months left, where every method gives what is booked.
    """
    if months_left == 0:
        return None
    for horizons in _widening(months_left):
        pooled = _pooled(summary[summary["horizon"].isin(horizons)], horizons)
        if pooled and min(found.n for found in pooled) >= LEAST_JUDGED:
            best = min(found.mape for found in pooled)
            return next(found for found in pooled if found.mape <= best + TIE)
    return None


def _widening(months_left: int) -> list[tuple[int, ...]]:
    if months_left == NEXT_YEAR:
        return [(months_left,)]
    return [
        tuple(horizon for horizon in range(1, NEXT_YEAR) if abs(horizon - months_left) <= width)
        for width in range(NEXT_YEAR - 1)
    ]


def _pooled(summary: pd.DataFrame, horizons: tuple[int, ...]) -> list[Recommendation]:
    """Each method's figures over the horizons, weighted by their number, the simplest method first."""
    rows = {method: summary[summary["method"] == method.value] for method in Method}
    return [_weighted(method, found, horizons) for method, found in rows.items() if len(found)]


def _weighted(method: Method, rows: pd.DataFrame, horizons: tuple[int, ...]) -> Recommendation:
    n, intervals = rows["n"].to_numpy(), rows["intervals"].to_numpy()
    mape, bias = (float(np.average(rows[name], weights=n)) for name in ("mape", "bias"))
    coverage = float(np.average(rows["coverage"].fillna(0), weights=intervals)) if intervals.sum() else None
    return Recommendation(method, mape, bias, coverage, int(n.sum()), horizons)
