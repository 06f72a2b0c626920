"""CSV of the kinds of cases for use outside the municipality, with small counts of citizens hidden."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO

from budgets.caseload.summary import KindRow, Volume
from budgets.caseload.suppression import SMALLEST_SHOWN, flag_hidden_counts
from budgets.foundation.amounts import format_number
from budgets.foundation.files.cells import escape_formula

HIDDEN = f"under {SMALLEST_SHOWN}, ikke vist"
HEADINGS = (
    *("område", "lovgrundlag", "målgruppe", "udfører"),
    *("sager", "borgere", "helårspersoner", "tilgang", "afgang", "udgift i kr.", "kr. pr. helårsperson"),
)


def write_csv(rows: Sequence[KindRow]) -> str:
    """The rows with `;` between cells and Danish numbers; a hidden row shows only its expenditure.

    A row is hidden whole if its cases or citizens are few, because its other figures could reveal the count. At least
    two rows are then hidden, because one could be found from the total.
    """
    is_hidden_by_row = flag_hidden_counts([_smallest_count(row.now) for row in rows])
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(HEADINGS)
    for row, is_hidden in zip(rows, is_hidden_by_row, strict=True):
        names = (str(row.area), row.legal_basis, row.target_group, row.provider)
        writer.writerow([*map(escape_formula, names), *_format_figures(row.now, is_hidden=is_hidden)])
    return "\ufeff" + text.getvalue()


def _smallest_count(volume: Volume) -> int | None:
    """The smallest count of people in the row; zero reveals nobody and is left out."""
    return min((count for count in (volume.cases, volume.citizens) if count), default=None)


def _format_figures(volume: Volume, *, is_hidden: bool) -> Iterator[str]:
    counts = (volume.cases, volume.citizens, volume.persons, volume.inflow, volume.outflow)
    for count in counts:
        yield HIDDEN if is_hidden else "" if count is None else format_number(Decimal(count), most=2)
    yield "" if volume.expenditure is None else format_number(volume.expenditure, most=2)
    yield HIDDEN if is_hidden else "" if volume.unit_price is None else format_number(volume.unit_price)
