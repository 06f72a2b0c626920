"""Reading all sheets of a catalogue into unsaved models, and reporting every fault in them."""

from collections.abc import Mapping

from budgets.areas.models import BudgetArea
from budgets.foundation.files.problems import Problem
from budgets.foundation.models import LegalBasis, Municipality
from initiatives.catalogues.imports.reading.cases import read_cases
from initiatives.catalogues.imports.reading.catalogue import read_heading, read_initiatives, read_themes
from initiatives.catalogues.imports.reading.contents import CatalogueReading
from initiatives.catalogues.imports.reading.effects import read_effects, read_shares
from initiatives.catalogues.imports.reading.figures import read_comparisons, read_figures, read_tables
from initiatives.catalogues.imports.reading.proposals import read_proposals
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.sheets import SheetName


def read_catalogue(
    sheets: Mapping[SheetName, Sheet],
    municipalities: Mapping[str, Municipality],
    legal_bases: Mapping[str, LegalBasis],
    problems: list[Problem],
) -> CatalogueReading:
    """Read all sheets; `municipalities` by code and `legal_bases` by their short form (`SEL 85`); one query."""
    reading = CatalogueReading(read_heading(sheets[SheetName.CATALOGUE], municipalities, problems))
    themes = read_themes(sheets[SheetName.THEMES], reading)
    initiatives = read_initiatives(sheets[SheetName.INITIATIVES], reading, themes, legal_bases)
    tables = read_tables(sheets[SheetName.TABLES], reading, themes, initiatives)
    read_figures(sheets[SheetName.FIGURES], reading, tables, themes, initiatives)
    read_comparisons(sheets[SheetName.COMPARISONS], reading, tables)
    areas = {area.code: area for area in BudgetArea.objects.filter(municipality=reading.catalogue.municipality.pk)}
    read_effects(sheets[SheetName.EFFECTS], reading, tables, initiatives, areas)
    read_shares(sheets[SheetName.SHARES], reading, themes)
    read_cases(sheets, reading, initiatives)
    read_proposals(sheets, reading, initiatives)
    return reading
