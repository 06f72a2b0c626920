"""Loads the links from a committee's decision to budget, follow-up and note, and back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import Cast, JSONObject

from budgets.areas.models import BudgetDecision
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.numbers import number_of
from initiatives.decisions.models import AgendaItem, Decision, Outcome
from initiatives.posting.models import BudgetPosting
from initiatives.results.models import FollowUp
from reports.notes.models import Form, NoteEdition, StatusNote, Variant


@dataclass(frozen=True)
class InitiativeDecision:
    """A decision about an initiative: the agenda item, the part of the proposal, and the outcome."""

    item: int
    held_on: str
    committee: str
    number: str
    title: str
    part: str
    outcome: str
    note: str

    @property
    def outcome_label(self) -> str:
        """The outcome in Danish."""
        return Outcome(self.outcome).label


@dataclass(frozen=True)
class InitiativePosting:
    """The amount that a budget decision deducts for an initiative in a year: kroner, positive is less expenditure."""

    title: str
    decided_on: str
    year: int
    amount: Decimal


@dataclass(frozen=True)
class DecisionTrail:
    """The decisions about an initiative, and the amounts posted in the budget for it."""

    decisions: Sequence[InitiativeDecision]
    postings: Sequence[InitiativePosting]


def load_decision_trail(initiative: Initiative) -> DecisionTrail:
    """The initiative's decisions in order and its postings by budget decision and year; one query."""
    decisions_query = Decision.objects.filter(initiative=OuterRef("pk")).order_by("item__held_on", "pk")
    decision_values = JSONObject(
        item="item_id",
        held_on="item__held_on",
        committee="item__committee__name",
        number="item__number",
        title="item__title",
        part="part__name",
        outcome="outcome",
        note="note",
    )
    postings_query = _sum_postings().filter(effect__line__initiative=OuterRef("pk"))
    trail_values = (
        Initiative.objects.filter(pk=initiative.pk)
        .annotate(
            decided=ArraySubquery(decisions_query.values(json=decision_values)),
            posted=ArraySubquery(
                postings_query.values(json=JSONObject(title="title", decided_on="day", year="year", amount="total"))
            ),
        )
        .values_list("decided", "posted")
    )
    ((decisions, postings),) = trail_values
    return DecisionTrail(
        [InitiativeDecision(**decision | {"part": decision["part"] or ""}) for decision in decisions],
        [InitiativePosting(**posting | {"amount": Decimal(posting["amount"])}) for posting in postings],
    )


def _sum_postings() -> "QuerySet[BudgetPosting, Any]":
    """Sums of postings by budget decision and year."""
    decision = "appropriation__decision__"
    postings: QuerySet[BudgetPosting, Any] = (
        BudgetPosting.objects.annotate(
            title=F(f"{decision}title"), day=F(f"{decision}decided_on"), year=F("appropriation__year")
        )
        .values("title", "day", "year", f"{decision}pk")
        .annotate(total=Cast(Sum("amount"), CharField()))
        .order_by("day", f"{decision}pk", "year")
    )
    return postings


@dataclass(frozen=True)
class DecidedInitiative:
    """An initiative with the decisions about it under one agenda item, its posted amount and its notes."""

    initiative: Initiative
    decisions: Sequence[Decision]
    posted: Decimal | None
    notes: Sequence[StatusNote]

    @property
    def number(self) -> str:
        """The proposal's number and version."""
        return number_of(self.initiative)


def get_agenda_items(municipality: Municipality) -> QuerySet[AgendaItem]:
    """The municipality's agenda items with their number of proposals, newest first; one query."""
    count = Count("decisions__initiative", distinct=True)
    return municipality.agenda_items.select_related("committee").annotate(proposal_count=count)


def load_decided_initiatives(item: AgendaItem) -> list[DecidedInitiative]:
    """The initiatives decided on under the agenda item, in order; four queries."""
    decisions = Decision.objects.filter(item=item).select_related("part", "version")
    by_initiative: defaultdict[int, list[Decision]] = defaultdict(list)
    for decision in decisions.order_by("initiative__order", "part__order", "pk"):
        by_initiative[decision.initiative_id].append(decision)
    follow_ups = FollowUp.objects.approved().filter(initiative=OuterRef("pk"))
    initiatives = Initiative.objects.with_printed_codes().annotate(has_follow_up=Exists(follow_ups))
    decided_initiatives = initiatives.filter(pk__in=by_initiative).select_related("catalogue")
    posted, notes = _load_posted_by_initiative(by_initiative), _load_notes_by_initiative(item.municipality_id)
    return [
        DecidedInitiative(
            initiative, by_initiative[initiative.pk], posted.get(initiative.pk), notes.get(initiative.pk, ())
        )
        for initiative in decided_initiatives.order_by("catalogue__published", "order")
    ]


def _load_posted_by_initiative(initiatives: Mapping[int, object]) -> dict[int, Decimal]:
    """Kroner deducted from the budget by initiative id, in the first year with a posting; one query."""
    postings = BudgetPosting.objects.filter(effect__line__initiative__in=initiatives)
    posting_rows = postings.values_list("effect__line__initiative", "effect__year").annotate(total=Sum("amount"))
    first_year_amounts: dict[int, Decimal] = {}
    for initiative, _, total in posting_rows.order_by("effect__year"):
        first_year_amounts.setdefault(initiative, total)
    return first_year_amounts


def _load_notes_by_initiative(municipality: int) -> Mapping[int, Sequence[StatusNote]]:
    """The published notes that include each initiative, by initiative id, newest first; one query."""
    editions = NoteEdition.objects.filter(
        note__in=StatusNote.objects.published().filter(municipality=municipality), variant=Variant.OPEN, form=Form.FULL
    )
    notes: defaultdict[int, list[StatusNote]] = defaultdict(list)
    current_editions = (
        editions.exclude(note__replaced_by__state="published").select_related("note").defer("pdf", "data", "words")
    )
    for edition in current_editions.annotate(forecasts=F("data__forecasts")).order_by("-note__month", "-note__seq"):
        for forecast in edition.forecasts or []:
            notes[forecast["id"]].append(edition.note)
    return notes


@dataclass(frozen=True)
class PostedEffect:
    """The amount that a budget decision deducts for an initiative in a year: kroner, positive is less expenditure."""

    initiative: Initiative
    year: int
    amount: Decimal


def load_posted_effects(decision: BudgetDecision) -> list[PostedEffect]:
    """The effects that a budget decision deducts, by initiative and year; two queries."""
    postings = (
        BudgetPosting.objects.filter(appropriation__decision=decision)
        .values_list("effect__line__initiative", "appropriation__year")
        .annotate(total=Sum("amount"))
        .order_by("effect__line__initiative__order", "appropriation__year")
    )
    sums = list(postings)
    initiatives = Initiative.objects.select_related("catalogue").in_bulk([pk for pk, *_ in sums])
    return [PostedEffect(initiatives[pk], year, total) for pk, year, total in sums]
