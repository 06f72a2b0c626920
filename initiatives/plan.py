"""The rows of a catalogue, built once for the page, the note and every download.

Amounts are kroner in the stored sign (positive: the municipality spends less). Beside the computed amount stands the
published one, where the document prints it; neither repairs the other. Dropped and replaced initiatives are rows that
count in no sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch

from budgets.amounts import EXACT_DECIMALS, Presentation, Unit, format_number
from initiatives.models import (
    Assumption,
    Catalogue,
    DecidedBy,
    EffectCategory,
    EffectLine,
    Initiative,
    PublishedFigure,
    PublishedRow,
    PublishedTable,
    Sign,
    YearlyEffect,
)
from initiatives.queries import AmountsByYear, EffectSums


@dataclass(frozen=True)
class Cell:
    """One amount of a row: computed from the effects, and as the document prints it; None is an empty cell."""

    year: int
    computed: Decimal | None
    published: Decimal | None = None

    @property
    def differs(self) -> bool:
        """True where both are known and are not the same amount."""
        return None not in (self.computed, self.published) and self.computed != self.published

    @property
    def shown(self) -> Decimal | None:
        """What a table in the form of the source shows: the published amount where there is one."""
        return self.computed if self.published is None else self.published


@dataclass(frozen=True)
class PlanRow:
    """A line or a total; `mark` and `footnote` are the source's own."""

    label: str
    cells: Sequence[Cell]
    is_total: bool = False
    initiative: Initiative | None = None
    code: str = ""
    mark: str = ""
    footnote: str = ""

    @property
    def counts(self) -> bool:
        """True for a line that is part of its table's sums."""
        return not self.is_total and (self.initiative is None or self.initiative.counts)


@dataclass(frozen=True)
class PlanTable:
    """A table of amounts per year, with its rows in order."""

    caption: str
    years: Sequence[int]
    rows: Sequence[PlanRow]
    ordinal: int | None = None
    theme_id: int | None = None

    @property
    def footnotes(self) -> list[PlanRow]:
        """The rows that carry a footnote."""
        return [row for row in self.rows if row.footnote]

    @property
    def differing(self) -> list[tuple[PlanRow, Cell]]:
        """The cells where the published amount is not the computed one."""
        return [(row, cell) for row in self.rows for cell in row.cells if cell.differs]


@dataclass(frozen=True)
class CountTable:
    """A table of counts, or of figures that the prose names: each label with its printed text."""

    table: PublishedTable
    rows: Sequence[tuple[PublishedRow, PublishedFigure]]

    @property
    def sum_of_lines(self) -> Decimal:
        """The lines added up, for comparison with the printed total."""
        return sum((figure.value or Decimal(0) for row, figure in self.rows if row.kind == row.Kind.LINE), Decimal(0))

    @property
    def value_heading(self) -> str:
        """What the column of figures holds."""
        return "Antal" if self.table.kind == PublishedTable.Kind.COUNTS else "I kilden"

    def _text(self, figure: PublishedFigure) -> str:
        """A count as digits, also where the document writes “en”; any other figure as it is printed."""
        if self.table.kind == PublishedTable.Kind.COUNTS and figure.value is not None:
            return format_number(figure.value, most=2)
        return figure.printed

    @property
    def shown_rows(self) -> list[tuple[PublishedRow, str]]:
        """The rows with their figures as text."""
        return [(row, self._text(figure)) for row, figure in self.rows]

    @property
    def contradicts_itself(self) -> bool:
        """True where a printed total is not the sum of the lines."""
        return any(row.kind == row.Kind.TOTAL and figure.value != self.sum_of_lines for row, figure in self.rows)


@dataclass(frozen=True)
class CataloguePlan:
    """A catalogue's tables as the source has them, its groups with subtotals, and its four totals."""

    catalogue: Catalogue
    as_in_source: Sequence[PlanTable]
    counts: Sequence[CountTable]
    groups: Sequence[PlanTable]
    totals: PlanTable
    assumptions: Sequence[Assumption]

    @property
    def dropped(self) -> list[Initiative]:
        """The initiatives that are shown and not counted."""
        rows = [row for group in self.groups for row in group.rows]
        return [row.initiative for row in rows if row.initiative and not row.initiative.counts]


def build_plan(catalogue: Catalogue) -> CataloguePlan:
    """The catalogue's plan in six queries, whatever its size."""
    sums = YearlyEffect.objects.sums(catalogue)
    rows = PublishedRow.objects.select_related("initiative").prefetch_related("figures")
    tables = list(catalogue.tables.prefetch_related(Prefetch("rows", rows)))
    initiatives = list(catalogue.initiatives.select_related("theme"))
    return CataloguePlan(
        catalogue=catalogue,
        as_in_source=[_source_table(t, catalogue, sums) for t in tables if t.kind == t.Kind.PLAN],
        counts=[_count_table(t) for t in tables if t.kind != t.Kind.PLAN],
        groups=_groups(initiatives, catalogue, sums),
        totals=four_totals(initiatives, catalogue, sums),
        assumptions=_by_who_decides(catalogue.assumptions.select_related("initiative")),
    )


