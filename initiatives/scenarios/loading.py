"""Loading what can be chosen in a catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from budgets.foundation.models import SteeringArea
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import UnitCalculation
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import ENDED, Initiative, Lifecycle
from initiatives.catalogues.models.proposals import LinkKind, ProposalLink, ProposalPart
from initiatives.catalogues.models.published import PublishedRow
from initiatives.catalogues.plan.numbers import codes_of
from initiatives.scenarios.models import Alternative
from initiatives.scenarios.overlaps import Area
from initiatives.scenarios.proposals import Line, Pick, Proposal, SelectablePart, Stage


@dataclass(frozen=True)
class ScenarioMaterial:
    """The proposals of a catalogue in order, the municipality's areas, and the number of lines in other prices."""

    proposals: Sequence[Proposal]
    areas: Mapping[int, Area]
    own_price_levels: int

    def of(self, stage: Stage) -> list[Proposal]:
        """The proposals at the stage."""
        return [proposal for proposal in self.proposals if proposal.stage is stage]


def load_material(catalogue: Catalogue) -> ScenarioMaterial:
    """All proposals that can be chosen, with their areas, links and legal bases; five queries, whatever the size."""
    parts = _by_initiative(ProposalPart.objects.filter(initiative__catalogue=catalogue))
    links = _by_initiative(ProposalLink.objects.filter(initiative__catalogue=catalogue))
    lines = _lines(catalogue)
    proposals = [
        _proposal(initiative, parts[initiative.pk], lines[initiative.pk], links[initiative.pk])
        for initiative in _initiatives(catalogue)
    ]
    levels = {row["pk"] for rows in lines.values() for row in rows if row["price_level"] and not row["ended_by"]}
    areas = {area.pk: Area(str(area), area.parent_id) for area in catalogue.municipality.areas.all()}
    return ScenarioMaterial(proposals, areas, len(levels))


def picks_of(alternative: Alternative) -> frozenset[Pick]:
    """The picks of an alternative; no query where they were prefetched."""
    return frozenset(Pick(pick.initiative_id, pick.part_id) for pick in alternative.picks.all())


def _by_initiative(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.initiative_id].append(row)
    return groups


def _initiatives(catalogue: Catalogue) -> Iterable[Initiative]:
    """The initiatives with their legal bases, numbers and services; one query."""
    of_initiative = {"initiative": OuterRef("pk")}
    printed = PublishedRow.objects.filter(~Q(code=""), **of_initiative).order_by("pk")
    services = UnitCalculation.objects.filter(**of_initiative).order_by("order").values("service")
    initiatives: Iterable[Initiative] = (
        catalogue.initiatives.with_legal_basis_facts()
        .with_printed_codes()
        .annotate(
            printed_numbers=ArraySubquery(printed.values(json=JSONObject(table="table_id", code="code"))),
            services=ArraySubquery(services),
        )
        .select_related("theme")
        .order_by("theme__order", "order")
    )
    return initiatives


def _lines(catalogue: Catalogue) -> Mapping[int, list[dict[str, Any]]]:
    """Each line with its amounts by year, by initiative id; one query."""
    names = ("pk", "initiative_id", "part", "category", "steering_area", "area_id", "price_level", "ended_by")
    lines: dict[int, dict[str, Any]] = {}
    rows = EffectLine.objects.filter(initiative__catalogue=catalogue).order_by("order", "effects__year")
    for row in rows.values(*names, "committee__name", "effects__year", "effects__amount"):
        line = lines.setdefault(row["pk"], row | {"amounts": {}})
        if row["effects__year"] is not None:
            line["amounts"][row["effects__year"]] = row["effects__amount"]
    groups: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in lines.values():
        groups[line["initiative_id"]].append(line)
    return groups


def _proposal(
    initiative: Initiative,
    parts: Sequence[ProposalPart],
    lines: Sequence[dict[str, Any]],
    links: Sequence[ProposalLink],
) -> Proposal:
    by_name = {part.name: part.pk for part in parts}
    return Proposal(
        pk=initiative.pk,
        title=initiative.title,
        key=initiative.key,
        numbers=codes_of(initiative),
        theme=initiative.theme.title if initiative.theme else "",
        stage=_stage_of(initiative),
        lifecycle=initiative.get_lifecycle_display(),
        reason=initiative.ended_reason,
        lines=[_line(line, by_name) for line in lines if not line["ended_by"]],
        parts=[SelectablePart(part.pk, part.name, part.text, is_ended=_is_ended(part, lines)) for part in parts],
        legal_bases=frozenset(f"{facts['law']} § {facts['section']}" for facts in initiative.legal_basis_facts),  # type: ignore[attr-defined]
        services=frozenset(service.strip().casefold() for service in initiative.services),  # type: ignore[attr-defined]
        printed=frozenset((facts["table"], facts["code"]) for facts in initiative.printed_numbers),  # type: ignore[attr-defined]
        named=_named_numbers(initiative, links),
        linked={link.other_id: link.get_kind_display() for link in links if link.other_id},
    )


def _stage_of(initiative: Initiative) -> Stage:
    if initiative.lifecycle in ENDED:
        return Stage.ENDED
    return Stage.OPEN if initiative.lifecycle == Lifecycle.PROPOSED else Stage.ADOPTED


def _is_ended(part: ProposalPart, lines: Iterable[dict[str, Any]]) -> bool:
    """True where a decision has ended every line of the part."""
    part_lines = [line for line in lines if line["part"] == part.name]
    return bool(part_lines) and all(line["ended_by"] for line in part_lines)


def _line(line: Mapping[str, Any], parts: Mapping[str, int]) -> Line:
    amounts: Mapping[int, Decimal] = line["amounts"]
    return Line(
        amounts=amounts,
        category=line["category"],
        part=parts.get(line["part"]),
        committee=line["committee__name"] or "",
        steering_area=SteeringArea(line["steering_area"]).label if line["steering_area"] else "",
        area=line["area_id"],
    )


def _named_numbers(initiative: Initiative, links: Iterable[ProposalLink]) -> dict[str, str]:
    """The numbers of other proposals that this one names, each with its relation to them."""
    replaced = {initiative.replaces: LinkKind.REPLACES.label} if initiative.replaces else {}
    return replaced | {link.code: link.get_kind_display() for link in links if link.code}
