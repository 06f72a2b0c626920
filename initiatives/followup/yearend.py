"""The end of the year: what becomes of what was not delivered by the accounts."""

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
    """The parts cannot be what becomes of the shortfall; the message says why."""


class PartsNotWholeError(PartsError):
    """The parts do not add up to the shortfall."""

    def __init__(self, shortfall: Decimal, told: Decimal) -> None:
        whole = format_number(shortfall, most=2)
        found = f"Fordelingen er på {format_number(told, most=2)} kr., men der mangler {whole} kr."
        super().__init__(f"{found} Ret beløbene, så de giver {whole} kr.")


@dataclass(frozen=True)
class Part:
    """What becomes of a part of a shortfall: kroner above zero, and what replaces it where something does."""

    kind: ShortfallPart.Treatment
    amount: Decimal
    replaced_by: Initiative | None = None


def check_parts(shortfall: Decimal, parts: Sequence[Part]) -> None:
    """Raises PartsError unless the parts are exactly the shortfall, and each that replaces says by what."""
    if any(part.kind == ShortfallPart.Treatment.REPLACED and part.replaced_by is None for part in parts):
        raise PartsError("Vælg det tiltag, der erstatter den manglende effekt.")
    told = sum((part.amount for part in parts), Decimal(0))
    if told != shortfall:
        raise PartsNotWholeError(shortfall, told)


@transaction.atomic
def save_parts(*, membership: Membership, round_: FollowUpRound, row: GridRow, parts: Sequence[Part]) -> FollowUp:
    """Write what becomes of the row's shortfall, in place of what was told before.

    Raises PartsError, InvalidTransitionError (the row was sent, or nothing is written in it) or LockedYearError.
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
