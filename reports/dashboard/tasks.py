"""A member's tasks: rows to fill in, check and approve, and due actions and criteria."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from budgets.foundation.access import Action as May
from budgets.foundation.access import may
from budgets.foundation.models import Membership
from budgets.foundation.wording import counted
from initiatives.results.converters import RoundConverter
from initiatives.results.models import FollowUp, FollowUpRound, State
from reports.notes.models import NoteState
from reports.savings.rows import SavingRow, Savings

TO_APPROVE = "to_approve"
"""Count of sent rows that another user has sent; nobody approves their own."""
DAYS_AHEAD = 14
"""Actions and criteria become tasks this many days before they are due."""


@dataclass(frozen=True)
class Task:
    """One task: its text, the URL name and arguments of the page where it is done, and its deadline."""

    text: str
    address: str
    arguments: Sequence[object]
    deadline: date | None
    is_late: bool


def load_tasks(membership: Membership, rounds: Iterable[FollowUpRound], savings: Savings, today: date) -> list[Task]:
    """The member's tasks, earliest deadline first; one query."""
    own_rows = [row for row in (*savings.rows, *savings.other_rows) if _concerns_member(membership, row)]
    tasks = [
        *_load_round_tasks(membership, rounds, today),
        *_build_due_tasks(membership, own_rows, savings.year, today),
    ]
    return sorted(tasks, key=lambda task: (task.deadline or date.max, task.text))


def get_newest_year(rounds: Sequence[FollowUpRound]) -> list[FollowUpRound]:
    """The rounds of the newest year that has rounds."""
    return [round_ for round_ in rounds if round_.year == rounds[0].year] if rounds else []


def _load_round_tasks(membership: Membership, rounds: Iterable[FollowUpRound], today: date) -> list[Task]:
    """The tasks that the member's role has in each round; one query."""
    only_own = not may(membership, May.RETURN_ROWS)
    own_rows = Q(initiative__responsible=membership.user_id) if only_own else Q()
    rounds_by_id = {round_.pk: round_ for round_ in rounds}
    counts: dict[int, dict[str, int]] = {pk: {} for pk in rounds_by_id}
    states = (
        FollowUp.objects.filter(own_rows, round__in=rounds_by_id)
        .newest_revisions()
        .order_by()
        .values("round_id", "state")
    )
    for state_count in states.annotate(all=Count("pk"), own=Count("pk", filter=Q(submitted_by=membership.user_id))):
        counts[state_count["round_id"]][state_count["state"]] = state_count["all"]
        if state_count["state"] == State.SUBMITTED:
            counts[state_count["round_id"]][TO_APPROVE] = state_count["all"] - state_count["own"]
    return [
        task
        for pk, round_ in rounds_by_id.items()
        for task in _build_round_tasks(membership, round_, counts[pk], today)
    ]


def _build_round_tasks(
    membership: Membership, round_: FollowUpRound, counts: dict[str, int], today: date
) -> list[Task]:
    is_late = round_.deadline < today
    tasks = []

    def add(number: int, predicate: str, address: str) -> None:
        if number > 0:
            text = f"{round_.label.capitalize()}: {counted(number, 'tiltag', 'tiltag')} {predicate}"
            tasks.append(Task(text, address, (membership.municipality.slug, round_.code), round_.deadline, is_late))

    tasks += _build_note_tasks(membership, round_)
    if may(membership, May.APPROVE_ROWS):
        add(counts.get(TO_APPROVE, 0), "venter på godkendelse", "decide")
    elif may(membership, May.FILL_OWN_ROWS):
        add(counts.get(State.RETURNED, 0), "er sendt tilbage med et spørgsmål", "grid")
        add(counts.get(State.DRAFT, 0), "er udfyldt, men ikke sendt", "grid")
        total: int = round_.row_count  # type: ignore[attr-defined]
        add(total - sum(counts.get(state, 0) for state in State.values), "mangler opfølgning", "grid")
    return tasks


def _build_note_tasks(membership: Membership, round_: FollowUpRound) -> Iterator[Task]:
    """The status notes of the round's month that the member can approve or publish."""
    if not may(membership, May.DECIDE_NOTES):
        return
    for note in round_.open_notes:  # type: ignore[attr-defined]
        arguments = (membership.municipality.slug, note["id"])
        if note["state"] == NoteState.APPROVED:
            text = f"Udgiv statusnotatet for {round_.label}"
            yield Task(text, "note_write", arguments, None, is_late=False)
        elif note["written_by"] != membership.user_id:
            yield Task(f"Godkend statusnotatet for {round_.label}", "note_write", arguments, None, is_late=False)


def _build_due_tasks(membership: Membership, rows: Iterable[SavingRow], year: int, today: date) -> Iterator[Task]:
    """Tasks for actions and criteria of initiatives that have not ended, due now or within DAYS_AHEAD days."""
    slug, latest_deadline = membership.municipality.slug, today + timedelta(days=DAYS_AHEAD)
    for row in rows:
        if not row.counts:
            continue
        initiative = row.initiative
        for action in row.actions:
            if action.deadline <= latest_deadline:
                text = f"{initiative}: {action.text} ({action.owner})"
                round_code = RoundConverter().to_url((year, row.approved.period)) if row.approved else action.round_code
                yield Task(
                    text, "row_course", (slug, round_code, initiative.pk), action.deadline, action.deadline < today
                )
        for criterion in row.criteria:
            if criterion.look_on <= latest_deadline:
                text = f"Vurdér succeskriteriet “{criterion.text}” ({initiative})"
                arguments = (slug, initiative.catalogue.slug, initiative.key)
                yield Task(text, "initiative", arguments, criterion.look_on, criterion.look_on < today)


def _concerns_member(membership: Membership, row: SavingRow) -> bool:
    """True for the member's own initiatives, and for every initiative if she may return rows (finance, managers)."""
    return may(membership, May.RETURN_ROWS) or row.initiative.responsible_id == membership.user_id
