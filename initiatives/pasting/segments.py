"""A pasted table in parts: the lines of a group with the sums under them, and the sums of everything."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from initiatives.pasting.table import PastedRow, RowRole


@dataclass
class Segment:
    """Lines that belong together and the sums right under them; `theme` is the group's own row, where it has one."""

    theme: PastedRow | None = None
    rows: list[PastedRow] = field(default_factory=list)

    @property
    def lines(self) -> list[PastedRow]:
        return [row for row in self.rows if row.role is RowRole.LINE]

    @property
    def is_summed(self) -> bool:
        """True after a sum: the next line begins a new part, because a sum covers the lines above it."""
        return bool(self.rows) and self.rows[-1].role is not RowRole.LINE


def split_segments(rows: Sequence[PastedRow]) -> tuple[list[Segment], list[PastedRow]]:
    """The parts in order, and the totals of all of them; where there is only one part, it has the totals."""
    segments = [Segment()]
    totals: list[PastedRow] = []
    for row in rows:
        if row.role is RowRole.THEME:
            segments.append(Segment(row))
        elif row.role is RowRole.LINE and segments[-1].is_summed:
            segments.append(Segment(segments[-1].theme, [row]))
        elif row.role is RowRole.TOTAL:
            totals.append(row)
        elif row.role is not RowRole.NOTE:
            segments[-1].rows.append(row)
    parts = [segment for segment in segments if segment.rows]
    if len(parts) == 1:
        return [Segment(parts[0].theme, [*parts[0].rows, *totals])], []
    return parts, totals


def empty_themes(rows: Sequence[PastedRow]) -> list[PastedRow]:
    """Groups without a line or sum before the next group."""
    empty = []
    for place, row in enumerate(rows):
        following = [later for later in rows[place + 1 :] if later.role is not RowRole.NOTE]
        if row.role is RowRole.THEME and (not following or following[0].role is RowRole.THEME):
            empty.append(row)
    return empty
