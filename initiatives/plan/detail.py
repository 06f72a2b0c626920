"""One initiative: its lines with their sum, where the document mentions it, and what is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from initiatives.models import Activity, Assumption, EffectLine, Initiative, Measurement, PublishedRow, PublishedTable
from initiatives.plan.catalogue import by_who_decides, cells
from initiatives.plan.rows import PlanRow, PlanTable, add


@dataclass(frozen=True)
class InitiativeDetail:
    """An initiative's lines with their sum, and each place where the document mentions it."""

    lines: PlanTable
    categories: Sequence[tuple[EffectLine, PublishedTable | None]]
    mentions: Sequence[PublishedRow]
    assumptions: Sequence[Assumption]
    activities: Sequence[Activity]
    measurements: Sequence[Measurement]


def build_initiative(initiative: Initiative) -> InitiativeDetail:
    """The initiative's economy, sources and what is done, in eight queries."""
    years = initiative.catalogue.years
    lines = list(initiative.lines.prefetch_related("effects__source_table"))
    rows = [
        PlanRow(line.text, cells({e.year: e.amount for e in line.effects.all()}, years), initiative=initiative)
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
        assumptions=by_who_decides(initiative.assumptions.all()),
        activities=list(initiative.activities.all()),
        measurements=list(initiative.measurements.all()),
    )
