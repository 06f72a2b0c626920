"""Sheets into unsaved models: what a catalogue's files say, with every fault in them noted."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from budgets.amounts import Unit
from budgets.models import LegalBasis, Municipality, SteeringArea
from initiatives.imports.problems import Problem
from initiatives.imports.sheets import Row, Sheet, SheetName
from initiatives.models import (
    ENDED,
    Activity,
    Assumption,
    Catalogue,
    CatalogueKind,
    DecidedBy,
    EffectCategory,
    EffectLine,
    Initiative,
    Lifecycle,
    Measurement,
    PublishedFigure,
    PublishedRow,
    PublishedTable,
    Remark,
    Sign,
    Theme,
    YearlyEffect,
)

FIELDS = (
    *("kortnavn", "kommune", "titel", "slags", "område", "offentliggjort", "første år", "sidste år", "p/l-niveau"),
    *("enhed", "decimaler", "fortegn", "resumé", "kilde", "sådan er kilden læst"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTH_OR_DAY = "en måned eller en dag, fx 2019-01 eller 2019-01-31"


@dataclass
class Reading:
    """A catalogue as its files tell it: unsaved objects, tied to each other, in the order of the files."""

    catalogue: Catalogue
    themes: list[Theme] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    legal_bases: dict[str, list[LegalBasis]] = field(default_factory=dict)
    tables: list[PublishedTable] = field(default_factory=list)
    rows: list[PublishedRow] = field(default_factory=list)
    figures: list[PublishedFigure] = field(default_factory=list)
    lines: list[EffectLine] = field(default_factory=list)
    effects: list[YearlyEffect] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)


def read_catalogue(
    sheets: Mapping[SheetName, Sheet],
    municipalities: Mapping[str, Municipality],
    legal_bases: Mapping[str, LegalBasis],
    problems: list[Problem],
) -> Reading:
    """Read all sheets; `municipalities` by code and `legal_bases` by their short form (`SEL 85`)."""
    reading = Reading(_catalogue(sheets[SheetName.CATALOGUE], municipalities, problems))
    themes = _themes(sheets[SheetName.THEMES], reading)
    initiatives = _initiatives(sheets[SheetName.INITIATIVES], reading, themes, legal_bases)
    tables = _tables(sheets[SheetName.TABLES], reading, themes, initiatives)
    _figures(sheets[SheetName.FIGURES], reading, tables, initiatives)
    _effects(sheets[SheetName.EFFECTS], reading, tables, initiatives)
    _assumptions(sheets[SheetName.ASSUMPTIONS], reading, initiatives)
    _activities(sheets[SheetName.ACTIVITIES], reading, initiatives)
    _remarks(sheets[SheetName.REMARKS], reading)
    _measurements(sheets[SheetName.MEASUREMENTS], reading, initiatives)
    return reading


def _month_or_day(row: Row, column: str, *, last_day: bool) -> date | None:
    """The day in the cell; of a month alone, its first day, or its last."""
    text = row.text(column)
    try:
        if len(text) == len("2019-01"):
            month = date.fromisoformat(f"{text}-01")
            return month.replace(day=calendar.monthrange(month.year, month.month)[1] if last_day else 1)
        return date.fromisoformat(text) if text else None
    except ValueError:
        row.report(column, MONTH_OR_DAY)
        return None


def _fields(sheet: Sheet, problems: list[Problem]) -> Row:
    """The sheet of fields and values as one row, which still knows where each value stands."""
    cells: dict[str, str] = {}
    places: dict[str, tuple[int, str]] = {}
    for row in sheet:
        name = row.text("felt", required=True)
        if name and name not in FIELDS:
            row.report("felt", "et af: " + ", ".join(FIELDS))
        elif name in cells:
            row.report("felt", "feltet én gang")
        cells[name] = row.cells.get("værdi", "")
        places[name] = (row.number, "værdi")
    return Row(sheet.file, 0, cells, problems if sheet.is_readable else [], places)


def _catalogue(sheet: Sheet, municipalities: Mapping[str, Municipality], problems: list[Problem]) -> Catalogue:
    row = _fields(sheet, problems)
    published = _month_or_day(row, "offentliggjort", last_day=False)
    if not row.text("offentliggjort", required=True):
        published = None
    first = row.whole("første år", FIRST_YEAR, LAST_YEAR, required=True) or FIRST_YEAR
    last = row.whole("sidste år", FIRST_YEAR, LAST_YEAR, required=True) or LAST_YEAR
    if last < first:
        row.report("sidste år", f"et år fra {first}")
        last = LAST_YEAR
    return Catalogue(
        slug=row.slug("kortnavn", longest=50),
        municipality=row.reference("kommune", municipalities, "en kommunekode", required=True) or Municipality(),
        title=row.text("titel", required=True, longest=200),
        kind=row.choice("slags", CatalogueKind, required=True) or "",
        scope=row.text("område", required=True, longest=200),
        published=published or date(FIRST_YEAR, 1, 1),
        first_year=first,
        last_year=last,
        price_level=row.whole("p/l-niveau", FIRST_YEAR, LAST_YEAR),
        unit=row.choice("enhed", Unit, required=True) or Unit.KRONER,
        decimals=row.whole("decimaler", 0, 6, required=True) or 0,
        sign=row.choice("fortegn", Sign, required=True) or Sign.SAVINGS_POSITIVE,
        summary=row.text("resumé", required=True),
        source=row.text("kilde", required=True),
        reading_note=row.text("sådan er kilden læst"),
    )


def _themes(sheet: Sheet, reading: Reading) -> dict[str, Theme]:
    themes: dict[str, Theme] = {}
    for row in sheet:
        order = row.whole("nr", 1, 999, required=True)
        if str(order) in themes:
            row.report("nr", "et nummer, der ikke er brugt ovenfor")
        theme = Theme(
            catalogue=reading.catalogue,
            order=order or 0,
            title=row.text("titel", required=True, longest=200),
            summary=row.text("resumé"),
            beside_plan=row.flag("ved siden af planen"),
        )
        reading.themes.append(theme)
        themes[str(order)] = theme
    return themes


def _initiatives(
    sheet: Sheet, reading: Reading, themes: Mapping[str, Theme], legal_bases: Mapping[str, LegalBasis]
) -> dict[str, Initiative]:
    initiatives: dict[str, Initiative] = {}
    for order, row in enumerate(sheet, start=1):
        key = row.slug("nøgle", longest=40)
        if key in initiatives:
            row.report("nøgle", "en nøgle, der ikke er brugt ovenfor")
        initiative = Initiative(
            catalogue=reading.catalogue,
            theme=row.reference("gruppe", themes, "nummeret på en gruppe"),
            order=order,
            key=key,
            title=row.text("titel", required=True, longest=400),
            summary=row.text("resumé"),
            lifecycle=row.choice("livscyklus", Lifecycle, required=True) or Lifecycle.PROPOSED,
            ended_on=_month_or_day(row, "ophørt senest", last_day=True),
            ended_by=row.text("besluttet af", longest=120),
            ended_reason=row.text("hvorfor ophørt"),
            is_residual=row.flag("rest"),
        )
        if initiative.lifecycle in ENDED:
            row.text("ophørt senest", required=True)
            row.text("hvorfor ophørt", required=True)
        reading.initiatives.append(initiative)
        reading.legal_bases[key] = _legal_bases(row, legal_bases)
        initiatives[key] = initiative
    return initiatives


def _legal_bases(row: Row, known: Mapping[str, LegalBasis]) -> list[LegalBasis]:
    names = [name.strip() for name in row.text("lovgrundlag").split(",") if name.strip()]
    if unknown := [name for name in names if name not in known]:
        row.report(
            "lovgrundlag", f"kendte paragraffer med komma imellem, fx SEL 85, ABL 105; ukendt: {', '.join(unknown)}"
        )
    return [known[name] for name in names if name in known]


def _tables(
    sheet: Sheet, reading: Reading, themes: Mapping[str, Theme], initiatives: Mapping[str, Initiative]
) -> dict[str, PublishedTable]:
    tables: dict[str, PublishedTable] = {}
    for row in sheet:
        ordinal = row.whole("nr", 1, 999, required=True)
        if str(ordinal) in tables:
            row.report("nr", "et nummer, der ikke er brugt ovenfor")
        table = PublishedTable(
            catalogue=reading.catalogue,
            theme=row.reference("gruppe", themes, "nummeret på en gruppe"),
            initiative=row.reference("tiltag", initiatives, "nøglen på et tiltag"),
            ordinal=ordinal or 0,
            kind=row.choice("slags", PublishedTable.Kind, required=True) or PublishedTable.Kind.PROSE,
            caption=row.text("overskrift", required=True, longest=300),
            row_heading=row.text("rækkeoverskrift", longest=80),
        )
        reading.tables.append(table)
        tables[str(ordinal)] = table
    return tables


def _figures(
    sheet: Sheet, reading: Reading, tables: Mapping[str, PublishedTable], initiatives: Mapping[str, Initiative]
) -> None:
    _check_years(sheet, reading)
    orders = dict.fromkeys(tables, 0)
    for row in sheet:
        table = row.reference("tabel", tables, "nummeret på en tabel", required=True)
        if table is None:
            continue
        if _is_next_column(row, table, reading):
            reading.figures += _single_figure(row, reading.rows[-1])
            continue
        orders[str(table.ordinal)] += 1
        published = _published_row(row, table, orders[str(table.ordinal)], initiatives)
        reading.rows.append(published)
        is_plan = table.kind == PublishedTable.Kind.PLAN
        reading.figures += (
            _yearly_figures(row, published, sheet, reading) if is_plan else _single_figure(row, published)
        )


def _is_next_column(row: Row, table: PublishedTable, reading: Reading) -> bool:
    """True where the row of the file is one more column of the printed row above it."""
    above = reading.rows[-1] if reading.rows else None
    if above is None or above.table is not table or table.kind != PublishedTable.Kind.COLUMNS:
        return False
    columns = {figure.column for figure in reading.figures if figure.row is above}
    return above.label == row.text("tekst") and row.text("kolonne") not in columns


def _published_row(row: Row, table: PublishedTable, order: int, initiatives: Mapping[str, Initiative]) -> PublishedRow:
    return PublishedRow(
        table=table,
        initiative=row.reference("tiltag", initiatives, "nøglen på et tiltag"),
        order=order,
        kind=row.choice("slags", PublishedRow.Kind, required=True) or PublishedRow.Kind.LINE,
        code=row.text("nummer", longest=40),
        label=row.text("tekst", required=True, longest=400),
        mark=row.text("tegn", longest=10),
        footnote=row.text("fodnote"),
    )


def _yearly_figures(row: Row, published: PublishedRow, sheet: Sheet, reading: Reading) -> list[PublishedFigure]:
    return [
        PublishedFigure(row=published, year=year, printed=row.cells[str(year)], value=_stored(row, year, reading))
        for year in sheet.years
        if row.cells.get(str(year))
    ]


def _single_figure(row: Row, published: PublishedRow) -> list[PublishedFigure]:
    in_columns = published.table.kind == PublishedTable.Kind.COLUMNS
    return [
        PublishedFigure(
            row=published,
            year=None,
            column=row.text("kolonne", required=in_columns, longest=80),
            printed=row.text("tal", required=True, longest=60),
            value=row.number_or_none("værdi"),
        )
    ]


def _stored(row: Row, year: int, reading: Reading) -> Decimal | None:
    """The year's amount in kroner with the stored sign, from the catalogue's unit and sign."""
    catalogue = reading.catalogue
    amount = row.amount(str(year), Unit(catalogue.unit))
    return None if amount is None else amount * Sign(catalogue.sign).factor


def _effects(
    sheet: Sheet, reading: Reading, tables: Mapping[str, PublishedTable], initiatives: Mapping[str, Initiative]
) -> None:
    _check_years(sheet, reading)
    orders = dict.fromkeys(initiatives, 0)
    for row in sheet:
        initiative = row.reference("tiltag", initiatives, "nøglen på et tiltag", required=True)
        if initiative is None:
            continue
        orders[initiative.key] += 1
        line = EffectLine(
            initiative=initiative,
            order=orders[initiative.key],
            text=row.text("linje", required=True, longest=400),
            category=row.choice("kategori", EffectCategory, required=True) or EffectCategory.PERMANENT,
            steering_area=row.choice("styringsområde", SteeringArea) or "",
            price_level=row.whole("p/l-niveau", FIRST_YEAR, LAST_YEAR),
        )
        table = row.reference("tabel", tables, "nummeret på en tabel")
        amounts = {year: _stored(row, year, reading) for year in sheet.years}
        reading.lines.append(line)
        reading.effects += [
            YearlyEffect(line=line, year=year, amount=amount, source_table=table)
            for year, amount in amounts.items()
            if amount is not None
        ]


def _check_years(sheet: Sheet, reading: Reading) -> None:
    years = reading.catalogue.years
    for year in sheet.years:
        if year not in years and sheet.rows:
            problem = Problem(sheet.file, 1, str(year), str(year), f"et år fra {years[0]} til {years[-1]}")
            sheet.rows[0].problems.append(problem)


def _assumptions(sheet: Sheet, reading: Reading, initiatives: Mapping[str, Initiative]) -> None:
    for order, row in enumerate(sheet, start=1):
        assumption = Assumption(
            catalogue=reading.catalogue,
            initiative=row.reference("tiltag", initiatives, "nøglen på et tiltag"),
            order=order,
            text=row.text("forudsætning", required=True),
            decided_by=row.choice("afgøres af", DecidedBy, required=True) or DecidedBy.OWN,
            due=_month_or_day(row, "frist", last_day=True),
        )
        reading.assumptions.append(assumption)


def _activities(sheet: Sheet, reading: Reading, initiatives: Mapping[str, Initiative]) -> None:
    orders = dict.fromkeys(initiatives, 0)
    for row in sheet:
        initiative = row.reference("tiltag", initiatives, "nøglen på et tiltag", required=True)
        if initiative is None:
            continue
        orders[initiative.key] += 1
        activity = Activity(
            initiative=initiative,
            order=orders[initiative.key],
            text=row.text("aktivitet", required=True),
            responsible=row.text("ansvarlig", longest=120),
            due=_month_or_day(row, "frist", last_day=True),
        )
        reading.activities.append(activity)


def _remarks(sheet: Sheet, reading: Reading) -> None:
    reading.remarks += [
        Remark(
            catalogue=reading.catalogue,
            order=order,
            kind=row.choice("slags", Remark.Kind, required=True) or Remark.Kind.GOVERNANCE,
            text=row.text("tekst", required=True),
        )
        for order, row in enumerate(sheet, start=1)
    ]


def _measurements(sheet: Sheet, reading: Reading, initiatives: Mapping[str, Initiative]) -> None:
    orders = dict.fromkeys(initiatives, 0)
    for row in sheet:
        initiative = row.reference("tiltag", initiatives, "nøglen på et tiltag", required=True)
        row.text("opgjort", required=True)
        row.text("værdi", required=True)
        on, value = _month_or_day(row, "opgjort", last_day=True), row.number_or_none("værdi")
        if initiative is None or on is None or value is None:
            continue
        orders[initiative.key] += 1
        measurement = Measurement(
            initiative=initiative,
            order=orders[initiative.key],
            indicator=row.text("indikator", required=True, longest=200),
            unit=row.text("enhed", longest=40),
            on=on,
            value=value,
        )
        reading.measurements.append(measurement)
