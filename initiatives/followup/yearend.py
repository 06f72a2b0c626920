"""Distributing the shortfalls of the accounts at the end of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.amounts import format_number
from budgets.foundation.models import Membership
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.grid import GridRow
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.models import ShortfallPart
from initiatives.results.models import FollowUp, FollowUpRound
from initiatives.results.states import InvalidTransitionError, Step, get_transition


class PartsError(Exception):
    """The parts cannot distribute the shortfall; the message explains why."""


class PartsSumError(PartsError):
    """The parts do not add up to the shortfall."""

    def __init__(self, shortfall: Decimal, distributed: Decimal) -> None:
        missing = format_number(shortfall, most=2)
        text = f"Fordelingen er på {format_number(distributed, most=2)} kr., men der mangler {missing} kr."
        super().__init__(f"{text} Ret beløbene, så de giver {missing} kr.")


@dataclass(frozen=True)
class PartValues:
    """A part of a shortfall: kroner above zero, its treatment, and the initiative that replaces it, if any."""

    kind: ShortfallPart.Treatment
    amount: Decimal
    replaced_by: Initiative | None = None


def check_parts(shortfall: Decimal, parts: Sequence[PartValues]) -> None:
    """Raise PartsError unless the parts add up to the shortfall, and each replaced part names an initiative."""
    if any(part.kind == ShortfallPart.Treatment.REPLACED and part.replaced_by is None for part in parts):
        raise PartsError("Vælg det tiltag, der erstatter den manglende effekt.")
    distributed = sum((part.amount for part in parts), Decimal(0))
    if distributed != shortfall:
        raise PartsSumError(shortfall, distributed)


@transaction.atomic
def save_parts(*, membership: Membership, round_: FollowUpRound, row: GridRow, parts: Sequence[PartValues]) -> FollowUp:
    """Save the distribution of the row's shortfall, replacing the earlier one.

    Raises PartsError, InvalidTransitionError (the row was sent, or is not begun) or LockedYearError.
    """
    if is_locked(round_):
        raise LockedYearError(round_)
    get_transition(row.state, Step.EDIT)
    if row.follow_up is None:
        raise InvalidTransitionError("Skriv først, hvilken effekt tiltaget har opnået.")
    check_parts(row.shortfall, parts)
    row.follow_up.shortfall_parts.all().delete()
    ShortfallPart.objects.bulk_create(
        ShortfallPart(follow_up=row.follow_up, kind=part.kind, amount=part.amount, replaced_by=part.replaced_by)
        for part in parts
    )
    audit.record(
        municipality=round_.municipality,
        actor=membership.user,
        action="mangel fordelt",
        obj=row.follow_up,
        changes=[{"felt": part.kind.label, "før": None, "efter": str(part.amount)} for part in parts],
    )
    return row.follow_up
