"""Years and months: the years that can be entered, lengths in days, and Danish names."""

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
    """Number of days in the year and in the month (1-12); persons in service = helårspersoner × year ÷ month."""
    return 366 if isleap(year) else 365, monthrange(year, month)[1]
