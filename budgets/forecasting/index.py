"""The assumed price index: price levels of past and coming months over that of the history's last year."""

import numpy as np

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import AssumptionsError
from budgets.forecasting.history import History, Values
from budgets.forecasting.months import Month, shift_month


def check_index(history: History, assumptions: Assumptions, years_ahead: int) -> None:
    """Raise AssumptionsError, naming them, if some but not all of the coming years lack an index."""
    coming = range(history.last[0] + 1, history.last[0] + 1 + years_ahead)
    missing = [str(year) for year in coming if year not in assumptions.price_index]
    if missing and len(missing) < years_ahead:
        raise AssumptionsError(
            f"Der mangler pris- og lønfremskrivning for {', '.join(missing)}. Administratoren kan indtaste den."
        )


def deflators(history: History, assumptions: Assumptions) -> Values:
    """The price level of each month over that of the last year, shape (months,); 1 if the index is not used."""
    years = [shift_month(history.first, by)[0] for by in range(history.months)]
    levels = {history.last[0]: 1.0}
    for year in range(history.last[0] - 1, history.first[0] - 1, -1):
        levels[year] = levels[year + 1] / _rise(year + 1, history, assumptions)
    return np.array([levels[year] for year in years])


def coming_levels(history: History, assumptions: Assumptions, ahead: list[Month]) -> Values:
    """The price level of each month ahead over that of the last year, shape (months,)."""
    levels = {history.last[0]: 1.0}
    for year in range(history.last[0] + 1, ahead[-1][0] + 1 if ahead else 0):
        levels[year] = levels[year - 1] * _rise(year, history, assumptions)
    return np.array([levels[year] for year, _ in ahead])


def indexed_months(history: History, assumptions: Assumptions) -> int:
    """Number of last months whose index is known, so that a trend beside it can be estimated; all if it is not used."""
    if not _is_used(history, assumptions):
        return history.months
    year = history.last[0]
    while year in assumptions.price_index:
        year -= 1
    return history.months - history.year(year).start if year >= history.first[0] else history.months


def _is_used(history: History, assumptions: Assumptions) -> bool:
    """True if the year after the history's last has an index."""
    return history.last[0] + 1 in assumptions.price_index


def _rise(year: int, history: History, assumptions: Assumptions) -> float:
    return 1 + assumptions.price_index.get(year, 0.0) / 100 if _is_used(history, assumptions) else 1.0
