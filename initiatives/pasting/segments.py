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
        """True after a sum: the next line begins a part of its own, for a sum is of the lines above it."""
        return bool(self.rows) and self.rows[-1].role is not RowRole.LINE


def segments_of(rows: Sequence[PastedRow]) -> tuple[list[Segment], list[PastedRow]]:
    """The parts in the order of the text, and the totals of all of them; a total of the only part stands in it."""
    found = [Segment()]
    totals: list[PastedRow] = []
    for row in rows:
        if row.role is RowRole.THEME:
            found.append(Segment(row))
        elif row.role is RowRole.LINE and found[-1].is_summed:
            found.append(Segment(found[-1].theme, [row]))
        elif row.role is RowRole.TOTAL:
            totals.append(row)
        elif row.role is not RowRole.NOTE:
            found[-1].rows.append(row)
    parts = [segment for segment in found if segment.rows]
    if len(parts) == 1:
        return [Segment(parts[0].theme, [*parts[0].rows, *totals])], []
    return parts, totals


def empty_themes(rows: Sequence[PastedRow]) -> list[PastedRow]:
    """Groups that no line or sum stands under, before the next group."""
    found = []
    for place, row in enumerate(rows):
        own = [after for after in rows[place + 1 :] if after.role is not RowRole.NOTE]
        if row.role is RowRole.THEME and (not own or own[0].role is RowRole.THEME):
            found.append(row)
    return found
