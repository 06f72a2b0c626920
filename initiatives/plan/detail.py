"""One initiative: its lines with their sum, where the document mentions it, and what is done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects

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
    return build_details([initiative])[initiative.pk]


def build_details(initiatives: Sequence[Initiative]) -> dict[int, InitiativeDetail]:
    """The same of each of a catalogue's initiatives, by id; ten queries, whatever their number."""
    lines = EffectLine.objects.select_related("committee")
    effects = Prefetch("effects", YearlyEffect.objects.with_sources_and_shares())
    prefetch_related_objects(initiatives, Prefetch("lines", lines.prefetch_related(effects)), *AROUND)
    mentions = _mentions([initiative.pk for initiative in initiatives])
    return {initiative.pk: _detail(initiative, mentions.get(initiative.pk, {})) for initiative in initiatives}


AROUND = ("assumptions", "activities", "measurements", "staff", "unit_calculations", "criteria", "claims")


def _detail(initiative: Initiative, mentions: Mapping[PublishedRow, Sequence[PublishedFigure]]) -> InitiativeDetail:
    years = initiative.catalogue.years
    lines = list(initiative.lines.all())
    rows = [
        PlanRow(
            line.text,
            cells({e.year: e.amount for e in line.effects.all()}, years),
            initiative=initiative,
            is_counted=line.ended_by_id is None,
        )
        for line in lines
    ]
    tables = (effect.source_table for line in lines for effect in line.effects.all())
    return InitiativeDetail(
        years=years,
        lines=[(line, row, _parts(line, years)) for line, row in zip(lines, rows, strict=True)],
        total=PlanRow("I alt", add((cell for row in rows if row.counts for cell in row.cells), years), is_total=True),
        source_tables=list(dict.fromkeys(table for table in tables if table)),
        mentions=mentions,
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


def _mentions(initiatives: Collection[int]) -> dict[int, dict[PublishedRow, list[PublishedFigure]]]:
    """By initiative the printed rows about it, with their figures, in the order of the document; one query."""
    figures = (
        PublishedFigure.objects.filter(row__initiative__in=initiatives)
        .select_related("row__table")
        .order_by("row__table__ordinal", "row__order", "year", "pk")
    )
    found: dict[int, dict[PublishedRow, list[PublishedFigure]]] = {}
    for figure in figures:
        found.setdefault(figure.row.initiative_id or 0, {}).setdefault(figure.row, []).append(figure)
    return found
