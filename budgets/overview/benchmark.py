"""Municipalities side by side: what they spend per citizen aged 18-64, and what a helårsperson costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from budgets.areas.models import Appropriation
from budgets.caseload.models import Caseload
from budgets.caseload.suppression import SMALLEST_SHOWN
from budgets.forecasting.models import ForecastLine
from budgets.foundation.models import Municipality, Population
from budgets.ledger.models import Expenditure

ZERO = Decimal(0)


@dataclass(frozen=True)
class PerCitizen:
    """A municipality's year: citizens aged 18-64 on 1 January, and net kroner; None where it is not known."""

    municipality: Municipality
    adults: int | None
    budget: Decimal | None
    expected: Decimal | None
    spent: Decimal | None

    def per_adult(self, amount: Decimal | None) -> Decimal | None:
        """Kroner for each citizen aged 18-64."""
        return amount / self.adults if amount is not None and self.adults else None

    @property
    def budget_per_adult(self) -> Decimal | None:
        """The corrected budget: without the expected overspend."""
        return self.per_adult(self.budget)

    @property
    def expected_per_adult(self) -> Decimal | None:
        """What is expected: with the overspend."""
        return self.per_adult(self.expected)

    @property
    def spent_per_adult(self) -> Decimal | None:
        """What is booked in the year."""
        return self.per_adult(self.spent)


@dataclass(frozen=True)
class UnitPrice:
    """What a helårsperson costs under a section, by municipality in the order of the page.

    None where nobody is served, or where so few are that the price would tell of them.
    """

    legal_basis: str
    prices: Sequence[Decimal | None]


@dataclass(frozen=True)
class Benchmark:
    """The municipalities that have anything of the year."""

    year: int
    rows: Sequence[PerCitizen]
    unit_prices: Sequence[UnitPrice]
    is_constructed: bool


def build_benchmark(municipalities: Sequence[Municipality], year: int, *, own: Municipality) -> Benchmark:
    """The year of one's own and of each that has a budget, expenditure or cases; six queries in all."""
    populations = list(Population.objects.filter(municipality__in=municipalities, year=year))
    adults = {found.municipality_id: found.adults for found in populations}
    within = {"area__municipality__in": municipalities}
    budget = Appropriation.objects.filter(**within).of_year(year, date(year, 12, 31)).by_municipality()
    spent = Expenditure.objects.filter(**within, year=year).by_municipality()
    expected = _expected(municipalities, year)
    cases = list(
        Caseload.objects.filter(area__municipality__in=municipalities, year=year).select_related("area", "legal_basis")
    )
    with_cases = {one.area.municipality_id for one in cases}
    known = budget.keys() | spent.keys() | expected.keys() | with_cases
    shown = [one for one in municipalities if one.pk in known or one.pk == own.pk]
    rows = [
        PerCitizen(one, adults.get(one.pk), budget.get(one.pk), expected.get(one.pk), spent.get(one.pk))
        for one in shown
    ]
    return Benchmark(year, rows, _unit_prices(shown, cases), any(one.is_constructed for one in (*cases, *populations)))


def years_with_figures(municipalities: Sequence[Municipality]) -> set[int]:
    """The years that any of the municipalities has a budget, expenditure or cases of; one query."""
    within = {"area__municipality__in": municipalities}
    budget, spent, cases = (
        model.objects.filter(**within).order_by().values_list("year").distinct()
        for model in (Appropriation, Expenditure, Caseload)
    )
    return {year for (year,) in budget.union(spent, cases)}


def _expected(municipalities: Sequence[Municipality], year: int) -> dict[int, Decimal]:
    """Of each municipality's newest forecast of the year."""
    lines = ForecastLine.objects.filter(forecast__municipality__in=municipalities, year=year)
    newest: dict[int, tuple[tuple[int, int, int], Decimal]] = {}
    names = ("forecast__municipality_id", "forecast__year", "forecast__month", "forecast__seq")
    for municipality, *made, amount in lines.order_by().values_list(*names).annotate(sum=Sum("amount")):
        place = (made[0], made[1], made[2])
        if municipality not in newest or place > newest[municipality][0]:
            newest[municipality] = (place, amount)
    return {municipality: amount for municipality, (_, amount) in newest.items()}


def _unit_prices(municipalities: Sequence[Municipality], cases: Sequence[Caseload]) -> list[UnitPrice]:
    months: defaultdict[tuple[str, int], list[Caseload]] = defaultdict(list)
    for one in cases:
        if one.legal_basis:
            months[str(one.legal_basis), one.area.municipality_id].append(one)
    sections = sorted({section for section, _ in months})
    return [
        UnitPrice(section, [_price(months.get((section, one.pk), [])) for one in municipalities])
        for section in sections
    ]


def _price(months: Sequence[Caseload]) -> Decimal | None:
    persons = sum((one.full_year_persons or ZERO for one in months), ZERO)
    citizens: defaultdict[int, int] = defaultdict(int)
    for one in months:
        citizens[one.month] += one.citizens or 0
    if not persons or any(0 < count < SMALLEST_SHOWN for count in citizens.values()):
        return None
    return sum((one.expenditure or ZERO for one in months), ZERO) / persons
