"""What waits for a member: rows to fill, check and approve, and what is due."""

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
"""Of the rows that are sent, those that somebody else has sent."""
DAYS_AHEAD = 14
"""Actions and criteria are told of from so many days before they are due."""


@dataclass(frozen=True)
class Task:
    """One thing that waits: what, where it is done (the name of an address and what goes in it), and until when."""

    text: str
    address: str
    arguments: Sequence[object]
    deadline: date | None
    is_late: bool


def load_tasks(membership: Membership, rounds: Iterable[FollowUpRound], savings: Savings, today: date) -> list[Task]:
    """The member's tasks, what is most late first; one query."""
    rows = [row for row in (*savings.rows, *savings.others) if _is_hers(membership, row)]
    found = [*_rounds(membership, rounds, today), *_due(membership, rows, savings.year, today)]
    return sorted(found, key=lambda task: (task.deadline or date.max, task.text))


def newest_year(rounds: Sequence[FollowUpRound]) -> list[FollowUpRound]:
    """The rounds of the newest year that has any."""
    return [one for one in rounds if one.year == rounds[0].year] if rounds else []


def _rounds(membership: Membership, rounds: Iterable[FollowUpRound], today: date) -> list[Task]:
    """Of each round what the member's role does with its rows; one query."""
    only_hers = not may(membership, May.RETURN_ROWS)
    hers = Q(initiative__responsible=membership.user_id) if only_hers else Q()
    by_id = {one.pk: one for one in rounds}
    counts: dict[int, dict[str, int]] = {pk: {} for pk in by_id}
    found = FollowUp.objects.filter(hers, round__in=by_id).newest_revisions().order_by().values("round_id", "state")
    for one in found.annotate(all=Count("pk"), own=Count("pk", filter=Q(submitted_by=membership.user_id))):
        counts[one["round_id"]][one["state"]] = one["all"]
        if one["state"] == State.SUBMITTED:
            counts[one["round_id"]][TO_APPROVE] = one["all"] - one["own"]
    return [task for pk, one in by_id.items() for task in _of_round(membership, one, counts[pk], today)]


def _of_round(membership: Membership, found: FollowUpRound, counts: dict[str, int], today: date) -> list[Task]:
    is_late = found.deadline < today
    tasks = []

    def add(number: int, what: str, address: str) -> None:
        if number > 0:
            text = f"{found.label.capitalize()}: {counted(number, 'tiltag', 'tiltag')} {what}"
            tasks.append(Task(text, address, (membership.municipality.slug, found.code), found.deadline, is_late))

    tasks += _notes(membership, found)
    if may(membership, May.APPROVE_ROWS):
        add(counts.get(TO_APPROVE, 0), "venter på godkendelse", "decide")
    elif may(membership, May.FILL_OWN_ROWS):
        add(counts.get(State.RETURNED, 0), "er sendt tilbage med et spørgsmål", "grid")
        add(counts.get(State.DRAFT, 0), "er udfyldt, men ikke sendt", "grid")
        total: int = found.row_count  # type: ignore[attr-defined]
        add(total - sum(counts.get(state, 0) for state in State.values), "mangler opfølgning", "grid")
    return tasks


def _notes(membership: Membership, found: FollowUpRound) -> Iterator[Task]:
    """The status notes of the round's month that the member can approve or publish."""
    if not may(membership, May.DECIDE_NOTES):
        return
    for note in found.open_notes:  # type: ignore[attr-defined]
        place = (membership.municipality.slug, note["id"])
        if note["state"] == NoteState.APPROVED:
            text = f"Udgiv statusnotatet for {found.label}"
            yield Task(text, "note_write", place, None, is_late=False)
        elif note["written_by"] != membership.user_id:
            yield Task(f"Godkend statusnotatet for {found.label}", "note_write", place, None, is_late=False)


def _due(membership: Membership, rows: Iterable[SavingRow], year: int, today: date) -> Iterator[Task]:
    """Actions and criteria of what has not ended that are due, or will be within some days."""
    slug, soon = membership.municipality.slug, today + timedelta(days=DAYS_AHEAD)
    for row in rows:
        if not row.counts:
            continue
        initiative = row.initiative
        for action in row.actions:
            if action.deadline <= soon:
                text = f"{initiative}: {action.text} ({action.owner})"
                newest = RoundConverter().to_url((year, row.told.period)) if row.told else action.round_code
                yield Task(text, "row_course", (slug, newest, initiative.pk), action.deadline, action.deadline < today)
        for criterion in row.criteria:
            if criterion.look_on <= soon:
                text = f"Vurdér succeskriteriet “{criterion.text}” ({initiative})"
                page = (slug, initiative.catalogue.slug, initiative.key)
                yield Task(text, "initiative", page, criterion.look_on, criterion.look_on < today)


def _is_hers(membership: Membership, row: SavingRow) -> bool:
    """True for her own initiatives, and for all of them where she is of finance or a manager."""
    return may(membership, May.RETURN_ROWS) or row.initiative.responsible_id == membership.user_id
