"""Builds a forecast from the months ahead: years with booked kroner, deductions, one-offs and intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History, Values
from budgets.forecasting.months import Month, months_after, name_months
from budgets.forecasting.results import ForecastResult, Method, MonthForecast, Rates, YearForecast

QUANTILES = (0.1, 0.9)


@dataclass(frozen=True)
class SimulatedPaths:
    """Simulated paths of the months ahead before deductions and one-offs, shape (months, paths): kroner and persons."""

    amounts: Values
    persons: Values


@dataclass(frozen=True)
class MonthsAhead:
    """Expected kroner and persons of the months ahead before deductions and one-offs, shape (months,).

    `simulated` are the paths that the interval is made from, None without an interval.
    """

    amounts: Values
    persons: Values
    simulated: SimulatedPaths | None = None
    rates: Rates | None = None


@dataclass(frozen=True)
class Range:
    """An expected value (`middle`) and its interval; `low` and `high` are None without an interval."""

    low: float | None
    middle: float
    high: float | None

    def plus(self, amount: float) -> "Range":
        """The value and its interval plus the amount."""
        if self.low is None or self.high is None:
            return Range(None, self.middle + amount, None)
        return Range(self.low + amount, self.middle + amount, self.high + amount)


def list_months_ahead(history: History, years_ahead: int) -> list[Month]:
    """The remaining months of the history's last year and those of the years after it.

    Raises HistoryError if the history lacks the January of its last year.
    """
    if history.first > (history.last[0], 1):
        raise HistoryError(
            f"Historikken begynder i {name_months([history.first])}. "
            "Indtast årets sager fra januar under Sager og priser."
        )
    return months_after(history.last, history.months_left + 12 * years_ahead)


def assemble(method: Method, history: History, assumptions: Assumptions, ahead: MonthsAhead) -> ForecastResult:
    """The forecast of the history's last year and of all years in `ahead`."""
    months = months_after(history.last, len(ahead.amounts))
    amounts = _build_ranges(ahead.amounts, ahead.simulated.amounts if ahead.simulated else None)
    persons = _build_ranges(ahead.persons, ahead.simulated.persons if ahead.simulated else None)
    return ForecastResult(
        method,
        history.last,
        tuple(_build_year(year, months, history, assumptions, ahead) for year in _years(history, months)),
        tuple(
            _build_month(
                month,
                amount.plus(_net_adjustment(month[0], history, assumptions) / _months_left(month[0], history)),
                served,
            )
            for month, amount, served in zip(months, amounts, persons, strict=True)
        ),
        ahead.rates,
    )


def _years(history: History, months: list[Month]) -> range:
    return range(history.last[0], (months[-1][0] if months else history.last[0]) + 1)


def _build_year(
    year: int, months: list[Month], history: History, assumptions: Assumptions, ahead: MonthsAhead
) -> YearForecast:
    in_year = slice(*np.searchsorted([month_year for month_year, _ in months], [year, year + 1]))
    booked = history.booked(year)
    paths = ahead.simulated.amounts[in_year].sum(axis=0)[np.newaxis] + booked if ahead.simulated else None
    expected = ahead.amounts[in_year].sum(keepdims=True) + booked
    person_months = history.persons[history.year(year)].sum() + ahead.persons[in_year].sum()
    deducted, one_offs = _adjustments(year, history, assumptions)
    total = _build_ranges(expected, paths)[0].plus(one_offs - deducted)
    months_booked = 12 - _months_left(year, history)
    return YearForecast(
        year, total.middle, total.low, total.high, float(person_months) / 12, deducted, one_offs, booked, months_booked
    )


def _build_month(month: Month, amount: Range, persons: Range) -> MonthForecast:
    return MonthForecast(month, amount.middle, amount.low, amount.high, persons.middle, persons.low, persons.high)


def _build_ranges(expected: Values, paths: Values | None) -> list[Range]:
    """Each expected value with the 10 % and 90 % quantiles of its paths, widened to include the expected value."""
    if paths is None:
        return [Range(None, float(value), None) for value in expected]
    low, high = np.quantile(paths, QUANTILES, axis=1)
    bounds = np.minimum(low, expected), expected, np.maximum(high, expected)
    return [Range(*map(float, row)) for row in zip(*bounds, strict=True)]


def _months_left(year: int, history: History) -> int:
    """Number of the year's months that are not booked yet."""
    return history.months_left if year == history.last[0] else 12


def _adjustments(year: int, history: History, assumptions: Assumptions) -> tuple[float, float]:
    """Kroner of deductions and of one-offs in the year; both 0 in a completely booked year."""
    if not _months_left(year, history):
        return 0.0, 0.0
    return _amount_of_year(assumptions.deductions, year), _amount_of_year(assumptions.one_offs, year)


def _net_adjustment(year: int, history: History, assumptions: Assumptions) -> float:
    deducted, one_offs = _adjustments(year, history, assumptions)
    return one_offs - deducted


def _amount_of_year(by_year: Mapping[int, float], year: int) -> float:
    return float(by_year.get(year, 0.0))
