"""What stands around the amounts of a catalogue's initiatives, as rows of the import's sheets."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from budgets.foundation.amounts import format_number
from initiatives.catalogues.models.descriptions import (
    Activity,
    Claim,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.models.initiatives import Initiative

Row = Mapping[str, str]


def day(on: date | None) -> str:
    """The day as 2019-01-31, or nothing."""
    return on.isoformat() if on else ""


def number(value: Decimal | int | None) -> str:
    """Danish digits without thousand dots, or nothing."""
    return "" if value is None else format_number(Decimal(value), most=4).replace(".", "")


def about(initiative: Initiative, **cells: str) -> Row:
    return {"tiltag": initiative.key, **{column.replace("_", " "): cell for column, cell in cells.items()}}


def activities(initiatives: QuerySet[Initiative]) -> Iterator[Row]:
    found = Activity.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for activity in found.select_related("initiative"):
        cells = {"aktivitet": activity.text, "ansvarlig": activity.responsible, "frist": day(activity.due)}
        yield about(activity.initiative, **cells)


def measurements(initiatives: QuerySet[Initiative]) -> Iterator[Row]:
    found = Measurement.objects.filter(initiative__in=initiatives, measured_here=False).order_by(
        "initiative__order", "order"
    )
    for measured in found.select_related("initiative"):
        cells = {"indikator": measured.indicator, "enhed": measured.unit, "opgjort": day(measured.on)}
        yield about(measured.initiative, **cells, værdi=number(measured.value))


def staff(initiatives: QuerySet[Initiative]) -> Iterator[Row]:
    found = StaffChange.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for change in found.select_related("initiative"):
        cells = {"før": number(change.before), "efter": number(change.after), "ændring": number(change.change)}
        yield about(change.initiative, personale=change.group, **cells)


def units(initiatives: QuerySet[Initiative]) -> Iterator[Row]:
    found = UnitCalculation.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for unit in found.select_related("initiative"):
        before = {"antal_før": number(unit.quantity_before), "enhedspris_før": number(unit.price_before)}
        after = {"antal_efter": number(unit.quantity_after), "enhedspris_efter": number(unit.price_after)}
        yield about(unit.initiative, ydelse=unit.service, **before, **after)


def criteria(initiatives: QuerySet[Initiative]) -> Iterator[Row]:
    found = SuccessCriterion.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for criterion in found.select_related("initiative"):
        cells = {"måles_ved": criterion.measured_by, "ansvarlig": criterion.responsible, "hvornår": criterion.when}
        yield about(criterion.initiative, succeskriterium=criterion.text, **cells)


def claims(initiatives: QuerySet[Initiative]) -> Iterator[Row]:
    found = Claim.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for claim in found.select_related("initiative"):
        budget = {"budget": number(claim.base), "budgetår": str(claim.base_year or "")}
        printed = {"effekt": number(claim.effect), "trykt": claim.printed, "værdi": number(claim.value)}
        kind = {"slags": claim.get_kind_display(), "område": claim.area, "opgjort_som": claim.get_method_display()}
        yield about(claim.initiative, **kind, **budget, **printed)
