"""What describes a catalogue's initiatives, as rows of the import's sheets."""

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

SheetRow = Mapping[str, str]


def day(on: date | None) -> str:
    """The day as 2019-01-31, or an empty text."""
    return on.isoformat() if on else ""


def number(value: Decimal | int | None) -> str:
    """Danish digits without thousand separators, or an empty text."""
    return "" if value is None else format_number(Decimal(value), most=4).replace(".", "")


def row_about(initiative: Initiative, **cells: str) -> SheetRow:
    """A row of a sheet about the initiative; `_` in a column name is written as a space."""
    return {"tiltag": initiative.key, **{column.replace("_", " "): cell for column, cell in cells.items()}}


def activities(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = Activity.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for activity in in_order.select_related("initiative"):
        cells = {"aktivitet": activity.text, "ansvarlig": activity.responsible, "frist": day(activity.due)}
        yield row_about(activity.initiative, **cells)


def measurements(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = Measurement.objects.filter(initiative__in=initiatives, measured_here=False).order_by(
        "initiative__order", "order"
    )
    for measurement in in_order.select_related("initiative"):
        cells = {"indikator": measurement.indicator, "enhed": measurement.unit, "opgjort": day(measurement.on)}
        yield row_about(measurement.initiative, **cells, værdi=number(measurement.value))


def staff(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = StaffChange.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for change in in_order.select_related("initiative"):
        cells = {"før": number(change.before), "efter": number(change.after), "ændring": number(change.change)}
        yield row_about(change.initiative, personale=change.group, **cells)


def units(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = UnitCalculation.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for unit in in_order.select_related("initiative"):
        before = {"antal_før": number(unit.quantity_before), "enhedspris_før": number(unit.price_before)}
        after = {"antal_efter": number(unit.quantity_after), "enhedspris_efter": number(unit.price_after)}
        yield row_about(unit.initiative, ydelse=unit.service, **before, **after)


def criteria(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = SuccessCriterion.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for criterion in in_order.select_related("initiative"):
        cells = {"måles_ved": criterion.measured_by, "ansvarlig": criterion.responsible, "hvornår": criterion.when}
        yield row_about(criterion.initiative, succeskriterium=criterion.text, **cells)


def claims(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = Claim.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for claim in in_order.select_related("initiative"):
        budget = {"budget": number(claim.base), "budgetår": str(claim.base_year or "")}
        printed = {"effekt": number(claim.effect), "trykt": claim.printed, "værdi": number(claim.value)}
        kind = {"slags": claim.get_kind_display(), "område": claim.area, "opgjort_som": claim.get_method_display()}
        yield row_about(claim.initiative, **kind, **budget, **printed)
