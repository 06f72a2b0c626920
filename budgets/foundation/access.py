"""Access: the roles' permissions, the check that every municipal view starts with, and the closed sign-up."""

from collections.abc import Mapping
from enum import StrEnum

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from budgets.foundation.models import Membership, Role, User


class Action(StrEnum):
    """An action of a page or form that needs a permission."""

    READ = "læse"
    SEE_EVENTS = "se hændelser"
    IMPORT = "indlæse kataloger"
    EDIT_POPULATION = "rette folketal"
    EDIT_BUDGET = "skrive budget og afvigelser"
    IMPORT_LEDGER = "indlæse fra økonomisystemet"
    EDIT_CASES = "skrive sager og priser"
    MAKE_FORECASTS = "oprette prognoser"
    OPEN_ROUNDS = "åbne opfølgningsrunder"
    FILL_OWN_ROWS = "udfylde egne tiltag"
    FILL_ALL_ROWS = "udfylde alle tiltag"
    SUBMIT_ROWS = "sende til godkendelse"
    APPROVE_ROWS = "godkende opfølgning"
    RETURN_ROWS = "sende opfølgning tilbage"
    WRITE_NOTES = "skrive statusnotater"
    DECIDE_NOTES = "godkende og udgive statusnotater"
    READ_CLOSED_NOTES = "læse det, der ikke er til offentliggørelse"
    ARRANGE_NOTES = "vælge statusnotaters afsnit og logo"
    WRITE_CASES = "skrive forslag"
    DECIDE_CASES = "skrive beslutninger om forslag"
    CHOOSE = "vælge mellem forslag"


FINANCE = frozenset({Role.CONTROLLER, Role.ADMINISTRATOR})

ALLOWED: Mapping[Action, frozenset[Role]] = {
    Action.READ: frozenset(Role),
    Action.IMPORT: FINANCE,
    Action.EDIT_POPULATION: FINANCE,
    Action.EDIT_BUDGET: FINANCE,
    Action.IMPORT_LEDGER: FINANCE,
    Action.EDIT_CASES: FINANCE,
    Action.MAKE_FORECASTS: FINANCE,
    Action.OPEN_ROUNDS: FINANCE,
    Action.FILL_OWN_ROWS: FINANCE | {Role.CONTRIBUTOR},
    Action.FILL_ALL_ROWS: FINANCE,
    Action.SUBMIT_ROWS: FINANCE,
    Action.APPROVE_ROWS: frozenset({Role.MANAGER}),
    Action.RETURN_ROWS: FINANCE | {Role.MANAGER},
    Action.WRITE_NOTES: FINANCE | {Role.MANAGER},
    Action.DECIDE_NOTES: frozenset({Role.MANAGER}),
    Action.READ_CLOSED_NOTES: FINANCE | {Role.MANAGER, Role.READER},
    Action.ARRANGE_NOTES: FINANCE,
    Action.WRITE_CASES: FINANCE | {Role.MANAGER},
    Action.DECIDE_CASES: FINANCE | {Role.MANAGER},
    Action.CHOOSE: FINANCE | {Role.MANAGER},
    Action.SEE_EVENTS: frozenset({Role.CONTROLLER, Role.MANAGER, Role.ADMINISTRATOR}),
}


def may(membership: Membership, action: Action) -> bool:
    """True if the member's role permits the action."""
    return membership.role in ALLOWED[action]


def get_membership(user: User | AnonymousUser, slug: str, action: Action) -> Membership:
    """The user's membership of the municipality, if its role permits `action`.

    One query, which also reads the user's other memberships, for the menu. Raises Http404 for a user who is no member,
    whether or not the municipality exists, and PermissionDenied for a member whose role does not permit the action.
    """
    memberships: list[Membership] = list(Membership.objects.of_user(user))
    membership = next((candidate for candidate in memberships if candidate.municipality.slug == slug), None)
    if membership is None:
        raise Http404
    if not may(membership, action):
        raise PermissionDenied
    membership.of_same_user = memberships
    return membership


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up: only the administrator makes accounts (allauth's ACCOUNT_ADAPTER)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
