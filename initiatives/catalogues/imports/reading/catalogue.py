"""Reading the catalogue itself, its groups and its initiatives."""

from collections.abc import Mapping
from datetime import date

from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import LegalBasis, Municipality
from initiatives.catalogues.imports.reading.contents import CatalogueReading
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.models.catalogues import Catalogue, CatalogueKind, Sign, Theme
from initiatives.catalogues.models.initiatives import ENDED, Initiative, Lifecycle, Risk
from initiatives.catalogues.sheets import CATALOGUE_FIELDS

RESERVED_SLUGS = frozenset({"indsaet", "nyt", "soeg"})
"""Words used in addresses in the place of a catalogue's short name."""


def _fields(sheet: Sheet, problems: list[Problem]) -> InputRow:
    """The sheet of fields and values as one row, which knows the place of each value."""
    cells: dict[str, str] = {}
    places: dict[str, tuple[int, str]] = {}
    for row in sheet:
        name = row.text("felt", required=True)
        if name and name not in CATALOGUE_FIELDS:
            row.report("felt", "et af felterne " + ", ".join(CATALOGUE_FIELDS))
        elif name in cells:
            row.report("felt", "kun én række med feltet")
        cells[name] = row.cells.get("værdi", "")
        places[name] = (row.number, "værdi")
    return InputRow(sheet.file, 0, cells, problems if sheet.is_readable else [], places)


def read_heading(sheet: Sheet, municipalities: Mapping[str, Municipality], problems: list[Problem]) -> Catalogue:
    row = _fields(sheet, problems)
    published = row.day("offentliggjort", last_of_month=False)
    if not row.text("offentliggjort", required=True):
        published = None
    first = row.whole("første år", FIRST_YEAR, LAST_YEAR, required=True) or FIRST_YEAR
    last = row.whole("sidste år", FIRST_YEAR, LAST_YEAR, required=True) or LAST_YEAR
    if row.text("kortnavn") in RESERVED_SLUGS:
        row.report("kortnavn", "et andet navn. Programmet bruger selv dette navn i sine adresser")
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


def read_themes(sheet: Sheet, reading: CatalogueReading) -> dict[str, Theme]:
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
            excluded_from_totals=row.flag("ved siden af planen"),
        )
        reading.themes.append(theme)
        themes[str(order)] = theme
    return themes


def read_initiatives(
    sheet: Sheet, reading: CatalogueReading, themes: Mapping[str, Theme], legal_bases: Mapping[str, LegalBasis]
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
            code=row.text("nummer", longest=40),
            title=row.text("titel", required=True, longest=400),
            summary=row.text("resumé"),
            lifecycle=row.choice("livscyklus", Lifecycle, required=True) or Lifecycle.PROPOSED,
            ended_on=row.day("ophørt senest", last_of_month=True),
            ended_by=row.text("besluttet af", longest=120),
            ended_reason=row.text("hvorfor ophørt"),
            is_residual=row.flag("rest"),
            version=row.text("version", longest=40),
            replaces=row.text("erstatter", longest=40),
            risk=row.choice("risiko", Risk) or "",
            risk_reason=row.text("hvorfor risikoen"),
        )
        if initiative.lifecycle in ENDED:
            row.text("ophørt senest", required=True)
            row.text("hvorfor ophørt", required=True)
        reading.initiatives.append(initiative)
        reading.legal_bases[key] = _legal_bases(row, legal_bases)
        initiatives[key] = initiative
    return initiatives


def _legal_bases(row: InputRow, legal_bases: Mapping[str, LegalBasis]) -> list[LegalBasis]:
    names = [name.strip() for name in row.text("lovgrundlag").split(",") if name.strip()]
    if unknown := [name for name in names if name not in legal_bases]:
        row.report(
            "lovgrundlag", f"kendte paragraffer adskilt af komma, fx SEL 85, ABL 105. Ukendt: {', '.join(unknown)}"
        )
    return [legal_bases[name] for name in names if name in legal_bases]
