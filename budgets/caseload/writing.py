"""Cases and prices, costly cases and expected entrants as they are typed or pasted: written all or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from budgets.areas.models import BudgetArea
from budgets.caseload.models import Caseload, CostlyCases, ExpectedEntrant, Provider
from budgets.foundation import audit
from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.cells import LIKE_A_PERSON, has_person_number
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import PASTED, Row, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import LegalBasis, Municipality, User

MAX = 1_000_000
COUNTS = {"sager": "cases", "borgere": "citizens", "tilgang": "inflow", "afgang": "outflow"}
CASELOAD_COLUMNS = (
    *("kode", "lovgrundlag", "målgruppe", "udfører", "år", "måned"),
    *("sager", "borgere", "helårspersoner", "tilgang", "afgang", "udgift"),
)
COSTLY_COLUMNS = ("kode", "år", "måned", "sager", "gennemgået", "udgift")
ENTRANT_COLUMNS = ("kode", "lovgrundlag", "år", "måned", "antal", "sandsynlighed", "bemærkning")


@transaction.atomic
def write_caseload(
    *, actor: User | None, municipality: Municipality, text: str, is_constructed: bool = False
) -> list[Caseload]:
    """Write a row for each area, legal basis, target group, provider and month; one that is there gets the new counts.

    Raises ImportRefusedError with every fault, and then nothing is written.
    """
    problems = find_persons(text)
    rows = read_pasted(text, CASELOAD_COLUMNS, problems)
    known = _Known(municipality)
    found = [caseload for row in rows if (caseload := _caseload(row, known, is_constructed=is_constructed))]
    places = find_duplicates(_place(one) for one in found)
    problems += [
        duplicate_problem("kode", ", ".join(place), "de samme sager kun én gang pr. måned") for place in places
    ]
    if problems:
        raise ImportRefusedError(problems)
    Caseload.objects.bulk_create(found, update_conflicts=True, unique_fields=PLACE, update_fields=FIGURES)
    _record(actor, municipality, "sager og priser skrevet", found)
    return found


PLACE = ("area", "legal_basis", "target_group", "provider", "year", "month")
FIGURES = (*COUNTS.values(), "full_year_persons", "expenditure", "is_constructed")


class _Known:
    """What rows may name."""

    def __init__(self, municipality: Municipality) -> None:
        self.areas: Mapping[str, BudgetArea] = {area.code: area for area in municipality.areas.all()}
        self.bases: Mapping[str, LegalBasis] = {str(basis): basis for basis in LegalBasis.objects.all()}


def _caseload(row: Row, known: _Known, *, is_constructed: bool) -> Caseload | None:
    area = row.reference("kode", known.areas, "et områdes kode", required=True)
    provider = row.choice("udfører", Provider, required=True)
    year, month = _month(row)
    persons = row.decimal("helårspersoner", 3)
    figures: dict[str, Any] = {field: row.whole(column, 0, MAX) for column, field in COUNTS.items()}
    basis = row.reference("lovgrundlag", known.bases, "et lovgrundlag, fx SEL § 107")
    expenditure = row.amount("udgift", Unit.KRONER)
    if area is None or provider is None or year is None or month is None:
        return None
    return Caseload(
        area=area,
        legal_basis=basis,
        target_group=row.text("målgruppe", longest=80),
        provider=provider,
        year=year,
        month=month,
        full_year_persons=persons,
        expenditure=expenditure,
        is_constructed=is_constructed,
        **figures,
    )


def _month(row: Row) -> tuple[int | None, int | None]:
    return row.whole("år", FIRST_YEAR, LAST_YEAR, required=True), row.whole("måned", 1, 12, required=True)


def _place(one: Caseload) -> tuple[str, ...]:
    kind = (one.area.code, str(one.legal_basis or ""), one.target_group, one.get_provider_display())
    return (*kind, f"{one.month}/{one.year}")


@transaction.atomic
def write_costly_cases(*, actor: User | None, municipality: Municipality, text: str) -> list[CostlyCases]:
    """How many cases cost more than the municipality's threshold, a row for each area and month.

    Raises ImportRefusedError with every fault, and then nothing is written.
    """
    problems = find_persons(text)
    known = _Known(municipality)
    rows = [(row, _costly(row, known, municipality)) for row in read_pasted(text, COSTLY_COLUMNS, problems)]
    for row, one in rows:
        _check(row, one, "sager")
    if problems:
        raise ImportRefusedError(problems)
    found = [one for _, one in rows if one]
    for one in found:
        place = {name: getattr(one, name) for name in ("area", "year", "month", "threshold")}
        figures = {name: getattr(one, name) for name in ("municipality", "cases", "reviewed", "expenditure")}
        CostlyCases.objects.update_or_create(**place, defaults=figures)
    _record(actor, municipality, "dyre sager skrevet", found)
    return found


def _costly(row: Row, known: _Known, municipality: Municipality) -> CostlyCases | None:
    area = row.reference("kode", known.areas, "et områdes kode", required=True)
    year, month = _month(row)
    cases, reviewed = (row.whole(column, 0, MAX, required=True) for column in ("sager", "gennemgået"))
    expenditure = row.amount("udgift", Unit.KRONER)
    row.text("udgift", required=True)
    if area is None or year is None or month is None or cases is None or reviewed is None or expenditure is None:
        return None
    return CostlyCases(
        municipality=municipality,
        area=area,
        year=year,
        month=month,
        threshold=municipality.costly_case,
        cases=cases,
        reviewed=reviewed,
        expenditure=expenditure,
    )


@transaction.atomic
def write_entrants(*, actor: User | None, municipality: Municipality, text: str) -> list[ExpectedEntrant]:
    """Who is expected, as counts with a probability: the whole list, which takes the place of the one that was there.

    Raises ImportRefusedError with every fault, and then nothing is changed.
    """
    problems = find_persons(text)
    known = _Known(municipality)
    found = [_entrant(row, known) for row in read_pasted(text, ENTRANT_COLUMNS, problems)] if text.strip() else []
    if problems:
        raise ImportRefusedError(problems)
    ExpectedEntrant.objects.filter(area__municipality=municipality).delete()
    entrants = ExpectedEntrant.objects.bulk_create([one for one in found if one])
    _record(actor, municipality, "ventet tilgang skrevet", entrants)
    return entrants


def _entrant(row: Row, known: _Known) -> ExpectedEntrant | None:
    area = row.reference("kode", known.areas, "et områdes kode", required=True)
    year, month = _month(row)
    count = row.whole("antal", 1, 1000, required=True)
    probability = row.decimal("sandsynlighed", 3)
    if probability is None or probability > 1:
        row.report("sandsynlighed", "et tal fra 0 til 1, fx 0,75")
    basis = row.reference("lovgrundlag", known.bases, "et lovgrundlag, fx SEL § 107")
    note = row.text("bemærkning", longest=200)
    if area is None or year is None or month is None or count is None or probability is None:
        return None
    return ExpectedEntrant(
        area=area, legal_basis=basis, year=year, month=month, count=count, probability=probability, note=note
    )


def find_persons(text: str) -> list[Problem]:
    """Cells that look like the number of a person; the number itself is not repeated."""
    return [
        Problem(PASTED, number, "", "", "Skriv kun antal og beløb.", found=LIKE_A_PERSON)
        for number, line in enumerate(text.splitlines(), start=1)
        if has_person_number(line)
    ]


def _check(row: Row, one: models.Model | None, column: str) -> None:
    """Note what the model itself refuses."""
    try:
        if one is not None:
            one.full_clean(validate_unique=False)
    except ValidationError as refusal:
        why = " ".join(refusal.messages).rstrip(".")
        row.report(column, "Ret tallene.", found=why)


def _record(actor: User | None, municipality: Municipality, action: str, found: Sequence[models.Model]) -> None:
    changes = [{"felt": str(one), "før": None, "efter": None} for one in found]
    audit.record(municipality=municipality, actor=actor, action=action, obj=municipality, changes=changes)
