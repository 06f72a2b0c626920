"""Kinds of cases to be handed on: counts of citizens below five are hidden, and what they could be found from."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO

from budgets.caseload.summary import KindRow, Volume
from budgets.caseload.suppression import SMALLEST_SHOWN, hidden
from budgets.foundation.amounts import format_number
from budgets.foundation.files.cells import escape_formula

HIDDEN = f"under {SMALLEST_SHOWN}, ikke vist"
HEADINGS = (
    *("område", "lovgrundlag", "målgruppe", "udfører"),
    *("sager", "borgere", "helårspersoner", "tilgang", "afgang", "udgift i kr.", "kr. pr. helårsperson"),
)


def write_csv(rows: Sequence[KindRow]) -> str:
    """The rows with `;` between cells and Danish numbers. A row with a hidden count tells of nothing but expenditure.

    What one count hides, another must not give away: a row is hidden whole when its cases, citizens or flows are few,
    and then at least two rows are.
    """
    hide = hidden([_smallest(row.now) for row in rows])
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(HEADINGS)
    for row, is_hidden in zip(rows, hide, strict=True):
        names = (str(row.area), row.legal_basis, row.target_group, row.provider)
        writer.writerow([*map(escape_formula, names), *_figures(row.now, is_hidden=is_hidden)])
    return "\ufeff" + text.getvalue()


def _smallest(volume: Volume) -> int | None:
    """The smallest count of people that the row would tell; zero tells of nobody."""
    return min((count for count in (volume.cases, volume.citizens) if count), default=None)


def _figures(volume: Volume, *, is_hidden: bool) -> Iterator[str]:
    counts = (volume.cases, volume.citizens, volume.persons, volume.inflow, volume.outflow)
    for count in counts:
        yield HIDDEN if is_hidden else "" if count is None else format_number(Decimal(count), most=2)
    yield "" if volume.expenditure is None else format_number(volume.expenditure, most=2)
    yield HIDDEN if is_hidden else "" if volume.unit_price is None else format_number(volume.unit_price)
