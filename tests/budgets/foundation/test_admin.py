"""The administrator gives and takes roles, and each change is in the audit trail."""

import pytest
from django.test import Client

from budgets.foundation.models import AuditEntry, Membership, Municipality, Role, User
from tests.factories import logged_in


@pytest.fixture
def erna(db: None) -> Client:
    return logged_in(User.objects.create(username="erna", is_staff=True, is_superuser=True))


@pytest.fixture
def bobs(db: None) -> Membership:
    bob, varde = User.objects.create(username="bob"), Municipality.objects.get(slug="varde")
    return Membership.objects.create(user=bob, municipality=varde, role=Role.READER)


def events() -> list[tuple[str, str | None, object]]:
    return [(e.action, e.actor and e.actor.username, e.changes[0]["efter"]) for e in AuditEntry.objects.all()]


def test_adding_a_membership_is_an_event(erna: Client) -> None:
    bob, varde = User.objects.create(username="bob"), Municipality.objects.get(slug="varde")

    erna.post("/admin/budgets/membership/add/", {"user": bob.pk, "municipality": varde.pk, "role": "reader"})

    assert bob.memberships.get().role == Role.READER
    assert events() == [("rolle givet", "erna", "reader")]


def test_changing_a_role_is_an_event(erna: Client, bobs: Membership) -> None:
    erna.post(f"/admin/budgets/membership/{bobs.pk}/change/", {"role": "manager"})

    bobs.refresh_from_db()
    assert bobs.role == Role.MANAGER
    assert events() == [("rolle givet", "erna", "manager")]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/admin/budgets/membership/{}/delete/", {"post": "yes"}),
        ("/admin/budgets/membership/", {"action": "delete_selected", "post": "yes"}),
    ],
    ids=["one", "the selected"],
)
def test_ending_a_membership_is_an_event(erna: Client, bobs: Membership, path: str, data: dict[str, str]) -> None:
    erna.post(path.format(bobs.pk), {**data, "_selected_action": bobs.pk})

    assert not Membership.objects.exists()
    assert events() == [("rolle taget", "erna", None)]


def test_an_event_can_be_read_and_not_changed(erna: Client, bobs: Membership) -> None:
    erna.post(f"/admin/budgets/membership/{bobs.pk}/change/", {"role": "manager"})
    path = f"/admin/budgets/auditentry/{AuditEntry.objects.get().pk}"

    assert erna.get(f"{path}/change/").status_code == 200
    assert erna.post(f"{path}/change/", {"action": "andet"}).status_code == 403
    assert erna.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
