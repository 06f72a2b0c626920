"""Reading what describes a catalogue or an initiative without amounts by year, business cases included."""

from collections.abc import Mapping
from typing import Any

from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.models.proposals import BusinessCase, ProposalPart
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.reading.initiative_rows import identify_rows, read_objects
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import SheetName

Sheets = Mapping[SheetName, Sheet]


def read_descriptions(sheets: Sheets, reading: CatalogueReading) -> None:
    """Read every sheet about an initiative or the catalogue that has no amounts by year."""
    reading.assumptions += _read_numbered(SheetName.ASSUMPTIONS, sheets, reading.references)
    reading.remarks += _read_numbered(SheetName.REMARKS, sheets, reading.references)
    objects_by_sheet: dict[SheetName, list[Any]] = {
        SheetName.ACTIVITIES: reading.activities,
        SheetName.MEASUREMENTS: reading.measurements,
        SheetName.STAFF: reading.staff,
        SheetName.UNITS: reading.unit_calculations,
        SheetName.CRITERIA: reading.criteria,
        SheetName.CLAIMS: reading.claims,
    }
    for name, objects in objects_by_sheet.items():
        objects += [obj for _, obj in read_objects(name, sheets[name], reading.references)]


def _read_numbered(name: SheetName, sheets: Sheets, references: References) -> list[Any]:
    """The objects of a sheet that are numbered within the catalogue."""
    declared, catalogue = SHEETS[name], references.catalogue
    return [
        declared.model(catalogue=catalogue, order=order, **declared.read(row, references))
        for order, row in enumerate(sheets[name], start=1)
    ]


def read_proposals(sheets: Sheets, reading: CatalogueReading) -> None:
    """Read every sheet that only proposals with a business case have."""
    references = reading.references
    _read_texts(sheets[SheetName.CASES], reading)
    _read_parts(sheets[SheetName.PARTS], reading)
    for row, level in read_objects(SheetName.SERVICE_LEVELS, sheets[SheetName.SERVICE_LEVELS], references):
        if not (level.before or level.after):
            row.report("efter", "serviceniveauet før eller efter, eller begge dele")
        reading.service_levels.append(level)
    counter_effects = read_objects(SheetName.COUNTER_EFFECTS, sheets[SheetName.COUNTER_EFFECTS], references)
    reading.counter_effects += [effect for _, effect in counter_effects]


def _read_texts(sheet: Sheet, reading: CatalogueReading) -> None:
    for row, keys in identify_rows(SheetName.CASES, sheet, reading.references):
        if keys["order"] > 1:
            row.report("tiltag", "kun én række for hvert tiltag")
            continue
        fields = SHEETS[SheetName.CASES].read(row, reading.references)
        reading.business_cases.append(BusinessCase(initiative=keys["initiative"], **fields))


def _read_parts(sheet: Sheet, reading: CatalogueReading) -> None:
    read_names: set[tuple[str, str]] = set()
    for row, keys in identify_rows(SheetName.PARTS, sheet, reading.references):
        if (keys["initiative"].key, keys["name"]) in read_names:
            row.report("del", "kun én række for hver del")
            continue
        read_names.add((keys["initiative"].key, keys["name"]))
        reading.parts.append(ProposalPart(**keys, **SHEETS[SheetName.PARTS].read(row, reading.references)))
