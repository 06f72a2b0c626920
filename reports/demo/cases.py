"""Constructed cases, expenditure, budgets and forecasts for five years in two municipalities. None of it is real.

A simulation with a fixed seed: inflow and outflow are random, the price grows with random fluctuations, and expenditure
is persons times price. The totals need not agree with any published document.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
from django.db import transaction

from budgets.areas.decisions import write_decision
from budgets.areas.models import AppropriationKind, BudgetArea
from budgets.areas.writing import write_areas
from budgets.caseload.models import Caseload, Provider
from budgets.caseload.writing import write_costly_cases, write_entrants
from budgets.forecasting.results import Method
from budgets.foundation.calendar import MONTHS_A_YEAR, days
from budgets.foundation.models import LegalBasis, Municipality, Population
from budgets.ledger.models import Expenditure, ImportBatch, ImportKind
from initiatives.catalogues.models.effects import EffectLine
from reports.estimates.forecasting import make_forecast

YEARS = 5
INCOME, REFUND = Decimal("-0.04"), Decimal("-0.02")
"""Income and refund as shares of gross expenditure; negative, because they reduce the net."""
CENT = Decimal("0.01")


@dataclass(frozen=True)
class CaseKind:
    """One kind of cases: persons at the start, monthly inflow and exit rate, and kroner for a full-year person."""

    area: str
    section: str
    target_group: str
    provider: Provider
    persons: int
    inflow: float
    exit_rate: float
    price: int
    growth: float


@dataclass(frozen=True)
class DemoMunicipality:
    """A municipality's areas, kinds of cases, and number of `adults` (18-64) in the first year.

    `entrants` and `costly` are in the format of their forms; a forecast is made after each month of `forecast_months`.
    """

    slug: str
    first_year: int
    seed: int
    areas: str
    kinds: Sequence[CaseKind]
    entrants: str
    costly: str
    forecast_months: Sequence[tuple[int, int]]
    adults: int
    initiative_areas: Mapping[str, str] = field(default_factory=dict)
    """Area code by initiative key."""


BALLERUP = DemoMunicipality(
    slug="ballerup",
    first_year=2015,
    adults=28_000,
    seed=151,
    areas="50.54;Det specialiserede voksenområde;;Social- og Sundhedsudvalget;service;;\n"
    "50.54.1;Botilbud;50.54;;service;ABL § 105 + SEL § 107 + SEL § 108;5.38.50, 5.38.51, 5.38.52\n"
    "50.54.2;Støtte i eget hjem;50.54;;service;SEL § 85;5.38.38\n"
    "50.54.3;Aktivitet og beskæftigelse;50.54;;service;SEL § 103 + SEL § 104;5.38.58, 5.38.59",
    kinds=(
        CaseKind("50.54.1", "SEL § 107", "socialpsykiatri", Provider.EXTERNAL, 38, 1.1, 0.026, 640_000, 0.022),
        CaseKind("50.54.1", "SEL § 108", "handicap", Provider.OWN, 52, 0.4, 0.008, 910_000, 0.018),
        CaseKind("50.54.1", "ABL § 105", "handicap", Provider.EXTERNAL, 33, 0.5, 0.012, 780_000, 0.025),
        CaseKind("50.54.2", "SEL § 85", "socialpsykiatri", Provider.OWN, 210, 7.0, 0.033, 72_000, 0.015),
        CaseKind("50.54.2", "SEL § 85", "handicap", Provider.EXTERNAL, 46, 1.6, 0.035, 165_000, 0.02),
        CaseKind("50.54.3", "SEL § 104", "handicap", Provider.OWN, 88, 1.2, 0.013, 168_000, 0.015),
        CaseKind("50.54.3", "SEL § 103", "handicap", Provider.EXTERNAL, 41, 0.7, 0.017, 94_000, 0.015),
    ),
    entrants="50.54.1;SEL § 107;2019;8;2;0,75;fra ungdomsuddannelse\n50.54.1;SEL § 107;2020;2;3;0,5;fra børneområdet",
    costly="50.54.1;2019;3;21;17;28.400.000\n50.54.1;2019;6;23;19;31.100.000",
    forecast_months=((2019, 3), (2019, 6)),
    initiative_areas={
        "botilbud-108-105": "50.54.1",
        "botilbud-107": "50.54.1",
        "til-eget-hjem": "50.54.1",
        "stoette-85": "50.54.2",
        "ekstern-til-egen-85": "50.54.2",
        "dagbeskaeftigelse-103-104": "50.54.3",
    },
)
ISHOEJ = DemoMunicipality(
    slug="ishoej",
    first_year=2019,
    adults=14_000,
    seed=183,
    areas="5;Det voksenspecialiserede socialområde;;;service;;\n"
    "5.1;Botilbud;5;;service;ABL § 105 + SEL § 107 + SEL § 108;5.38.50, 5.38.51, 5.38.52\n"
    "5.2;Støtte i eget hjem;5;;service;SEL § 85 + SEL § 82 b;5.38.38\n"
    "5.3;Aktivitets- og samværstilbud;5;;service;SEL § 104;5.38.59",
    kinds=(
        CaseKind("5.1", "SEL § 107", "socialpsykiatri", Provider.EXTERNAL, 17, 0.5, 0.026, 690_000, 0.03),
        CaseKind("5.1", "SEL § 108", "handicap", Provider.EXTERNAL, 24, 0.25, 0.007, 1_020_000, 0.028),
        CaseKind("5.2", "SEL § 85", "socialpsykiatri", Provider.EXTERNAL, 29, 0.9, 0.03, 140_000, 0.025),
        CaseKind("5.2", "SEL § 85", "handicap", Provider.OWN, 61, 1.7, 0.027, 88_000, 0.02),
        CaseKind("5.3", "SEL § 104", "handicap", Provider.EXTERNAL, 47, 0.6, 0.011, 182_000, 0.03),
    ),
    entrants="5.1;SEL § 108;2024;8;1;0,9;\n5.1;SEL § 107;2024;9;2;0,5;",
    costly="5.1;2023;9;14;14;19.300.000\n5.1;2023;12;15;12;20.900.000",
    forecast_months=((2023, 9), (2023, 12)),
)


@transaction.atomic
def load_case_samples() -> None:
    """Make the sample data of each municipality that has no areas yet."""
    for demo in (BALLERUP, ISHOEJ):
        municipality = Municipality.objects.get(slug=demo.slug)
        if not municipality.areas.exists():
            _load_municipality(demo, municipality)


def _load_municipality(demo: DemoMunicipality, municipality: Municipality) -> None:
    write_areas(actor=None, municipality=municipality, text=demo.areas)
    areas = {area.code: area for area in municipality.areas.all()}
    caseloads = list(_simulate_months(demo, areas))
    Caseload.objects.bulk_create(caseloads)
    expenditure = _book_expenditure(demo, municipality, caseloads)
    for year in range(demo.first_year + 1, demo.first_year + YEARS + 1):
        _write_budget_decisions(
            municipality,
            year,
            {code: expenditure[code, year - 1] for code in sorted({kind.area for kind in demo.kinds})},
        )
    Population.objects.bulk_create(_build_populations(demo, municipality))
    write_entrants(actor=None, municipality=municipality, text=demo.entrants)
    write_costly_cases(actor=None, municipality=municipality, text=demo.costly)
    for key, code in demo.initiative_areas.items():
        lines = EffectLine.objects.filter(initiative__key=key, initiative__catalogue__municipality=municipality)
        lines.update(area=areas[code])
    for until in demo.forecast_months:
        make_forecast(actor=None, municipality=municipality, until=until, method=Method.CASES)


def _build_populations(demo: DemoMunicipality, municipality: Municipality) -> Iterator[Population]:
    """Adults grow by half a percent of the first year each year; six in ten inhabitants are adults."""
    for years_ahead in range(YEARS + 1):
        adults = demo.adults * (1000 + 5 * years_ahead) // 1000
        yield Population(
            municipality=municipality,
            year=demo.first_year + years_ahead,
            adults=adults,
            everybody=adults * 10 // 6,
            is_constructed=True,
        )


def _simulate_months(demo: DemoMunicipality, areas: dict[str, BudgetArea]) -> Iterator[Caseload]:
    random = np.random.default_rng(demo.seed)
    bases = {str(basis): basis for basis in LegalBasis.objects.all()}
    for kind in demo.kinds:
        persons, price_deviation = kind.persons, 0.0
        for month_index in range(YEARS * MONTHS_A_YEAR):
            year, month = demo.first_year + month_index // MONTHS_A_YEAR, month_index % MONTHS_A_YEAR + 1
            inflow, outflow = int(random.poisson(kind.inflow)), int(random.binomial(persons, kind.exit_rate))
            price_deviation = 0.8 * price_deviation + random.normal(0, 0.004)
            mean_persons = Decimal(2 * persons + inflow - outflow) / 2
            persons += inflow - outflow
            days_of_year, days_of_month = days(year, month)
            full_year_persons = (mean_persons * days_of_month / days_of_year).quantize(Decimal("0.001"))
            price = kind.price * (1 + kind.growth) ** (month_index / MONTHS_A_YEAR) * (1 + price_deviation)
            yield Caseload(
                area=areas[kind.area],
                legal_basis=bases[kind.section],
                target_group=kind.target_group,
                provider=kind.provider,
                year=year,
                month=month,
                cases=persons + int(random.binomial(persons, 0.06)),
                citizens=persons,
                full_year_persons=full_year_persons,
                inflow=inflow,
                outflow=outflow,
                expenditure=(full_year_persons * Decimal(round(price))).quantize(CENT),
                is_constructed=True,
            )


def _book_expenditure(
    demo: DemoMunicipality, municipality: Municipality, caseloads: Sequence[Caseload]
) -> dict[tuple[str, int], Decimal]:
    """Book the cases' expenditure as gross, income and refund; return net kroner by area code and year."""
    net: dict[tuple[str, int, int], Decimal] = {}
    for caseload in caseloads:
        key = (caseload.area.code, caseload.year, caseload.month)
        net[key] = net.get(key, Decimal(0)) + (caseload.expenditure or 0)
    batch = ImportBatch.objects.create(
        municipality=municipality,
        kind=ImportKind.EXPENDITURE,
        sha256=f"{demo.seed:064}",
        name="konstrueret forbrug",
        rows=len(net),
        total=sum(net.values()),
        is_constructed=True,
    )
    areas = {area.code: area for area in municipality.areas.all()}
    Expenditure.objects.bulk_create(
        [_build_expenditure(areas[code], year, month, net[code, year, month], batch) for code, year, month in net]
    )
    yearly_expenditure: dict[tuple[str, int], Decimal] = {}
    for (code, year, _), amount in net.items():
        yearly_expenditure[code, year] = yearly_expenditure.get((code, year), Decimal(0)) + amount
    return yearly_expenditure


