"""Months as they are written in addresses and on the command line: 2019-01."""

from datetime import date, timedelta


class MonthConverter:
    """URL converter: a month in an address is the date of its first day."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        return parse_month(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


def parse_month(text: str) -> date:
    """The first day of the month `YYYY-MM`; ValueError for anything else."""
    if len(text) != len("2019-01"):
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")


def last_day(month: date) -> date:
    """The last day of the month that starts on `month`."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
