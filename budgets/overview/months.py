"""An area's year month by month: its budget and what is booked, each month and accumulated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from budgets.areas.models import NET, Appropriation, BudgetArea
from budgets.foundation.calendar import MONTH_NAMES, MONTHS_A_YEAR
from budgets.foundation.tabular import Column, Row, Table
from budgets.ledger.models import Expenditure
from budgets.overview.rows import share_of_year, weights_of

ZERO = Decimal(0)


@dataclass(frozen=True)
class AreaMonth:
    """Net kroner of a month, and of the year to its end; `spent` is None after the last month that is booked."""

    month: int
    budget: Decimal
    budget_to_date: Decimal
    spent: Decimal | None
    spent_to_date: Decimal | None
    spent_last_year: Decimal | None


def below(area: BudgetArea, areas: Sequence[BudgetArea]) -> list[BudgetArea]:
    """The area and everything under it."""
    children = [below(other, areas) for other in areas if other.parent_id == area.pk]
    return [area, *chain.from_iterable(children)]


def build_months(area: BudgetArea, areas: Sequence[BudgetArea], *, year: int, as_of: date) -> list[AreaMonth]:
    """Twelve months of the area with everything under it; two queries."""
    within = below(area, areas)
    by_id = {other.pk: other for other in areas}
    given = Appropriation.objects.of_municipality(area.municipality).of_year(year, as_of).by_area(NET)
    budget = [
        sum((given.get(a.pk, ZERO) * share_of_year(weights_of(a, by_id), month) for a in within), ZERO)
        for month in range(MONTHS_A_YEAR + 1)
    ]
    booked = Expenditure.objects.filter(area__in=within, year__in=(year - 1, year)).by_month(NET)
    last = max((month for booked_year, month in booked if booked_year == year), default=0)
    spent_to_date = ZERO
    rows = []
    for month in range(1, MONTHS_A_YEAR + 1):
        spent = booked.get((year, month), ZERO) if month <= last else None
        spent_to_date += spent or ZERO
        rows.append(
            AreaMonth(
                month=month,
                budget=budget[month] - budget[month - 1],
                budget_to_date=budget[month],
                spent=spent,
                spent_to_date=None if spent is None else spent_to_date,
                spent_last_year=booked.get((year - 1, month)),
            )
        )
    return rows


def months_table(rows: Sequence[AreaMonth], name: str, *, is_constructed: bool) -> Table:
    """The months as they are downloaded."""
    return Table(
        name="maaneder",
        caption=f"{name}, måned for måned, netto",
        first="Måned",
        columns=[
            Column("Budget"),
            Column("Forbrug"),
            Column("Budget til dato"),
            Column("Forbrug til dato"),
            Column("Forbrug samme måned året før"),
        ],
        rows=[
            Row(
                MONTH_NAMES[row.month - 1],
                [row.budget, row.spent, row.budget_to_date, row.spent_to_date, row.spent_last_year],
            )
            for row in rows
        ],
        notes=["Udgifter er positive."],
        is_constructed=is_constructed,
    )
