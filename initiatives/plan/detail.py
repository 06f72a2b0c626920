"""One initiative: its lines with their sum, where the document mentions it, and what is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from initiatives.models import (
    Activity,
    Assumption,
    Claim,
    EffectLine,
    Initiative,
    Measurement,
    PublishedFigure,
    PublishedRow,
    PublishedTable,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
    YearlyEffect,
)
from initiatives.plan.catalogue import by_who_decides
from initiatives.plan.rows import PlanRow, add, cells


@dataclass(frozen=True)
class InitiativeDetail:
    """An initiative's lines with their sum, each place where the document mentions it, and what stands around them.

    A line that several groups have parts in comes with a row for each part.
    """

    years: Sequence[int]
    lines: Sequence[tuple[EffectLine, PlanRow, Sequence[PlanRow]]]
    total: PlanRow
    source_tables: Sequence[PublishedTable]
    mentions: Mapping[PublishedRow, Sequence[PublishedFigure]]
    assumptions: Sequence[Assumption]
    activities: Sequence[Activity]
    measurements: Sequence[Measurement]
    staff: Sequence[StaffChange]
    unit_calculations: Sequence[UnitCalculation]
    criteria: Sequence[SuccessCriterion]
    claims: Sequence[Claim]

    @property
    def has_tables(self) -> bool:
        """True where the document has tables about this initiative alone."""
        return any(row.table.initiative_id == row.initiative_id for row in self.mentions)


def build_initiative(initiative: Initiative) -> InitiativeDetail:
    """The initiative's economy, sources and what is done, in ten queries."""
    years = initiative.catalogue.years
    effects = Prefetch("effects", YearlyEffect.objects.with_sources_and_shares())
    lines = list(initiative.lines.select_related("committee").prefetch_related(effects))
    rows = [
        PlanRow(line.text, cells({e.year: e.amount for e in line.effects.all()}, years), initiative=initiative)
        for line in lines
    ]
    tables = (effect.source_table for line in lines for effect in line.effects.all())
    return InitiativeDetail(
        years=years,
        lines=[(line, row, _parts(line, years)) for line, row in zip(lines, rows, strict=True)],
        total=PlanRow("I alt", add((cell for row in rows for cell in row.cells), years), is_total=True),
        source_tables=list(dict.fromkeys(table for table in tables if table)),
        mentions=_mentions(initiative),
        assumptions=by_who_decides(initiative.assumptions.all()),
        activities=list(initiative.activities.all()),
        measurements=list(initiative.measurements.all()),
        staff=list(initiative.staff.all()),
        unit_calculations=list(initiative.unit_calculations.all()),
        criteria=list(initiative.criteria.all()),
        claims=list(initiative.claims.all()),
    )


def _parts(line: EffectLine, years: Sequence[int]) -> list[PlanRow]:
    """The groups' parts of the line, in the order in which they are told."""
    parts: dict[str, dict[int, Decimal]] = {}
    for effect in line.effects.all():
        for theme, amount in zip(effect.share_themes, effect.share_amounts, strict=True):
            parts.setdefault(theme, {})[effect.year] = amount
    return [PlanRow(theme, cells(amounts, years)) for theme, amounts in parts.items()]


def _mentions(initiative: Initiative) -> Mapping[PublishedRow, Sequence[PublishedFigure]]:
    """The printed rows about the initiative, with their figures, in the order of the document."""
    figures = (
        PublishedFigure.objects.filter(row__initiative=initiative)
        .select_related("row__table")
        .order_by("row__table__ordinal", "row__order", "year", "pk")
    )
    found: dict[PublishedRow, list[PublishedFigure]] = {}
    for figure in figures:
        found.setdefault(figure.row, []).append(figure)
    return found
