"""Reading the typed or pasted fields of a row; unreadable fields are reported, and the others kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.http import QueryDict

from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit
from budgets.foundation.posted import read_number
from initiatives.followup.row_fields import BY_NAME, ROW_FIELDS, FieldKind, RowField
from initiatives.results.amounts import read_amount
from initiatives.results.models import FollowUp


@dataclass
class ParsedInput:
    """Values by field, and error messages by field where the text could not be read."""

    values: dict[str, Decimal | str | None] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def parse_input(texts: Mapping[str, str], unit: Unit) -> ParsedInput:
    """The fields of a row that are among `texts`; amounts are Danish numbers in `unit`, empty is no amount."""
    parsed = ParsedInput()
    for name, text in texts.items():
        if name not in BY_NAME:
            continue
        try:
            parsed.values[name] = _parse(BY_NAME[name], text, unit)
        except ValueError as error:
            parsed.errors[name] = f"Der står “{text}”. Skal være: {str(error).removesuffix('.')}."
    return parsed


def _parse(field: RowField, text: str, unit: Unit) -> Decimal | str | None:
    if field.kind is FieldKind.AMOUNT:
        return read_amount(text, unit)
    return _choice(text, field.choices) if field.choices else _plain(text)


def _choice(text: str, choices: type[TextChoices]) -> str:
    """The choice by its key or its Danish label; an empty text is no choice."""
    by_word = {choice.label: str(choice) for choice in choices} | {str(choice): str(choice) for choice in choices}
    word = text.strip().casefold()
    if word and word not in by_word:
        raise ValueError("en af: " + ", ".join(choice.label for choice in choices))
    return by_word.get(word, "")


def _plain(text: str) -> str:
    """The text with uniform line ends; ValueError where it has characters that the database cannot store."""
    if "\0" in text:
        raise ValueError("almindelig tekst")
    return text.replace("\r\n", "\n").strip()


def read_version(data: QueryDict, name: str) -> int:
    """The version that a row was typed on; -1, which no row has, where it is no number."""
    number = read_number(data.get(name) or "0")
    return -1 if number is None else number


def as_input_texts(follow_up: FollowUp | None, unit: Unit) -> dict[str, str]:
    """The row's fields as they would be typed, to the øre; the inverse of `parse_input`."""
    exact = Presentation(unit, 0, EXACT_DECIMALS[unit])
    if follow_up is None:
        return dict.fromkeys(BY_NAME, "")
    values = {field: getattr(follow_up, field.name) for field in ROW_FIELDS}
    return {
        field.name: exact.text(value) if field.kind is FieldKind.AMOUNT else str(value)
        for field, value in values.items()
    }
