"""Reading all sheets of a catalogue into unsaved models, and reporting every fault in them."""

from collections.abc import Mapping

from budgets.areas.models import BudgetArea
from budgets.foundation.files.problems import Problem
from budgets.foundation.models import LegalBasis, Municipality
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.reading.cases import read_descriptions, read_proposals
from initiatives.catalogues.reading.catalogue import read_heading, read_initiatives, read_themes
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.reading.effects import read_effects, read_shares
from initiatives.catalogues.reading.figures import read_comparisons, read_figures, read_tables
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import SheetName


def read_catalogue(
    sheets: Mapping[SheetName, Sheet],
    municipalities: Mapping[str, Municipality],
    legal_bases: Mapping[str, LegalBasis],
    problems: list[Problem],
) -> CatalogueReading:
    """Read all sheets; `municipalities` by code and `legal_bases` by their short form (`SEL 85`); one query."""
    references = References(Catalogue(), municipalities, legal_bases)
    read_heading(sheets[SheetName.CATALOGUE], references, problems)
    areas = BudgetArea.objects.filter(municipality=references.catalogue.municipality.pk)
    references.areas = {area.code: area for area in areas}
    reading = CatalogueReading(references)
    read_themes(sheets[SheetName.THEMES], reading)
    read_initiatives(sheets[SheetName.INITIATIVES], reading)
    read_tables(sheets[SheetName.TABLES], reading)
    read_figures(sheets[SheetName.FIGURES], reading)
    read_comparisons(sheets[SheetName.COMPARISONS], reading)
    read_effects(sheets[SheetName.EFFECTS], reading)
    read_shares(sheets[SheetName.SHARES], reading)
    read_descriptions(sheets, reading)
    read_proposals(sheets, reading)
    return reading
