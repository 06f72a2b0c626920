"""Saving a row: guarded by its version, so that neither sent rows nor another user's changes are overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.access import Action as May
from budgets.foundation.access import may
from budgets.foundation.models import Membership
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.rounds import FOLLOWED
from initiatives.followup.row_fields import BY_NAME
from initiatives.results.models import FollowUp, FollowUpRound, State
from initiatives.results.states import InvalidTransitionError, Step, get_transition

LABELS = {field.name: str(field.verbose_name) for field in FollowUp._meta.concrete_fields}
ATTESTED_BY = {"booked": "booked_by", "posted": "posted_by"}

Values = Mapping[str, Decimal | str | None]
"""New values by field; missing fields are not changed."""


class RowConflictError(Exception):
    """Another user has changed the row since it was read; `current` is the stored one."""

    def __init__(self, current: FollowUp | None) -> None:
        super().__init__("En anden har ændret tiltaget, mens du skrev.")
        self.current = current


class NotYoursError(Exception):
    """The row belongs to another user, or the initiative is not followed in the round."""


@dataclass(frozen=True)
class Row:
    """A row to be saved, and the version that the user has seen (0: nothing was saved yet)."""

    initiative: Initiative
    version: int


def may_write(membership: Membership, initiative: Initiative) -> bool:
    """True where the member may fill every row, or is responsible for the initiative."""
    is_own = may(membership, May.FILL_OWN_ROWS) and initiative.responsible_id == membership.user_id
    return is_own or may(membership, May.FILL_ALL_ROWS)


@transaction.atomic
def save_row(*, membership: Membership, round_: FollowUpRound, row: Row, values: Values) -> FollowUp:
    """Save the values in the row's open revision, creating it where there is none; without changes nothing is saved.

    The row's lines are deleted when its amounts change, because they no longer add up to it. Raises RowConflictError,
    NotYoursError, InvalidTransitionError (the row was sent) or LockedYearError, and then saves nothing.
    """
    if not may_write(membership, row.initiative) or row.initiative.lifecycle not in FOLLOWED:
        raise NotYoursError(f"{row.initiative.title} er ikke dit tiltag. Du kan ikke følge op på det.")
    if is_locked(round_):
        raise LockedYearError(round_)
    current = _lock_newest(round_, row.initiative)
    if current is not None:
        get_transition(State(current.state), Step.EDIT)
    if (current.version if current else 0) != row.version:
        raise RowConflictError(current)
    follow_up = current or FollowUp(round=round_, initiative=row.initiative, version=0)
    changes = _set_values(follow_up, values, membership)
    if changes or current is None:
        follow_up.version += 1
        follow_up.edited_by = membership.user
        follow_up.save()
        if {LABELS["realised"], LABELS["forecast"]} & {change["felt"] for change in changes}:
            follow_up.lines.all().delete()
        audit.record(
            municipality=round_.municipality,
            actor=membership.user,
            action="opfølgning skrevet",
            obj=follow_up,
            changes=changes,
        )
    return follow_up


def _lock_newest(round_: FollowUpRound, initiative: Initiative) -> FollowUp | None:
    """The newest revision, locked with its round until the transaction ends, so that only one is created."""
    FollowUpRound.objects.select_for_update().get(pk=round_.pk)
    newest: FollowUp | None = (
        FollowUp.objects.select_for_update().filter(round=round_, initiative=initiative).order_by("-revision").first()
    )
    return newest


def _set_values(follow_up: FollowUp, values: Values, membership: Membership) -> list[dict[str, str]]:
    """Set the values; the changes, in kroner and words."""
    changes = []
    for name in BY_NAME:
        if name in values and getattr(follow_up, name) != values[name]:
            changes.append({"felt": LABELS[name], "før": _text(getattr(follow_up, name)), "efter": _text(values[name])})
            setattr(follow_up, name, values[name])
            if name in ATTESTED_BY:
                setattr(follow_up, ATTESTED_BY[name], membership.user if values[name] is not None else None)
    if changes and follow_up.question_by_id and follow_up.question_by_id != membership.user_id:
        follow_up.question, follow_up.question_by = "", None
    return changes


def _text(value: object) -> str:
    return "" if value is None else str(value)


__all__ = ["InvalidTransitionError", "NotYoursError", "Row", "RowConflictError", "Values", "may_write", "save_row"]
