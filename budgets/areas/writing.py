"""Budget areas and parts of deviations that are typed or pasted: saved all or nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from budgets.areas.models import BudgetArea, DeviationShare, ShareOf
from budgets.foundation import audit
from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import InputRow, read_pasted
from budgets.foundation.models import Committee, LegalBasis, Municipality, SteeringArea, User

AREA_COLUMNS = ("kode", "navn", "under", "udvalg", "styringsområde", "lovgrundlag", "funktioner")
BEYOND_PERCENT = 1_000
SHARE_COLUMNS = ("kode", "år", "fordelt på", "del", "beløb", "procent", "kilde")


@transaction.atomic
def write_areas(*, actor: User | None, municipality: Municipality, text: str) -> list[BudgetArea]:
    """Add the rows' areas, or change those whose code exists; `under` names the code of an existing or earlier area.

    Raises ImportRefusedError with every problem, and then nothing is saved.
    """
    problems: list[Problem] = []
    areas = {area.code: area for area in municipality.areas.all()}
    committees = {committee.name: committee for committee in municipality.committees.all()}
    bases = {str(basis): basis for basis in LegalBasis.objects.all()}
    saved_areas = []
    for row in read_pasted(text, AREA_COLUMNS, problems):
        area = _read_area(row, municipality, areas, committees)
        legal_bases = [basis for basis in _read_legal_bases(row, bases) if basis]
        if not problems:
            area.save()
            area.legal_bases.set(legal_bases)
        areas[area.code] = area
        saved_areas.append(area)
    if problems:
        raise ImportRefusedError(problems)
    changes = [{"felt": area.code, "før": None, "efter": area.title} for area in saved_areas]
    audit.record(municipality=municipality, actor=actor, action="områder skrevet", obj=municipality, changes=changes)
    return saved_areas


def _read_area(
    row: InputRow, municipality: Municipality, areas: Mapping[str, BudgetArea], committees: dict[str, Committee]
) -> BudgetArea:
    code = row.text("kode", required=True, longest=20)
    area = areas.get(code) or BudgetArea(municipality=municipality, code=code)
    area.title = row.text("navn", required=True, longest=120)
    area.parent = row.reference("under", areas, "et område i kommunen")
    if area.parent and area in _with_ancestors(area.parent):
        row.report("under", "et område, der ikke selv ligger under dette")
    area.steering_area = row.choice("styringsområde", SteeringArea) or ""
    area.account_functions = row.text("funktioner", longest=120)
    name = row.text("udvalg", longest=120)
    if name and name not in committees and not row.problems:
        committees[name] = Committee.objects.create(municipality=municipality, name=name)
    area.committee = committees.get(name)
    return area


def _with_ancestors(area: BudgetArea) -> list[BudgetArea]:
    """The area, its parent, and so on up to the root."""
    return [area, *(_with_ancestors(area.parent) if area.parent else [])]


def _read_legal_bases(row: InputRow, bases_by_name: Mapping[str, LegalBasis]) -> list[LegalBasis | None]:
    """The legal bases in the cell, such as `SEL § 85 + SEL § 107`; None for an unknown one."""
    names = [name.strip() for name in row.text("lovgrundlag").split("+") if name.strip()]
    if any(name not in bases_by_name for name in names):
        row.report("lovgrundlag", "lovgrundlag, der findes, fx SEL § 85 + SEL § 107")
    return [bases_by_name.get(name) for name in names]


@transaction.atomic
def write_shares(*, actor: User | None, municipality: Municipality, text: str) -> list[DeviationShare]:
    """Save parts of deviations, in kroner or percent or both; an existing part gets the new figures.

    Raises ImportRefusedError with every problem, and then nothing is saved.
    """
    problems: list[Problem] = []
    areas = {area.code: area for area in municipality.areas.all()}
    shares = [_read_share(row, areas) for row in read_pasted(text, SHARE_COLUMNS, problems)]
    if problems:
        raise ImportRefusedError(problems)
    saved_shares = [
        DeviationShare.objects.update_or_create(municipality=municipality, **key, defaults=figures)[0]
        for key, figures in shares
    ]
    changes = [{"felt": str(share), "før": None, "efter": str(share.percent or share.amount)} for share in saved_shares]
    audit.record(municipality=municipality, actor=actor, action="afvigelse fordelt", obj=municipality, changes=changes)
    return saved_shares


def _read_share(row: InputRow, areas: Mapping[str, BudgetArea]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that identify the part, and its figures."""
    key = {
        "area": row.reference("kode", areas, "et områdes kode, eller en tom celle for hele budgettet"),
        "year": row.whole("år", FIRST_YEAR, LAST_YEAR, required=True),
        "told_by": row.choice("fordelt på", ShareOf, required=True),
        "label": row.text("del", required=True, longest=120),
    }
    amount, percent = row.amount("beløb", Unit.KRONER), row.number_or_none("procent")
    if amount is None and percent is None:
        row.report("procent", "et beløb eller en procent")
    if percent is not None and abs(percent) >= BEYOND_PERCENT:
        row.report("procent", "en procent under 1.000")
    return key, {"amount": amount, "percent": percent, "source": row.text("kilde", longest=200)}
