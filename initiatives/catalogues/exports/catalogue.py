"""A whole catalogue in the import's own format, so that importing an export changes nothing."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit, parse_amount
from budgets.foundation.files.cells import escape_formula
from initiatives.catalogues.exports import cases, proposals
from initiatives.catalogues.exports.cases import SheetRow, day, number
from initiatives.catalogues.models.catalogues import Catalogue, Sign
from initiatives.catalogues.models.descriptions import Assumption
from initiatives.catalogues.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow, PublishedTable
from initiatives.catalogues.sheets import CATALOGUE_FIELDS, COLUMNS, OPTIONAL_COLUMNS, WITH_YEARS, SheetName

Sheets = Mapping[SheetName, Sequence[Sequence[str]]]


def headings(name: SheetName, years: Iterable[int]) -> list[str]:
    """All columns of a sheet, optional ones included."""
    columns = [*COLUMNS[name], *OPTIONAL_COLUMNS.get(name, ())]
    return columns + [str(year) for year in years] if name in WITH_YEARS else columns


def catalogue_sheets(catalogue: Catalogue) -> Sheets:
    """The catalogue's sheets, headings first; a constant number of queries."""
    rows_by_sheet: dict[SheetName, Iterator[SheetRow]] = {
        SheetName.CATALOGUE: _catalogue_fields(catalogue),
        SheetName.THEMES: _themes(catalogue),
        SheetName.TABLES: _tables(catalogue),
        SheetName.FIGURES: _figures(catalogue),
        SheetName.ASSUMPTIONS: _assumptions(catalogue.assumptions.all()),
        SheetName.REMARKS: ({"slags": r.get_kind_display(), "tekst": r.text} for r in catalogue.remarks.all()),
        SheetName.COMPARISONS: _comparisons(catalogue),
        **_initiative_sheets(catalogue, catalogue.initiatives.from_source()),
    }
    sheets = {}
    for name in SheetName:
        columns = headings(name, catalogue.years)
        sheets[name] = [columns, *([row.get(column, "") for column in columns] for row in rows_by_sheet[name])]
    return sheets


