"""Suppression of small counts: texts and files for others show no count of observed citizens below five.

Method: a count from 1 to 4 is hidden. A single hidden count could be found as its group's total less the others, so
the smallest shown count of the group is hidden too.
"""

from collections.abc import Sequence

SMALLEST_SHOWN = 5


def flag_hidden_counts(counts: Sequence[int | None]) -> list[bool]:
    """For each count of a group with a known total, True if it must be hidden; None is no count and never hidden."""
    is_hidden = [count is not None and 0 < count < SMALLEST_SHOWN for count in counts]
    if sum(is_hidden) == 1:
        shown = [(count, place) for place, count in enumerate(counts) if count and not is_hidden[place]]
        if shown:
            is_hidden[min(shown)[1]] = True
    return is_hidden
