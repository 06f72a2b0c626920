"""Reading the catalogue itself, its groups and its initiatives."""

from budgets.foundation.calendar import LAST_YEAR
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import Municipality
from initiatives.catalogues.columns.catalogue import CATALOGUE_FIELDS, INITIATIVES, THEMES
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.keys import RESERVED_SLUGS
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.initiatives import ENDED, Initiative
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.reading.sheet import Sheet


def _fields(sheet: Sheet, problems: list[Problem]) -> InputRow:
    """The sheet of fields and values as one row, which knows the place of each value."""
    names = [column.heading for column in CATALOGUE_FIELDS.columns]
    cells: dict[str, str] = {}
    places: dict[str, tuple[int, str]] = {}
    for row in sheet:
        name = row.text("felt", required=True)
        if name and name not in names:
            row.report("felt", "et af felterne " + ", ".join(names))
        elif name in cells:
            row.report("felt", "kun én række med feltet")
        cells[name] = row.cells.get("værdi", "")
        places[name] = (row.number, "værdi")
    return InputRow(sheet.file, 0, cells, problems if sheet.is_readable else [], places)


def read_heading(sheet: Sheet, references: References, problems: list[Problem]) -> Catalogue:
    """The catalogue itself, as the one that the references are for from now on."""
    row = _fields(sheet, problems)
    fields = CATALOGUE_FIELDS.read(row, references)
    if fields["slug"] in RESERVED_SLUGS:
        row.report("kortnavn", "et andet navn. Programmet bruger selv dette navn i sine adresser")
    if fields["last_year"] < fields["first_year"]:
        row.report("sidste år", f"et år fra {fields['first_year']}")
        fields["last_year"] = LAST_YEAR
    fields["municipality"] = fields["municipality"] or Municipality()
    references.catalogue = Catalogue(**fields)
    return references.catalogue


def read_themes(sheet: Sheet, reading: CatalogueReading) -> None:
    themes = reading.references.themes
    for row in sheet:
        order = THEMES.read_keys(row, reading.references)["order"]
        if str(order) in themes:
            row.report("nr", "et nummer, der ikke er brugt ovenfor")
        fields = THEMES.read(row, reading.references)
        theme = Theme(catalogue=reading.catalogue, order=order or 0, **fields)
        reading.themes.append(theme)
        themes[str(order)] = theme


def read_initiatives(sheet: Sheet, reading: CatalogueReading) -> None:
    initiatives = reading.references.initiatives
    for order, row in enumerate(sheet, start=1):
        key = INITIATIVES.read_keys(row, reading.references)["key"]
        if key in initiatives:
            row.report("nøgle", "en nøgle, der ikke er brugt ovenfor")
        fields = INITIATIVES.read(row, reading.references)
        reading.legal_bases[key] = fields.pop("legal_bases")
        initiative = Initiative(catalogue=reading.catalogue, order=order, key=key, **fields)
        if initiative.lifecycle in ENDED:
            row.text("ophørt senest", required=True)
            row.text("hvorfor ophørt", required=True)
        reading.initiatives.append(initiative)
        initiatives[key] = initiative
