"""Rounds in addresses."""

from initiatives.results.models import ACCOUNTS

ACCOUNTS_WORD = "regnskab"


class RoundConverter:
    """Converts between `2019-03` or `2019-regnskab` and year and period."""

    regex = rf"20\d{{2}}-(?:0[1-9]|1[0-2]|{ACCOUNTS_WORD})"

    def to_python(self, value: str) -> tuple[int, int]:
        year, _, period = value.partition("-")
        return int(year), ACCOUNTS if period == ACCOUNTS_WORD else int(period)

    def to_url(self, value: str | tuple[int, int]) -> str:
        if isinstance(value, str):
            return value
        year, period = value
        return f"{year}-{ACCOUNTS_WORD if period == ACCOUNTS else f'{period:02}'}"
