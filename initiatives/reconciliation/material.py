"""The printed figures of a catalogue, and what they are compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Claim, StaffChange, UnitCalculation
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import ComparisonTerm
from initiatives.catalogues.plan.catalogue import load_tables
from initiatives.catalogues.plan.effects import Effects, load_effects
from initiatives.catalogues.plan.figures import FigureTable
from initiatives.catalogues.plan.rows import PlanTable


@dataclass(frozen=True)
class ReconciliationMaterial:
    """A catalogue's tables, and the effects and texts that they are compared with."""

    catalogue: Catalogue
    yearly: Sequence[PlanTable]
    figures: Sequence[FigureTable]
    effects: Effects
    initiatives: Mapping[int, Initiative]
    lines: Sequence[EffectLine]
    claims: Sequence[Claim]
    units: Sequence[UnitCalculation]
    staff: Sequence[StaffChange]
    terms: Sequence[ComparisonTerm]

    @property
    def counted_in_plan(self) -> list[Initiative]:
        """The initiatives that counted in the plan's totals when published, without groups outside the plan."""
        return [i for i in self.counted if not (i.theme and i.theme.excluded_from_totals)]

    @property
    def counted(self) -> list[Initiative]:
        """The initiatives that counted when the catalogue was published."""
        return [i for i in self.initiatives.values() if i.counted_when(self.catalogue.published)]

    @property
    def excluded_theme_ids(self) -> set[int]:
        """The ids of the groups outside the plan."""
        return {i.theme.pk for i in self.initiatives.values() if i.theme and i.theme.excluded_from_totals}


def load_material(catalogue: Catalogue) -> ReconciliationMaterial:
    """The material of the catalogue; ten queries."""
    effects = load_effects(catalogue)
    yearly, figures = load_tables(catalogue, effects)
    of_catalogue = {"initiative__catalogue": catalogue}
    lines = EffectLine.objects.filter(**of_catalogue).select_related("initiative", "committee")
    terms = catalogue.comparison_terms.select_related("figure__row__table")
    return ReconciliationMaterial(
        catalogue=catalogue,
        yearly=yearly,
        figures=figures,
        effects=effects,
        initiatives={initiative.pk: initiative for initiative in catalogue.initiatives.select_related("theme")},
        lines=list(lines.order_by("initiative__order", "order")),
        claims=list(Claim.objects.filter(**of_catalogue).select_related("initiative")),
        units=list(UnitCalculation.objects.filter(**of_catalogue).select_related("initiative")),
        staff=list(StaffChange.objects.filter(**of_catalogue).select_related("initiative")),
        terms=list(terms),
    )
