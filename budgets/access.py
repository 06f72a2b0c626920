"""Who may do what, in one table; and the one helper that every municipal view opens with."""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from budgets.models import Membership, Role, User


class Action(StrEnum):
    """What a page or a form lets a member do."""

    READ = "læse"
    SEE_EVENTS = "se hændelser"


ALLOWED: Mapping[Action, frozenset[Role]] = {
    Action.READ: frozenset(Role),
    Action.SEE_EVENTS: frozenset({Role.CONTROLLER, Role.MANAGER, Role.ADMINISTRATOR}),
}


def may(membership: Membership, action: Action) -> bool:
    """True where the member's role has the action."""
    return membership.role in ALLOWED[action]


def get_membership(user: User | AnonymousUser, slug: str, action: Action) -> Membership:
    """The user's membership of the municipality, when its role may do `action`.

    One query. A stranger gets Http404, whether or not the municipality exists; a member whose role may not gets
    PermissionDenied.
    """
    try:
        membership = Membership.objects.select_related("municipality").get(municipality__slug=slug, user=user.pk)
    except Membership.DoesNotExist:
        raise Http404 from None
    if not may(membership, action):
        raise PermissionDenied
    return membership
