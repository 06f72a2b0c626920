"""Changes in a year's forecast effect since an earlier round; they sum exactly to the total. Pure: no database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from budgets.foundation.tabular import Column, Kind, Row, Table
from initiatives.catalogues.models.initiatives import Initiative
from reports.estimates.wording import SIGNS
from reports.savings.rows import ZERO, SavingRow, Savings, add_known


class ChangeKind(TextChoices):
    """How an initiative's forecast effect has changed."""

    NEW = "new", "nyt tiltag"
    ENDED = "ended", "udgået"
    MOVED = "moved", "flyttet i tid"
    UP = "up", "op"
    DOWN = "down", "ned"
    SAME = "same", "uændret"
    ASSESSED = "assessed", "vurderet første gang"
    UNASSESSED = "unassessed", "ikke vurderet"


NOT_COMPARED = (ChangeKind.ASSESSED, ChangeKind.UNASSESSED)


@dataclass(frozen=True)
class InitiativeChange:
    """An initiative's forecast effect of the year before and after, in kroner; None where it was not assessed.

    `later_difference` is the change of the later years that were assessed both times, together; None without any.
    """

    initiative: Initiative
    before: Decimal | None
    after: Decimal | None
    later_difference: Decimal | None
    kind: ChangeKind

    @property
    def difference(self) -> Decimal | None:
        """Change in the year's forecast effect, in kroner; None where it was not assessed both times."""
        return None if self.before is None or self.after is None else self.after - self.before


def compare(before: Savings, after: Savings, *, year: int, as_of: date) -> list[InitiativeChange]:
    """The change of every initiative with figures in the year or later that counted before or counts after.

    `as_of` is the last day of the earlier period: an initiative that had not ended by that day counted. Nothing is
    expected of an initiative before it is there or after it has ended.
    """
    earlier_rows = {row.initiative.pk: row for row in (*before.rows, *before.other_rows)}
    changes = []
    for row in (*after.rows, *after.other_rows):
        earlier = earlier_rows.get(row.initiative.pk)
        had_not_ended = row.counts or (row.initiative.ended_on is not None and row.initiative.ended_on > as_of)
        counted_before = earlier if had_not_ended else None
        years = {*row.years, *(earlier.years if earlier else ())}
        if (row.counts or counted_before) and any(of_year >= year for of_year in years):
            changes.append(_compare_row(counted_before, row if row.counts else None, row.initiative, year))
    return changes


def _compare_row(
    before: SavingRow | None, after: SavingRow | None, initiative: Initiative, year: int
) -> InitiativeChange:
    forecast_before, forecast_after = _get_forecast(before, year), _get_forecast(after, year)
    later_years = {of_year for row in (before, after) if row for of_year in row.years if of_year > year}
    later = add_known(
        *(_subtract(_get_forecast(after, of_year), _get_forecast(before, of_year)) for of_year in later_years)
    )
    is_new = after is not None and year in after.years and (before is None or year not in before.years)
    kind = _classify(forecast_before, forecast_after, later, is_new=is_new, is_ended=after is None)
    return InitiativeChange(initiative, forecast_before, forecast_after, later, kind)


def _get_forecast(row: SavingRow | None, year: int) -> Decimal | None:
    """Forecast effect of the year in kroner: zero without a row or a year, None where it is not assessed."""
    return row.years[year].forecast if row and year in row.years else ZERO


def _subtract(after: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if after is None or before is None else after - before


def _classify(
    before: Decimal | None, after: Decimal | None, later: Decimal | None, *, is_new: bool, is_ended: bool
) -> ChangeKind:
    if after is None:
        return ChangeKind.UNASSESSED
    if is_ended:
        return ChangeKind.ENDED
    if is_new:
        return ChangeKind.NEW
    if before is None:
        return ChangeKind.ASSESSED
    difference, later = after - before, later or ZERO
    if difference and later and (difference < 0) != (later < 0):
        return ChangeKind.MOVED
    if difference or later:
        return ChangeKind.UP if (difference or later) > 0 else ChangeKind.DOWN
    return ChangeKind.SAME


def build_changes_table(
    changes: Iterable[InitiativeChange], year: int, link: Callable[[Initiative], str], *, is_constructed: bool
) -> Table:
    """One row for each change, largest first, and their total; after it what could not be compared."""
    sorted_changes = sorted(
        changes, key=lambda change: (-abs(change.difference or ZERO), -abs(change.later_difference or ZERO))
    )
    compared = [change for change in sorted_changes if change.kind not in NOT_COMPARED]
    rows = [_build_row(change, link) for change in compared if change.kind is not ChangeKind.SAME]
    rows += _build_joint_row("Uændrede tiltag", [change for change in compared if change.kind is ChangeKind.SAME])
    total = Row("I alt, vurderet begge gange", ["", *_sum_cells(compared)], is_total=True)
    rows += [total] if rows else []
    rows += [_build_row(change, link) for change in sorted_changes if change.kind is ChangeKind.ASSESSED]
    unassessed = [change for change in sorted_changes if change.kind is ChangeKind.UNASSESSED]
    rows += _build_joint_row("Tiltag, der ikke er vurderet", unassessed)
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
        rows=rows,
        notes=[
            SIGNS,
            "Et tiltag, der ikke var vurderet, har ingen ændring og står efter summen. "
            "“Flyttet i tid” betyder, at effekten flyttes mellem året og senere år.",
        ],
        is_constructed=is_constructed,
    )


def _build_row(change: InitiativeChange, link: Callable[[Initiative], str]) -> Row:
    return Row(change.initiative.title, [change.kind.label, *_sum_cells([change])], link=link(change.initiative))


def _build_joint_row(label: str, changes: Sequence[InitiativeChange]) -> list[Row]:
    """One row for all of them, with their number; none without any."""
    return [Row(f"{label}: {len(changes)}", ["", *_sum_cells(changes)])] if changes else []


def _sum_cells(changes: Sequence[InitiativeChange]) -> list[Decimal | None]:
    return [
        add_known(*(change.before for change in changes)),
        add_known(*(change.after for change in changes)),
        add_known(*(change.difference for change in changes)),
        add_known(*(change.later_difference for change in changes)),
    ]
