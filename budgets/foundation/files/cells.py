"""Spreadsheet cells: conversion to text, protection against formulas, and detection of CPR numbers."""

import re
from datetime import date
from decimal import Decimal

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

DAY = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"
MARKED = re.compile(rf"\b{DAY}[ -]\d{{4}}\b")
UNMARKED = re.compile(rf"\b{DAY}[ -]?\d{{4}}\b")
LIKE_A_PERSON = "rækken indeholder noget, der ligner et CPR-nummer"


def format_cell(cell: object) -> str:
    """The cell as text, as somebody would type it: numbers with decimal comma, dates as 2019-01-31."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, int | float):
        return f"{Decimal(repr(cell)).normalize():f}".replace(".", ",")
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)


def escape_formula(cell: str) -> str:
    """The text with a leading apostrophe if a spreadsheet would read it as a formula; see `unescape_formula`."""
    return f"'{cell}" if cell.startswith((*DANGEROUS, "'")) else cell


def unescape_formula(cell: str) -> str:
    """The text without the apostrophe that `escape_formula` added."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*DANGEROUS, "'")) else cell


def has_person_number(text: str, *, is_account: bool = False) -> bool:
    """True if the text has what looks like a CPR number: a date of six digits and four more digits.

    An account may have ten digits that begin like a date, so in accounts only numbers with a hyphen or space between
    date and digits are found.
    """
    return (MARKED if is_account else UNMARKED).search(text) is not None
