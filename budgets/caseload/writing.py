"""Caseloads, costly cases and expected entrants that are typed or pasted: saved all or nothing."""

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
from budgets.foundation.files.rows import PASTED, InputRow, duplicate_problem, find_duplicates, read_pasted
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
    """Save a row for each area, legal basis, target group, provider and month; an existing one gets the new figures.

    Raises ImportRefusedError with every problem, and then nothing is saved.
    """
    problems = find_person_numbers(text)
    rows = read_pasted(text, CASELOAD_COLUMNS, problems)
    references = _References(municipality)
    caseloads = [
        caseload for row in rows if (caseload := _read_caseload(row, references, is_constructed=is_constructed))
    ]
    duplicates = find_duplicates(_key(caseload) for caseload in caseloads)
    problems += [
        duplicate_problem("kode", ", ".join(key), "de samme sager kun én gang pr. måned") for key in duplicates
    ]
    if problems:
        raise ImportRefusedError(problems)
    Caseload.objects.bulk_create(
        caseloads, update_conflicts=True, unique_fields=KEY_FIELDS, update_fields=FIGURE_FIELDS
    )
    _record(actor, municipality, "sager og priser skrevet", caseloads)
    return caseloads


KEY_FIELDS = ("area", "legal_basis", "target_group", "provider", "year", "month")
FIGURE_FIELDS = (*COUNTS.values(), "full_year_persons", "expenditure", "is_constructed")


class _References:
    """The objects that rows may name: areas by code and legal bases by name."""

    def __init__(self, municipality: Municipality) -> None:
        self.areas: Mapping[str, BudgetArea] = {area.code: area for area in municipality.areas.all()}
        self.bases: Mapping[str, LegalBasis] = {str(basis): basis for basis in LegalBasis.objects.all()}


def _read_caseload(row: InputRow, references: _References, *, is_constructed: bool) -> Caseload | None:
    area = row.reference("kode", references.areas, "et områdes kode", required=True)
    provider = row.choice("udfører", Provider, required=True)
    year, month = _read_month(row)
    persons = row.decimal("helårspersoner", 3)
    figures: dict[str, Any] = {field: row.whole(column, 0, MAX) for column, field in COUNTS.items()}
    basis = row.reference("lovgrundlag", references.bases, "et lovgrundlag, fx SEL § 107")
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


def _read_month(row: InputRow) -> tuple[int | None, int | None]:
    return row.whole("år", FIRST_YEAR, LAST_YEAR, required=True), row.whole("måned", 1, 12, required=True)


def _key(caseload: Caseload) -> tuple[str, ...]:
    kind = (caseload.area.code, str(caseload.legal_basis or ""), caseload.target_group, caseload.get_provider_display())
    return (*kind, f"{caseload.month}/{caseload.year}")


@transaction.atomic
def write_costly_cases(*, actor: User | None, municipality: Municipality, text: str) -> list[CostlyCases]:
    """Save the number of cases above the municipality's threshold, a row for each area and month.

    Raises ImportRefusedError with every problem, and then nothing is saved.
    """
    problems = find_person_numbers(text)
    references = _References(municipality)
    rows = [
        (row, _read_costly_cases(row, references, municipality)) for row in read_pasted(text, COSTLY_COLUMNS, problems)
    ]
    for row, costly_cases in rows:
        _report_invalid(row, costly_cases, "sager")
    if problems:
        raise ImportRefusedError(problems)
    saved = [costly_cases for _, costly_cases in rows if costly_cases]
    for costly_cases in saved:
        key = {name: getattr(costly_cases, name) for name in ("area", "year", "month", "threshold")}
        figures = {name: getattr(costly_cases, name) for name in ("municipality", "cases", "reviewed", "expenditure")}
        CostlyCases.objects.update_or_create(**key, defaults=figures)
    _record(actor, municipality, "dyre sager skrevet", saved)
    return saved


def _read_costly_cases(row: InputRow, references: _References, municipality: Municipality) -> CostlyCases | None:
    area = row.reference("kode", references.areas, "et områdes kode", required=True)
    year, month = _read_month(row)
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
    """Save the whole list of expected entrants (counts with a probability), replacing the existing list.

    Raises ImportRefusedError with every problem, and then nothing is changed.
    """
    problems = find_person_numbers(text)
    references = _References(municipality)
    read_entrants = (
        [_read_entrant(row, references) for row in read_pasted(text, ENTRANT_COLUMNS, problems)] if text.strip() else []
    )
    if problems:
        raise ImportRefusedError(problems)
    ExpectedEntrant.objects.filter(area__municipality=municipality).delete()
    entrants = ExpectedEntrant.objects.bulk_create([entrant for entrant in read_entrants if entrant])
    _record(actor, municipality, "ventet tilgang skrevet", entrants)
    return entrants


def _read_entrant(row: InputRow, references: _References) -> ExpectedEntrant | None:
    area = row.reference("kode", references.areas, "et områdes kode", required=True)
    year, month = _read_month(row)
    count = row.whole("antal", 1, 1000, required=True)
    probability = row.decimal("sandsynlighed", 3)
    if probability is None or probability > 1:
        row.report("sandsynlighed", "et tal fra 0 til 1, fx 0,75")
    basis = row.reference("lovgrundlag", references.bases, "et lovgrundlag, fx SEL § 107")
    note = row.text("bemærkning", longest=200)
    if area is None or year is None or month is None or count is None or probability is None:
        return None
    return ExpectedEntrant(
        area=area, legal_basis=basis, year=year, month=month, count=count, probability=probability, note=note
    )


def find_person_numbers(text: str) -> list[Problem]:
    """A problem for each line with what looks like a CPR number; the number itself is not repeated."""
    return [
        Problem(PASTED, number, "", "", "Skriv kun antal og beløb.", found=LIKE_A_PERSON)
        for number, line in enumerate(text.splitlines(), start=1)
        if has_person_number(line)
    ]


def _report_invalid(row: InputRow, instance: models.Model | None, column: str) -> None:
    """Report what the model's own validation refuses."""
    try:
        if instance is not None:
            instance.full_clean(validate_unique=False)
    except ValidationError as refusal:
        reason = " ".join(refusal.messages).rstrip(".")
        row.report(column, "Ret tallene.", found=reason)


def _record(actor: User | None, municipality: Municipality, action: str, instances: Sequence[models.Model]) -> None:
    changes = [{"felt": str(instance), "før": None, "efter": None} for instance in instances]
    audit.record(municipality=municipality, actor=actor, action=action, obj=municipality, changes=changes)
