"""Reading business cases: texts, parts, service levels, and effects on other areas."""

from collections.abc import Mapping

from budgets.foundation.amounts import Unit
from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.imports.reading.cases import numbered
from initiatives.catalogues.imports.reading.contents import CatalogueReading
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.models.catalogues import Sign
from initiatives.catalogues.models.descriptions import DecidedBy
from initiatives.catalogues.models.initiatives import Initiative, Risk
from initiatives.catalogues.models.proposals import BusinessCase, CounterEffect, Origin, ProposalPart, ServiceLevel
from initiatives.catalogues.sheets import SheetName


def read_proposals(
    sheets: Mapping[SheetName, Sheet], reading: CatalogueReading, initiatives: Mapping[str, Initiative]
) -> None:
    """Read every sheet that only proposals with a business case have."""
    _texts(sheets[SheetName.CASES], reading, initiatives)
    _parts(sheets[SheetName.PARTS], reading, initiatives)
    _service_levels(sheets[SheetName.SERVICE_LEVELS], reading, initiatives)
    _counter_effects(sheets[SheetName.COUNTER_EFFECTS], reading, initiatives)


def _texts(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    for row, initiative, order in numbered(sheet, initiatives):
        if order > 1:
            row.report("tiltag", "kun én række for hvert tiltag")
            continue
        case = BusinessCase(
            initiative=initiative,
            proposed_by=row.text("fremstillende forvaltning", longest=120),
            departments=_departments(row),
            background=row.text("baggrund"),
            content=row.text("indhold"),
            economy=row.text("økonomi"),
            implementation=row.text("implementering"),
            involvement=row.text("inddragelse"),
            expected_effect=row.text("effekt"),
            monitoring=row.text("opfølgning"),
            baseline=row.text("udgangspunkt"),
            decided_by=row.choice("besluttes af", DecidedBy) or "",
            origin=row.choice("oprindelse", Origin) or "",
            origin_note=row.text("hvilken", longest=200),
            is_frame=row.flag("rammebesparelse"),
        )
        reading.business_cases.append(case)


def _departments(row: InputRow) -> list[str]:
    """The names of the departments, which are separated by semicolons."""
    names = [name.strip() for name in row.text("øvrige forvaltninger").split(";") if name.strip()]
    if any(len(name) > 120 for name in names):
        row.report("øvrige forvaltninger", "navne på højst 120 tegn adskilt af semikolon")
    return names


def _parts(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    read_names: set[tuple[str, str]] = set()
    for row, initiative, order in numbered(sheet, initiatives):
        name = row.text("del", required=True, longest=80)
        if (initiative.key, name) in read_names:
            row.report("del", "kun én række for hver del")
            continue
        read_names.add((initiative.key, name))
        part = ProposalPart(
            initiative=initiative,
            order=order,
            name=name,
            text=row.text("indhold"),
            risk=row.choice("risiko", Risk) or "",
            risk_reason=row.text("hvorfor risikoen"),
        )
        reading.parts.append(part)


def _service_levels(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    for row, initiative, order in numbered(sheet, initiatives):
        level = ServiceLevel(
            initiative=initiative,
            order=order,
            subject=row.text("ydelse", required=True, longest=200),
            before=row.text("før"),
            after=row.text("efter"),
        )
        if not (level.before or level.after):
            row.report("efter", "serviceniveauet før eller efter, eller begge dele")
        reading.service_levels.append(level)


def _counter_effects(sheet: Sheet, reading: CatalogueReading, initiatives: Mapping[str, Initiative]) -> None:
    unit, factor = Unit(reading.catalogue.unit), Sign(reading.catalogue.sign).factor
    for row, initiative, order in numbered(sheet, initiatives):
        amount = row.amount("beløb", unit)
        effect = CounterEffect(
            initiative=initiative,
            order=order,
            area=row.text("område", required=True, longest=200),
            text=row.text("virkning", required=True),
            amount=None if amount is None else amount * factor,
            is_in_lines=row.flag("regnet med"),
        )
        reading.counter_effects.append(effect)
