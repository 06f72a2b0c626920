"""A whole catalogue: its tables as the source has them, its groups with subtotals, its four totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from budgets.amounts import EXACT_DECIMALS, Presentation, Unit
from initiatives.models import (
    Assumption,
    Catalogue,
    DecidedBy,
    EffectCategory,
    Initiative,
    PublishedRow,
    PublishedTable,
    Remark,
    Sign,
    YearlyEffect,
)
from initiatives.plan.figures import FigureTable, figure_table
from initiatives.plan.rows import Cell, PlanRow, PlanTable, add
from initiatives.queries import AmountsByYear, EffectSums


@dataclass(frozen=True)
class CataloguePlan:
    """A catalogue's tables as the source has them, its groups with subtotals, and its four totals.

    A group beside the plan has its own sum and is no part of the totals.
    """

    catalogue: Catalogue
    as_in_source: Sequence[PlanTable]
    figures: Sequence[FigureTable]
    groups: Sequence[PlanTable]
    totals: PlanTable
    assumptions: Sequence[Assumption]
    remarks: Sequence[Remark]

    @property
    def planned_groups(self) -> list[PlanTable]:
        """The groups that the plan's totals are made of."""
        return [group for group in self.groups if not group.beside_plan]

    @property
    def has_amounts(self) -> bool:
        """False for a catalogue without a single target effect."""
        return any(cell.computed is not None for group in self.groups for row in group.rows for cell in row.cells)

    @property
    def dropped(self) -> list[Initiative]:
        """The initiatives that are shown and not counted."""
        rows = [row for group in self.groups for row in group.rows]
        return [row.initiative for row in rows if row.initiative and not row.initiative.counts]


def build_plan(catalogue: Catalogue) -> CataloguePlan:
    """The catalogue's plan in seven queries, whatever its size."""
    sums = YearlyEffect.objects.sums(catalogue)
    rows = PublishedRow.objects.select_related("initiative").prefetch_related("figures")
    tables = list(catalogue.tables.prefetch_related(Prefetch("rows", rows)))
    initiatives = list(catalogue.initiatives.select_related("theme"))
    return CataloguePlan(
        catalogue=catalogue,
        as_in_source=[_source_table(t, sums) for t in tables if t.kind == t.Kind.PLAN],
        figures=[figure_table(t) for t in tables if t.kind != t.Kind.PLAN],
        groups=_groups(initiatives, catalogue, sums),
        totals=four_totals([i for i in initiatives if not (i.theme and i.theme.beside_plan)], catalogue, sums),
        remarks=list(catalogue.remarks.all()),
        assumptions=by_who_decides(catalogue.assumptions.select_related("initiative")),
    )


def four_totals(initiatives: Iterable[Initiative], catalogue: Catalogue, sums: EffectSums) -> PlanTable:
    """Permanent, temporary and implementation, and their sum: what counts, over all of `initiatives`."""
    counted = [initiative for initiative in initiatives if initiative.counts]
    years = catalogue.years
    rows = [
        PlanRow(label, add((c for i in counted for c in cells(sums[i.pk][category], years)), years))
        for category, label in TOTAL_LABELS.items()
    ]
    total = PlanRow("Samlet økonomisk påvirkning", add((c for row in rows for c in row.cells), years), is_total=True)
    return PlanTable("Samlet økonomi", years, [*rows, total])


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


def _groups(initiatives: Sequence[Initiative], catalogue: Catalogue, sums: EffectSums) -> list[PlanTable]:
    """One table a theme, in the themes' order, then the initiatives that have none."""
    themes = {initiative.theme_id: initiative.theme for initiative in initiatives}
    ordered = sorted(themes.items(), key=lambda item: item[1].order if item[1] else float("inf"))
    tables = []
    for theme_id, theme in ordered:
        rows = [
            PlanRow(i.title, _initiative_cells(i, catalogue.years, sums), initiative=i)
            for i in initiatives
            if i.theme_id == theme_id
        ]
        total = add((cell for row in rows if row.counts for cell in row.cells), catalogue.years)
        caption = theme.title if theme else "Uden gruppe"
        tables.append(
            PlanTable(
                caption,
                catalogue.years,
                [*rows, PlanRow("I alt", total, is_total=True)],
                theme_id=theme_id,
                beside_plan=bool(theme and theme.beside_plan),
            )
        )
    return tables


def _source_table(table: PublishedTable, sums: EffectSums) -> PlanTable:
    """The table with the years that it prints."""
    printed_rows = list(table.rows.all())
    years = sorted({figure.year for row in printed_rows for figure in row.figures.all() if figure.year})
    rows: list[PlanRow] = []
    for row in printed_rows:
        is_total = row.kind == PublishedRow.Kind.TOTAL
        if is_total:
            computed = add((cell for line in rows if line.counts for cell in line.cells), years)
        else:
            computed = _initiative_cells(row.initiative, years, sums) if row.initiative else cells({}, years)
        published = {figure.year: figure.value for figure in row.figures.all()}
        rows.append(
            PlanRow(
                label=row.label,
                cells=[Cell(cell.year, cell.computed, published.get(cell.year)) for cell in computed],
                is_total=is_total,
                initiative=row.initiative,
                code=row.code,
                mark=row.mark,
                footnote=row.footnote,
            )
        )
    return PlanTable(table.caption, years, rows, table.ordinal, table.theme_id)


def _initiative_cells(initiative: Initiative, years: Sequence[int], sums: EffectSums) -> list[Cell]:
    by_category = sums[initiative.pk].values()
    return add((cell for amounts in by_category for cell in cells(amounts, years)), years)


def cells(amounts: AmountsByYear, years: Sequence[int]) -> list[Cell]:
    return [Cell(year, amounts.get(year)) for year in years]
