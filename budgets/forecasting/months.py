"""Calendar months as pairs of year and month (1-12)."""

from collections.abc import Iterable

from budgets.foundation.calendar import MONTH_NAMES, MONTHS_A_YEAR

Month = tuple[int, int]
"""A year and a month, 1 to 12."""


def month_number(month: Month) -> int:
    """A number that increases by one per month."""
    return month[0] * MONTHS_A_YEAR + month[1] - 1


def shift_month(month: Month, by: int) -> Month:
    """The month `by` months later, or earlier if negative."""
    year, index = divmod(month_number(month) + by, MONTHS_A_YEAR)
    return year, index + 1


def months_after(month: Month, count: int) -> list[Month]:
    """The `count` months after the month."""
    return [shift_month(month, by) for by in range(1, count + 1)]


def name_months(months: Iterable[Month]) -> str:
    """The months in Danish: "marts 2024, april 2024"."""
    return ", ".join(f"{MONTH_NAMES[month - 1]} {year}" for year, month in months)
