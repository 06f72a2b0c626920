"""From a committee's decision to the budget, the follow-up and the note, and back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Sum
from django.db.models.functions import Cast, JSONObject

from budgets.areas.models import BudgetDecision
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.numbers import number_of
from initiatives.decisions.models import AgendaItem, Decision, Outcome
from initiatives.posting.models import BudgetPosting
from initiatives.results.reading import LATEST, follow_up_facts_as_of
from reports.notes.models import Form, NoteEdition, StatusNote, Variant


@dataclass(frozen=True)
class Decided:
    """A decision about an initiative: where it was made, about what, and what it was."""

    item: int
    held_on: str
    committee: str
    number: str
    title: str
    part: str
    outcome: str
    note: str

    @property
    def word(self) -> str:
        """The outcome in Danish."""
        return Outcome(self.outcome).label


@dataclass(frozen=True)
class Posted:
    """What a budget decision has taken out of the budget for an initiative: kroner, positive where less is spent."""

    title: str
    decided_on: str
    year: int
    amount: Decimal


@dataclass(frozen=True)
class Transition:
    """What was decided about an initiative, and what of it has been posted."""

    decisions: Sequence[Decided]
    postings: Sequence[Posted]


def way_of(initiative: Initiative) -> Transition:
    """The initiative's decisions in order and its postings by budget decision and year; one query."""
    decided = Decision.objects.filter(initiative=OuterRef("pk")).order_by("item__held_on", "pk")
    facts = JSONObject(
        item="item_id",
        held_on="item__held_on",
        committee="item__committee__name",
        number="item__number",
        title="item__title",
        part="part__name",
        outcome="outcome",
        note="note",
    )
    posted = _posted().filter(effect__line__initiative=OuterRef("pk"))
    found = (
        Initiative.objects.filter(pk=initiative.pk)
        .annotate(
            decided=ArraySubquery(decided.values(json=facts)),
            posted=ArraySubquery(
                posted.values(json=JSONObject(title="title", decided_on="day", year="year", amount="total"))
            ),
        )
        .values_list("decided", "posted")
    )
    ((decisions, postings),) = found
    return Transition(
        [Decided(**one | {"part": one["part"] or ""}) for one in decisions],
        [Posted(**one | {"amount": Decimal(one["amount"])}) for one in postings],
    )


def _posted() -> "QuerySet[BudgetPosting, Any]":
    """Postings added up by budget decision and year."""
    decision = "appropriation__decision__"
    found: QuerySet[BudgetPosting, Any] = (
        BudgetPosting.objects.annotate(
            title=F(f"{decision}title"), day=F(f"{decision}decided_on"), year=F("appropriation__year")
        )
        .values("title", "day", "year", f"{decision}pk")
        .annotate(total=Cast(Sum("amount"), CharField()))
        .order_by("day", f"{decision}pk", "year")
    )
    return found


@dataclass(frozen=True)
class Point:
    """An initiative that something was decided about: the decisions, and what came of them."""

    initiative: Initiative
    decisions: Sequence[Decision]
    posted: Decimal | None
    notes: Sequence[StatusNote]

    @property
    def number(self) -> str:
        """The proposal's number and version."""
        return number_of(self.initiative)


def agenda_of(municipality: Municipality) -> QuerySet[AgendaItem]:
    """The points of the agenda with how many proposals each is about, newest first; one query."""
    count = Count("decisions__initiative", distinct=True)
    return municipality.agenda_items.select_related("committee").annotate(proposal_count=count)


def points_of(item: AgendaItem) -> list[Point]:
    """What was decided under the point, by initiative in order; four queries."""
    decisions = Decision.objects.filter(item=item).select_related("part", "version")
    by_initiative: defaultdict[int, list[Decision]] = defaultdict(list)
    for decision in decisions.order_by("initiative__order", "part__order", "pk"):
        by_initiative[decision.initiative_id].append(decision)
    initiatives = Initiative.objects.with_printed_codes().annotate(follow_up_facts=follow_up_facts_as_of(*LATEST))
    found = initiatives.filter(pk__in=by_initiative).select_related("catalogue")
    posted, notes = _posted_by_initiative(by_initiative), _notes_by_initiative(item.municipality_id)
    return [
        Point(one, by_initiative[one.pk], posted.get(one.pk), notes.get(one.pk, ()))
        for one in found.order_by("catalogue__published", "order")
    ]


def _posted_by_initiative(initiatives: Mapping[int, object]) -> dict[int, Decimal]:
    """What has been taken out of the budget in the first year that anything was; one query."""
    of_them = BudgetPosting.objects.filter(effect__line__initiative__in=initiatives)
    rows = of_them.values_list("effect__line__initiative", "effect__year").annotate(total=Sum("amount"))
    first: dict[int, Decimal] = {}
    for initiative, _, total in rows.order_by("effect__year"):
        first.setdefault(initiative, total)
    return first


def _notes_by_initiative(municipality: int) -> Mapping[int, Sequence[StatusNote]]:
    """The published notes that tell of each initiative, newest first; one query."""
    editions = NoteEdition.objects.filter(
        note__in=StatusNote.objects.published().filter(municipality=municipality), variant=Variant.OPEN, form=Form.FULL
    )
    found: defaultdict[int, list[StatusNote]] = defaultdict(list)
    rows = editions.exclude(note__replaced_by__state="published").select_related("note").defer("pdf", "data", "words")
    for edition in rows.annotate(told=F("data__forecasts")).order_by("-note__month", "-note__seq"):
        for one in edition.told or []:
            found[one["id"]].append(edition.note)
    return found


@dataclass(frozen=True)
class PostedEffect:
    """What an appropriation's decision takes out of the budget for an initiative in a year: kroner as the effect."""

    initiative: Initiative
    year: int
    amount: Decimal


def effects_behind(decision: BudgetDecision) -> list[PostedEffect]:
    """The initiatives behind a decision about the budget, by year; two queries."""
    rows = (
        BudgetPosting.objects.filter(appropriation__decision=decision)
        .values_list("effect__line__initiative", "appropriation__year")
        .annotate(total=Sum("amount"))
        .order_by("effect__line__initiative__order", "appropriation__year")
    )
    found = list(rows)
    initiatives = Initiative.objects.select_related("catalogue").in_bulk([pk for pk, *_ in found])
    return [PostedEffect(initiatives[pk], year, total) for pk, year, total in found]
