"""Numbers of things in words."""

from decimal import Decimal

from budgets.amounts import Presentation, Unit, format_number

IN_SENTENCES = Presentation(Unit.MILLIONS, 1, 2)


def counted(number: int, one: str, many: str) -> str:
    """`1 række`, `2 rækker`, `1.034 tal`."""
    return f"{format_number(Decimal(number))} {one if number == 1 else many}"


def millions(amount: Decimal) -> str:
    """`6,1 mio. kr.`, whose own full stop ends a sentence too."""
    return f"{IN_SENTENCES.text(amount)} {IN_SENTENCES.unit.label}"
