"""Published against computed: every printed figure that can be computed from others, and is not what they give.

Nothing is altered to make a total come out; a finding is material for those who read the catalogue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from initiatives.plan import CataloguePlan


class FindingKind(StrEnum):
    """Which rule the printed figure breaks."""

    LINE = "line"
    TOTAL = "total"
    COLUMN_TOTAL = "column total"


EXPLANATIONS = {
    FindingKind.LINE: "Modstrid: rækken trykker et andet beløb end tiltagets linjer giver.",
    FindingKind.TOTAL: "Modstrid: den trykte sum er ikke summen af tabellens tællende linjer.",
    FindingKind.COLUMN_TOTAL: "Modstrid: den trykte sum er ikke summen af linjerne over den i samme kolonne.",
}


@dataclass(frozen=True)
class Finding:
    """A printed figure beside what the others give.

    `published` and `computed` are kroner in the stored sign where the table is one of amounts per year, and the printed
    numbers elsewhere. `column` is the year, or the heading of a column that is not a year.
    """

    catalogue: str
    table: int
    scope: str
    code: str
    label: str
    column: str
    kind: FindingKind
    published: Decimal
    computed: Decimal

    @property
    def difference(self) -> Decimal:
        """Published less computed."""
        return self.published - self.computed

    @property
    def explanation(self) -> str:
        """What the finding means, in Danish."""
        return EXPLANATIONS[self.kind]


def find(plan: CataloguePlan) -> list[Finding]:
    """All findings of a catalogue, in the order of its tables."""
    return sorted([*_in_yearly_tables(plan), *_in_other_tables(plan)], key=lambda finding: finding.table)


def count_compared(plan: CataloguePlan) -> int:
    """How many printed figures could be compared with what others give."""
    cells = [cell for table in plan.as_in_source for row in table.rows for cell in row.cells]
    totals = [value for table in plan.figures for row in table.rows if row.is_total for value in row.values]
    yearly = sum(None not in (cell.published, cell.computed) for cell in cells)
    return yearly + sum(value is not None for value in totals)


def _in_yearly_tables(plan: CataloguePlan) -> Iterator[Finding]:
    for table in plan.as_in_source:
        for row, cell in table.differing:
            yield Finding(
                catalogue=plan.catalogue.slug,
                table=table.ordinal or 0,
                scope=table.caption,
                code=row.code,
                label=row.label,
                column=str(cell.year),
                kind=FindingKind.TOTAL if row.is_total else FindingKind.LINE,
                published=cell.published or Decimal(0),
                computed=cell.computed or Decimal(0),
            )


def _in_other_tables(plan: CataloguePlan) -> Iterator[Finding]:
    for table in plan.figures:
        for row, column, printed, computed in table.contradictions:
            yield Finding(
                catalogue=plan.catalogue.slug,
                table=table.table.ordinal,
                scope=table.table.caption,
                code=row.row.code,
                label=row.row.label,
                column=column,
                kind=FindingKind.COLUMN_TOTAL,
                published=printed,
                computed=computed,
            )
