"""A whole catalogue: its tables as printed, its groups with subtotals, its totals by category."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Prefetch

from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Sign, Theme
from initiatives.catalogues.models.descriptions import Assumption, DecidedBy
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedRow
from initiatives.catalogues.plan.effects import EffectFilter, Effects
from initiatives.catalogues.plan.figures import FigureTable, figure_table
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, cells, sum_cells
from initiatives.catalogues.plan.source import source_tables


def load_tables(
    catalogue: Catalogue, effects: Effects, initiative: Initiative | None = None
) -> tuple[list[PlanTable], list[FigureTable]]:
    """The document's tables of amounts per year, and its other tables, or those of one initiative; three queries."""
    published_rows = PublishedRow.objects.select_related("initiative").prefetch_related("figures")
    tables = catalogue.tables.prefetch_related(Prefetch("rows", published_rows))
    selected = list(tables.filter(initiative=initiative) if initiative else tables)
    yearly = source_tables([table for table in selected if table.kind == table.TableKind.PLAN], effects)
    return yearly, [figure_table(table) for table in selected if table.kind != table.TableKind.PLAN]


def category_totals(
    initiatives: Iterable[Initiative], themes: Iterable[Theme], catalogue: Catalogue, effects: Effects
) -> PlanTable:
    """Totals by category and their sum over the counting initiatives; groups outside the plan are left out."""
    excluded_theme_ids = {theme.pk for theme in themes if theme.excluded_from_totals}
    return PlanTable(
        "Samlet økonomi",
        catalogue.years,
        category_sums(initiatives, catalogue.years, effects, outside=excluded_theme_ids),
    )


def category_sums(
    initiatives: Iterable[Initiative],
    years: Sequence[int],
    effects: Effects,
    *,
    theme_id: int | None = None,
    outside: Collection[int] = (),
) -> list[PlanRow]:
    """A row for each category and one for all of them, over the initiatives that count.

    With `theme_id` only that group's share of each, and always without the shares of the groups `outside`.
    """
    counted = [initiative for initiative in initiatives if initiative.counts]
    rows = []
    for category, label in TOTAL_LABELS.items():
        effect_filter = EffectFilter(category=category)
        amounts = (effects.amounts(i.pk, effect_filter, theme_id=theme_id, outside=outside) for i in counted)
        rows.append(PlanRow(label, sum_cells((cell for yearly in amounts for cell in cells(yearly, years)), years)))
    total = PlanRow(
        "Samlet økonomisk påvirkning", sum_cells((c for row in rows for c in row.cells), years), is_total=True
    )
    return [*rows, total]


TOTAL_LABELS = {
    EffectCategory.PERMANENT: "Varige ændringer",
    EffectCategory.TEMPORARY: "Midlertidige ændringer",
    EffectCategory.IMPLEMENTATION: "Implementerings\u00adomkostninger",
}


def as_published(catalogue: Catalogue) -> Presentation:
    """The number format of the source: its unit, its sign, at least its decimals, and every øre."""
    unit = Unit(catalogue.unit)
    return Presentation(unit, catalogue.decimals, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)


def sort_by_decider(assumptions: Iterable[Assumption]) -> list[Assumption]:
    """Own decisions first, then practice, then politicians; inside each in the order of the source."""
    order = list(DecidedBy)
    return sorted(assumptions, key=lambda assumption: order.index(DecidedBy(assumption.decided_by)))


def initiatives_of_theme(theme: Theme | None, initiatives: Sequence[Initiative], effects: Effects) -> list[Initiative]:
    """The initiatives of the group, or that the group has a share of; None is those without a group."""
    theme_id = theme.pk if theme else None
    return [i for i in initiatives if effects.belongs_to(i.pk, theme_id, i.theme_id)]
