"""The contents of a catalogue's files, as unsaved models."""

from dataclasses import dataclass, field

from budgets.foundation.files.problems import Problem
from budgets.foundation.models import LegalBasis
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.models.catalogues import Catalogue, Remark, Theme
from initiatives.catalogues.models.descriptions import (
    Activity,
    Assumption,
    Claim,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import BusinessCase, CounterEffect, ProposalPart, ServiceLevel
from initiatives.catalogues.models.published import ComparisonTerm, PublishedFigure, PublishedRow, PublishedTable


@dataclass
class CatalogueReading:
    """A catalogue as read from its files: unsaved objects that refer to each other, in the order of the files."""

    references: References
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
    shares: list[ThemeShare] = field(default_factory=list)
    staff: list[StaffChange] = field(default_factory=list)
    unit_calculations: list[UnitCalculation] = field(default_factory=list)
    criteria: list[SuccessCriterion] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    terms: list[ComparisonTerm] = field(default_factory=list)
    business_cases: list[BusinessCase] = field(default_factory=list)
    parts: list[ProposalPart] = field(default_factory=list)
    service_levels: list[ServiceLevel] = field(default_factory=list)
    counter_effects: list[CounterEffect] = field(default_factory=list)
    has_areas: bool = False
    """True where the files have the lines' areas; otherwise those in the database are left as they are."""
    warnings: list[Problem] = field(default_factory=list)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue itself."""
        return self.references.catalogue
