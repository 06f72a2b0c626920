"""A whole catalogue: its tables as the source has them, its groups with subtotals, its four totals."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit
from budgets.foundation.prices import load_indices
from initiatives.followup.results import LATEST, Results, results_of
from initiatives.models.cases import Assumption, DecidedBy
from initiatives.models.catalogues import REMARK_HEADINGS, Catalogue, Remark, Sign, Theme
from initiatives.models.categories import EffectCategory
from initiatives.models.effects import YearlyEffect
from initiatives.models.initiatives import Initiative
from initiatives.models.published import PublishedRow
from initiatives.models.transfers import TargetTransfer
from initiatives.plan.effects import Effects, Of
from initiatives.plan.figures import FigureTable, figure_table
from initiatives.plan.rows import PlanRow, PlanTable, add, beside_original, cells
from initiatives.plan.selection import Repriced, Selection, reprice
from initiatives.plan.source import source_tables

WHOLE_PLAN = Selection()


@dataclass(frozen=True)
class CataloguePlan:
    """A catalogue's own tables as the source has them, its groups with subtotals, and its four totals.

    The tables of single business cases are not among them; `load_tables` has them all.

    A group beside the plan has its own sum and is no part of the totals.
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
        """The groups that the plan's totals are made of."""
        return [group for group in self.groups if not group.beside_plan]

    @property
    def remarks_by_heading(self) -> list[tuple[str, list[Remark]]]:
        """The remarks under the heading of their kind, without kinds that have none."""
        found = [(heading, [r for r in self.remarks if r.kind == kind]) for kind, heading in REMARK_HEADINGS.items()]
        return [(heading, remarks) for heading, remarks in found if remarks]

    @property
    def dropped(self) -> list[Initiative]:
        """The initiatives that are shown and not counted."""
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

    `selection` and the price `level` change the groups and totals, never the tables as in the source. Raises
    MissingIndexError where the level cannot be reached. The results are the newest approved by the round `as_of`, and
    those of initiatives that were added in the follow-up are among them; the groups are as published.
    """
    data, themes = YearlyEffect.objects.facts(catalogue), list(catalogue.themes.all())
    initiatives = list(
        catalogue.initiatives.with_follow_up_as_of(*as_of).select_related("theme").prefetch_related("legal_bases")
    )
    yearly, figures = load_tables(catalogue, Effects(data.facts, data.shares))
    repriced = reprice(data, catalogue, level, load_indices()) if level else None
    effects = selection.effects(data)
    followed = selection.initiatives(initiatives, effects)
    shown = [initiative for initiative in followed if initiative.added_in_id is None]
    groups, totals = _groups(themes, shown, catalogue, effects), four_totals(shown, themes, catalogue, effects)
    if repriced:
        effects = selection.effects(repriced.data)
        originals = [*groups, totals]
        groups, totals = _groups(themes, shown, catalogue, effects), four_totals(shown, themes, catalogue, effects)
        *groups, totals = map(beside_original, [*groups, totals], originals)
    return CataloguePlan(
        catalogue=catalogue,
        themes=themes,
        as_in_source=[table for table in yearly if table.initiative_id is None],
        figures=[table for table in figures if not table.belongs_to_case],
        groups=groups,
        totals=totals,
        remarks=list(catalogue.remarks.all()),
        assumptions=by_who_decides(catalogue.assumptions.select_related("initiative")),
        has_amounts=bool(data.facts),
        results=results_of(followed),
        transfers=catalogue_transfers(catalogue, *as_of),
        initiative_count=sum(initiative.added_in_id is None for initiative in initiatives),
        shown_count=len(shown),
        repriced=repriced,
    )


def load_tables(
    catalogue: Catalogue, effects: Effects, initiative: Initiative | None = None
) -> tuple[list[PlanTable], list[FigureTable]]:
    """The document's tables of amounts per year, and its other tables, or one initiative's; three queries."""
    rows = PublishedRow.objects.select_related("initiative").prefetch_related("figures")
    tables = catalogue.tables.prefetch_related(Prefetch("rows", rows))
    found = list(tables.filter(initiative=initiative) if initiative else tables)
    yearly = source_tables([table for table in found if table.kind == table.Kind.PLAN], effects)
    return yearly, [figure_table(table) for table in found if table.kind != table.Kind.PLAN]


def four_totals(
    initiatives: Iterable[Initiative], themes: Iterable[Theme], catalogue: Catalogue, effects: Effects
) -> PlanTable:
    """Permanent, temporary and implementation, and their sum, over what counts; groups beside the plan are left out."""
    beside = {theme.pk for theme in themes if theme.beside_plan}
    return PlanTable("Samlet økonomi", catalogue.years, sums(initiatives, catalogue.years, effects, outside=beside))


def sums(
    initiatives: Iterable[Initiative],
    years: Sequence[int],
    effects: Effects,
    *,
    theme_id: int | None = None,
    outside: Collection[int] = (),
) -> list[PlanRow]:
    """A row for each category and one for all of them, over the initiatives that count.

    With `theme_id` the group's part of each, and without the parts of the groups `outside`.
    """
    counted = [initiative for initiative in initiatives if initiative.counts]
    rows = []
    for category, label in TOTAL_LABELS.items():
        of = Of(category=category)
        amounts = (effects.amounts(i.pk, of, theme_id=theme_id, outside=outside) for i in counted)
        rows.append(PlanRow(label, add((cell for found in amounts for cell in cells(found, years)), years)))
    total = PlanRow("Samlet økonomisk påvirkning", add((c for row in rows for c in row.cells), years), is_total=True)
    return [*rows, total]


TOTAL_LABELS = {
    EffectCategory.PERMANENT: "Varige ændringer",
    EffectCategory.TEMPORARY: "Midlertidige ændringer",
    EffectCategory.IMPLEMENTATION: "Implementerings\u00adomkostninger",
}


def catalogue_transfers(catalogue: Catalogue, year: int, period: int) -> list[TargetTransfer]:
    """The targets that were moved in the catalogue by the round; one query."""
    found = TargetTransfer.objects.filter(from_initiative__catalogue=catalogue).as_of(year, period)
    return list(found.with_parties())


def as_published(catalogue: Catalogue) -> Presentation:
    """The form of the source: its unit, its sign, at least its decimals, and every øre."""
    unit = Unit(catalogue.unit)
    return Presentation(unit, catalogue.decimals, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)


def by_who_decides(assumptions: Iterable[Assumption]) -> list[Assumption]:
    """Those closest at hand first: own decision, practice, politicians; inside each in the order of the source."""
    order = list(DecidedBy)
    return sorted(assumptions, key=lambda assumption: order.index(DecidedBy(assumption.decided_by)))


def _groups(
    themes: Sequence[Theme], initiatives: Sequence[Initiative], catalogue: Catalogue, effects: Effects
) -> list[PlanTable]:
    """One table a theme, in the themes' order, then the initiatives that have none."""
    groups = [(theme, of_theme(theme, initiatives, effects)) for theme in (*themes, None)]
    return [_group(theme, found, catalogue.years, effects) for theme, found in groups if found]


def of_theme(theme: Theme | None, initiatives: Sequence[Initiative], effects: Effects) -> list[Initiative]:
    """The initiatives that the group has, or has a part of; None is those without a group."""
    theme_id = theme.pk if theme else None
    return [i for i in initiatives if effects.belongs_to(i.pk, theme_id, i.theme_id)]


def _group(theme: Theme | None, found: Sequence[Initiative], years: Sequence[int], effects: Effects) -> PlanTable:
    theme_id = theme.pk if theme else None
    rows = [
        PlanRow(i.title, cells(effects.amounts(i.pk, theme_id=theme_id), years), initiative=i, is_counted=i.counts)
        for i in found
    ]
    total = add((cell for row in rows if row.counts for cell in row.cells), years)
    return PlanTable(
        theme.title if theme else "Uden gruppe",
        years,
        [*rows, PlanRow("I alt", total, is_total=True)],
        theme_id=theme_id,
        beside_plan=bool(theme and theme.beside_plan),
    )
