"""Years and months: the bounds of what is entered, how long they are, and what people call them."""

from calendar import isleap, monthrange

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years that can be entered."""
MONTHS_A_YEAR = 12
MONTH_NAMES = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
MONTH_SHORT = ("jan.", "feb.", "mar.", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
MONTHS = [(str(number), name) for number, name in enumerate(MONTH_NAMES, start=1)]


def days(year: int, month: int) -> tuple[int, int]:
    """The days of the year and of the month (1-12): helårspersoner times the first over the second are in service."""
    return 366 if isleap(year) else 365, monthrange(year, month)[1]
