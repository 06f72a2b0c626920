"""The fields of a follow-up that people fill, each described once: for reading, saving, the grid and the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

from initiatives.results.models import Cause, Status


class FieldKind(StrEnum):
    """What a field holds: kroner typed in a unit, one of its choices, or text."""

    AMOUNT = "amount"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class RowField:
    """A field of FollowUp, and in the grid and the workbook its heading; `{year}` in a text is the round's year.

    `width` is of the workbook's column in characters. Without a heading the field is on the row's own page alone.
    """

    name: str
    kind: FieldKind
    label: str = ""
    heading: str = ""
    width: int = 15
    guide: str = ""
    choices: type[TextChoices] | None = None


ROW_FIELDS: Sequence[RowField] = (
    RowField(
        "realised",
        FieldKind.AMOUNT,
        "Opnået",
        "Opnået",
        guide="Den effekt, der er opnået i {year} til og med {month}.",
    ),
    RowField(
        "forecast",
        FieldKind.AMOUNT,
        "Forventet",
        "Forventet {year}",
        guide="Det bedste skøn over effekten i hele {year}, når årets resultat tælles med.",
    ),
    RowField(
        "cause",
        FieldKind.CHOICE,
        "Årsag",
        "Årsag",
        width=20,
        guide="Grunden til, at effekten afviger fra den forudsatte. Vælg på listen.",
        choices=Cause,
    ),
    RowField(
        "explanation",
        FieldKind.TEXT,
        "Forklaring",
        "Forklaring",
        width=70,
        guide="Forklar afvigelsen med dine egne ord.",
    ),
    RowField("full_year_effect", FieldKind.AMOUNT),
    RowField("chosen_status", FieldKind.CHOICE, choices=Status),
    RowField("status_reason", FieldKind.TEXT),
    RowField("booked", FieldKind.AMOUNT),
    RowField("posted", FieldKind.AMOUNT),
)
"""In the order of the columns; amounts come before the others in the grid and the workbook."""

GRID_FIELDS: Sequence[RowField] = tuple(field for field in ROW_FIELDS if field.heading)
BY_NAME = {field.name: field for field in ROW_FIELDS}


def names_of(fields: Sequence[RowField], kind: FieldKind | None = None) -> tuple[str, ...]:
    """The names of the fields, or of those of one kind."""
    return tuple(field.name for field in fields if kind in (None, field.kind))
