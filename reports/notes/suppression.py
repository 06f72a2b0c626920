"""Counts of observed citizens in a note: none below five, and nothing that one could be worked out from. Pure.

Every number that is shown is a count that may be shown, or the sum of counts that are all shown: then what is hidden
follows from nothing that stands there, in this note or in another one. A second count is hidden beside a single one,
for the total may be known from elsewhere.
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
"""Beginnings of units that count people."""


def shown_counts(counts: Sequence[int | None]) -> tuple[list[int | None], int | None]:
    """The counts of a column that may be told, and their total; None where it is hidden or there is no count.

    The total is told only where every count is.
    """
    hide = flag_hidden_counts(counts)
    told = [None if is_hidden else count for count, is_hidden in zip(counts, hide, strict=True)]
    known = [count for count in counts if count is not None]
    return told, sum(known) if known and not any(hide) else None


def counts_people(unit: str) -> bool:
    """True of a unit such as `borgere` or `unge i STU`."""
    return unit.lower().startswith(PEOPLE)


def shown_values(values: Sequence[Decimal | None]) -> list[str]:
    """Values that each count people, as text: those that may be told, and HIDDEN; nothing for None."""
    counts = [None if value is None else int(value) for value in values]
    return [
        "" if value is None else HIDDEN if is_hidden else format_number(value, most=2)
        for value, is_hidden in zip(values, flag_hidden_counts(counts), strict=True)
    ]
