"""Checking sums against the lines that they may cover, and finding the sign that savings are printed with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from budgets.foundation.amounts import format_number
from initiatives.catalogues.models.catalogues import Sign
from initiatives.pasting.table import SUMS, PastedRow, RowRole

EVEN = "Der er næsten lige mange plus og minus. Fortegnet er derfor et skøn."


def format_amount(amount: Decimal) -> str:
    return format_number(amount, most=4)


def check_sums(rows: Sequence[PastedRow], roles: Mapping[int, RowRole]) -> list[PastedRow]:
    """Each sum compared with the lines since the previous sum and with all lines; the last sum is the total.

    The user's `roles`, by line number, are not changed.
    """
    sums = [place for place, row in enumerate(rows) if row.role in SUMS]
    lines_since_sum: list[PastedRow] = []
    all_lines: list[PastedRow] = []
    checked = []
    for place, row in enumerate(rows):
        if row.role is RowRole.LINE:
            lines_since_sum.append(row)
            all_lines.append(row)
        elif row.role in SUMS:
            role = RowRole.TOTAL if place == sums[-1] else row.role
            row = _sum_row(replace(row, role=roles.get(row.line, role)), lines_since_sum, all_lines)
            lines_since_sum = []
        checked.append(row)
    return checked


def _sum_row(row: PastedRow, lines_since_sum: Sequence[PastedRow], all_lines: Sequence[PastedRow]) -> PastedRow:
    if not all_lines:
        return row
    part_doubts = _differences(row, lines_since_sum) if lines_since_sum else None
    total_doubts = _differences(row, all_lines)
    if part_doubts == [] or total_doubts == []:
        return row
    doubts = part_doubts if part_doubts is not None and len(part_doubts) <= len(total_doubts) else total_doubts
    return replace(row, doubts=(*row.doubts, *doubts))


def _differences(row: PastedRow, lines: Iterable[PastedRow]) -> list[str]:
    """Doubts where the sum of the lines is not the printed sum."""
    doubts = []
    listed = list(lines)
    for key, printed in row.amounts.items():
        computed = sum((line.amounts.get(key, Decimal(0)) for line in listed), Decimal(0))
        if computed != printed:
            doubts.append(
                f"{key}: Der står {format_amount(printed)} i teksten, men linjerne giver {format_amount(computed)}."
            )
    return doubts


def detect_sign(rows: Sequence[PastedRow]) -> tuple[Sign, list[str]]:
    """The sign of savings: that of the last total, or of most amounts; doubtful where it is nearly even."""
    amounts = [amount for row in rows if row.role is RowRole.LINE for amount in row.amounts.values() if amount]
    last_total = [row for row in rows if row.role is RowRole.TOTAL][-1:]
    totals = [amount for row in last_total for amount in row.amounts.values() if amount]
    negative_count = sum(amount < 0 for amount in amounts)
    sign = Sign.SAVINGS_NEGATIVE if negative_count * 2 > len(amounts) else Sign.SAVINGS_POSITIVE
    if totals:
        negative_totals = sum(amount < 0 for amount in totals)
        sign = Sign.SAVINGS_NEGATIVE if negative_totals * 2 > len(totals) else Sign.SAVINGS_POSITIVE
    is_even = bool(amounts) and 3 * min(negative_count, len(amounts) - negative_count) > len(amounts)
    return sign, [EVEN] if is_even else []
