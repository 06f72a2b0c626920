"""An area's year by month: budget and expenditure, monthly and accumulated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from budgets.areas.models import NET, Appropriation, BudgetArea
from budgets.foundation.calendar import MONTH_NAMES, MONTHS_A_YEAR
from budgets.foundation.tabular import Column, Row, Table
from budgets.ledger.models import Expenditure
from budgets.overview.rows import compute_share_of_year, get_month_weights

ZERO = Decimal(0)


@dataclass(frozen=True)
class AreaMonth:
    """Net kroner of a month and of the year to its end; what is spent is None after the last booked month."""

    month: int
    budget: Decimal
    budget_to_date: Decimal
    spent: Decimal | None
    spent_to_date: Decimal | None
    spent_last_year: Decimal | None


def list_subtree(area: BudgetArea, areas: Sequence[BudgetArea]) -> list[BudgetArea]:
    """The area and all areas below it."""
    subtrees = [list_subtree(child, areas) for child in areas if child.parent_id == area.pk]
    return [area, *chain.from_iterable(subtrees)]


def build_months(area: BudgetArea, areas: Sequence[BudgetArea], *, year: int, as_of: date) -> list[AreaMonth]:
    """The twelve months of the area with all areas below it; two queries."""
    subtree = list_subtree(area, areas)
    by_id = {candidate.pk: candidate for candidate in areas}
    appropriated = Appropriation.objects.of_municipality(area.municipality).of_year(year, as_of).by_area(NET)
    budget = [
        sum(
            (
                appropriated.get(member.pk, ZERO) * compute_share_of_year(get_month_weights(member, by_id), month)
                for member in subtree
            ),
            ZERO,
        )
        for month in range(MONTHS_A_YEAR + 1)
    ]
    booked = Expenditure.objects.filter(area__in=subtree, year__in=(year - 1, year)).by_month(NET)
    last = max((month for booked_year, month in booked if booked_year == year), default=0)
    spent_to_date = ZERO
    months = []
    for month in range(1, MONTHS_A_YEAR + 1):
        spent = booked.get((year, month), ZERO) if month <= last else None
        spent_to_date += spent or ZERO
        months.append(
            AreaMonth(
                month=month,
                budget=budget[month] - budget[month - 1],
                budget_to_date=budget[month],
                spent=spent,
                spent_to_date=None if spent is None else spent_to_date,
                spent_last_year=booked.get((year - 1, month)),
            )
        )
    return months


def build_months_table(months: Sequence[AreaMonth], name: str, *, is_constructed: bool) -> Table:
    """The months as a table for download."""
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
                MONTH_NAMES[month.month - 1],
                [month.budget, month.spent, month.budget_to_date, month.spent_to_date, month.spent_last_year],
            )
            for month in months
        ],
        notes=["Udgifter er positive."],
        is_constructed=is_constructed,
    )
