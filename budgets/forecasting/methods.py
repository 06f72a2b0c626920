"""Every method behind one function; the simple ones are what their names say, in the prices that were booked."""

from collections.abc import Callable

import numpy as np

from budgets.forecasting.assembling import Ahead, assemble, months_ahead
from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.case_model import cases_ahead
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History
from budgets.forecasting.index import refuse_missing_index
from budgets.forecasting.results import Forecast, Method

YearAndPersons = tuple[float, float]
"""Kroner of a year and its helårspersoner."""


def forecast(
    history: History, assumptions: Assumptions, method: Method = Method.CASES, years_ahead: int = 3
) -> Forecast:
    """The history's last year (booked months + the rest) and `years_ahead` years after it, by the method.

    Deductions and one-offs count whatever the method; entrants, trend and index only in the case model. The simple
    methods have no interval; the case model has one from 36 months of history. The same input gives the same output.

    Raises HistoryError where the history is too short for the method (the January of its last year must be there) or
    has no persons, and AssumptionsError where some but not all of the coming years have a price index.
    """
    if method is Method.CASES:
        refuse_missing_index(history, assumptions, years_ahead)
        ahead = cases_ahead(history, assumptions, years_ahead)
    else:
        ahead = _spread(SIMPLE[method](history), history, years_ahead)
    return assemble(method, history, assumptions, ahead)


def last_year(history: History) -> YearAndPersons:
    """The calendar year before the last month's, as it was booked."""
    year = history.last[0] - 1
    if not history.holds_all_of(year):
        raise HistoryError(f"Der mangler sager for nogle af månederne i {year}. Indtast dem under Sager og priser.")
    return history.booked(year), float(history.persons[history.year(year)].mean())


def run_rate(history: History) -> YearAndPersons:
    """The year to date × 12 ÷ months booked."""
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


def _spread(found: YearAndPersons, history: History, years_ahead: int) -> Ahead:
    """The year's figures spread evenly: over what is left of the current year, and over all months of the others."""
    amount, persons = found
    months_ahead(history, 0)
    left, this_year = history.months_left, history.year(history.last[0])
    rest = amount - history.booked(history.last[0])
    rest_persons = max(persons * 12 - float(history.persons[this_year].sum()), 0.0)
    return Ahead(
        np.concatenate([np.full(left, rest / max(left, 1)), np.full(12 * years_ahead, amount / 12)]),
        np.concatenate([np.full(left, rest_persons / max(left, 1)), np.full(12 * years_ahead, persons)]),
    )
