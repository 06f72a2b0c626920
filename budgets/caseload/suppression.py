"""Small counts: what leaves the municipality tells no count of observed citizens below five.

Method: a count from 1 to 4 is hidden. Where a hidden count could be found as its group's total less the others, the
smallest count left in the group is hidden too, so that at least two are.
"""

from collections.abc import Sequence

SMALLEST_SHOWN = 5


def hidden(counts: Sequence[int | None]) -> list[bool]:
    """Which counts of a group with a known total must not be told; None is no count and is never hidden."""
    hide = [count is not None and 0 < count < SMALLEST_SHOWN for count in counts]
    if sum(hide) == 1:
        left = [(count, place) for place, count in enumerate(counts) if count and not hide[place]]
        if left:
            hide[min(left)[1]] = True
    return hide
