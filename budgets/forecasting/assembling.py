"""From months to come to a forecast: years with what is booked, deductions, one-offs and the interval."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History, Values
from budgets.forecasting.months import Month, following, named
from budgets.forecasting.results import Forecast, Method, MonthForecast, Rates, YearForecast

QUANTILES = (0.1, 0.9)


@dataclass(frozen=True)
class Simulated:
    """Paths of the months ahead before deductions and one-offs, shape (months, paths): kroner and persons."""

    amounts: Values
    persons: Values


@dataclass(frozen=True)
class Ahead:
    """The expected months ahead before deductions and one-offs, shape (months,); paths where there is an interval."""

    amounts: Values
    persons: Values
    simulated: Simulated | None = None
    rates: Rates | None = None


@dataclass(frozen=True)
class Range:
    """An expected value inside its interval, if there is one."""

    low: float | None
    middle: float
    high: float | None

    def plus(self, amount: float) -> "Range":
        """All moved by the same amount."""
        if self.low is None or self.high is None:
            return Range(None, self.middle + amount, None)
        return Range(self.low + amount, self.middle + amount, self.high + amount)


def months_ahead(history: History, years_ahead: int) -> list[Month]:
    """The rest of the last month's year and the years after it; HistoryError where its January is not known."""
    if history.first > (history.last[0], 1):
        raise HistoryError(
            f"Historikken begynder i {named([history.first])}. Indtast årets sager fra januar under Sager og priser."
        )
    return following(history.last, history.months_left + 12 * years_ahead)


def assemble(method: Method, history: History, assumptions: Assumptions, ahead: Ahead) -> Forecast:
    """The forecast of the history's last year and of every year that `ahead` reaches."""
    months = following(history.last, len(ahead.amounts))
    amounts = _ranges(ahead.amounts, ahead.simulated.amounts if ahead.simulated else None)
    persons = _ranges(ahead.persons, ahead.simulated.persons if ahead.simulated else None)
    return Forecast(
        method,
        history.last,
        tuple(_year(year, months, history, assumptions, ahead) for year in _years(history, months)),
        tuple(
            _month(month, amount.plus(_moved(month[0], history, assumptions) / _left(month[0], history)), served)
            for month, amount, served in zip(months, amounts, persons, strict=True)
        ),
        ahead.rates,
    )


def _years(history: History, months: list[Month]) -> range:
    return range(history.last[0], (months[-1][0] if months else history.last[0]) + 1)


def _year(year: int, months: list[Month], history: History, assumptions: Assumptions, ahead: Ahead) -> YearForecast:
    inside = slice(*np.searchsorted([found for found, _ in months], [year, year + 1]))
    booked = history.booked(year)
    paths = ahead.simulated.amounts[inside].sum(axis=0)[np.newaxis] + booked if ahead.simulated else None
    expected = ahead.amounts[inside].sum(keepdims=True) + booked
    served = history.persons[history.year(year)].sum() + ahead.persons[inside].sum()
    deducted, one_offs = _applied(year, history, assumptions)
    found = _ranges(expected, paths)[0].plus(one_offs - deducted)
    months_booked = 12 - _left(year, history)
    return YearForecast(
        year, found.middle, found.low, found.high, float(served) / 12, deducted, one_offs, booked, months_booked
    )


def _month(month: Month, amount: Range, persons: Range) -> MonthForecast:
    return MonthForecast(month, amount.middle, amount.low, amount.high, persons.middle, persons.low, persons.high)


def _ranges(expected: Values, paths: Values | None) -> list[Range]:
    """Each expected value between the 10 % and 90 % quantiles of its row of paths, widened where they miss it."""
    if paths is None:
        return [Range(None, float(value), None) for value in expected]
    low, high = np.quantile(paths, QUANTILES, axis=1)
    found = np.minimum(low, expected), expected, np.maximum(high, expected)
    return [Range(*map(float, row)) for row in zip(*found, strict=True)]


def _left(year: int, history: History) -> int:
    """How many of the year's months are still to come."""
    return history.months_left if year == history.last[0] else 12


def _applied(year: int, history: History, assumptions: Assumptions) -> tuple[float, float]:
    """Deducted and one-offs of the year; nothing of a complete year."""
    if not _left(year, history):
        return 0.0, 0.0
    return _given(assumptions.deductions, year), _given(assumptions.one_offs, year)


def _moved(year: int, history: History, assumptions: Assumptions) -> float:
    deducted, one_offs = _applied(year, history, assumptions)
    return one_offs - deducted


def _given(by_year: Mapping[int, float], year: int) -> float:
    return float(by_year.get(year, 0.0))
