"""Sending for approval, approving, returning, asking, and opening an approved row again."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from budgets.foundation import audit
from budgets.foundation.models import Membership
from initiatives.followup.grid import Grid, GridRow, build_grid
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.results.models import Basis, FollowUp, FollowUpRound, State
from initiatives.results.states import InvalidTransitionError, Step, get_transition, is_editable


@dataclass(frozen=True)
class Outcome:
    """How many rows went the way, and why the others did not: the row and the reason."""

    done: int
    refused: list[tuple[GridRow, str]]


@transaction.atomic
def submit(*, membership: Membership, round_: FollowUpRound, only: Collection[int] = ()) -> Outcome:
    """Send every open row that is filled, or those of the initiatives named; targets and status are frozen in it.

    Sending twice sends nothing the second time. Raises LockedYearError.
    """
    grid = _held(round_, only)

    def send(row: GridRow) -> FollowUp:
        follow_up = row.follow_up
        if follow_up is None or not row.is_filled:
            raise InvalidTransitionError("Tiltaget er ikke udfyldt.")
        if round_.is_accounts and row.shortfall != row.shortfall_told:
            raise InvalidTransitionError(
                "Den manglende effekt er ikke fordelt. Vælg, hvor meget der føres videre, skrives ned eller erstattes."
            )
        follow_up.target, follow_up.target_to_date = row.target.year, row.target.to_date
        follow_up.realised = row.realised
        follow_up.basis = Basis.COMPUTED if row.is_computed else Basis.ENTERED
        follow_up.status = row.status or ""
        follow_up.state = get_transition(row.state, Step.SUBMIT).to
        follow_up.submitted_by, follow_up.submitted_at = membership.user, timezone.now()
        return follow_up

    return _go(membership, (row for row in grid.rows if is_editable(row.state)), send, "opfølgning sendt")


@transaction.atomic
def approve(*, membership: Membership, round_: FollowUpRound, only: Collection[int] = ()) -> Outcome:
    """Approve every sent row, or those named; a row that the member sent herself is refused. Raises LockedYearError."""
    grid = _held(round_, only)

    def accept(row: GridRow) -> FollowUp:
        follow_up = _sent(row)
        step = get_transition(row.state, Step.APPROVE)
        if step.by_another and follow_up.submitted_by_id == membership.user_id:
            raise InvalidTransitionError("Du har selv sendt opfølgningen. En anden skal godkende den.")
        return _decide(follow_up, step.to, membership)

    return _go(membership, (row for row in grid.rows if row.state == State.SUBMITTED), accept, "opfølgning godkendt")


@transaction.atomic
def return_rows(*, membership: Membership, round_: FollowUpRound, question: str, only: Collection[int] = ()) -> Outcome:
    """Return every sent row, or those named, with a question. Raises LockedYearError."""
    grid = _held(round_, only)

    def send_back(row: GridRow) -> FollowUp:
        follow_up = _decide(_sent(row), get_transition(row.state, Step.RETURN).to, membership)
        follow_up.question, follow_up.question_by = question, membership.user
        return follow_up

    rows = (row for row in grid.rows if row.state == State.SUBMITTED)
    return _go(membership, rows, send_back, "opfølgning returneret", question)


@transaction.atomic
def ask(*, membership: Membership, round_: FollowUpRound, question: str, only: Collection[int]) -> Outcome:
    """Put a question to whoever fills the open rows named; it goes away when somebody else writes in the row."""
    grid = _held(round_, only)

    def put(row: GridRow) -> FollowUp:
        get_transition(row.state, Step.EDIT)
        follow_up = row.follow_up or FollowUp(round=round_, initiative=row.initiative, version=0)
        follow_up.question, follow_up.question_by = question, membership.user
        return follow_up

    return _go(membership, grid.rows, put, "spørgsmål stillet", question)


@transaction.atomic
def revise(*, membership: Membership, round_: FollowUpRound, initiative_id: int, reason: str) -> FollowUp:
    """Open an approved row again as the next revision, with a reason; the approved one stays as it is.

    Raises InvalidTransitionError where the row is not approved, and LockedYearError.
    """
    (row,) = _held(round_, [initiative_id]).rows
    approved = row.follow_up
    step = get_transition(row.state, Step.REVISE)
    if approved is None:
        raise InvalidTransitionError("Tiltaget er ikke udfyldt.")
    kept = {name: getattr(approved, name) for name in KEPT_IN_REVISION}
    revision = FollowUp.objects.create(
        round=round_,
        initiative=row.initiative,
        revision=approved.revision + 1,
        revision_reason=reason,
        state=step.to,
        edited_by=membership.user,
        **kept,
    )
    _record(membership, revision, "opfølgning åbnet igen", reason)
    return revision


KEPT_IN_REVISION = (
    *("realised", "forecast", "full_year_effect", "basis", "chosen_status", "status_reason", "cause", "explanation"),
    *("booked", "booked_by", "posted", "posted_by", "is_constructed"),
)


def _held(round_: FollowUpRound, only: Collection[int]) -> Grid:
    """The round's rows, with the round held until the transaction ends."""
    FollowUpRound.objects.select_for_update().get(pk=round_.pk)
    if is_locked(round_):
        raise LockedYearError(round_)
    return build_grid(round_, only=list(only))


def _sent(row: GridRow) -> FollowUp:
    if row.follow_up is None:
        raise InvalidTransitionError("Opfølgningen er ikke sendt.")
    return row.follow_up


def _decide(follow_up: FollowUp, state: State, membership: Membership) -> FollowUp:
    follow_up.state = state
    follow_up.decided_by, follow_up.decided_at = membership.user, timezone.now()
    if state == State.APPROVED:
        follow_up.question, follow_up.question_by = "", None
    return follow_up


def _go(
    membership: Membership, rows: Iterable[GridRow], step: Callable[[GridRow], FollowUp], action: str, words: str = ""
) -> Outcome:
    """Take the step with each row that it can be taken with, and tell why not of the others."""
    refused, done = [], 0
    for row in rows:
        try:
            follow_up = step(row)
        except InvalidTransitionError as reason:
            refused.append((row, str(reason)))
            continue
        follow_up.version += 1
        follow_up.save()
        _record(membership, follow_up, action, words)
        done += 1
    return Outcome(done, refused)


def _record(membership: Membership, follow_up: FollowUp, action: str, words: str = "") -> None:
    changes = [{"felt": "behandling", "før": None, "efter": follow_up.get_state_display(), "ord": words}]
    audit.record(
        municipality=membership.municipality, actor=membership.user, action=action, obj=follow_up, changes=changes
    )
