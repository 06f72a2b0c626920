"""From floats to money: Decimal whole kroner, rounded once at the edge."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from budgets.forecasting.results import YearForecast

KRONE = Decimal(1)


@dataclass(frozen=True)
class YearInKroner:
    """A year of a forecast in whole kroner, positive as an expense; low <= amount <= high, or both None."""

    year: int
    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    deducted: Decimal
    one_offs: Decimal
    booked: Decimal


def in_kroner(year: YearForecast) -> YearInKroner:
    """The year in whole kroner, each figure rounded half up (away from zero) by itself.

    Rounding keeps the order of low, amount and high, and of a complete year amount == booked. Floats are read to the
    øre first, so that a sum of booked øre rounds as it would in decimals.
    """
    return YearInKroner(
        year.year,
        _whole(year.amount),
        None if year.low is None else _whole(year.low),
        None if year.high is None else _whole(year.high),
        _whole(year.deducted),
        _whole(year.one_offs),
        _whole(year.booked),
    )


def _whole(kroner: float) -> Decimal:
    return Decimal(f"{kroner:.2f}").quantize(KRONE, ROUND_HALF_UP)
