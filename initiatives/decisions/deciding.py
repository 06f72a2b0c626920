"""Recording a committee's decisions about proposals and their parts, and changing the proposals accordingly."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.models import Committee, Membership
from initiatives.business_cases.states import ProposalStep, StepError, check
from initiatives.catalogues.content import Content, read_contents
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.catalogues.models.proposals import ProposalPart
from initiatives.catalogues.models.versions import CaseDraft, CaseVersion, VersionKind
from initiatives.catalogues.versions import keep_version
from initiatives.decisions.models import AgendaItem, Decision, Outcome

STEP_BY_OUTCOME: Mapping[str, ProposalStep] = {
    Outcome.ADOPTED: ProposalStep.ADOPT,
    Outcome.ADOPTED_CHANGED: ProposalStep.ADOPT,
    Outcome.REJECTED: ProposalStep.REJECT,
    Outcome.POSTPONED: ProposalStep.POSTPONE,
    Outcome.DROPPED: ProposalStep.DROP,
}


DECIDED = "beslutning skrevet"


ADOPTING = (Outcome.ADOPTED, Outcome.ADOPTED_CHANGED)


@dataclass(frozen=True)
class Point:
    """The decision about one proposal: about all of it, about parts of it (by id), or both."""

    initiative: Initiative
    outcome: Outcome | None
    note: str = ""
    parts: Mapping[int, Outcome] = field(default_factory=dict)


class DecisionRefusedError(Exception):
    """No decision was saved; `by_initiative` has the reasons by the initiative's key, `problems` all of them."""

    def __init__(self, by_initiative: Mapping[int, Sequence[str]], problem: str = "") -> None:
        self.by_initiative, self.problem = by_initiative, problem
        told = [reason for reasons in by_initiative.values() for reason in reasons]
        self.problems = [*told, problem] if problem else told
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Agenda:
    """The point of the agenda under which decisions were made."""

    committee: Committee
    held_on: date
    number: str
    title: str
    link: str = ""
    is_constructed: bool = False


@transaction.atomic
def decide(*, membership: Membership, agenda: Agenda, points: Sequence[Point]) -> AgendaItem:
    """Record the decisions; the version that each decision is about is kept and locked.

    The point of the agenda is created where it is missing; an existing one keeps its title and link. All or nothing:
    raises DecisionRefusedError with every reason.
    """
    item = _find_item(membership, agenda)
    ids = [point.initiative.pk for point in points]
    initiatives_by_id = {
        initiative.pk: initiative
        for initiative in Initiative.objects.select_for_update().filter(pk__in=ids).prefetch_related("parts")
    }
    ids_with_draft = set(CaseDraft.objects.filter(initiative__in=ids).values_list("initiative_id", flat=True))
    decided: set[tuple[int, int | None]] = set(item.decisions.values_list("initiative_id", "part_id"))
    if not points:
        raise DecisionRefusedError({}, "Vælg en beslutning for mindst ét forslag.")
    refusals = {
        pk: list(_refusals(point, initiatives_by_id[pk], ids_with_draft=ids_with_draft, decided=decided))
        for pk, point in zip(ids, points, strict=True)
    }
    if any(refusals.values()):
        raise DecisionRefusedError(refusals)
    contents = read_contents(Initiative.objects.filter(pk__in=ids))
    decisions = [
        decision
        for point in points
        for decision in _decide(
            membership, item, point, initiatives_by_id[point.initiative.pk], contents[point.initiative.pk]
        )
    ]
    changes = [{"felt": str(decision), "før": None, "efter": decision.get_outcome_display()} for decision in decisions]
    audit.record(municipality=membership.municipality, actor=membership.user, action=DECIDED, obj=item, changes=changes)
    return item


def _find_item(membership: Membership, agenda: Agenda) -> AgendaItem:
    item, _ = AgendaItem.objects.get_or_create(
        municipality=membership.municipality,
        committee=agenda.committee,
        held_on=agenda.held_on,
        number=agenda.number,
        defaults={"title": agenda.title, "link": agenda.link, "is_constructed": agenda.is_constructed},
    )
    return item


