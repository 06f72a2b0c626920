"""Reading what describes an initiative: assumptions, activities, criteria, staff, quantities, claims."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.imports.reading.contents import CatalogueReading
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.models.catalogues import Remark
from initiatives.catalogues.models.descriptions import (
    Activity,
    Assumption,
    Claim,
    DecidedBy,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.sheets import SheetName


def read_cases(
    sheets: Mapping[SheetName, Sheet], reading: CatalogueReading, initiatives: Mapping[str, Initiative]
) -> None:
    """Read every sheet about an initiative or the catalogue that has no amounts per year."""
    _assumptions(sheets[SheetName.ASSUMPTIONS], reading, initiatives)
    _remarks(sheets[SheetName.REMARKS], reading)
    _activities(sheets[SheetName.ACTIVITIES], reading, initiatives)
    _measurements(sheets[SheetName.MEASUREMENTS], reading, initiatives)
    _staff(sheets[SheetName.STAFF], reading, initiatives)
    _unit_calculations(sheets[SheetName.UNITS], reading, initiatives)
    _criteria(sheets[SheetName.CRITERIA], reading, initiatives)
    _claims(sheets[SheetName.CLAIMS], reading, initiatives)


def numbered(sheet: Sheet, initiatives: Mapping[str, Initiative]) -> Iterator[tuple[InputRow, Initiative, int]]:
    """The rows with their initiatives, numbered within each; rows of an unknown initiative are reported."""
    orders = dict.fromkeys(initiatives, 0)
    for row in sheet:
        initiative = row.reference("tiltag", initiatives, "nøglen på et tiltag", required=True)
        if initiative is not None:
            orders[initiative.key] += 1
            yield row, initiative, orders[initiative.key]


def required_number(row: InputRow, column: str) -> Decimal:
    """The number in the cell, which must be there; where it is missing it is reported, and zero is returned."""
    row.text(column, required=True)
    return row.number_or_none(column) or Decimal(0)


def _assumptions(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    for order, row in enumerate(sheet, start=1):
        assumption = Assumption(
            catalogue=reading.catalogue,
            initiative=row.reference("tiltag", initiatives, "nøglen på et tiltag"),
            order=order,
            text=row.text("forudsætning", required=True),
            decided_by=row.choice("afgøres af", DecidedBy, required=True) or DecidedBy.OWN,
            due=row.day("frist", last_of_month=True),
        )
        reading.assumptions.append(assumption)


def _activities(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    reading.activities += [
        Activity(
            initiative=initiative,
            order=order,
            text=row.text("aktivitet", required=True),
            responsible=row.text("ansvarlig", longest=120),
            due=row.day("frist", last_of_month=True),
        )
        for row, initiative, order in numbered(sheet, initiatives)
    ]


def _remarks(sheet: Sheet, reading: CatalogueReading) -> None:
    reading.remarks += [
        Remark(
            catalogue=reading.catalogue,
            order=order,
            kind=row.choice("slags", Remark.RemarkKind, required=True) or Remark.RemarkKind.GOVERNANCE,
            text=row.text("tekst", required=True),
        )
        for order, row in enumerate(sheet, start=1)
    ]


def _measurements(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    for row, initiative, order in numbered(sheet, initiatives):
        row.text("opgjort", required=True)
        if on := row.day("opgjort", last_of_month=True):
            measurement = Measurement(
                initiative=initiative,
                order=order,
                indicator=row.text("indikator", required=True, longest=200),
                unit=row.text("enhed", longest=40),
                on=on,
                value=required_number(row, "værdi"),
            )
            reading.measurements.append(measurement)


def _staff(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    reading.staff += [
        StaffChange(
            initiative=initiative,
            order=order,
            group=row.text("personale", required=True, longest=200),
            before=row.number_or_none("før"),
            after=row.number_or_none("efter"),
            change=required_number(row, "ændring"),
        )
        for row, initiative, order in numbered(sheet, initiatives)
    ]


def _unit_calculations(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    reading.unit_calculations += [
        UnitCalculation(
            initiative=initiative,
            order=order,
            service=row.text("ydelse", required=True, longest=200),
            quantity_before=required_number(row, "antal før"),
            price_before=required_number(row, "enhedspris før"),
            quantity_after=required_number(row, "antal efter"),
            price_after=required_number(row, "enhedspris efter"),
        )
        for row, initiative, order in numbered(sheet, initiatives)
    ]


def _criteria(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    reading.criteria += [
        SuccessCriterion(
            initiative=initiative,
            order=order,
            text=row.text("succeskriterium", required=True),
            measured_by=row.text("måles ved"),
            responsible=row.text("ansvarlig"),
            when=row.text("hvornår"),
        )
        for row, initiative, order in numbered(sheet, initiatives)
    ]


def _claims(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    reading.claims += [
        Claim(
            initiative=initiative,
            order=order,
            kind=row.choice("slags", Claim.ClaimKind, required=True) or Claim.ClaimKind.PERCENT,
            area=row.text("område", longest=200),
            base=row.number_or_none("budget"),
            base_year=row.whole("budgetår", FIRST_YEAR, LAST_YEAR),
            effect=row.number_or_none("effekt"),
            printed=row.text("trykt", required=True, longest=60),
            value=required_number(row, "værdi"),
            method=row.choice("opgjort som", Claim.Method) or "",
        )
        for row, initiative, order in numbered(sheet, initiatives)
    ]
