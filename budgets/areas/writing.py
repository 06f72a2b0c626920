"""The tree of areas, and the parts of their deviations, as they are typed or pasted: written all or nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from budgets.areas.models import BudgetArea, DeviationShare, ShareOf
from budgets.foundation import audit
from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import Row, read_pasted
from budgets.foundation.models import Committee, LegalBasis, Municipality, SteeringArea, User

AREA_COLUMNS = ("kode", "navn", "under", "udvalg", "styringsområde", "lovgrundlag", "funktioner")
SHARE_COLUMNS = ("kode", "år", "fordelt på", "del", "beløb", "procent", "kilde")


@transaction.atomic
def write_areas(*, actor: User | None, municipality: Municipality, text: str) -> list[BudgetArea]:
    """Add the areas of the rows, or change those whose code is there; `under` names a code, above in the rows or known.

    Raises ImportRefusedError with every fault, and then nothing is written.
    """
    problems: list[Problem] = []
    known = {area.code: area for area in municipality.areas.all()}
    committees = {committee.name: committee for committee in municipality.committees.all()}
    bases = {str(basis): basis for basis in LegalBasis.objects.all()}
    written = []
    for row in read_pasted(text, AREA_COLUMNS, problems):
        area = _area(row, municipality, known, committees)
        found = [row_basis for row_basis in _bases(row, bases) if row_basis]
        if not problems:
            area.save()
            area.legal_bases.set(found)
        known[area.code] = area
        written.append(area)
    if problems:
        raise ImportRefusedError(problems)
    changes = [{"felt": area.code, "før": None, "efter": area.title} for area in written]
    audit.record(municipality=municipality, actor=actor, action="områder skrevet", obj=municipality, changes=changes)
    return written


def _area(
    row: Row, municipality: Municipality, known: Mapping[str, BudgetArea], committees: dict[str, Committee]
) -> BudgetArea:
    code = row.text("kode", required=True, longest=20)
    area = known.get(code) or BudgetArea(municipality=municipality, code=code)
    area.title = row.text("navn", required=True, longest=120)
    area.parent = row.reference("under", known, "et område i kommunen")
    if area.parent and area in _above(area.parent):
        row.report("under", "et område, der ikke selv ligger under dette")
    area.steering_area = row.choice("styringsområde", SteeringArea) or ""
    area.account_functions = row.text("funktioner", longest=120)
    name = row.text("udvalg", longest=120)
    if name and name not in committees and not row.problems:
        committees[name] = Committee.objects.create(municipality=municipality, name=name)
    area.committee = committees.get(name)
    return area


def _above(area: BudgetArea) -> list[BudgetArea]:
    """The area and all that it lies under."""
    return [area, *(_above(area.parent) if area.parent else [])]


def _bases(row: Row, known: Mapping[str, LegalBasis]) -> list[LegalBasis | None]:
    """Sections as `SEL § 85` with + between them."""
    names = [name.strip() for name in row.text("lovgrundlag").split("+") if name.strip()]
    if any(name not in known for name in names):
        row.report("lovgrundlag", "lovgrundlag, der findes, fx SEL § 85 + SEL § 107")
    return [known.get(name) for name in names]


@transaction.atomic
def write_shares(*, actor: User | None, municipality: Municipality, text: str) -> list[DeviationShare]:
    """Parts of deviations, in kroner or percent or both; a part that is there gets the new figures.

    Raises ImportRefusedError with every fault, and then nothing is written.
    """
    problems: list[Problem] = []
    areas = {area.code: area for area in municipality.areas.all()}
    rows = [_share(row, areas) for row in read_pasted(text, SHARE_COLUMNS, problems)]
    if problems:
        raise ImportRefusedError(problems)
    written = [
        DeviationShare.objects.update_or_create(municipality=municipality, **place, defaults=figures)[0]
        for place, figures in rows
    ]
    changes = [{"felt": str(share), "før": None, "efter": str(share.percent or share.amount)} for share in written]
    audit.record(municipality=municipality, actor=actor, action="afvigelse fordelt", obj=municipality, changes=changes)
    return written


def _share(row: Row, areas: Mapping[str, BudgetArea]) -> tuple[dict[str, Any], dict[str, Any]]:
    place = {
        "area": row.reference("kode", areas, "et områdes kode, eller en tom celle for hele budgettet"),
        "year": row.whole("år", FIRST_YEAR, LAST_YEAR, required=True),
        "told_by": row.choice("fordelt på", ShareOf, required=True),
        "label": row.text("del", required=True, longest=120),
    }
    amount, percent = row.amount("beløb", Unit.KRONER), row.number_or_none("procent")
    if amount is None and percent is None:
        row.report("procent", "et beløb eller en procent")
    return place, {"amount": amount, "percent": percent, "source": row.text("kilde", longest=200)}