def _refusals(
    point: Point, initiative: Initiative, *, ids_with_draft: Set[int], decided: Set[tuple[int, int | None]]
) -> Iterator[str]:
    """The reasons why the point cannot be decided."""
    title = initiative.title
    if initiative.pk in ids_with_draft:
        yield f"“{title}” har en kladde. Gem den som udgave, eller kassér den, så det er klart, hvad der besluttes."
    try:
        if point.outcome:
            check(initiative.lifecycle, STEP_BY_OUTCOME[point.outcome], title)
        elif point.parts:
            check(initiative.lifecycle, ProposalStep.DECIDE_PART, title)
    except StepError as reason:
        yield str(reason)
    if point.outcome and point.outcome not in ADOPTING and point.parts:
        yield f"“{title}” er ikke vedtaget, så dets dele kan ikke besluttes hver for sig."
    if point.parts and point.outcome and not _adopts_any_part(point, initiative):
        yield f"“{title}” er vedtaget, men ingen af delene er. Forkast forslaget, eller vedtag mindst én del."
    if {(initiative.pk, part) for part in [*([None] if point.outcome else []), *point.parts]} & decided:
        yield f"“{title}” er allerede besluttet under dette punkt. Skriv den nye beslutning under et andet punkt."


def _adopts_any_part(point: Point, initiative: Initiative) -> bool:
    """True where a part is adopted; a part without its own decision follows the whole proposal."""
    return any(point.parts.get(part.pk, point.outcome) in ADOPTING for part in initiative.parts.all())


def _decide(
    membership: Membership, item: AgendaItem, point: Point, initiative: Initiative, content: Content
) -> list[Decision]:
    version = keep_version(initiative, kind=VersionKind.IMPORTED, by=None, content=content)
    decisions = []
    if point.outcome:
        outcome = _outcome_of_whole(point)
        decisions.append(_create_decision(membership, item, initiative, version, outcome=outcome, note=point.note))
        _update_lifecycle(initiative, outcome, item, point.note)
    parts = {part.pk: part for part in ProposalPart.objects.filter(initiative=initiative, pk__in=point.parts)}
    for pk, outcome in point.parts.items():
        decision = _create_decision(
            membership, item, initiative, version, outcome=outcome, note=point.note, part=parts[pk]
        )
        ended_by = None if outcome in ADOPTING else decision
        initiative.lines.filter(part=parts[pk].name).update(ended_by=ended_by)
        decisions.append(decision)
    return decisions


def _outcome_of_whole(point: Point) -> Outcome:
    """A proposal with a part that was not adopted is adopted with changes."""
    is_changed = any(outcome not in ADOPTING for outcome in point.parts.values())
    return Outcome.ADOPTED_CHANGED if is_changed else Outcome(point.outcome or Outcome.ADOPTED)


def _create_decision(
    membership: Membership,
    item: AgendaItem,
    initiative: Initiative,
    version: CaseVersion,
    *,
    outcome: Outcome,
    note: str,
    part: ProposalPart | None = None,
) -> Decision:
    decision: Decision = Decision.objects.create(
        item=item,
        initiative=initiative,
        part=part,
        outcome=outcome,
        note=note,
        version=version,
        by=membership.user,
    )
    return decision


def _update_lifecycle(initiative: Initiative, outcome: Outcome, item: AgendaItem, note: str) -> None:
    """Change the lifecycle of the proposal according to the decision."""
    if outcome in ADOPTING:
        initiative.lifecycle = Lifecycle.ADOPTED
    elif outcome in (Outcome.REJECTED, Outcome.DROPPED):
        initiative.lifecycle = Lifecycle.DROPPED
        initiative.ended_on, initiative.ended_by = item.held_on, item.committee.name
        initiative.ended_reason = f"{outcome.label.capitalize()}. {note}".strip()
    initiative.save(update_fields=["lifecycle", "ended_on", "ended_by", "ended_reason"])
