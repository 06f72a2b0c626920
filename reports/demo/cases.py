"""Constructed cases, expenditure, budgets and forecasts: five years in two municipalities. None of it is real.

A simulation with a fixed seed: persons come by chance and leave by chance, a price grows and wavers, and expenditure is
persons times price. No document prints a yearly total that these years would have to add up to.
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
"""Parts of the gross expenditure that come back."""
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Kind:
    """One kind of cases: where it starts, how many come and leave in a month, and what a helårsperson costs."""

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
class Town:
    """A municipality's areas and kinds, and its `adults` (18-64) in the first year.

    `inflow_from` shifts the inflow of the first kind from a month on.
    """

    slug: str
    first_year: int
    seed: int
    areas: str
    kinds: Sequence[Kind]
    entrants: str
    costly: str
    made_in: Sequence[tuple[int, int]]
    adults: int
    placed: Mapping[str, str] = field(default_factory=dict)
    """Which area the initiatives (by key) work on."""


BALLERUP = Town(
    slug="ballerup",
    first_year=2015,
    adults=28_000,
    seed=151,
    areas="50.54;Det specialiserede voksenområde;;Social- og Sundhedsudvalget;service;;\n"
    "50.54.1;Botilbud;50.54;;service;ABL § 105 + SEL § 107 + SEL § 108;5.38.50, 5.38.51, 5.38.52\n"
    "50.54.2;Støtte i eget hjem;50.54;;service;SEL § 85;5.38.38\n"
    "50.54.3;Aktivitet og beskæftigelse;50.54;;service;SEL § 103 + SEL § 104;5.38.58, 5.38.59",
    kinds=(
        Kind("50.54.1", "SEL § 107", "socialpsykiatri", Provider.EXTERNAL, 38, 1.1, 0.026, 640_000, 0.022),
        Kind("50.54.1", "SEL § 108", "handicap", Provider.OWN, 52, 0.4, 0.008, 910_000, 0.018),
        Kind("50.54.1", "ABL § 105", "handicap", Provider.EXTERNAL, 33, 0.5, 0.012, 780_000, 0.025),
        Kind("50.54.2", "SEL § 85", "socialpsykiatri", Provider.OWN, 210, 7.0, 0.033, 72_000, 0.015),
        Kind("50.54.2", "SEL § 85", "handicap", Provider.EXTERNAL, 46, 1.6, 0.035, 165_000, 0.02),
        Kind("50.54.3", "SEL § 104", "handicap", Provider.OWN, 88, 1.2, 0.013, 168_000, 0.015),
        Kind("50.54.3", "SEL § 103", "handicap", Provider.EXTERNAL, 41, 0.7, 0.017, 94_000, 0.015),
    ),
    entrants="50.54.1;SEL § 107;2019;8;2;0,75;fra ungdomsuddannelse\n50.54.1;SEL § 107;2020;2;3;0,5;fra børneområdet",
    costly="50.54.1;2019;3;21;17;28.400.000\n50.54.1;2019;6;23;19;31.100.000",
    made_in=((2019, 3), (2019, 6)),
    placed={
        "botilbud-108-105": "50.54.1",
        "botilbud-107": "50.54.1",
        "til-eget-hjem": "50.54.1",
        "stoette-85": "50.54.2",
        "ekstern-til-egen-85": "50.54.2",
        "dagbeskaeftigelse-103-104": "50.54.3",
    },
)
ISHOEJ = Town(
    slug="ishoej",
    first_year=2019,
    adults=14_000,
    seed=183,
    areas="5;Det voksenspecialiserede socialområde;;;service;;\n"
    "5.1;Botilbud;5;;service;ABL § 105 + SEL § 107 + SEL § 108;5.38.50, 5.38.51, 5.38.52\n"
    "5.2;Støtte i eget hjem;5;;service;SEL § 85 + SEL § 82 b;5.38.38\n"
    "5.3;Aktivitets- og samværstilbud;5;;service;SEL § 104;5.38.59",
    kinds=(
        Kind("5.1", "SEL § 107", "socialpsykiatri", Provider.EXTERNAL, 17, 0.5, 0.026, 690_000, 0.03),
        Kind("5.1", "SEL § 108", "handicap", Provider.EXTERNAL, 24, 0.25, 0.007, 1_020_000, 0.028),
        Kind("5.2", "SEL § 85", "socialpsykiatri", Provider.EXTERNAL, 29, 0.9, 0.03, 140_000, 0.025),
        Kind("5.2", "SEL § 85", "handicap", Provider.OWN, 61, 1.7, 0.027, 88_000, 0.02),
        Kind("5.3", "SEL § 104", "handicap", Provider.EXTERNAL, 47, 0.6, 0.011, 182_000, 0.03),
    ),
    entrants="5.1;SEL § 108;2024;8;1;0,9;\n5.1;SEL § 107;2024;9;2;0,5;",
    costly="5.1;2023;9;14;14;19.300.000\n5.1;2023;12;15;12;20.900.000",
    made_in=((2023, 9), (2023, 12)),
)


@transaction.atomic
def load_case_samples() -> None:
    """Make the samples of each municipality that has no areas yet."""
    for town in (BALLERUP, ISHOEJ):
        municipality = Municipality.objects.get(slug=town.slug)
        if not municipality.areas.exists():
            _load(town, municipality)


def _load(town: Town, municipality: Municipality) -> None:
    write_areas(actor=None, municipality=municipality, text=town.areas)
    areas = {area.code: area for area in municipality.areas.all()}
    months = list(_months(town, areas))
    Caseload.objects.bulk_create(months)
    spent = _book(town, municipality, months)
    for year in range(town.first_year + 1, town.first_year + YEARS + 1):
        _decide(
            municipality, year, {code: spent[code, year - 1] for code in sorted({kind.area for kind in town.kinds})}
        )
    Population.objects.bulk_create(_populations(town, municipality))
    write_entrants(actor=None, municipality=municipality, text=town.entrants)
    write_costly_cases(actor=None, municipality=municipality, text=town.costly)
    for key, code in town.placed.items():
        lines = EffectLine.objects.filter(initiative__key=key, initiative__catalogue__municipality=municipality)
        lines.update(area=areas[code])
    for until in town.made_in:
        make_forecast(actor=None, municipality=municipality, until=until, method=Method.CASES)


def _populations(town: Town, municipality: Municipality) -> Iterator[Population]:
    """Half a percent more each year, and six in ten are adults."""
    for ahead in range(YEARS + 1):
        adults = town.adults * (1000 + 5 * ahead) // 1000
        yield Population(
            municipality=municipality,
            year=town.first_year + ahead,
            adults=adults,
            everybody=adults * 10 // 6,
            is_constructed=True,
        )


def _months(town: Town, areas: dict[str, BudgetArea]) -> Iterator[Caseload]:
    random = np.random.default_rng(town.seed)
    bases = {str(basis): basis for basis in LegalBasis.objects.all()}
    for kind in town.kinds:
        persons, wave = kind.persons, 0.0
        for place in range(YEARS * MONTHS_A_YEAR):
            year, month = town.first_year + place // MONTHS_A_YEAR, place % MONTHS_A_YEAR + 1
            inflow, outflow = int(random.poisson(kind.inflow)), int(random.binomial(persons, kind.exit_rate))
            wave = 0.8 * wave + random.normal(0, 0.004)
            mean = Decimal(2 * persons + inflow - outflow) / 2
            persons += inflow - outflow
            days_of_year, days_of_month = days(year, month)
            full_year_persons = (mean * days_of_month / days_of_year).quantize(Decimal("0.001"))
            price = kind.price * (1 + kind.growth) ** (place / MONTHS_A_YEAR) * (1 + wave)
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


def _book(town: Town, municipality: Municipality, months: Sequence[Caseload]) -> dict[tuple[str, int], Decimal]:
    """Book what the cases cost, as the net of gross expenditure, income and refund; by area and year what was spent."""
    net: dict[tuple[str, int, int], Decimal] = {}
    for one in months:
        place = (one.area.code, one.year, one.month)
        net[place] = net.get(place, Decimal(0)) + (one.expenditure or 0)
    batch = ImportBatch.objects.create(
        municipality=municipality,
        kind=ImportKind.EXPENDITURE,
        sha256=f"{town.seed:064}",
        name="konstrueret forbrug",
        rows=len(net),
        total=sum(net.values()),
        is_constructed=True,
    )
    areas = {area.code: area for area in municipality.areas.all()}
    Expenditure.objects.bulk_create(
        [_booked(areas[code], year, month, net[code, year, month], batch) for code, year, month in net]
    )
    spent: dict[tuple[str, int], Decimal] = {}
    for (code, year, _), amount in net.items():
        spent[code, year] = spent.get((code, year), Decimal(0)) + amount
    return spent


def _booked(area: BudgetArea, year: int, month: int, net: Decimal, batch: ImportBatch) -> Expenditure:
    gross = (net / (1 + INCOME + REFUND)).quantize(CENT)
    income = (gross * INCOME).quantize(CENT)
    return Expenditure(
        area=area, year=year, month=month, gross=gross, income=income, refund=net - gross - income, batch=batch
    )


def _in_parts(net: Decimal) -> str:
    """Gross, income and refund of a net amount, whole kroner."""
    gross = round(net / (1 + INCOME + REFUND))
    income = round(gross * INCOME)
    return f"{gross};{income};{net - gross - income}"


def _decide(municipality: Municipality, year: int, spent: dict[str, Decimal]) -> None:
    """A budget of what was spent the year before and two percent, four years long, and half a percent more in June."""
    thousand = Decimal(1000)
    budget = {code: round(amount * Decimal("1.02") / thousand) * thousand for code, amount in spent.items()}
    for kind, day, title, part, years in (
        (AppropriationKind.ADOPTED, date(year - 1, 10, 10), f"Budget {year}", Decimal(1), 4),
        (AppropriationKind.SUPPLEMENTARY, date(year, 6, 15), "Halvårsregnskab", Decimal("0.005"), 1),
    ):
        rows = [
            f"{code};{year + ahead};{_in_parts(round(amount * part / thousand) * thousand)}"
            for code, amount in budget.items()
            for ahead in range(years)
        ]
        write_decision(
            actor=None,
            municipality=municipality,
            round_year=year,
            kind=kind,
            decided_on=day,
            title=title,
            note="Konstrueret eksempel.",
            text="\n".join(rows),
            is_constructed=True,
        )
