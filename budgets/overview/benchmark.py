"""Comparison of municipalities: kroner per citizen aged 18-64 and per helårsperson."""

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
    """A municipality's year: citizens aged 18-64 on 1 January, and net kroner; None if unknown."""

    municipality: Municipality
    adults: int | None
    budget: Decimal | None
    expected: Decimal | None
    spent: Decimal | None

    def per_adult(self, amount: Decimal | None) -> Decimal | None:
        """Kroner per citizen aged 18-64; None if unknown."""
        return amount / self.adults if amount is not None and self.adults else None

    @property
    def budget_per_adult(self) -> Decimal | None:
        """Corrected budget per citizen aged 18-64."""
        return self.per_adult(self.budget)

    @property
    def expected_per_adult(self) -> Decimal | None:
        """Forecast expenditure per citizen aged 18-64."""
        return self.per_adult(self.expected)

    @property
    def spent_per_adult(self) -> Decimal | None:
        """Booked expenditure per citizen aged 18-64."""
        return self.per_adult(self.spent)


@dataclass(frozen=True)
class UnitPrice:
    """Kroner per helårsperson under a legal basis, for each municipality in the order of the page.

    None if nobody is served, or so few that the price would reveal their costs.
    """

    legal_basis: str
    prices: Sequence[Decimal | None]


@dataclass(frozen=True)
class Benchmark:
    """The comparison of municipalities with any figures of the year."""

    year: int
    rows: Sequence[PerCitizen]
    unit_prices: Sequence[UnitPrice]
    is_constructed: bool


def build_benchmark(municipalities: Sequence[Municipality], year: int, *, own: Municipality) -> Benchmark:
    """Compare `own` with the municipalities that have a budget, expenditure or cases in the year; six queries."""
    populations = list(Population.objects.filter(municipality__in=municipalities, year=year))
    adults = {population.municipality_id: population.adults for population in populations}
    within = {"area__municipality__in": municipalities}
    budget = Appropriation.objects.filter(**within).of_year(year, date(year, 12, 31)).by_municipality()
    spent = Expenditure.objects.filter(**within, year=year).by_municipality()
    expected = _load_expected(municipalities, year)
    cases = list(
        Caseload.objects.filter(area__municipality__in=municipalities, year=year).select_related("area", "legal_basis")
    )
    with_cases = {caseload.area.municipality_id for caseload in cases}
    with_figures = budget.keys() | spent.keys() | expected.keys() | with_cases
    compared = [candidate for candidate in municipalities if candidate.pk in with_figures or candidate.pk == own.pk]
    rows = [PerCitizen(m, adults.get(m.pk), budget.get(m.pk), expected.get(m.pk), spent.get(m.pk)) for m in compared]
    is_constructed = any(row.is_constructed for row in (*cases, *populations))
    return Benchmark(year, rows, _build_unit_prices(compared, cases), is_constructed)


def list_years_with_figures(municipalities: Sequence[Municipality]) -> set[int]:
    """The years in which any of the municipalities has a budget, expenditure or cases; one query."""
    within = {"area__municipality__in": municipalities}
    budget, spent, cases = (
        model.objects.filter(**within).order_by().values_list("year").distinct()
        for model in (Appropriation, Expenditure, Caseload)
    )
    return {year for (year,) in budget.union(spent, cases)}


def _load_expected(municipalities: Sequence[Municipality], year: int) -> dict[int, Decimal]:
    """Kroner by municipality id, from each municipality's newest forecast that has the year; one query."""
    lines = ForecastLine.objects.filter(forecast__municipality__in=municipalities, year=year)
    newest: dict[int, tuple[tuple[int, int, int], Decimal]] = {}
    names = ("forecast__municipality_id", "forecast__year", "forecast__month", "forecast__seq")
    for municipality, *made_at, amount in lines.order_by().values_list(*names).annotate(sum=Sum("amount")):
        moment = (made_at[0], made_at[1], made_at[2])
        if municipality not in newest or moment > newest[municipality][0]:
            newest[municipality] = (moment, amount)
    return {municipality: amount for municipality, (_, amount) in newest.items()}


def _build_unit_prices(municipalities: Sequence[Municipality], cases: Sequence[Caseload]) -> list[UnitPrice]:
    months: defaultdict[tuple[str, int], list[Caseload]] = defaultdict(list)
    for caseload in cases:
        if caseload.legal_basis:
            months[str(caseload.legal_basis), caseload.area.municipality_id].append(caseload)
    sections = sorted({section for section, _ in months})
    return [
        UnitPrice(section, [_compute_price(months.get((section, m.pk), [])) for m in municipalities])
        for section in sections
    ]


def _compute_price(months: Sequence[Caseload]) -> Decimal | None:
    persons = sum((month.full_year_persons or ZERO for month in months), ZERO)
    citizens: defaultdict[int, int] = defaultdict(int)
    for month in months:
        citizens[month.month] += month.citizens or 0
    if not persons or any(0 < count < SMALLEST_SHOWN for count in citizens.values()):
        return None
    return sum((month.expenditure or ZERO for month in months), ZERO) / persons
