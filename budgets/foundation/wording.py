"""Counts and amounts as words in sentences."""

from decimal import Decimal

from budgets.foundation.amounts import Presentation, Unit, format_number

IN_SENTENCES = Presentation(Unit.MILLIONS, 1, 2)
IN_MILLIONS = Decimal(100_000)


def counted(number: int, singular: str, plural: str) -> str:
    """`1 række`, `2 rækker`, `1.034 tal`."""
    return f"{format_number(Decimal(number))} {singular if number == 1 else plural}"


def millions(amount: Decimal) -> str:
    """`6,1 mio. kr.`; its full stop also ends a sentence."""
    return f"{IN_SENTENCES.text(amount)} {IN_SENTENCES.unit.label}"


def amount_in_words(amount: Decimal) -> str:
    """The amount in mio. kr.; in kroner if it is below 100.000 kr."""
    return millions(amount) if abs(amount) >= IN_MILLIONS else f"{format_number(amount)} kr."
