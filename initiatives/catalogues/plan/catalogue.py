"""A whole catalogue: its tables as the source has them, its groups with subtotals, its four totals."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Prefetch

from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Sign, Theme
from initiatives.catalogues.models.descriptions import Assumption, DecidedBy
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedRow
from initiatives.catalogues.plan.effects import EffectFilter, Effects
from initiatives.catalogues.plan.figures import FigureTable, figure_table
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, add, cells
from initiatives.catalogues.plan.source import source_tables


def load_tables(
    catalogue: Catalogue, effects: Effects, initiative: Initiative | None = None
) -> tuple[list[PlanTable], list[FigureTable]]:
    """The document's tables of amounts per year, and its other tables, or one initiative's; three queries."""
    rows = PublishedRow.objects.select_related("initiative").prefetch_related("figures")
    tables = catalogue.tables.prefetch_related(Prefetch("rows", rows))
    found = list(tables.filter(initiative=initiative) if initiative else tables)
    yearly = source_tables([table for table in found if table.kind == table.TableKind.PLAN], effects)
    return yearly, [figure_table(table) for table in found if table.kind != table.TableKind.PLAN]


def four_totals(
    initiatives: Iterable[Initiative], themes: Iterable[Theme], catalogue: Catalogue, effects: Effects
) -> PlanTable:
    """Permanent, temporary and implementation, and their sum, over what counts; groups beside the plan are left out."""
    beside = {theme.pk for theme in themes if theme.excluded_from_totals}
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
        of = EffectFilter(category=category)
        amounts = (effects.amounts(i.pk, of, theme_id=theme_id, outside=outside) for i in counted)
        rows.append(PlanRow(label, add((cell for found in amounts for cell in cells(found, years)), years)))
    total = PlanRow("Samlet økonomisk påvirkning", add((c for row in rows for c in row.cells), years), is_total=True)
    return [*rows, total]


TOTAL_LABELS = {
    EffectCategory.PERMANENT: "Varige ændringer",
    EffectCategory.TEMPORARY: "Midlertidige ændringer",
    EffectCategory.IMPLEMENTATION: "Implementerings\u00adomkostninger",
}


def as_published(catalogue: Catalogue) -> Presentation:
    """The form of the source: its unit, its sign, at least its decimals, and every øre."""
    unit = Unit(catalogue.unit)
    return Presentation(unit, catalogue.decimals, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)


def by_who_decides(assumptions: Iterable[Assumption]) -> list[Assumption]:
    """Those closest at hand first: own decision, practice, politicians; inside each in the order of the source."""
    order = list(DecidedBy)
    return sorted(assumptions, key=lambda assumption: order.index(DecidedBy(assumption.decided_by)))


def of_theme(theme: Theme | None, initiatives: Sequence[Initiative], effects: Effects) -> list[Initiative]:
    """The initiatives that the group has, or has a part of; None is those without a group."""
    theme_id = theme.pk if theme else None
    return [i for i in initiatives if effects.belongs_to(i.pk, theme_id, i.theme_id)]
