"""A whole catalogue: its tables as printed, its groups with subtotals, its totals by category."""

from collections.abc import Sequence
from dataclasses import dataclass

from budgets.foundation.prices import load_indices
from initiatives.catalogues.models.catalogues import REMARK_HEADINGS, Catalogue, Remark, Theme
from initiatives.catalogues.models.descriptions import Assumption
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.catalogue import category_totals, initiatives_of_theme, load_tables, sort_by_decider
from initiatives.catalogues.plan.effects import Effects
from initiatives.catalogues.plan.figures import FigureTable
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, cells, sum_cells, with_original_amounts
from initiatives.catalogues.plan.selection import Repriced, Selection, reprice
from initiatives.results.approved import LATEST, newest_facts_as_of
from initiatives.results.models import TargetTransfer
from initiatives.results.reading import Results, results_of

WHOLE_PLAN = Selection()


@dataclass(frozen=True)
class CataloguePlan:
    """A catalogue's tables as printed, its groups with subtotals, and its totals by category.

    The tables of single business cases are left out; `load_tables` gives them all.

    A group outside the plan has its own sum and is not in the totals.
    """

    catalogue: Catalogue
    themes: Sequence[Theme]
    as_in_source: Sequence[PlanTable]
    figures: Sequence[FigureTable]
    groups: Sequence[PlanTable]
    totals: PlanTable
    assumptions: Sequence[Assumption]
    remarks: Sequence[Remark]
    has_amounts: bool
    results: Results | None
    transfers: Sequence[TargetTransfer]
    initiative_count: int
    shown_count: int
    repriced: Repriced | None = None

    @property
    def planned_groups(self) -> list[PlanTable]:
        """The groups that are in the plan's totals."""
        return [group for group in self.groups if not group.excluded_from_totals]

    @property
    def remarks_by_heading(self) -> list[tuple[str, list[Remark]]]:
        """The remarks by the heading of their kind, without empty kinds."""
        by_heading = [
            (heading, [remark for remark in self.remarks if remark.kind == kind])
            for kind, heading in REMARK_HEADINGS.items()
        ]
        return [(heading, remarks) for heading, remarks in by_heading if remarks]

    @property
    def dropped(self) -> list[Initiative]:
        """The initiatives that are shown but not counted."""
        rows = [row for group in self.groups for row in group.rows]
        return [row.initiative for row in rows if row.initiative and not row.initiative.counts]


def build_plan(
    catalogue: Catalogue,
    selection: Selection = WHOLE_PLAN,
    *,
    level: int | None = None,
    as_of: tuple[int, int] = LATEST,
) -> CataloguePlan:
    """The catalogue's plan in eleven queries, one more with a price level, whatever its size.

    `selection` and the price `level` change the groups and totals, never the tables as printed. Raises
    MissingIndexError where an index is missing. The results are the newest approved by the round `as_of`, including
    those of initiatives that were added in the follow-up; the groups are as published.
    """
    data, themes = YearlyEffect.objects.facts(catalogue), list(catalogue.themes.all())
    initiatives = list(
        catalogue.initiatives.annotate(follow_up_facts=newest_facts_as_of(*as_of))
        .select_related("theme")
        .prefetch_related("legal_bases")
    )
    yearly, figures = load_tables(catalogue, Effects(data.facts, data.shares))
    repriced = reprice(data, catalogue, level, load_indices()) if level else None
    effects = selection.effects(data)
    followed = selection.initiatives(initiatives, effects)
    published = [initiative for initiative in followed if initiative.added_in_id is None]
    groups, totals = (
        _groups(themes, published, catalogue, effects),
        category_totals(published, themes, catalogue, effects),
    )
    if repriced:
        effects = selection.effects(repriced.data)
        originals = [*groups, totals]
        groups, totals = (
            _groups(themes, published, catalogue, effects),
            category_totals(published, themes, catalogue, effects),
        )
        *groups, totals = map(with_original_amounts, [*groups, totals], originals)
    return CataloguePlan(
        catalogue=catalogue,
        themes=themes,
        as_in_source=[table for table in yearly if table.initiative_id is None],
        figures=[table for table in figures if not table.belongs_to_case],
        groups=groups,
        totals=totals,
        remarks=list(catalogue.remarks.all()),
        assumptions=sort_by_decider(catalogue.assumptions.select_related("initiative")),
        has_amounts=bool(data.facts),
        results=results_of(followed),
        transfers=catalogue_transfers(catalogue, *as_of),
        initiative_count=sum(initiative.added_in_id is None for initiative in initiatives),
        shown_count=len(published),
        repriced=repriced,
    )


def catalogue_transfers(catalogue: Catalogue, year: int, period: int) -> list[TargetTransfer]:
    """The targets moved in the catalogue by the round; one query."""
    transfers = TargetTransfer.objects.filter(from_initiative__catalogue=catalogue).as_of(year, period)
    return list(transfers.with_parties())


def _groups(
    themes: Sequence[Theme], initiatives: Sequence[Initiative], catalogue: Catalogue, effects: Effects
) -> list[PlanTable]:
    """One table for each theme in order, then one for the initiatives without a theme."""
    groups = [(theme, initiatives_of_theme(theme, initiatives, effects)) for theme in (*themes, None)]
    return [_group(theme, members, catalogue.years, effects) for theme, members in groups if members]


def _group(theme: Theme | None, members: Sequence[Initiative], years: Sequence[int], effects: Effects) -> PlanTable:
    theme_id = theme.pk if theme else None
    rows = [
        PlanRow(
            initiative.title,
            cells(effects.amounts(initiative.pk, theme_id=theme_id), years),
            initiative=initiative,
            is_counted=initiative.counts,
        )
        for initiative in members
    ]
    total = sum_cells((cell for row in rows if row.counts for cell in row.cells), years)
    return PlanTable(
        theme.title if theme else "Uden gruppe",
        years,
        [*rows, PlanRow("I alt", total, is_total=True)],
        theme_id=theme_id,
        excluded_from_totals=bool(theme and theme.excluded_from_totals),
    )