def case_rows(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> dict[SheetName, Iterator[SheetRow]]:
    """Rows about the initiatives, by sheet; a line has its number as `nr`."""
    assumptions = catalogue.assumptions.filter(initiative__in=initiatives)
    return _initiative_sheets(catalogue, initiatives) | {SheetName.ASSUMPTIONS: _assumptions(assumptions)}


def _initiative_sheets(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> dict[SheetName, Iterator[SheetRow]]:
    """Rows of the sheets that are about initiatives."""
    return {
        SheetName.INITIATIVES: _initiatives(initiatives),
        SheetName.EFFECTS: _effects(catalogue, initiatives),
        SheetName.SHARES: _shares(catalogue, initiatives),
        SheetName.ACTIVITIES: cases.activities(initiatives),
        SheetName.MEASUREMENTS: cases.measurements(initiatives),
        SheetName.STAFF: cases.staff(initiatives),
        SheetName.UNITS: cases.units(initiatives),
        SheetName.CRITERIA: cases.criteria(initiatives),
        SheetName.CLAIMS: cases.claims(initiatives),
        SheetName.CASES: proposals.texts(initiatives),
        SheetName.PARTS: proposals.parts(initiatives),
        SheetName.SERVICE_LEVELS: proposals.service_levels(initiatives),
        SheetName.COUNTER_EFFECTS: proposals.counter_effects(initiatives, _source_presentation(catalogue)),
    }


def empty_sheets() -> Sheets:
    """Sheets with headings only, for this year and the three after it."""
    first = timezone.localdate().year
    fields = [["felt", "værdi"], *([field, ""] for field in CATALOGUE_FIELDS)]
    sheets = {name: [headings(name, range(first, first + 4))] for name in SheetName}
    return sheets | {SheetName.CATALOGUE: fields}


def write_folder(sheets: Sheets, folder: Path) -> None:
    """Write the sheets as CSV files; texts that a spreadsheet would read as formulas are guarded."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(map(escape_formula, line) for line in lines)


def write_workbook(sheets: Sheets, out: BinaryIO) -> None:
    """Write the sheets as one workbook with all cells as text."""
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        bold = workbook.add_format({"bold": True})
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(lines[0]) - 1, 22, wrapped)
            for place, line in enumerate(lines):
                for column, cell in enumerate(line):
                    sheet.write_string(place, column, escape_formula(cell), bold if place == 0 else wrapped)


def _catalogue_fields(catalogue: Catalogue) -> Iterator[SheetRow]:
    fields = {
        "kortnavn": catalogue.slug,
        "kommune": catalogue.municipality.code,
        "titel": catalogue.title,
        "slags": catalogue.get_kind_display(),
        "område": catalogue.scope,
        "offentliggjort": day(catalogue.published),
        "første år": str(catalogue.first_year),
        "sidste år": str(catalogue.last_year),
        "p/l-niveau": str(catalogue.price_level or ""),
        "enhed": catalogue.get_unit_display(),
        "decimaler": str(catalogue.decimals),
        "fortegn": catalogue.get_sign_display(),
        "resumé": catalogue.summary,
        "kilde": catalogue.source,
        "sådan er kilden læst": catalogue.reading_note,
    }
    return ({"felt": field, "værdi": value} for field, value in fields.items())


def _themes(catalogue: Catalogue) -> Iterator[SheetRow]:
    for theme in catalogue.themes.all():
        is_excluded = "ja" if theme.excluded_from_totals else ""
        yield {
            "nr": str(theme.order),
            "titel": theme.title,
            "resumé": theme.summary,
            "ved siden af planen": is_excluded,
        }


def _initiatives(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    for initiative in initiatives.select_related("theme").prefetch_related("legal_bases"):
        yield {
            "nøgle": initiative.key,
            "gruppe": str(initiative.theme.order) if initiative.theme else "",
            "titel": initiative.title,
            "resumé": initiative.summary,
            "livscyklus": initiative.get_lifecycle_display(),
            "ophørt senest": day(initiative.ended_on),
            "besluttet af": initiative.ended_by,
            "hvorfor ophørt": initiative.ended_reason,
            "rest": "ja" if initiative.is_residual else "",
            "lovgrundlag": ", ".join(f"{basis.law} {basis.section}" for basis in initiative.legal_bases.all()),
            "nummer": initiative.code,
            "version": initiative.version,
            "erstatter": initiative.replaces,
            "risiko": initiative.get_risk_display(),
            "hvorfor risikoen": initiative.risk_reason,
        }


def _source_presentation(catalogue: Catalogue) -> Presentation:
    """Amounts in the catalogue's unit and sign, to the øre."""
    unit = Unit(catalogue.unit)
    return Presentation(unit, 0, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)


def _effects(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    presentation = _source_presentation(catalogue)
    effects = Prefetch("effects", YearlyEffect.objects.select_related("source_table"))
    lines = EffectLine.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for line in lines.select_related("initiative", "committee", "area").prefetch_related(effects):
        yearly = list(line.effects.all())
        table = next((effect.source_table for effect in yearly), None)
        yield {
            "tiltag": line.initiative.key,
            "nr": str(line.order),
            "linje": line.text,
            "kategori": line.get_category_display(),
            "styringsområde": line.get_steering_area_display(),
            "p/l-niveau": str(line.price_level or ""),
            "tabel": str(table.ordinal) if table else "",
            "del": line.part,
            "udvalg": line.committee.name if line.committee else "",
            "ramme": line.area.code if line.area else "",
            "finansiering": line.funding,
            "startmåned": str(line.start_month) if line.start_month > 1 else "",
            "indfasning": "+".join(number(weight) for weight in line.weights),
            **{str(effect.year): presentation.text(effect.amount) for effect in yearly},
        }


def _shares(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    """One row for each line and group, with the years as columns."""
    presentation = _source_presentation(catalogue)
    shares = ThemeShare.objects.filter(effect__line__initiative__in=initiatives)
    yearly_by_share: dict[tuple[str, int, int], dict[str, str]] = {}
    for share in shares.select_related("effect__line__initiative", "theme"):
        line = share.effect.line
        years = yearly_by_share.setdefault((line.initiative.key, line.order, share.theme.order), {})
        years[str(share.effect.year)] = presentation.text(share.amount)
    for (key, order, theme), years in yearly_by_share.items():
        yield {"tiltag": key, "linje": str(order), "gruppe": str(theme), **years}


def _tables(catalogue: Catalogue) -> Iterator[SheetRow]:
    for table in catalogue.tables.select_related("theme", "initiative"):
        yield {
            "nr": str(table.ordinal),
            "slags": table.get_kind_display(),
            "overskrift": table.caption,
            "rækkeoverskrift": table.row_heading,
            "gruppe": str(table.theme.order) if table.theme else "",
            "tiltag": table.initiative.key if table.initiative else "",
        }


def _figures(catalogue: Catalogue) -> Iterator[SheetRow]:
    presentation = _source_presentation(catalogue)
    published_rows = PublishedRow.objects.filter(table__catalogue=catalogue).order_by("table__ordinal", "order")
    for row in published_rows.select_related("table", "initiative", "theme", "committee").prefetch_related("figures"):
        figures = list(row.figures.all())
        if row.table.kind == PublishedTable.TableKind.PLAN:
            yield _printed_row(row) | _yearly(figures, presentation)
        else:
            yield from (_printed_row(row) | _single(figure) for figure in figures)


def _yearly(figures: Iterable[PublishedFigure], presentation: Presentation) -> dict[str, str]:
    """Amounts as printed; one that the import would not read as an amount also has its printed text."""
    cells: dict[str, str] = {}
    printed_texts = []
    for figure in figures:
        is_plain = _is_amount(figure, presentation)
        cells[str(figure.year)] = figure.printed if is_plain else presentation.text(figure.value)
        printed_texts += [] if is_plain else [f"{figure.year}: {figure.printed}"]
    return cells | {"trykt som": " | ".join(printed_texts)}


def _is_amount(figure: PublishedFigure, presentation: Presentation) -> bool:
    """True where the printed text is the amount in the catalogue's unit and sign."""
    try:
        kroner = parse_amount(figure.printed, presentation.unit)
    except ValueError:
        return False
    return kroner is not None and kroner * presentation.factor == figure.value


def _single(figure: PublishedFigure) -> dict[str, str]:
    return {"kolonne": figure.column, "tal": figure.printed, "værdi": number(figure.value)}


def _printed_row(row: PublishedRow) -> dict[str, str]:
    return {
        "tabel": str(row.table.ordinal),
        "slags": row.get_kind_display(),
        "nummer": row.code,
        "tekst": row.label,
        "tiltag": row.initiative.key if row.initiative else "",
        "tegn": row.mark,
        "fodnote": row.footnote,
        "kategori": row.get_category_display(),
        "styringsområde": row.get_steering_area_display(),
        "linjer": "+".join(map(str, row.lines)),
        "summerer tabeller": "+".join(map(str, row.sums_tables)),
        "gruppe": str(row.theme.order) if row.theme else "",
        "udvalg": row.committee.name if row.committee else "",
        "sammenlignes i": "+".join(map(str, row.years)),
        "omfang": row.scope,
    }


def _assumptions(assumptions: QuerySet[Assumption]) -> Iterator[SheetRow]:
    for assumption in assumptions.select_related("initiative"):
        yield {
            "tiltag": assumption.initiative.key if assumption.initiative else "",
            "forudsætning": assumption.text,
            "afgøres af": assumption.get_decided_by_display(),
            "frist": day(assumption.due),
        }


def _comparisons(catalogue: Catalogue) -> Iterator[SheetRow]:
    for term in catalogue.comparison_terms.select_related("figure__row__table").order_by("order"):
        row = term.figure.row
        yield {
            "nr": str(term.number),
            "led": term.get_role_display(),
            "tabel": str(row.table.ordinal),
            "række": str(row.order),
            "kolonne": str(term.figure.year or term.figure.column),
            "omfang": term.scope,
        }
