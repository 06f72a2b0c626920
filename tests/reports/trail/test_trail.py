"""The links from an agenda item to appropriation, follow-up and note, and back."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from budgets.areas.decisions import write_decision
from budgets.areas.models import Appropriation, AppropriationKind, BudgetDecision
from budgets.areas.writing import write_areas
from budgets.foundation.models import Committee, Membership, Role
from initiatives.business_cases.writing import make_proposal
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.decisions.deciding import Agenda, Point, decide
from initiatives.decisions.models import AgendaItem, Outcome
from initiatives.posting.models import BudgetPosting
from reports.trail.trail import load_decided_initiatives, load_decision_trail
from tests.factories import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def controller(person: Person, ballerup: Catalogue) -> Membership:
    person("alice", Role.CONTROLLER)
    membership: Membership = Membership.objects.select_related("municipality", "user").get(user__username="alice")
    return membership


@pytest.fixture
def item(controller: Membership, ballerup: Catalogue) -> AgendaItem:
    """A new proposal that is adopted, and half of STU's effect of 2019 posted."""
    proposal = make_proposal(membership=controller, catalogue=ballerup, code="N1", title="Et nyt forslag")
    proposal.draft.delete()
    committee = Committee.objects.create(municipality=ballerup.municipality, name="Socialudvalget")
    agenda = Agenda(committee, date(2019, 1, 8), "4", "Handlingsplan", "https://example.dk/4")
    return decide(membership=controller, agenda=agenda, points=[Point(proposal, Outcome.ADOPTED, "Enstemmigt.")])


def post(initiative: Initiative, amount: int) -> None:
    municipality = initiative.catalogue.municipality
    write_areas(actor=None, municipality=municipality, text="50;Voksne;;;;;")
    decision = write_decision(
        actor=None,
        municipality=municipality,
        round_year=2019,
        kind=AppropriationKind.SUPPLEMENTARY,
        decided_on=date(2019, 3, 1),
        title="Udmøntning",
        note="",
        text=f"50;2019;{-amount};;",
    )
    effect = YearlyEffect.objects.filter(line__initiative=initiative, year=2019).earliest("pk")
    appropriation = Appropriation.objects.get(decision=decision)
    BudgetPosting.objects.create(effect=effect, appropriation=appropriation, amount=amount, of_effect=amount)


def test_an_agenda_item_leads_to_what_was_decided_and_on(alice: Client, item: AgendaItem) -> None:
    page = alice.get(reverse("agenda_item", args=["ballerup", item.pk])).content.decode()

    for words in ("Handlingsplan", "Socialudvalget 8. januar 2019, punkt 4", "vedtaget, udgave 1. Enstemmigt."):
        assert words in page
    assert reverse("initiative", args=["ballerup", "ballerup-2019", "n1"]) in page
    list_page = alice.get(reverse("agenda", args=["ballerup"])).content.decode()
    assert reverse("agenda_item", args=["ballerup", item.pk]) in list_page
    assert "1 forslag" in list_page


def test_what_is_posted_is_told_of_the_first_year(ballerup: Catalogue, item: AgendaItem) -> None:
    stu = Initiative.objects.select_related("catalogue__municipality").get(key="stu")
    post(stu, 250_000)

    trail = load_decision_trail(stu)

    assert [(posting.title, posting.year, posting.amount) for posting in trail.postings] == [
        ("Udmøntning", 2019, Decimal(250_000))
    ]
    assert trail.decisions == []
    (decided,) = load_decided_initiatives(item)
    assert (decided.posted, list(decided.notes)) == (None, [])


def test_an_appropriation_leads_to_the_initiatives_behind_it(
    alice: Client, ballerup: Catalogue, controller: Membership
) -> None:
    post(Initiative.objects.select_related("catalogue__municipality").get(key="stu"), 250_000)
    decision = BudgetDecision.objects.get()

    page = alice.get(reverse("appropriation", args=["ballerup", decision.pk])).content.decode()

    assert reverse("course", args=["ballerup", "ballerup-2019", "stu"]) in page
    assert '<td class="amount">250</td>' in page
    area = alice.get(reverse("area", args=["ballerup", "50"]) + "?aar=2019").content.decode()
    assert reverse("appropriation", args=["ballerup", decision.pk]) in area


def test_an_initiatives_way_leads_back_to_the_agenda(alice: Client, item: AgendaItem) -> None:
    page = alice.get(reverse("course", args=["ballerup", "ballerup-2019", "n1"])).content.decode()

    assert reverse("agenda_item", args=["ballerup", item.pk]) in page
    assert "Socialudvalget, punkt 4" in page


def test_another_municipalitys_agenda_is_not_there(alice: Client, item: AgendaItem, person: Person) -> None:
    person("alice", Role.READER, "varde")

    assert alice.get(reverse("agenda_item", args=["varde", item.pk])).status_code == 404
