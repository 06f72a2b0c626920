from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction

from budgets.areas.models import AppropriationKind, BudgetDecision, BudgetRound
from budgets.foundation import audit
from budgets.foundation.members import give_role, take_role
from budgets.foundation.models import AuditEntry, Municipality, Role, User
from budgets.foundation.tables import EventTable
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative


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


def test_an_object_with_a_long_name_is_an_event_like_any_other_and_keeps_its_history_when_renamed(db: None) -> None:
    varde = Municipality.objects.get(slug="varde")
    decision = BudgetDecision.objects.create(
        round=BudgetRound.objects.create(municipality=varde, year=2019),
        kind=AppropriationKind.SUPPLEMENTARY,
        decided_on=date(2019, 5, 1),
        title="Æ" * 200,
    )
    audit.record(municipality=varde, actor=None, action="bevilling skrevet", obj=decision)
    decision.title = "Kort"
    decision.save()
    audit.record(municipality=varde, actor=None, action="bevilling rettet", obj=decision)

    newer, older = AuditEntry.objects.about(BudgetDecision.objects.filter(pk=decision.pk))
    assert (len(older.label), older.label[-1]) == (audit.LABEL_LENGTH, "…")
    assert (newer.action, newer.label) == ("bevilling rettet", str(decision))


def test_people_stand_in_the_trail_by_key_alone_and_the_page_says_who_they_are(db: None) -> None:
    bob, varde = User.objects.create(username="bob"), Municipality.objects.get(slug="varde")
    take_role(actor=None, membership=give_role(actor=None, user=bob, municipality=varde, role=Role.READER))

    stored = AuditEntry.objects.values("model", "label", "changes", "object_id")
    assert all("bob" not in str(entry) and entry["object_id"] == bob.pk for entry in stored)
    table = EventTable(AuditEntry.objects.of_municipality(varde))
    assert [row.get_cell("label") for row in table.rows] == ["bob", "bob"]


def test_entries_from_before_keys_were_kept_get_them_where_only_one_object_fits(
    ballerup: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    alice, initiative = User.objects.create(username="alice"), ballerup.initiatives.get(title="STU")
    old = {"municipality": ballerup.municipality, "action": "prøvet"}
    twin = ballerup.initiatives.all()[0]
    Initiative.objects.create(catalogue=ballerup, key="tvilling", order=99, title=twin.title, lifecycle=twin.lifecycle)
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(**old, model="tiltag", label="STU"),
            AuditEntry(**old, model="tiltag", label=twin.title),
            AuditEntry(**old, model="medlemskab", label="alice · Ballerup · læser"),
            AuditEntry(
                **old | {"action": "ansvarlig valgt"},
                model="tiltag",
                label="STU",
                changes=[{"felt": "ansvarlig", "før": "", "efter": "alice"}],
            ),
        ]
    )

    with connection.schema_editor() as editor:
        import_module("reports.migrations.0006_keys_of_audit_entries").fill_in(apps, editor)

    named, of_two, about_alice, made_responsible = list(AuditEntry.objects.order_by("pk"))[-4:]
    assert list(AuditEntry.objects.about(Initiative.objects.filter(pk=initiative.pk))) == [made_responsible, named]
    assert (of_two.object_id, of_two.label) == (None, twin.title)
    assert (about_alice.model, about_alice.object_id, about_alice.label) == ("bruger", alice.pk, "")
    assert made_responsible.changes == [{"felt": "ansvarlig", "før": "", "efter": {"bruger": alice.pk}}]
    assert capsys.readouterr().out.strip().startswith("1 audit entries keep their label alone")
    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(action="et andet")
