import pytest
from django.db import InternalError, connection, transaction

from budgets.foundation import audit
from budgets.foundation.members import give_role
from budgets.foundation.models import AuditEntry, Municipality, Role, User


@pytest.fixture
def entry(db: None) -> AuditEntry:
    municipality = Municipality.objects.get(slug="ballerup")
    return audit.record(municipality=municipality, actor=None, action="prøvet", obj=municipality)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE budgets_auditentry SET action = 'et andet'", "DELETE FROM budgets_auditentry"],
    ids=["change", "delete"],
)
def test_the_database_refuses_to_change_or_delete_an_event(entry: AuditEntry, sql: str) -> None:
    with pytest.raises(InternalError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert AuditEntry.objects.get(pk=entry.pk).action == "prøvet"


def test_giving_a_role_is_an_event_with_before_and_after(db: None) -> None:
    alice, bob = User.objects.create(username="alice"), User.objects.create(username="bob")
    varde = Municipality.objects.get(slug="varde")
    give_role(actor=alice, user=bob, municipality=varde, role=Role.READER)

    give_role(actor=alice, user=bob, municipality=varde, role=Role.MANAGER)

    newest = AuditEntry.objects.of_municipality(varde)[0]
    assert newest.actor == alice
    assert newest.changes == [{"felt": "rolle", "før": "reader", "efter": "manager"}]
    assert bob.memberships.get().role == Role.MANAGER


def test_giving_the_role_that_one_has_is_no_event(db: None) -> None:
    bob, varde = User.objects.create(username="bob"), Municipality.objects.get(slug="varde")
    give_role(actor=None, user=bob, municipality=varde, role=Role.READER)

    give_role(actor=None, user=bob, municipality=varde, role=Role.READER)

    assert AuditEntry.objects.of_municipality(varde).count() == 1
