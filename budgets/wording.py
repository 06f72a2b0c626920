"""Numbers of things in words."""

from decimal import Decimal

from budgets.amounts import format_number


def counted(number: int, one: str, many: str) -> str:
    """`1 række`, `2 rækker`, `1.034 tal`."""
    return f"{format_number(Decimal(number))} {one if number == 1 else many}"
