"""Suppression of small counts of citizens in a note: no count below five can be read or derived. Pure: no database.

Every number shown is a count that may be shown, or the sum of counts that are all shown, so that a hidden count cannot
be derived from this note or another. A single hidden count is accompanied by a second one, because the total may be
known from another source.
"""

from collections.abc import Sequence
from decimal import Decimal

from budgets.caseload.suppression import SMALLEST_SHOWN, flag_hidden_counts
from budgets.foundation.amounts import format_number

HIDDEN = f"under {SMALLEST_SHOWN} eller skjult"
WHY = (
    f"Antal under {SMALLEST_SHOWN} er skjult af hensyn til borgerne. Andre tal og summer kan også være skjult, hvis de "
    "små tal ellers kunne regnes ud."
)
PEOPLE = ("borger", "person", "ung", "sag", "cpr", "elev", "beboer", "deltager")
"""First letters of units that count people."""


def suppress_counts(counts: Sequence[int | None]) -> tuple[list[int | None], int | None]:
    """The counts of a column that may be shown, and their total; None for a hidden or missing count.

    The total is shown only if no count is hidden.
    """
    hidden_flags = flag_hidden_counts(counts)
    shown_counts = [None if is_hidden else count for count, is_hidden in zip(counts, hidden_flags, strict=True)]
    present_counts = [count for count in counts if count is not None]
    return shown_counts, sum(present_counts) if present_counts and not any(hidden_flags) else None


def is_count_of_people(unit: str) -> bool:
    """True for a unit such as `borgere` or `unge i STU`."""
    return unit.lower().startswith(PEOPLE)


def format_suppressed(values: Sequence[Decimal | None]) -> list[str]:
    """Counts of people as text: HIDDEN for those that may not be shown, empty for None."""
    counts = [None if value is None else int(value) for value in values]
    return [
        "" if value is None else HIDDEN if is_hidden else format_number(value, most=2)
        for value, is_hidden in zip(values, flag_hidden_counts(counts), strict=True)
    ]
