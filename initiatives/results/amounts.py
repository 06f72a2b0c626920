"""Reading typed or pasted amounts."""

from decimal import Decimal

from budgets.foundation.amounts import Unit, parse_amount

LARGEST = Decimal(10) ** 13


def read_amount(text: str, unit: Unit) -> Decimal | None:
    """Kroner of a Danish text in the unit, None for an empty one; ValueError with the expected format."""
    try:
        amount = parse_amount(text, unit)
    except ValueError:
        raise ValueError(f"et beløb i {unit.label}, fx 1.200 eller −1,5") from None
    if amount is not None and abs(amount) >= LARGEST:
        raise ValueError("et beløb under 10.000 mia. kr.")
    return amount
