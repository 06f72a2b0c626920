"""How wrong the methods have been, as a table: one row for each number of months left of the year."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from budgets.forecasting.backtesting import NEXT_YEAR
from budgets.forecasting.results import Method


@dataclass(frozen=True)
class Judged:
    """A method at one time of the year: mean size of the error and its mean, in percent, over `n` forecasts.

    Of `intervals` forecasts that had a range, `held` came out inside it; `coverage` is that in percent.
    """

    mape: Decimal
    bias: Decimal
    coverage: Decimal | None
    n: int
    intervals: int

    @property
    def held(self) -> int:
        """How many ranges held."""
        return round((self.coverage or Decimal(0)) * self.intervals / 100)


@dataclass(frozen=True)
class AccuracyRow:
    """One horizon: its words, and each method in the order of Method, None where it was never judged."""

    label: str
    methods: Sequence[Judged | None]

    @property
    def case_model(self) -> Judged | None:
        """The only method with a range."""
        return self.methods[list(Method).index(Method.CASES)]

    @property
    def tried(self) -> int:
        """How many forecasts the most tried method was judged by."""
        return max(judged.n for judged in self.methods if judged)


def accuracy_rows(summary: pd.DataFrame) -> list[AccuracyRow]:
    """The summary of a backtest, the whole year first and the next year last."""
    by_place = {(int(row["horizon"]), str(row["method"])): _judged(row) for row in summary.to_dict("records")}
    horizons = sorted({horizon for horizon, _ in by_place if horizon != NEXT_YEAR}, reverse=True)
    return [
        AccuracyRow(_label(horizon), [by_place.get((horizon, method.value)) for method in Method])
        for horizon in [*horizons, NEXT_YEAR]
        if horizon and any(place == horizon for place, _ in by_place)
    ]


def _label(horizon: int) -> str:
    if horizon == NEXT_YEAR:
        return "næste år"
    return f"{horizon} måneder tilbage" if horizon != 1 else "1 måned tilbage"


def _judged(row: dict[Hashable, Any]) -> Judged:
    intervals = int(float(str(row["intervals"])))
    return Judged(
        mape=Decimal(f"{row['mape']:.1f}"),
        bias=Decimal(f"{row['bias']:.1f}"),
        coverage=Decimal(f"{float(str(row['coverage'])) * 100:.0f}") if intervals else None,
        n=int(float(str(row["n"]))),
        intervals=intervals,
    )
