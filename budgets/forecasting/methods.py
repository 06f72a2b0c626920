"""All forecast methods behind one function; the simple ones use booked prices."""

from collections.abc import Callable

import numpy as np

from budgets.forecasting.assembling import MonthsAhead, assemble, list_months_ahead
from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.case_model import forecast_cases
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History
from budgets.forecasting.index import check_index
from budgets.forecasting.results import ForecastResult, Method

YearAndPersons = tuple[float, float]
"""Kroner and helårspersoner of a year."""


def forecast(
    history: History, assumptions: Assumptions, method: Method = Method.CASES, years_ahead: int = 3
) -> ForecastResult:
    """Forecast the history's last year (booked and remaining months) and `years_ahead` years after it.

    All methods use deductions and one-offs; only the case model uses entrants, trend and index. The simple methods
    have no interval; the case model has one from 36 months of history. The same input gives the same output.

    Raises HistoryError if the history is too short for the method, lacks the January of its last year or has no
    persons, and AssumptionsError if some but not all of the coming years have a price index.
    """
    if method is Method.CASES:
        check_index(history, assumptions, years_ahead)
        ahead = forecast_cases(history, assumptions, years_ahead)
    else:
        ahead = _spread(SIMPLE[method](history), history, years_ahead)
    return assemble(method, history, assumptions, ahead)


def last_year(history: History) -> YearAndPersons:
    """Booked figures of the calendar year before the last month's year."""
    year = history.last[0] - 1
    if not history.has_full_year(year):
        raise HistoryError(f"Der mangler sager for nogle af månederne i {year}. Indtast dem under Sager og priser.")
    return history.booked(year), float(history.persons[history.year(year)].mean())


def run_rate(history: History) -> YearAndPersons:
    """The year to date × 12 ÷ booked months."""
    year, months = history.last
    return history.booked(year) * 12 / months, float(history.persons[history.year(year)].mean())


def last_twelve(history: History) -> YearAndPersons:
    """The sum of the last twelve months."""
    if history.months < 12:
        raise HistoryError("Historikken skal være på mindst tolv måneder.")
    return float(history.expenditure[-12:].sum()), float(history.persons[-12:].mean())


SIMPLE: dict[Method, Callable[[History], YearAndPersons]] = {
    Method.LAST_YEAR: last_year,
    Method.RUN_RATE: run_rate,
    Method.LAST_TWELVE: last_twelve,
}


def _spread(year_figures: YearAndPersons, history: History, years_ahead: int) -> MonthsAhead:
    """Spread the year's figures evenly over the current year's remaining months and all months of later years."""
    amount, persons = year_figures
    list_months_ahead(history, 0)
    months_left, this_year = history.months_left, history.year(history.last[0])
    remaining_amount = amount - history.booked(history.last[0])
    remaining_persons = max(persons * 12 - float(history.persons[this_year].sum()), 0.0)
    return MonthsAhead(
        np.concatenate(
            [np.full(months_left, remaining_amount / max(months_left, 1)), np.full(12 * years_ahead, amount / 12)]
        ),
        np.concatenate(
            [np.full(months_left, remaining_persons / max(months_left, 1)), np.full(12 * years_ahead, persons)]
        ),
    )
