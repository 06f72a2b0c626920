"""Changes in a year's forecast effect since an earlier round; they sum exactly to the total. Pure: no database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from budgets.foundation.tabular import Column, Kind, Row, Table
from initiatives.catalogues.models.initiatives import Initiative
from reports.estimates.wording import SIGNS
from reports.savings.rows import ZERO, SavingRow, Savings, YearFigures


class ChangeKind(TextChoices):
    """How an initiative's forecast effect has changed."""

    NEW = "new", "nyt tiltag"
    ENDED = "ended", "udgået"
    MOVED = "moved", "flyttet i tid"
    UP = "up", "op"
    DOWN = "down", "ned"
    SAME = "same", "uændret"


@dataclass(frozen=True)
class InitiativeChange:
    """An initiative's forecast effect before and after, of the year and of all later years together; kroner."""

    initiative: Initiative
    before: Decimal
    after: Decimal
    later_before: Decimal
    later_after: Decimal
    kind: ChangeKind

    @property
    def difference(self) -> Decimal:
        """Change in the year's forecast effect, in kroner."""
        return self.after - self.before

    @property
    def later_difference(self) -> Decimal:
        """Change in the forecast effect of the later years together, in kroner."""
        return self.later_after - self.later_before


def compare(before: Savings, after: Savings, *, year: int, as_of: date) -> list[InitiativeChange]:
    """The change of every initiative with figures in the year or later that counted before or counts after.

    `as_of` is the last day of the earlier period: an initiative that had not ended by that day counted.
    """
    earlier_rows = {row.initiative.pk: row for row in (*before.rows, *before.other_rows)}
    changes = []
    for row in (*after.rows, *after.other_rows):
        earlier = earlier_rows.get(row.initiative.pk)
        had_not_ended = row.counts or (row.initiative.ended_on is not None and row.initiative.ended_on > as_of)
        counted_before = earlier if had_not_ended else None
        forecast_before, later_before = _get_forecasts(counted_before, year) if counted_before else (ZERO, ZERO)
        forecast_after, later_after = _get_forecasts(row, year) if row.counts else (ZERO, ZERO)
        kind = _classify(
            is_new=year in row.years and (earlier is None or year not in earlier.years),
            is_ended=counted_before is not None and not row.counts,
            difference=forecast_after - forecast_before,
            later=later_after - later_before,
        )
        years = {*row.years, *(earlier.years if earlier else ())}
        if (row.counts or counted_before) and any(of_year >= year for of_year in years):
            changes.append(
                InitiativeChange(row.initiative, forecast_before, forecast_after, later_before, later_after, kind)
            )
    return changes


def _get_forecasts(row: SavingRow, year: int) -> tuple[Decimal, Decimal]:
    """Forecast effect in kroner of the year, and of all later years together."""
    later = sum((figures.forecast for of_year, figures in row.years.items() if of_year > year), ZERO)
    return row.years.get(year, YearFigures()).forecast, later


def _classify(*, is_new: bool, is_ended: bool, difference: Decimal, later: Decimal) -> ChangeKind:
    if is_ended:
        return ChangeKind.ENDED
    if is_new:
        return ChangeKind.NEW
    if difference and later and (difference < 0) != (later < 0):
        return ChangeKind.MOVED
    if difference or later:
        return ChangeKind.UP if (difference or later) > 0 else ChangeKind.DOWN
    return ChangeKind.SAME


def build_changes_table(
    changes: Iterable[InitiativeChange], year: int, link: Callable[[Initiative], str], *, is_constructed: bool
) -> Table:
    """One row for each change, largest first; unchanged initiatives share one row; last row is the total."""
    sorted_changes = sorted(changes, key=lambda change: (-abs(change.difference), -abs(change.later_difference)))
    different = [change for change in sorted_changes if change.kind is not ChangeKind.SAME]
    unchanged = [change for change in sorted_changes if change.kind is ChangeKind.SAME]
    rows = [
        Row(change.initiative.title, [change.kind.label, *_sum_cells([change])], link=link(change.initiative))
        for change in different
    ]
    if unchanged:
        rows.append(Row(f"Uændrede tiltag: {len(unchanged)}", ["", *_sum_cells(unchanged)]))
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
        rows=[*rows, Row("I alt", ["", *_sum_cells(sorted_changes)], is_total=True)] if rows else [],
        notes=[
            SIGNS,
            "Et tiltag uden opfølgning indgår med den forudsatte effekt. "
            "“Flyttet i tid” betyder, at effekten flyttes mellem året og senere år.",
        ],
        is_constructed=is_constructed,
    )


def _sum_cells(changes: Sequence[InitiativeChange]) -> list[Decimal]:
    return [
        sum((change.before for change in changes), ZERO),
        sum((change.after for change in changes), ZERO),
        sum((change.difference for change in changes), ZERO),
        sum((change.later_difference for change in changes), ZERO),
    ]
