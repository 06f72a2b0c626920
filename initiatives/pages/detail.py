"""The details of one initiative: its economy, its mentions in the document, its descriptions, and decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch, prefetch_related_objects

from initiatives.catalogues.models.descriptions import (
    Activity,
    Assumption,
    Claim,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import BusinessCase, CounterEffect, ProposalPart, ServiceLevel
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow, PublishedTable
from initiatives.catalogues.plan.catalogue import sort_by_decider
from initiatives.catalogues.plan.economy import Economy, build_economy
from initiatives.catalogues.plan.payback import Payback, paybacks
from initiatives.catalogues.plan.related import RelatedRows, load_related_rows
from initiatives.catalogues.plan.relations import Relation, load_relations
from initiatives.catalogues.plan.rows import PlanRow
from initiatives.decisions.models import Decision


@dataclass(frozen=True)
class InitiativeDetail:
    """An initiative's economy, its mentions in the document, its descriptions, and the decisions about it.

    Without a written business case, `case` is an empty one.
    """

    case: BusinessCase
    economy: Economy
    paybacks: Sequence[Payback]
    source_tables: Sequence[PublishedTable]
    mentions: Mapping[PublishedRow, Sequence[PublishedFigure]]
    parts: Sequence[tuple[ProposalPart, PlanRow | None]]
    service_levels: Sequence[ServiceLevel]
    counter_effects: Sequence[CounterEffect]
    assumptions: Sequence[Assumption]
    activities: Sequence[Activity]
    measurements: Sequence[Measurement]
    staff: Sequence[StaffChange]
    unit_calculations: Sequence[UnitCalculation]
    criteria: Sequence[SuccessCriterion]
    claims: Sequence[Claim]
    relations: Sequence[Relation]
    decisions: Sequence[Decision]

    @property
    def has_tables(self) -> bool:
        """True where the document has tables about this initiative only."""
        return any(row.table.initiative_id == row.initiative_id for row in self.mentions)

    @property
    def shares_of_budget(self) -> list[Claim]:
        """The printed percents of a budget."""
        return [claim for claim in self.claims if claim.kind == Claim.ClaimKind.PERCENT]

    @property
    def committees(self) -> list[str]:
        """The names of the committees of its lines."""
        lines = (economy_line.line for group in self.economy.groups for economy_line in group.lines)
        return list(dict.fromkeys(line.committee.name for line in lines if line.committee))


def build_initiative(initiative: Initiative) -> InitiativeDetail:
    """The details of the initiative, in seven queries."""
    return build_details([initiative])[initiative.pk]


def build_details(initiatives: Sequence[Initiative]) -> dict[int, InitiativeDetail]:
    """The details of each of a catalogue's initiatives, by id; seven queries, whatever their number.

    The initiatives must be read with their business case.
    """
    lines = EffectLine.objects.select_related("committee", "area")
    effects = Prefetch("effects", YearlyEffect.objects.with_sources_and_shares())
    decisions = Decision.objects.select_related("item__committee", "part", "version")
    prefetch_related_objects(
        initiatives, Prefetch("lines", lines.prefetch_related(effects)), Prefetch("decisions", decisions)
    )
    related, relations = load_related_rows(initiatives), load_relations(initiatives)
    mentions = _mentions([initiative.pk for initiative in initiatives])
    return {
        initiative.pk: _detail(
            initiative, related[initiative.pk], relations[initiative.pk], mentions.get(initiative.pk, {})
        )
        for initiative in initiatives
    }


def _detail(
    initiative: Initiative,
    related: RelatedRows,
    relations: Sequence[Relation],
    mentions: Mapping[PublishedRow, Sequence[PublishedFigure]],
) -> InitiativeDetail:
    lines = list(initiative.lines.all())
    counting = [line for line in lines if line.ended_by_id is None]
    economy = build_economy(initiative, lines)
    tables = (effect.source_table for line in lines for effect in line.effects.all())
    return InitiativeDetail(
        case=_case(initiative),
        economy=economy,
        paybacks=paybacks(related["claims"], counting),
        source_tables=list(dict.fromkeys(table for table in tables if table)),
        mentions=mentions,
        parts=_parts(initiative, related.pop("parts"), economy),
        assumptions=sort_by_decider(related.pop("assumptions")),
        relations=relations,
        decisions=list(initiative.decisions.all()),
        **related,
    )


def _case(initiative: Initiative) -> BusinessCase:
    """The written business case, or an empty one."""
    try:
        return initiative.business_case
    except ObjectDoesNotExist:
        return BusinessCase(initiative=initiative)


def _parts(
    initiative: Initiative, written: Sequence[ProposalPart], economy: Economy
) -> list[tuple[ProposalPart, PlanRow | None]]:
    """The written parts, then those that only lines name, each with the sum of its lines."""
    sums = {row.label: row for row in economy.parts.rows}
    names = {part.name for part in written}
    only_in_lines = [ProposalPart(initiative=initiative, name=name) for name in sums if name not in names]
    return [(part, sums.get(part.name)) for part in (*written, *only_in_lines)]


def _mentions(initiatives: Collection[int]) -> dict[int, dict[PublishedRow, list[PublishedFigure]]]:
    """The printed rows about each initiative (by id) with their figures, in the order of the document; one query."""
    figures = (
        PublishedFigure.objects.filter(row__initiative__in=initiatives)
        .select_related("row__table")
        .order_by("row__table__ordinal", "row__order", "year", "pk")
    )
    by_initiative: dict[int, dict[PublishedRow, list[PublishedFigure]]] = {}
    for figure in figures:
        by_initiative.setdefault(figure.row.initiative_id or 0, {}).setdefault(figure.row, []).append(figure)
    return by_initiative
