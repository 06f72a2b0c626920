"""What has been: persons, inflow, outflow and expenditure of one area, month by month without gaps."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import fsum
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from budgets.forecasting.errors import HistoryError
from budgets.forecasting.months import Month, named, ordinal, shifted
from budgets.foundation.calendar import days

Values = npt.NDArray[np.float64]

SERIES = {"persons": "personer", "inflow": "tilgang", "outflow": "afgang", "expenditure": "udgift"}
"""The series of a history and their names in Danish."""

COUNTS = ("persons", "inflow", "outflow")


@dataclass(frozen=True, eq=False)
class History:
    """The months of one area, or of a line of it, from `first` on; equally long arrays of shape (months,).

    `persons` is the mean number of persons in service in the month (see `head_count`) and may be fractional; `inflow`
    and `outflow` are persons who came and left in the month; `expenditure` is kroner, positive as an expense, and may
    be negative in a month of corrections. The arrays are copies and cannot be written to.

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

        Raises HistoryError that names the months that are missing or stand twice, and as History does.
        """
        _refuse_other_shapes(frame)
        rows = frame.sort_index()
        index = pd.PeriodIndex(rows.index)
        if faults := list(_gap_faults(index)):
            raise HistoryError(" ".join(faults))
        first = (int(index[0].year), int(index[0].month))
        return cls(first, **{name: rows[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in SERIES})

    @property
    def months(self) -> int:
        """How many months there are."""
        return len(self.persons)

    @property
    def last(self) -> Month:
        """The last month."""
        return shifted(self.first, self.months - 1)

    @property
    def months_left(self) -> int:
        """How many months of the last month's year are still to come, 0 to 11."""
        return 12 - self.last[1]

    def until(self, month: Month) -> Self:
        """The history as it was known after the month; HistoryError for a month it does not hold."""
        length = ordinal(month) - ordinal(self.first) + 1
        if not 1 <= length <= self.months:
            raise HistoryError(f"Der mangler sager for {named([month])}. Indtast dem under Sager og priser.")
        return type(self)(self.first, **{name: getattr(self, name)[:length] for name in SERIES})

    def year(self, year: int) -> slice:
        """Where the year's months stand in the arrays; fewer than twelve where the history begins or ends in it."""
        start = ordinal((year, 1)) - ordinal(self.first)
        return slice(max(start, 0), max(min(start + 12, self.months), 0))

    def holds_all_of(self, year: int) -> bool:
        """True where all twelve months of the year are there."""
        months = self.year(year)
        return bool(months.stop - months.start == 12)

    def booked(self, year: int) -> float:
        """Kroner booked in the year's months that are in the history; 0.0 where there are none."""
        return fsum(self.expenditure[self.year(year)])


def head_count(full_year_persons: float, month: Month) -> float:
    """The mean number of persons in service in a month from the helårspersoner it adds to its year.

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
        if months := _places(history, ~np.isfinite(values)):
            yield f"Der mangler {label} for {months}."
        if name in COUNTS and (months := _places(history, values < 0)):
            yield f"Der er negative tal for {label} i {months}. Ret dem under Sager og priser."


def _places(history: History, found: npt.NDArray[np.bool_]) -> str:
    return named(shifted(history.first, int(place)) for place in np.flatnonzero(found))


def _refuse_other_shapes(frame: pd.DataFrame) -> None:
    if missing := [label for name, label in SERIES.items() if name not in frame.columns]:
        raise HistoryError(f"Historikken mangler {', '.join(missing)}.")
    if not isinstance(frame.index, pd.PeriodIndex) or frame.index.freqstr != "M":
        raise HistoryError("Historikken skal have en række pr. måned.")
    if frame.empty:
        raise HistoryError("Historikken har ingen måneder. Indtast sager under Sager og priser.")


def _gap_faults(index: pd.PeriodIndex) -> Iterator[str]:
    if missing := _months(pd.period_range(index[0], index[-1], freq="M").difference(index)):
        yield f"Der mangler sager for {missing}. Indtast dem under Sager og priser."
    if twice := _months(index[index.duplicated()].unique()):
        yield f"Historikken har flere rækker for {twice}. Der må kun være én pr. måned."


def _months(periods: pd.Index) -> str:
    return named((int(period.year), int(period.month)) for period in periods)
