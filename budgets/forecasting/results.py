"""The result of a forecast method: years, months for a chart, and the rates it is based on."""

from dataclasses import dataclass
from enum import StrEnum

from budgets.forecasting.months import Month
from budgets.foundation.calendar import MONTHS_A_YEAR


class Method(StrEnum):
    """The forecast methods, the simplest first; the values are stored with forecast lines."""

    LAST_YEAR = "last_year"
    RUN_RATE = "run_rate"
    LAST_TWELVE = "last_twelve"
    CASES = "cases"

    @property
    def label(self) -> str:
        """The method's Danish name."""
        return LABELS[self]


LABELS = {
    Method.LAST_YEAR: "sidste år",
    Method.RUN_RATE: "lige fremskrivning",
    Method.LAST_TWELVE: "seneste tolv måneder",
    Method.CASES: "sagsmodel",
}


@dataclass(frozen=True)
class Rates:
    """What the case model estimated from the history, shown as its assumptions.

    `inflow` is persons a month; `exit_rate` is the share (0 to 1) of those in service that leaves in a month; `price`
    is kroner for a full-year person at the end of the history; `price_trend` is percent a year beside the index, at
    the start (an estimated one fades).
    """

    inflow: float
    exit_rate: float
    price: float
    price_trend: float


@dataclass(frozen=True)
class YearForecast:
    """A year: kroner, positive as an expense, and helårspersoner (the mean of the twelve months).

    `amount` is after `deducted` (positive = less) and with `one_offs` (positive = more), as they were
    applied. `low` and `high` are the 10 % and 90 % quantiles, widened to include the amount, so that always
    low <= amount <= high; both are None without an interval.
    `booked` are the kroner of the `months_booked` (0 to 12) months that are in the accounts.
    """

    year: int
    amount: float
    low: float | None
    high: float | None
    persons: float
    deducted: float
    one_offs: float
    booked: float
    months_booked: int

    @property
    def case_amount(self) -> float:
        """Kroner of the cases alone: before deductions and one-offs."""
        return self.amount + self.deducted - self.one_offs

    @property
    def price(self) -> float | None:
        """Kroner of the cases per full-year person; None without persons."""
        return self.case_amount / self.persons if self.persons else None

    @property
    def is_complete(self) -> bool:
        """True if the whole year is booked."""
        return self.months_booked == MONTHS_A_YEAR


@dataclass(frozen=True)
class MonthForecast:
    """A month ahead, for a chart: kroner (deductions and one-offs spread) and persons, with 10 % and 90 % quantiles.

    The months' amounts and the booked kroner add up to the year's amount; their quantiles do not.
    """

    month: Month
    amount: float
    low: float | None
    high: float | None
    persons: float
    persons_low: float | None
    persons_high: float | None


@dataclass(frozen=True)
class ForecastResult:
    """The result of a method after the month `origin`: its year and later years, and the months ahead."""

    method: Method
    origin: Month
    years: tuple[YearForecast, ...]
    months: tuple[MonthForecast, ...]
    rates: Rates | None
