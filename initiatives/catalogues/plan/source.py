"""Tables of amounts per year in the form of the source: each printed row beside the amounts of the effects."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from initiatives.catalogues.models.published import PublishedRow, PublishedTable
from initiatives.catalogues.plan.effects import EffectFilter, Effects
from initiatives.catalogues.plan.rows import Cell, PlanRow, PlanTable, cells, sum_cells

PrintedLine = tuple[PublishedRow, PlanRow]


def source_tables(tables: Sequence[PublishedTable], effects: Effects) -> list[PlanTable]:
    """The tables with the years that each prints; a total may sum the lines of earlier tables."""
    lines: dict[int, list[PrintedLine]] = {}
    plan_tables = []
    for table in tables:
        published_rows = list(table.rows.all())
        years = sorted({figure.year for row in published_rows for figure in row.figures.all() if figure.year})
        lines[table.ordinal] = []
        plan_rows = [_row(row, table, years, effects, lines) for row in published_rows]
        plan_tables.append(
            PlanTable(table.caption, years, plan_rows, table.ordinal, table.theme_id, table.initiative_id)
        )
    return plan_tables


def _row(
    row: PublishedRow,
    table: PublishedTable,
    years: Sequence[int],
    effects: Effects,
    lines: dict[int, list[PrintedLine]],
) -> PlanRow:
    is_total = row.kind == PublishedRow.RowKind.TOTAL
    published = {figure.year: figure.value for figure in row.figures.all() if figure.year}
    initiative_id = table.initiative_id if is_total else row.initiative_id
    if initiative_id is None:
        computed = (
            sum_cells(_cells_of_total(row, table, lines), years) if is_total or row.sums_tables else cells({}, years)
        )
    else:
        amounts = effects.amounts(initiative_id, effect_filter_of(row), theme_id=table.theme_id)
        computed = cells(_zero_where_printed(published) | amounts, years)
    plan_row = PlanRow(
        label=row.label,
        cells=[Cell(cell.year, cell.computed, published.get(cell.year)) for cell in computed],
        is_total=is_total,
        initiative=row.initiative,
        code=row.code,
        mark=row.mark,
        footnote=row.footnote,
        source=row,
        is_counted=row.initiative is None or row.initiative.counted_when(table.catalogue.published),
    )
    if not is_total:
        lines[table.ordinal].append((row, plan_row))
    return plan_row


def effect_filter_of(row: PublishedRow) -> EffectFilter:
    """The effects of an initiative that the row covers."""
    return EffectFilter(row.lines, row.category, row.steering_area, row.committee_id)


def _zero_where_printed(published: Mapping[int, Decimal | None]) -> dict[int, Decimal]:
    """Zero in years with a printed amount: an initiative without effect there contradicts the document."""
    return {year: Decimal(0) for year, value in published.items() if value}


def _cells_of_total(
    total: PublishedRow, table: PublishedTable, lines: Mapping[int, Sequence[PrintedLine]]
) -> Iterable[Cell]:
    """The cells that the total includes, of counting lines above it or in the tables that it names."""
    for ordinal in total.sums_tables or [table.ordinal]:
        for published, line in lines.get(ordinal, []):
            if line.counts and total.includes(published):
                yield from line.cells
