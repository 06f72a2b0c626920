"""Tables of amounts per year: cells, rows and sums, without the database.

Amounts are kroner in the stored sign (positive: the municipality spends less). The published amount is kept beside the
computed one, where the document prints it; neither corrects the other. Dropped and replaced initiatives are rows that
count in no sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from budgets.foundation.amounts import Presentation
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedRow


@dataclass(frozen=True)
class Cell:
    """One amount of a row: computed from the effects, and as printed in the document; None is an empty cell.

    `original` is the amount in the document's own prices, where `computed` is converted to others.
    """

    year: int
    computed: Decimal | None
    published: Decimal | None = None
    original: Decimal | None = None

    @property
    def differs(self) -> bool:
        """True where both amounts exist and are not equal."""
        return None not in (self.computed, self.published) and self.computed != self.published

    @property
    def shown(self) -> Decimal | None:
        """The amount of a table in the form of the source: the published one where there is one."""
        return self.computed if self.published is None else self.published


@dataclass(frozen=True)
class PlanRow:
    """A line or a total; `source` is the printed row that it represents, with the printed `mark` and `footnote`."""

    label: str
    cells: Sequence[Cell]
    is_total: bool = False
    initiative: Initiative | None = None
    code: str = ""
    mark: str = ""
    footnote: str = ""
    source: PublishedRow | None = None
    is_counted: bool = True

    @property
    def counts(self) -> bool:
        """True for a line that is part of its table's sums."""
        return not self.is_total and self.is_counted


@dataclass(frozen=True)
class PlanTable:
    """A table of amounts per year, with its rows in order."""

    caption: str
    years: Sequence[int]
    rows: Sequence[PlanRow]
    ordinal: int | None = None
    theme_id: int | None = None
    initiative_id: int | None = None
    excluded_from_totals: bool = False

    @property
    def has_codes(self) -> bool:
        """True where the source numbers its rows."""
        return any(row.code or row.mark for row in self.rows)

    @property
    def footnotes(self) -> list[PlanRow]:
        """The rows that carry a footnote."""
        return [row for row in self.rows if row.footnote]

    @property
    def differing(self) -> list[tuple[PlanRow, Cell]]:
        """The cells where the published amount is not the computed one."""
        return [(row, cell) for row in self.rows for cell in row.cells if cell.differs]


def sum_cells(cells: Iterable[Cell], years: Sequence[int]) -> list[Cell]:
    """The computed amounts of the cells summed by year; a year without any amount stays empty."""
    amounts: dict[int, list[Decimal]] = {year: [] for year in years}
    for cell in cells:
        if cell.computed is not None and cell.year in amounts:
            amounts[cell.year].append(cell.computed)
    return [
        Cell(year, sum(year_amounts, Decimal(0)) if year_amounts else None) for year, year_amounts in amounts.items()
    ]


def cells(amounts: Mapping[int, Decimal], years: Sequence[int]) -> list[Cell]:
    """A cell for each of the years; empty where there is no amount."""
    return [Cell(year, amounts.get(year)) for year in years]


def with_original_amounts(table: PlanTable, original: PlanTable) -> PlanTable:
    """The table with each amount in the document's own prices added from the table `original`."""
    rows_with_originals = [
        replace(
            row,
            cells=[
                replace(cell, original=before.computed)
                for cell, before in zip(row.cells, original_row.cells, strict=True)
            ],
        )
        for row, original_row in zip(table.rows, original.rows, strict=True)
    ]
    return replace(table, rows=rows_with_originals)


def has_rounding_difference(table: PlanTable, presentation: Presentation) -> bool:
    """True where the rounded amounts, as shown, do not add up to a rounded total.

    Totals are sums of unrounded amounts; the table then explains that rounding makes the difference.
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
