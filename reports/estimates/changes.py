"""What changed from one forecast to another, area by area, exact to the krone."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.areas.models import NET, Appropriation, BudgetArea
from budgets.forecasting.decomposition import NAMES, Line, Parts, add, split
from budgets.forecasting.models import Forecast, ForecastLine
from budgets.foundation.models import Municipality
from budgets.foundation.tabular import Column, Kind, Row, Table

ZERO = Decimal(0)


@dataclass(frozen=True)
class Change:
    """An area's amounts in the two forecasts and the parts of their difference; kroner. No area is the total."""

    area: BudgetArea | None
    before: Decimal
    after: Decimal
    exact: Parts
    budget_before: Decimal
    budget_after: Decimal
    comment: str = ""

    @property
    def parts(self) -> list[Decimal]:
        """Whole kroner in the order of `decomposition.NAMES`, which sum to the difference."""
        return [Decimal(part) for part in self.exact.rounded()]

    @property
    def difference(self) -> Decimal:
        """After less before."""
        return self.after - self.before

    @property
    def budget_change(self) -> Decimal:
        """How much the corrected budget has changed: a larger one makes the deviation smaller."""
        return self.budget_after - self.budget_before

    @property
    def deviation_change(self) -> Decimal:
        """How much the deviation has changed."""
        return self.difference - self.budget_change


@dataclass(frozen=True)
class Changes:
    """The two forecasts, the year, and what changed."""

    before: Forecast
    after: Forecast
    year: int
    rows: Sequence[Change]
    total: Change


def build_changes(municipality: Municipality, before: Forecast, after: Forecast, year: int) -> Changes:
    """Every area that either forecast has a line for in the year, and their total; seven queries."""
    then, now = _lines(before, year), _lines(after, year)
    was, is_now = (_budget(municipality, forecast, year) for forecast in (before, after))
    comments = {comment.area_id: comment.text for comment in after.comments.all()}
    areas = {line.area_id: line.area for line in [*then.values(), *now.values()]}
    rows = [
        _change(areas[pk], then.get(pk), now.get(pk), (was.get(pk, ZERO), is_now.get(pk, ZERO)), comments.get(pk, ""))
        for pk in sorted(areas, key=lambda pk: areas[pk].code)
    ]
    total = Change(
        None,
        sum((row.before for row in rows), ZERO),
        sum((row.after for row in rows), ZERO),
        add([Parts(), *(row.exact for row in rows)]),
        sum((row.budget_before for row in rows), ZERO),
        sum((row.budget_after for row in rows), ZERO),
        comments.get(None, ""),
    )
    return Changes(before, after, year, rows, total)


def _lines(forecast: Forecast, year: int) -> Mapping[int, ForecastLine]:
    return {line.area_id: line for line in forecast.lines.filter(year=year).select_related("area")}


def _budget(municipality: Municipality, forecast: Forecast, year: int) -> Mapping[int, Decimal]:
    """The corrected budget as it was decided by the end of the forecast's month."""
    as_of = date(forecast.year, forecast.month, monthrange(forecast.year, forecast.month)[1])
    return Appropriation.objects.of_municipality(municipality).of_year(year, as_of).by_area(NET)


def _change(
    area: BudgetArea,
    before: ForecastLine | None,
    after: ForecastLine | None,
    budgets: tuple[Decimal, Decimal],
    comment: str,
) -> Change:
    return Change(
        area,
        before.amount if before else ZERO,
        after.amount if after else ZERO,
        split(_as_line(before), _as_line(after)),
        budgets[0],
        budgets[1],
        comment,
    )


def _as_line(line: ForecastLine | None) -> Line | None:
    return Line(line.amount, line.measures, line.one_offs, line.persons) if line else None


def changes_table(changes: Changes) -> Table:
    """The changes as they are downloaded."""
    headings = [str(changes.before), *NAMES.values(), str(changes.after), "ændring i budget", "ændring i afvigelse"]
    rows = [
        Row(
            str(row.area or "I alt"),
            [row.before, *row.parts, row.after, row.budget_change, row.deviation_change, row.comment],
            is_total=row.area is None,
        )
        for row in (*changes.rows, changes.total)
    ]
    return Table(
        name="aendringer",
        caption=f"Ændring i forventet udgift {changes.year}",
        first="Område",
        columns=[*(Column(heading.capitalize()) for heading in headings), Column("Bemærkning", Kind.TEXT)],
        rows=rows,
        notes=["Plus betyder merudgift."],
        is_constructed=changes.after.is_constructed,
    )
