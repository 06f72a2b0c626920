"""Months as people read them."""

MONTH_NAMES = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
MONTH_SHORT = ("jan.", "feb.", "mar.", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
MONTHS = [(str(number), name) for number, name in enumerate(MONTH_NAMES, start=1)]
