"""Submitting rows, approving them, returning them, asking questions, and revising an approved row."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from budgets.foundation import audit
from budgets.foundation.models import Membership
from initiatives.followup.grid import Grid, GridRow, build_grid
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.row_fields import BY_NAME
from initiatives.results.models import Basis, FollowUp, FollowUpRound, State
from initiatives.results.states import InvalidTransitionError, Step, get_transition, is_editable


@dataclass(frozen=True)
class StepResult:
    """The number of rows that the step was taken with, and the others with the reason against it."""

    taken: int
    refused: list[tuple[GridRow, str]]


@transaction.atomic
def submit(*, membership: Membership, round_: FollowUpRound, only: Collection[int] = ()) -> StepResult:
    """Submit every open row that is filled, or those of the initiatives in `only`; targets and status are stored in it.

    Submitting again submits nothing. Raises LockedYearError.
    """
    grid = _lock_grid(round_, only)

    def submit_row(row: GridRow) -> FollowUp:
        follow_up = row.follow_up
        if follow_up is None or not row.is_filled:
            raise InvalidTransitionError("Tiltaget er ikke udfyldt.")
        if round_.is_accounts and row.shortfall != row.distributed_shortfall:
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

    return _take_step(membership, (row for row in grid.rows if is_editable(row.state)), submit_row, "opfølgning sendt")


@transaction.atomic
def approve(*, membership: Membership, round_: FollowUpRound, only: Collection[int] = ()) -> StepResult:
    """Approve every submitted row, or those in `only`; the member's own submissions are refused.

    Raises LockedYearError.
    """
    grid = _lock_grid(round_, only)

    def approve_row(row: GridRow) -> FollowUp:
        follow_up = _sent_follow_up(row)
        step = get_transition(row.state, Step.APPROVE)
        if step.by_another and follow_up.submitted_by_id == membership.user_id:
            raise InvalidTransitionError("Du har selv sendt opfølgningen. En anden skal godkende den.")
        return _decide(follow_up, step.to, membership)

    return _take_step(
        membership, (row for row in grid.rows if row.state == State.SUBMITTED), approve_row, "opfølgning godkendt"
    )


@transaction.atomic
def return_rows(
    *, membership: Membership, round_: FollowUpRound, question: str, only: Collection[int] = ()
) -> StepResult:
    """Return every submitted row, or those in `only`, with a question. Raises LockedYearError."""
    grid = _lock_grid(round_, only)

    def return_row(row: GridRow) -> FollowUp:
        follow_up = _decide(_sent_follow_up(row), get_transition(row.state, Step.RETURN).to, membership)
        follow_up.question, follow_up.question_by = question, membership.user
        return follow_up

    submitted_rows = (row for row in grid.rows if row.state == State.SUBMITTED)
    return _take_step(membership, submitted_rows, return_row, "opfølgning returneret", question)


@transaction.atomic
def ask(*, membership: Membership, round_: FollowUpRound, question: str, only: Collection[int]) -> StepResult:
    """Put a question in the open rows in `only`; it is removed when another user edits the row.

    Raises LockedYearError.
    """
    grid = _lock_grid(round_, only)

    def put_question(row: GridRow) -> FollowUp:
        get_transition(row.state, Step.EDIT)
        follow_up = row.follow_up or FollowUp(round=round_, initiative=row.initiative, version=0)
        follow_up.question, follow_up.question_by = question, membership.user
        return follow_up

    return _take_step(membership, grid.rows, put_question, "spørgsmål stillet", question)


@transaction.atomic
def revise(*, membership: Membership, round_: FollowUpRound, initiative_id: int, reason: str) -> FollowUp:
    """Open an approved row again as the next revision, with a reason; the approved revision is not changed.

    Raises InvalidTransitionError where the row is not approved, and LockedYearError.
    """
    (row,) = _lock_grid(round_, [initiative_id]).rows
    approved = row.follow_up
    step = get_transition(row.state, Step.REVISE)
    if approved is None:
        raise InvalidTransitionError("Tiltaget er ikke udfyldt.")
    copied = {name: getattr(approved, name) for name in COPIED_TO_REVISION}
    revision = FollowUp.objects.create(
        round=round_,
        initiative=row.initiative,
        revision=approved.revision + 1,
        revision_reason=reason,
        state=step.to,
        edited_by=membership.user,
        **copied,
    )
    _record(membership, revision, "opfølgning åbnet igen", reason)
    return revision


COPIED_TO_REVISION = (*BY_NAME, "basis", "booked_by", "posted_by", "is_constructed")


def _lock_grid(round_: FollowUpRound, only: Collection[int]) -> Grid:
    """The round's rows; the round is locked in the database until the transaction ends."""
    FollowUpRound.objects.select_for_update().get(pk=round_.pk)
    if is_locked(round_):
        raise LockedYearError(round_)
    return build_grid(round_, only=list(only))


def _sent_follow_up(row: GridRow) -> FollowUp:
    if row.follow_up is None:
        raise InvalidTransitionError("Opfølgningen er ikke sendt.")
    return row.follow_up


def _decide(follow_up: FollowUp, new_state: State, membership: Membership) -> FollowUp:
    follow_up.state = new_state
    follow_up.decided_by, follow_up.decided_at = membership.user, timezone.now()
    if new_state == State.APPROVED:
        follow_up.question, follow_up.question_by = "", None
    return follow_up


def _take_step(
    membership: Membership, rows: Iterable[GridRow], step: Callable[[GridRow], FollowUp], action: str, words: str = ""
) -> StepResult:
    """Take the step with each row; the rows that it cannot be taken with are returned with the reason."""
    refused, taken = [], 0
    for row in rows:
        try:
            follow_up = step(row)
        except InvalidTransitionError as error:
            refused.append((row, str(error)))
            continue
        follow_up.version += 1
        follow_up.save()
        _record(membership, follow_up, action, words)
        taken += 1
    return StepResult(taken, refused)


def _record(membership: Membership, follow_up: FollowUp, action: str, words: str = "") -> None:
    changes = [{"felt": "behandling", "før": None, "efter": follow_up.get_state_display(), "ord": words}]
    audit.record(
        municipality=membership.municipality, actor=membership.user, action=action, obj=follow_up, changes=changes
    )
