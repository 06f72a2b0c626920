"""How wrong the forecast methods have been: a table with one row for each number of months left of the year."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from budgets.forecasting.backtesting import NEXT_YEAR
from budgets.forecasting.results import Method


@dataclass(frozen=True)
class MethodAccuracy:
    """A method's mean absolute error (`mape`) and mean error (`bias`) in percent over `n` forecasts at one horizon.

    `coverage` is the percentage of the `intervals` forecasts with a range whose outcome fell inside the range.
    """

    mape: Decimal
    bias: Decimal
    coverage: Decimal | None
    n: int
    intervals: int

    @property
    def covered(self) -> int:
        """How many of the ranges contained the outcome."""
        return round((self.coverage or Decimal(0)) * self.intervals / 100)


@dataclass(frozen=True)
class AccuracyRow:
    """One horizon: its label, and each method's accuracy in the order of Method; None where it was never tested."""

    label: str
    methods: Sequence[MethodAccuracy | None]

    @property
    def case_model(self) -> MethodAccuracy | None:
        """The accuracy of the case model, which is the only method with ranges."""
        return self.methods[list(Method).index(Method.CASES)]

    @property
    def forecast_count(self) -> int:
        """The largest number of forecasts that any of the methods was tested by."""
        return max(accuracy.n for accuracy in self.methods if accuracy)


def build_accuracy_rows(summary: pd.DataFrame) -> list[AccuracyRow]:
    """The rows of a backtest's summary, most months left first and the next year last."""
    accuracy_by_key = {
        (int(row["horizon"]), str(row["method"])): _read_accuracy(row) for row in summary.to_dict("records")
    }
    horizons = sorted({horizon for horizon, _ in accuracy_by_key if horizon != NEXT_YEAR}, reverse=True)
    return [
        AccuracyRow(_format_horizon(horizon), [accuracy_by_key.get((horizon, method.value)) for method in Method])
        for horizon in [*horizons, NEXT_YEAR]
        if horizon and any(key == horizon for key, _ in accuracy_by_key)
    ]


def _format_horizon(horizon: int) -> str:
    if horizon == NEXT_YEAR:
        return "næste år"
    return f"{horizon} måneder tilbage" if horizon != 1 else "1 måned tilbage"


def _read_accuracy(row: dict[Hashable, Any]) -> MethodAccuracy:
    intervals = int(float(str(row["intervals"])))
    return MethodAccuracy(
        mape=Decimal(f"{row['mape']:.1f}"),
        bias=Decimal(f"{row['bias']:.1f}"),
        coverage=Decimal(f"{float(str(row['coverage'])) * 100:.0f}") if intervals else None,
        n=int(float(str(row["n"]))),
        intervals=intervals,
    )
