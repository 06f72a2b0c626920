"""Template filters of the follow-up: marks of statuses and states, and look-ups by row."""

from collections.abc import Mapping
from typing import TypeVar

from django import template

from initiatives.results.models import State, Status

register = template.Library()

Value = TypeVar("Value")

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
"""A shape for each status and state, shown beside its label, so that colour is never the only sign."""


@register.filter
def mark(choice: str | None) -> str:
    """The shape of a status or a state."""
    return MARKS.get(choice or "", "")


@register.filter
def without_forecast(number: int) -> str:
    """A note on the rows that count with their target in a sum; empty where there are none."""
    return f"heraf {number} uden forventet effekt, ikke med i Forventet og Afvigelse" if number else ""


@register.filter
def of(mapping: Mapping[object, Value], key: object) -> Value | None:
    """The value of the key, or None."""
    return mapping.get(key)
