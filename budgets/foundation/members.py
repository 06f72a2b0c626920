"""Members of a municipality: giving and taking a role."""

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.models import Membership, Municipality, Role, User


@transaction.atomic
def give_role(*, actor: User | None, user: User, municipality: Municipality, role: Role) -> Membership:
    """Make `role` the user's only role in the municipality; does nothing if it already is."""
    membership: Membership | None = Membership.objects.filter(user=user, municipality=municipality).first()
    if membership and membership.role == role:
        return membership
    before = membership.role if membership else None
    membership, _ = Membership.objects.update_or_create(user=user, municipality=municipality, defaults={"role": role})
    audit.record(
        municipality=municipality,
        actor=actor,
        action="rolle givet",
        obj=user,
        changes=[{"felt": "rolle", "før": before, "efter": role}],
    )
    return membership


@transaction.atomic
def take_role(*, actor: User | None, membership: Membership) -> None:
    """Delete the membership and record it in the audit trail."""
    audit.record(
        municipality=membership.municipality,
        actor=actor,
        action="rolle taget",
        obj=membership.user,
        changes=[{"felt": "rolle", "før": membership.role, "efter": None}],
    )
    membership.delete()
