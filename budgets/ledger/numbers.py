"""Parsing of amounts and months in ledger files. No database access.

Amounts have at most two decimals, so `1.200` can only be twelve hundred and `1.20` only one and a fifth. The decimal
mark is found from the amounts of the file, and is the same in the whole file.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from budgets.foundation.calendar import MONTH_NAMES
from budgets.ledger.opening import Cell

SIGNS = re.compile(r"[−–]")
SPACE = r"[ \u00a0\u2007\u2009\u202f]"
MAX = Decimal(10) ** 13


class DecimalMark(StrEnum):
    """The mark before the decimals."""

    COMMA = ","
    POINT = "."

    @property
    def label(self) -> str:
        """The mark's Danish name."""
        return "komma" if self is DecimalMark.COMMA else "punktum"


def _pattern(thousands: str, decimals: str) -> re.Pattern[str]:
    groups = rf"\d{{1,3}}(?:{thousands}\d{{3}})+"
    return re.compile(rf"(?:\d+|{groups})(?:{decimals}\d{{1,2}})?", re.ASCII)


PATTERNS = {
    DecimalMark.COMMA: [_pattern(thousands, ",") for thousands in (r"\.", SPACE, "'")],
    DecimalMark.POINT: [_pattern(thousands, r"\.") for thousands in (",", SPACE, "'")],
}


def parse_amount(cell: Cell, mark: DecimalMark) -> Decimal | None:
    """Kroner with at most two decimals, minus before, after or as brackets; None for an empty cell.

    Raises ValueError for a date, a text that is no amount with the mark, more than two decimals, or 10,000 billion.
    """
    amount = cell if isinstance(cell, Decimal) else _parse_text(str(cell), mark)
    if amount is not None and (amount != round(amount, 2) or abs(amount) >= MAX):
        raise ValueError(str(cell))
    return amount


def _parse_text(text: str, mark: DecimalMark) -> Decimal | None:
    compact = SIGNS.sub("-", text.strip())
    if not compact:
        return None
    bare = re.sub(r"^\((.*)\)$|^-\s?(.*)$|^(.*?)\s?-$", r"\1\2\3", compact)
    if not any(pattern.fullmatch(bare) for pattern in PATTERNS[mark]):
        raise ValueError(text)
    thousands_mark = "," if mark is DecimalMark.POINT else "."
    digits = re.sub(rf"{SPACE}|'|{re.escape(thousands_mark)}", "", bare).replace(",", ".")
    return -Decimal(digits) if bare != compact else Decimal(digits)


def find_decimal_mark(cells: Iterable[Cell]) -> DecimalMark:
    """The mark with which most of the amounts can be read; the comma if both read as many."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]

    def readable(mark: DecimalMark) -> int:
        return sum(_is_amount(text, mark) for text in texts)

    return max((DecimalMark.COMMA, DecimalMark.POINT), key=readable)


def _is_amount(text: str, mark: DecimalMark) -> bool:
    try:
        _parse_text(text, mark)
    except ValueError:
        return False
    return True


BY_NAME = {name: number for number, name in enumerate(MONTH_NAMES, start=1)} | {
    name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)
}
MONTH_FORMS = (
    re.compile(r"(?P<year>\d{4})[-./ ]?(?P<month>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})[-./ ](?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})"),
    re.compile(r"(?P<name>[a-zæøå]+)\.?(?: (?P<year>\d{4}))?"),
)
DAY_FORMS = ("%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")


def parse_month(cell: Cell) -> tuple[int | None, int]:
    """Year (None if the text has only a month) and month 1 to 12; ValueError for anything else."""
    if isinstance(cell, date):
        return cell.year, cell.month
    text = (f"{cell:f}" if isinstance(cell, Decimal) else cell).strip().casefold()
    for form in MONTH_FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            month = BY_NAME.get(parts["name"], 0) if "name" in parts else int(parts["month"])
            if 1 <= month <= 12:
                return (int(parts["year"]) if parts.get("year") else None), month
    raise ValueError(text)


def parse_day(cell: Cell) -> tuple[int, int]:
    """Year and month of a date; ValueError for anything else."""
    if isinstance(cell, date):
        return cell.year, cell.month
    for form in DAY_FORMS:
        try:
            day = datetime.strptime(str(cell).strip(), form)  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        return day.year, day.month
    raise ValueError(str(cell))
