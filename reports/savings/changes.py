"""What has changed in the forecast of a year since an earlier round; the differences sum exactly. Pure: no database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from budgets.foundation.tabular import Column, Kind, Row, Table
from initiatives.catalogues.models.initiatives import Initiative
from reports.estimates.wording import SIGNS
from reports.savings.rows import ZERO, SavingRow, Savings, YearFigures


class Change(TextChoices):
    """What happened to an initiative's forecast."""

    NEW = "new", "nyt tiltag"
    ENDED = "ended", "udgået"
    MOVED = "moved", "flyttet i tid"
    UP = "up", "op"
    DOWN = "down", "ned"
    SAME = "same", "uændret"


@dataclass(frozen=True)
class Changed:
    """An initiative's forecast of the year then and now, and of all later years together; kroner."""

    initiative: Initiative
    before: Decimal
    after: Decimal
    later_before: Decimal
    later_after: Decimal
    kind: Change

    @property
    def difference(self) -> Decimal:
        """Now less then."""
        return self.after - self.before

    @property
    def later_difference(self) -> Decimal:
        """The same of the later years together."""
        return self.later_after - self.later_before


def compare(before: Savings, after: Savings, *, year: int, as_of: date) -> list[Changed]:
    """Every initiative of the year or a later one that counted then or counts now.

    `as_of` is the last day of then: what had not ended by it counted.
    """
    then = {row.initiative.pk: row for row in (*before.rows, *before.others)}
    found = []
    for row in (*after.rows, *after.others):
        earlier = then.get(row.initiative.pk)
        had_not_ended = row.counts or (row.initiative.ended_on is not None and row.initiative.ended_on > as_of)
        counted = earlier if had_not_ended else None
        was, later_was = _figures(counted, year) if counted else (ZERO, ZERO)
        now, later_now = _figures(row, year) if row.counts else (ZERO, ZERO)
        kind = _kind(
            is_new=year in row.years and (earlier is None or year not in earlier.years),
            is_ended=counted is not None and not row.counts,
            difference=now - was,
            later=later_now - later_was,
        )
        years = {*row.years, *(earlier.years if earlier else ())}
        if (row.counts or counted) and any(of_year >= year for of_year in years):
            found.append(Changed(row.initiative, was, now, later_was, later_now, kind))
    return found


def _figures(row: SavingRow, year: int) -> tuple[Decimal, Decimal]:
    """The forecast of the year, and of all years after it."""
    later = sum((one.forecast for of_year, one in row.years.items() if of_year > year), ZERO)
    return row.years.get(year, YearFigures()).forecast, later


def _kind(*, is_new: bool, is_ended: bool, difference: Decimal, later: Decimal) -> Change:
    if is_ended:
        return Change.ENDED
    if is_new:
        return Change.NEW
    if difference and later and (difference < 0) != (later < 0):
        return Change.MOVED
    if difference or later:
        return Change.UP if (difference or later) > 0 else Change.DOWN
    return Change.SAME


def changes_table(
    found: Iterable[Changed], year: int, link: Callable[[Initiative], str], *, is_constructed: bool
) -> Table:
    """What changed, the largest first, and the whole; what is the same is one row."""
    changed = sorted((one for one in found), key=lambda one: (-abs(one.difference), -abs(one.later_difference)))
    moved = [one for one in changed if one.kind is not Change.SAME]
    same = [one for one in changed if one.kind is Change.SAME]
    rows = [Row(one.initiative.title, [one.kind.label, *_cells([one])], link=link(one.initiative)) for one in moved]
    if same:
        rows.append(Row(f"Uændrede tiltag: {len(same)}", ["", *_cells(same)]))
    return Table(
        name="aendringer",
        caption=f"Ændringer i den forventede effekt for {year}",
        first="Tiltag",
        columns=[
            Column("Type", Kind.TEXT),
            Column("Forventet før"),
            Column("Forventet nu"),
            Column("Ændring"),
            Column("Senere år, ændring"),
        ],
        rows=[*rows, Row("I alt", ["", *_cells(changed)], is_total=True)] if rows else [],
        notes=[
            SIGNS,
            "Et tiltag uden opfølgning indgår med den forudsatte effekt. "
            "“Flyttet i tid” betyder, at effekten flyttes mellem året og senere år.",
        ],
        is_constructed=is_constructed,
    )


def _cells(found: Sequence[Changed]) -> list[Decimal]:
    return [
        sum((one.before for one in found), ZERO),
        sum((one.after for one in found), ZERO),
        sum((one.difference for one in found), ZERO),
        sum((one.later_difference for one in found), ZERO),
    ]