def _build_expenditure(area: BudgetArea, year: int, month: int, net: Decimal, batch: ImportBatch) -> Expenditure:
    gross = (net / (1 + INCOME + REFUND)).quantize(CENT)
    income = (gross * INCOME).quantize(CENT)
    return Expenditure(
        area=area, year=year, month=month, gross=gross, income=income, refund=net - gross - income, batch=batch
    )


def _format_parts(net: Decimal) -> str:
    """A net amount divided into gross, income and refund in whole kroner, as text for the budget form."""
    gross = round(net / (1 + INCOME + REFUND))
    income = round(gross * INCOME)
    return f"{gross};{income};{net - gross - income}"


def _write_budget_decisions(municipality: Municipality, year: int, expenditure: dict[str, Decimal]) -> None:
    """Adopt a four-year budget of last year's expenditure plus two percent, and half a percent more in June."""
    thousand = Decimal(1000)
    budget = {code: round(amount * Decimal("1.02") / thousand) * thousand for code, amount in expenditure.items()}
    for kind, day, title, share, years in (
        (AppropriationKind.ADOPTED, date(year - 1, 10, 10), f"Budget {year}", Decimal(1), 4),
        (AppropriationKind.SUPPLEMENTARY, date(year, 6, 15), "Halvårsregnskab", Decimal("0.005"), 1),
    ):
        budget_rows = [
            f"{code};{year + years_ahead};{_format_parts(round(amount * share / thousand) * thousand)}"
            for code, amount in budget.items()
            for years_ahead in range(years)
        ]
        write_decision(
            actor=None,
            municipality=municipality,
            round_year=year,
            kind=kind,
            decided_on=day,
            title=title,
            note="Konstrueret eksempel.",
            text="\n".join(budget_rows),
            is_constructed=True,
        )
