"""Tables of amounts per year in the form of the source: each printed row beside what the effects give for it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from initiatives.catalogues.models.published import PublishedRow, PublishedTable
from initiatives.catalogues.plan.effects import EffectFilter, Effects
from initiatives.catalogues.plan.rows import Cell, PlanRow, PlanTable, add, cells

Line = tuple[PublishedRow, PlanRow]


def source_tables(tables: Sequence[PublishedTable], effects: Effects) -> list[PlanTable]:
    """The tables with the years that each prints; a total may sum the lines of tables before it."""
    lines: dict[int, list[Line]] = {}
    found = []
    for table in tables:
        rows = list(table.rows.all())
        years = sorted({figure.year for row in rows for figure in row.figures.all() if figure.year})
        lines[table.ordinal] = []
        shown = [_row(row, table, years, effects, lines) for row in rows]
        found.append(PlanTable(table.caption, years, shown, table.ordinal, table.theme_id, table.initiative_id))
    return found


def _row(
    row: PublishedRow, table: PublishedTable, years: Sequence[int], effects: Effects, lines: dict[int, list[Line]]
) -> PlanRow:
    is_total = row.kind == PublishedRow.RowKind.TOTAL
    published = {figure.year: figure.value for figure in row.figures.all() if figure.year}
    initiative_id = table.initiative_id if is_total else row.initiative_id
    if initiative_id is None:
        computed = add(_summed(row, table, lines), years) if is_total or row.sums_tables else cells({}, years)
    else:
        amounts = effects.amounts(initiative_id, meant(row), theme_id=table.theme_id)
        computed = cells(_nothing_where_printed(published) | amounts, years)
    shown = PlanRow(
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
        lines[table.ordinal].append((row, shown))
    return shown


def meant(row: PublishedRow) -> EffectFilter:
    """What of an initiative's effects the row is about."""
    return EffectFilter(row.lines, row.category, row.steering_area, row.committee_id)


def _nothing_where_printed(published: Mapping[int, Decimal | None]) -> dict[int, Decimal]:
    """Zero in the years where an amount is printed: no effect there is a contradiction, and not nothing to compare."""
    return {year: Decimal(0) for year, value in published.items() if value}


def _summed(total: PublishedRow, table: PublishedTable, lines: Mapping[int, Sequence[Line]]) -> Iterable[Cell]:
    """The cells of the counting lines above the total, or in the tables it names, that it takes."""
    for ordinal in total.sums_tables or [table.ordinal]:
        for published, line in lines.get(ordinal, []):
            if line.counts and total.takes(published):
                yield from line.cells
