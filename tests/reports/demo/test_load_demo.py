import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from budgets.foundation.models import AuditEntry, Membership, Role, User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from reports.demo.loading import DEMO_PASSWORD, DEMO_ROLES, DEMO_STRANGER
from tests.demo import put_demo_in_place


@pytest.fixture
def demo(db: None) -> None:
    put_demo_in_place()


def test_each_demo_user_has_its_role_in_all_five_municipalities(db: None) -> None:
    call_command("load_demo")

    for name, role in DEMO_ROLES.items():
        roles = Membership.objects.filter(user__username=name).values_list("role", flat=True)
        assert list(roles) == [role] * 5
    assert not Membership.objects.filter(user__username=DEMO_STRANGER).exists()


def test_a_demo_user_can_log_in_with_the_published_password(demo: None) -> None:
    client = Client()

    response = client.post("/konto/log-ind/", {"login": "laeser", "password": DEMO_PASSWORD}, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "Dine kommuner" in response.content.decode()


def test_running_it_again_adds_nothing_and_keeps_what_was_entered(demo: None) -> None:
    bidrag = User.objects.get(username="bidrag")
    bidrag.set_password("min egen adgangskode")
    bidrag.save()
    bidrag.memberships.filter(municipality__slug="varde").update(role=Role.CONTROLLER)
    Initiative.objects.filter(key="stu").update(summary="Rettet i browseren")
    before = (Catalogue.objects.count(), AuditEntry.objects.count())

    call_command("load_demo")

    assert User.objects.get(username="bidrag").check_password("min egen adgangskode")
    assert bidrag.memberships.get(municipality__slug="varde").role == Role.CONTROLLER
    assert Initiative.objects.get(key="stu").summary == "Rettet i browseren"
    assert (Catalogue.objects.count(), AuditEntry.objects.count()) == before


def test_it_refuses_to_run_in_production(db: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="does not run in production"):
        call_command("load_demo")
    assert not User.objects.exists()
