"""What the cells of a catalogue may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Committee, LegalBasis, Municipality
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedTable


@dataclass
class References:
    """The objects that cells may name, by the name in the cell; those of the sheets are added as they are read.

    Municipalities and areas go by code, groups and tables by number, initiatives by key, legal bases as `SEL 85`.
    """

    catalogue: Catalogue
    municipalities: Mapping[str, Municipality] = field(default_factory=dict)
    legal_bases: Mapping[str, LegalBasis] = field(default_factory=dict)
    areas: Mapping[str, BudgetArea] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    tables: dict[str, PublishedTable] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    """Those that cells have named so far, by name, unsaved."""
