"""The history of an area: persons, inflow, outflow and expenditure by month without gaps."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import fsum
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from budgets.forecasting.errors import HistoryError
from budgets.forecasting.months import Month, month_number, name_months, shift_month
from budgets.foundation.calendar import days

Values = npt.NDArray[np.float64]

SERIES = {"persons": "personer", "inflow": "tilgang", "outflow": "afgang", "expenditure": "udgift"}
"""The series of a history with their Danish names."""

COUNTS = ("persons", "inflow", "outflow")


@dataclass(frozen=True, eq=False)
class History:
    """The months of an area from `first` on; arrays of equal length, shape (months,).

    `persons` is the mean number of persons in service in the month (see `head_count`) and may be fractional; `inflow`
    and `outflow` are persons who came and left in the month; `expenditure` is kroner, expenses positive, and may be
    negative in a month of corrections. The arrays are read-only copies.

    Raises HistoryError that names every month with a missing figure or a negative count.
    """

    first: Month
    persons: Values
    inflow: Values
    outflow: Values
    expenditure: Values

    def __post_init__(self) -> None:
        for name in SERIES:
            values = np.array(getattr(self, name), dtype=np.float64)
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        if faults := list(_length_faults(self)) or list(_figure_faults(self)):
            raise HistoryError(" ".join(faults))

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> Self:
        """A history from monthly rows in any order.

        The index is a PeriodIndex (M), the columns are persons, inflow, outflow and expenditure.

        Raises HistoryError that names missing and duplicate months, and as History does.
        """
        _check_frame(frame)
        rows = frame.sort_index()
        index = pd.PeriodIndex(rows.index)
        if faults := list(_gap_faults(index)):
            raise HistoryError(" ".join(faults))
        first = (int(index[0].year), int(index[0].month))
        return cls(first, **{name: rows[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in SERIES})

    @property
    def months(self) -> int:
        """Number of months."""
        return len(self.persons)

    @property
    def last(self) -> Month:
        """The last month."""
        return shift_month(self.first, self.months - 1)

    @property
    def months_left(self) -> int:
        """Number of months of the last month's year that are still to come, 0 to 11."""
        return 12 - self.last[1]

    def until(self, month: Month) -> Self:
        """The history up to and including the month; HistoryError for a month outside the history."""
        length = month_number(month) - month_number(self.first) + 1
        if not 1 <= length <= self.months:
            raise HistoryError(f"Der mangler sager for {name_months([month])}. Indtast dem under Sager og priser.")
        return type(self)(self.first, **{name: getattr(self, name)[:length] for name in SERIES})

    def year(self, year: int) -> slice:
        """The slice of the year's months in the arrays; fewer than twelve if the history begins or ends in the year."""
        start = month_number((year, 1)) - month_number(self.first)
        return slice(max(start, 0), max(min(start + 12, self.months), 0))

    def has_full_year(self, year: int) -> bool:
        """True if the history has all twelve months of the year."""
        months = self.year(year)
        return bool(months.stop - months.start == 12)

    def booked(self, year: int) -> float:
        """Kroner booked in the year's months in the history; 0.0 if there are none."""
        return fsum(self.expenditure[self.year(year)])


def head_count(full_year_persons: float, month: Month) -> float:
    """The mean number of persons in service in a month, from the month's helårspersoner.

    Method: person-days = full-year persons × days of the year; head count = person-days ÷ days of the month.
    """
    days_of_year, days_of_month = days(*month)
    return full_year_persons * days_of_year / days_of_month


def _length_faults(history: History) -> Iterator[str]:
    lengths = {len(getattr(history, field.name)) for field in fields(history) if field.name in SERIES}
    if len(lengths) > 1:
        yield "Historikkens rækker har ikke lige mange måneder."
    elif lengths == {0}:
        yield "Historikken har ingen måneder. Indtast sager under Sager og priser."


def _figure_faults(history: History) -> Iterator[str]:
    for name, label in SERIES.items():
        values = getattr(history, name)
        if months := _name_months(history, ~np.isfinite(values)):
            yield f"Der mangler {label} for {months}."
        if name in COUNTS and (months := _name_months(history, values < 0)):
            yield f"Der er negative tal for {label} i {months}. Ret dem under Sager og priser."


def _name_months(history: History, is_faulty: npt.NDArray[np.bool_]) -> str:
    return name_months(shift_month(history.first, int(place)) for place in np.flatnonzero(is_faulty))


def _check_frame(frame: pd.DataFrame) -> None:
    if missing := [label for name, label in SERIES.items() if name not in frame.columns]:
        raise HistoryError(f"Historikken mangler {', '.join(missing)}.")
    if not isinstance(frame.index, pd.PeriodIndex) or frame.index.freqstr != "M":
        raise HistoryError("Historikken skal have en række pr. måned.")
    if frame.empty:
        raise HistoryError("Historikken har ingen måneder. Indtast sager under Sager og priser.")


def _gap_faults(index: pd.PeriodIndex) -> Iterator[str]:
    if missing := _name_periods(pd.period_range(index[0], index[-1], freq="M").difference(index)):
        yield f"Der mangler sager for {missing}. Indtast dem under Sager og priser."
    if duplicates := _name_periods(index[index.duplicated()].unique()):
        yield f"Historikken har flere rækker for {duplicates}. Der må kun være én pr. måned."


def _name_periods(periods: pd.Index) -> str:
    return name_months((int(period.year), int(period.month)) for period in periods)
