"""Cells of spreadsheets in and out: as they would be typed, and such that no spreadsheet takes one for a formula."""

from datetime import date
from decimal import Decimal

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_text(cell: object) -> str:
    """A cell as it would be typed: numbers with decimal comma, days as 2019-01-31."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, int | float):
        return f"{Decimal(repr(cell)).normalize():f}".replace(".", ",")
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)


def guarded(cell: str) -> str:
    """A text that no spreadsheet takes for a formula; `plain` takes the guard away again."""
    return f"'{cell}" if cell.startswith((*DANGEROUS, "'")) else cell


def plain(cell: str) -> str:
    """The text behind a guard."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*DANGEROUS, "'")) else cell
