"""The change from one forecast to another by area, divided into parts that sum exactly to the krone."""

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
class AreaChange:
    """An area's amounts in two forecasts and the parts of their difference, in kroner; the total has area None."""

    area: BudgetArea | None
    before: Decimal
    after: Decimal
    exact: Parts
    budget_before: Decimal
    budget_after: Decimal
    comment: str = ""

    @property
    def parts(self) -> list[Decimal]:
        """The parts in whole kroner, in the order of `decomposition.NAMES`; they sum to the difference."""
        return [Decimal(part) for part in self.exact.rounded()]

    @property
    def difference(self) -> Decimal:
        """Kroner, positive where the later forecast is higher."""
        return self.after - self.before

    @property
    def budget_change(self) -> Decimal:
        """Change in corrected budget, in kroner; a larger budget reduces the deviation."""
        return self.budget_after - self.budget_before

    @property
    def deviation_change(self) -> Decimal:
        """Change in the deviation from the budget, in kroner."""
        return self.difference - self.budget_change


@dataclass(frozen=True)
class ForecastChanges:
    """The changes of one year between two forecasts, by area and in total."""

    before: Forecast
    after: Forecast
    year: int
    rows: Sequence[AreaChange]
    total: AreaChange


def build_changes(municipality: Municipality, before: Forecast, after: Forecast, year: int) -> ForecastChanges:
    """The changes of every area with a line for the year in either forecast, and their total; seven queries."""
    lines_before, lines_after = _load_lines(before, year), _load_lines(after, year)
    budgets_before, budgets_after = (_load_budgets(municipality, forecast, year) for forecast in (before, after))
    comments = {comment.area_id: comment.text for comment in after.comments.all()}
    areas = {line.area_id: line.area for line in [*lines_before.values(), *lines_after.values()]}
    rows = [
        _build_change(
            areas[pk],
            lines_before.get(pk),
            lines_after.get(pk),
            (budgets_before.get(pk, ZERO), budgets_after.get(pk, ZERO)),
            comments.get(pk, ""),
        )
        for pk in sorted(areas, key=lambda pk: areas[pk].code)
    ]
    total = AreaChange(
        None,
        sum((row.before for row in rows), ZERO),
        sum((row.after for row in rows), ZERO),
        add([Parts(), *(row.exact for row in rows)]),
        sum((row.budget_before for row in rows), ZERO),
        sum((row.budget_after for row in rows), ZERO),
        comments.get(None, ""),
    )
    return ForecastChanges(before, after, year, rows, total)


def _load_lines(forecast: Forecast, year: int) -> Mapping[int, ForecastLine]:
    return {line.area_id: line for line in forecast.lines.filter(year=year).select_related("area")}


def _load_budgets(municipality: Municipality, forecast: Forecast, year: int) -> Mapping[int, Decimal]:
    """Corrected budget, kroner by area id, as decided by the end of the forecast's month."""
    as_of = date(forecast.year, forecast.month, monthrange(forecast.year, forecast.month)[1])
    return Appropriation.objects.of_municipality(municipality).of_year(year, as_of).by_area(NET)


def _build_change(
    area: BudgetArea,
    before: ForecastLine | None,
    after: ForecastLine | None,
    budgets: tuple[Decimal, Decimal],
    comment: str,
) -> AreaChange:
    return AreaChange(
        area,
        before.amount if before else ZERO,
        after.amount if after else ZERO,
        split(_to_line(before), _to_line(after)),
        budgets[0],
        budgets[1],
        comment,
    )


def _to_line(line: ForecastLine | None) -> Line | None:
    return Line(line.amount, line.measures, line.one_offs, line.persons) if line else None


def build_changes_table(changes: ForecastChanges) -> Table:
    """The changes as a table for download."""
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
