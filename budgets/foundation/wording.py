"""Numbers of things in words."""

from decimal import Decimal

from budgets.foundation.amounts import Presentation, Unit, format_number

IN_SENTENCES = Presentation(Unit.MILLIONS, 1, 2)
IN_MILLIONS = Decimal(100_000)


def counted(number: int, one: str, many: str) -> str:
    """`1 række`, `2 rækker`, `1.034 tal`."""
    return f"{format_number(Decimal(number))} {one if number == 1 else many}"


def millions(amount: Decimal) -> str:
    """`6,1 mio. kr.`, whose own full stop ends a sentence too."""
    return f"{IN_SENTENCES.text(amount)} {IN_SENTENCES.unit.label}"


def amount_in_words(amount: Decimal) -> str:
    """In mio. kr., and in kroner what would be next to nothing there."""
    return millions(amount) if abs(amount) >= IN_MILLIONS else f"{format_number(amount)} kr."
