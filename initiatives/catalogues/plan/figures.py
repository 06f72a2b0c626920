"""Tables of counts, of figures in the prose, and of amounts in columns that are not years, as printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import format_number
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow, PublishedTable


@dataclass(frozen=True)
class FigureRow:
    """A printed row of figures: a text and, where it can be read, a value for each column."""

    row: PublishedRow
    texts: Sequence[str]
    values: Sequence[Decimal | None]

    @property
    def is_total(self) -> bool:
        """True for a printed total."""
        return self.row.kind == PublishedRow.RowKind.TOTAL


@dataclass(frozen=True)
class FigureTable:
    """A table of counts, of figures that the prose names, or of amounts in columns that are not years."""

    table: PublishedTable
    columns: Sequence[str]
    rows: Sequence[FigureRow]

    @property
    def belongs_to_case(self) -> bool:
        """True for a table of a single business case, which is shown with the initiative."""
        return self.table.initiative_id is not None and self.table.kind == PublishedTable.TableKind.COLUMNS

    @property
    def is_wide(self) -> bool:
        """True where the table needs the full width of a page."""
        return len(self.columns) > 1

    @property
    def totals(self) -> list["ColumnTotal"]:
        """The printed totals that can be compared with the lines above them in the same column.

        A total above which the column has no readable figure is left out.
        """
        totals = []
        for place, row in enumerate(self.rows):
            for number, column in enumerate(self.columns):
                printed, lines = row.values[number], self._lines_above(place, number)
                if row.is_total and printed is not None and lines:
                    totals.append(ColumnTotal(row, column, printed, sum(lines, Decimal(0))))
        return totals

    def _lines_above(self, place: int, column: int) -> list[Decimal]:
        values = (line.values[column] for line in self.rows[:place] if not line.is_total)
        return [value for value in values if value is not None]

    @property
    def footnotes(self) -> list[str]:
        """The footnotes of the source, and a note on each total that the lines do not add up to."""
        printed_notes = [f"{row.row.mark} {row.row.footnote}".strip() for row in self.rows if row.row.footnote]
        differing_totals = [
            f"{total.row.row.label}, {total.column}: {format_number(total.printed, most=2)} ifølge kilden, "
            f"{format_number(total.computed, most=2)} ifølge linjerne."
            for total in self.totals
            if total.printed != total.computed
        ]
        return printed_notes + differing_totals


@dataclass(frozen=True)
class ColumnTotal:
    """A printed total of a column, and the sum of the lines above it."""

    row: FigureRow
    column: str
    printed: Decimal
    computed: Decimal


def figure_table(table: PublishedTable) -> FigureTable:
    published_rows = list(table.rows.all())
    columns = list(
        dict.fromkeys(figure.column or _heading(table) for row in published_rows for figure in row.figures.all())
    )
    return FigureTable(table, columns, [_figure_row(row, table, columns) for row in published_rows])


def _heading(table: PublishedTable) -> str:
    """The heading of the one column in a table without printed column headings."""
    return "Antal" if table.kind == PublishedTable.TableKind.COUNTS else "I kilden"


def _figure_row(row: PublishedRow, table: PublishedTable, columns: Sequence[str]) -> FigureRow:
    figures = {figure.column or _heading(table): figure for figure in row.figures.all()}
    in_order = [figures.get(column) for column in columns]
    return FigureRow(
        row,
        [_text(figure, table) if figure else "" for figure in in_order],
        [figure.value if figure else None for figure in in_order],
    )


def _text(figure: PublishedFigure, table: PublishedTable) -> str:
    """A count as digits, also where the document writes “en”; any other figure as printed."""
    if table.kind == PublishedTable.TableKind.COUNTS and figure.value is not None:
        return format_number(figure.value, most=2)
    return figure.printed
