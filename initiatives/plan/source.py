"""Tables of amounts per year in the form of the source: each printed row beside what the effects give for it."""

from collections.abc import Iterable, Sequence

from initiatives.models import PublishedRow, PublishedTable
from initiatives.plan.effects import Effects
from initiatives.plan.rows import Cell, PlanRow, PlanTable, add, cells

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
    is_total = row.kind == PublishedRow.Kind.TOTAL
    if is_total and table.initiative_id is None:
        computed = add(_summed(row, table, lines), years)
    else:
        computed = _own(row, table, years, effects)
    published = {figure.year: figure.value for figure in row.figures.all()}
    shown = PlanRow(
        label=row.label,
        cells=[Cell(cell.year, cell.computed, published.get(cell.year)) for cell in computed],
        is_total=is_total,
        initiative=row.initiative,
        code=row.code,
        mark=row.mark,
        footnote=row.footnote,
    )
    if not is_total:
        lines[table.ordinal].append((row, shown))
    return shown


def _own(row: PublishedRow, table: PublishedTable, years: Sequence[int], effects: Effects) -> list[Cell]:
    """What the row's initiative gives; for a total, the initiative that the table belongs to."""
    initiative_id = table.initiative_id if row.kind == PublishedRow.Kind.TOTAL else row.initiative_id
    if initiative_id is None:
        return cells({}, years)
    amounts = effects.amounts(
        initiative_id,
        lines=row.lines,
        category=row.category,
        steering_area=row.steering_area,
        theme_id=table.theme_id,
    )
    return cells(amounts, years)


def _summed(total: PublishedRow, table: PublishedTable, lines: dict[int, list[Line]]) -> Iterable[Cell]:
    """The cells of the counting lines above the total, or in the tables it names, that are of its kind."""
    for ordinal in total.sums_tables or [table.ordinal]:
        for published, line in lines.get(ordinal, []):
            of_its_kind = total.category in ("", published.category) and total.steering_area in (
                "",
                published.steering_area,
            )
            if line.counts and of_its_kind:
                yield from line.cells
