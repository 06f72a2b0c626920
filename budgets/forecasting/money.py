"""Conversion of a forecast's floats to whole kroner as Decimal, rounded once."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from budgets.forecasting.results import YearForecast

KRONE = Decimal(1)


@dataclass(frozen=True)
class YearInKroner:
    """A year of a forecast in whole kroner, expenses positive; low <= amount <= high, or low and high are None."""

    year: int
    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    deducted: Decimal
    one_offs: Decimal
    booked: Decimal


def in_kroner(year: YearForecast) -> YearInKroner:
    """The year in whole kroner, each figure rounded half up (away from zero).

    Rounding keeps the order of low, amount and high, and amount == booked in a complete year. Floats are rounded to
    øre first, so that a sum of booked øre rounds as it would in decimals.
    """
    return YearInKroner(
        year.year,
        _round_to_krone(year.amount),
        None if year.low is None else _round_to_krone(year.low),
        None if year.high is None else _round_to_krone(year.high),
        _round_to_krone(year.deducted),
        _round_to_krone(year.one_offs),
        _round_to_krone(year.booked),
    )


def _round_to_krone(kroner: float) -> Decimal:
    return Decimal(f"{kroner:.2f}").quantize(KRONE, ROUND_HALF_UP)
