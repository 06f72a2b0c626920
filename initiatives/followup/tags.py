"""What the follow-up's templates need: marks of statuses and states, and look-ups by row."""

from collections.abc import Mapping
from typing import TypeVar

from django import template

from initiatives.results.models import State, Status

register = template.Library()

Found = TypeVar("Found")

MARKS: Mapping[str, str] = {
    Status.ON_TRACK: "●",
    Status.FULLY_PHASED_IN: "■",
    Status.NOT_STARTED: "○",
    Status.RISK: "◆",
    Status.BEHIND: "▲",
    Status.OVERSPEND: "▲",
    Status.UNDERSPEND: "▽",
    State.DRAFT: "○",
    State.RETURNED: "◆",
    State.SUBMITTED: "◐",
    State.APPROVED: "●",
}
"""A shape for each status and state, beside its word: never colour alone."""


@register.filter
def mark(choice: str | None) -> str:
    """The shape of a status or a state."""
    return MARKS.get(choice or "", "")


@register.filter
def without_forecast(number: int) -> str:
    """How many rows count with their target in a sum; nothing where none does."""
    return f"heraf {number} uden forventet effekt, talt med den forudsatte" if number else ""


@register.filter
def of(found: Mapping[object, Found], key: object) -> Found | None:
    """What stands under the key."""
    return found.get(key)
