"""Sums held up against the lines that they may be of, and the sign that savings are printed with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from budgets.foundation.amounts import format_number
from initiatives.catalogues.models.catalogues import Sign
from initiatives.pasting.table import SUMS, PastedRow, RowRole

EVEN = "Der er næsten lige mange plus og minus. Fortegnet er derfor et skøn."


def shown(amount: Decimal) -> str:
    return format_number(amount, most=4)


def with_sums(rows: Sequence[PastedRow], roles: Mapping[int, RowRole]) -> list[PastedRow]:
    """Each sum held up against the lines since the last one and against all of them; the last sum is the total.

    What `roles` says of a row by its line stands.
    """
    sums = [place for place, row in enumerate(rows) if row.role in SUMS]
    since: list[PastedRow] = []
    every: list[PastedRow] = []
    found = []
    for place, row in enumerate(rows):
        if row.role is RowRole.LINE:
            since.append(row)
            every.append(row)
        elif row.role in SUMS:
            role = RowRole.TOTAL if place == sums[-1] else row.role
            row = _sum_row(replace(row, role=roles.get(row.line, role)), since, every)
            since = []
        found.append(row)
    return found


def _sum_row(row: PastedRow, since: Sequence[PastedRow], every: Sequence[PastedRow]) -> PastedRow:
    if not every:
        return row
    own = _differences(row, since) if since else None
    whole = _differences(row, every)
    if own == [] or whole == []:
        return row
    doubts = own if own is not None and len(own) <= len(whole) else whole
    return replace(row, doubts=(*row.doubts, *doubts))


def _differences(row: PastedRow, lines: Iterable[PastedRow]) -> list[str]:
    """Where the lines do not give the printed sum."""
    found = []
    listed = list(lines)
    for key, printed in row.amounts.items():
        given = sum((line.amounts.get(key, Decimal(0)) for line in listed), Decimal(0))
        if given != printed:
            found.append(f"{key}: Der står {shown(printed)} i teksten, men linjerne giver {shown(given)}.")
    return found


def sign_of(rows: Sequence[PastedRow]) -> tuple[Sign, list[str]]:
    """How savings are printed: as the last total is, or as most amounts are; doubtful where it is nearly even."""
    amounts = [amount for row in rows if row.role is RowRole.LINE for amount in row.amounts.values() if amount]
    last = [row for row in rows if row.role is RowRole.TOTAL][-1:]
    totals = [amount for row in last for amount in row.amounts.values() if amount]
    negative = sum(amount < 0 for amount in amounts)
    sign = Sign.SAVINGS_NEGATIVE if negative * 2 > len(amounts) else Sign.SAVINGS_POSITIVE
    if totals:
        below = sum(amount < 0 for amount in totals)
        sign = Sign.SAVINGS_NEGATIVE if below * 2 > len(totals) else Sign.SAVINGS_POSITIVE
    is_even = bool(amounts) and 3 * min(negative, len(amounts) - negative) > len(amounts)
    return sign, [EVEN] if is_even else []
