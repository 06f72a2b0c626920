"""Amounts and months as ledgers write them. Pure.

An amount has at most two decimals, so that `1.200` can only be twelve hundred and `1.20` only one and a fifth: the mark
of the decimals follows from the file, and is the same in all of it.
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


class Mark(StrEnum):
    """What stands before the decimals."""

    COMMA = ","
    POINT = "."

    @property
    def label(self) -> str:
        """The mark's name."""
        return "komma" if self is Mark.COMMA else "punktum"


def _pattern(thousands: str, decimals: str) -> re.Pattern[str]:
    groups = rf"\d{{1,3}}(?:{thousands}\d{{3}})+"
    return re.compile(rf"(?:\d+|{groups})(?:{decimals}\d{{1,2}})?", re.ASCII)


PATTERNS = {
    Mark.COMMA: [_pattern(thousands, ",") for thousands in (r"\.", SPACE, "'")],
    Mark.POINT: [_pattern(thousands, r"\.") for thousands in (",", SPACE, "'")],
}


def parse_amount(cell: Cell, mark: Mark) -> Decimal | None:
    """Kroner with at most two decimals, minus before, behind or as brackets; None for an empty cell.

    Raises ValueError for a date, for text that is no amount by the mark, and beyond two decimals or 10,000 billion.
    """
    amount = cell if isinstance(cell, Decimal) else _read(str(cell), mark)
    if amount is not None and (amount != round(amount, 2) or abs(amount) >= MAX):
        raise ValueError(str(cell))
    return amount


def _read(text: str, mark: Mark) -> Decimal | None:
    compact = SIGNS.sub("-", text.strip())
    if not compact:
        return None
    bare = re.sub(r"^\((.*)\)$|^-\s?(.*)$|^(.*?)\s?-$", r"\1\2\3", compact)
    if not any(pattern.fullmatch(bare) for pattern in PATTERNS[mark]):
        raise ValueError(text)
    other = "," if mark is Mark.POINT else "."
    digits = re.sub(rf"{SPACE}|'|{re.escape(other)}", "", bare).replace(",", ".")
    return -Decimal(digits) if bare != compact else Decimal(digits)


def mark_of(cells: Iterable[Cell]) -> Mark:
    """The mark that reads most of the amounts; the comma where both read as many."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]

    def readable(mark: Mark) -> int:
        return sum(_is_amount(text, mark) for text in texts)

    return max((Mark.COMMA, Mark.POINT), key=readable)


def _is_amount(text: str, mark: Mark) -> bool:
    try:
        _read(text, mark)
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
    """Year (None where it is not told) and month 1 to 12; ValueError for anything else."""
    if isinstance(cell, date):
        return cell.year, cell.month
    text = (f"{cell:f}" if isinstance(cell, Decimal) else cell).strip().casefold()
    for form in MONTH_FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            month = BY_NAME.get(parts["name"], 0) if "name" in parts else int(parts["month"])
            if 1 <= month <= 12:
                return (int(parts["year"]) if parts.get("year") else None), month
    raise ValueError(text)


def parse_day(cell: Cell) -> tuple[int, int]:
    """Year and month of a day; ValueError for anything else."""
    if isinstance(cell, date):
        return cell.year, cell.month
    for form in DAY_FORMS:
        try:
            found = datetime.strptime(str(cell).strip(), form)  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        return found.year, found.month
    raise ValueError(str(cell))