def _by_who_decides(assumptions: Iterable[Assumption]) -> list[Assumption]:
    """Those closest at hand first: own decision, practice, politicians; inside each in the order of the source."""
    order = list(DecidedBy)
    return sorted(assumptions, key=lambda assumption: order.index(DecidedBy(assumption.decided_by)))


def add(cells: Iterable[Cell], years: Sequence[int]) -> list[Cell]:
    """The computed amounts of the cells added up year by year; a year without any amount stays empty."""
    amounts: dict[int, list[Decimal]] = {year: [] for year in years}
    for cell in cells:
        if cell.computed is not None:
            amounts[cell.year].append(cell.computed)
    return [Cell(year, sum(found, Decimal(0)) if found else None) for year, found in amounts.items()]


def rounds_apart(table: PlanTable, presentation: Presentation) -> bool:
    """True where the computed amounts as shown do not add up to a total as shown.

    Totals are sums of unrounded amounts, so a table of rounded ones may look wrong; it then says so.
    """
    decimals = presentation.decimals if presentation.most is None else presentation.most
    step = Decimal(presentation.unit.factor).scaleb(-decimals)
    lines = [row for row in table.rows if row.counts]
    totals = [row for row in table.rows if row.is_total]
    return any(
        _rounded(total, year, step) != sum((_rounded(line, year, step) for line in lines), Decimal(0))
        for total in totals
        for year in table.years
    )


def _rounded(row: PlanRow, year: int, step: Decimal) -> Decimal:
    amount = next((cell.computed for cell in row.cells if cell.year == year and cell.computed is not None), Decimal(0))
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP)


def four_totals(initiatives: Iterable[Initiative], catalogue: Catalogue, sums: EffectSums) -> PlanTable:
    """Permanent, temporary and implementation, and their sum: what counts, over all of `initiatives`."""
    counted = [initiative for initiative in initiatives if initiative.counts]
    years = catalogue.years
    rows = [
        PlanRow(label, add((c for i in counted for c in _cells(sums[i.pk][category], years)), years))
        for category, label in TOTAL_LABELS.items()
    ]
    total = PlanRow("Samlet økonomisk påvirkning", add((c for row in rows for c in row.cells), years), is_total=True)
    return PlanTable("Samlet økonomi", years, [*rows, total])


TOTAL_LABELS = {
    EffectCategory.PERMANENT: "Varige ændringer",
    EffectCategory.TEMPORARY: "Midlertidige ændringer",
    EffectCategory.IMPLEMENTATION: "Implementerings\u00adomkostninger",
}


def _cells(amounts: AmountsByYear, years: Sequence[int]) -> list[Cell]:
    return [Cell(year, amounts.get(year)) for year in years]


def _initiative_cells(initiative: Initiative, years: Sequence[int], sums: EffectSums) -> list[Cell]:
    by_category = sums[initiative.pk].values()
    return add((cell for amounts in by_category for cell in _cells(amounts, years)), years)


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
            PlanTable(caption, catalogue.years, [*rows, PlanRow("I alt", total, is_total=True)], theme_id=theme_id)
        )
    return tables


def _source_table(table: PublishedTable, catalogue: Catalogue, sums: EffectSums) -> PlanTable:
    years = catalogue.years
    rows: list[PlanRow] = []
    for row in table.rows.all():
        is_total = row.kind == PublishedRow.Kind.TOTAL
        if is_total:
            computed = add((cell for line in rows if line.counts for cell in line.cells), years)
        else:
            computed = _initiative_cells(row.initiative, years, sums) if row.initiative else _cells({}, years)
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


def _count_table(table: PublishedTable) -> CountTable:
    return CountTable(table, [(row, figure) for row in table.rows.all() for figure in row.figures.all()])


def as_published(catalogue: Catalogue) -> Presentation:
    """The form of the source: its unit, its sign, at least its decimals, and every øre."""
    unit = Unit(catalogue.unit)
    return Presentation(unit, catalogue.decimals, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)


@dataclass(frozen=True)
class InitiativeDetail:
    """An initiative's lines with their sum, and each place where the document mentions it."""

    lines: PlanTable
    categories: Sequence[tuple[EffectLine, PublishedTable | None]]
    mentions: Sequence[PublishedRow]
    assumptions: Sequence[Assumption]


def build_initiative(initiative: Initiative) -> InitiativeDetail:
    """The initiative's economy and sources in five queries."""
    years = initiative.catalogue.years
    lines = list(initiative.lines.prefetch_related("effects__source_table"))
    rows = [
        PlanRow(line.text, _cells({e.year: e.amount for e in line.effects.all()}, years), initiative=initiative)
        for line in lines
    ]
    total = PlanRow("I alt", add((cell for row in rows for cell in row.cells), years), is_total=True)
    return InitiativeDetail(
        lines=PlanTable("Økonomiske linjer", years, [*rows, total] if len(rows) > 1 else rows),
        categories=[(line, next((e.source_table for e in line.effects.all()), None)) for line in lines],
        mentions=list(
            initiative.published_rows.select_related("table")
            .prefetch_related("figures")
            .order_by("table__ordinal", "order")
        ),
        assumptions=_by_who_decides(initiative.assumptions.all()),
    )
