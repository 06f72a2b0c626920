"""Every address × every method × every role, a stranger and nobody; a new address must be added here."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from budgets.access import ALLOWED, Action, get_membership, may
from budgets.areas import write_areas
from budgets.cases.writing import write_caseload
from budgets.decisions import write_decision
from budgets.forecasts import enter_forecast
from budgets.models import AppropriationKind, BudgetDecision, Committee, Forecast, Membership, Municipality, Role, User
from initiatives.casework.versions import keep_version
from initiatives.casework.writing import begin
from initiatives.followup.rounds import make_year
from initiatives.models import (
    AgendaItem,
    Alternative,
    Catalogue,
    Decision,
    Evidence,
    FollowUp,
    Initiative,
    Outcome,
    VersionKind,
)
from reports.models import Form, NoteEdition, PublicLink, StatusNote, Variant
from tests.conftest import Person, logged_in

OK, FOUND, UNAUTHORISED, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, CONFLICT, UNREADABLE = (
    200,
    302,
    401,
    403,
    404,
    405,
    409,
    422,
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WHO = (*Role.values, "stranger", "nobody")


def by_role(allowed: frozenset[Role], ok: int = OK, nobody: int = FOUND) -> dict[str, int]:
    """Status of a municipal page: for members by role, 404 for a stranger, log-in for nobody."""
    members = {role.value: ok if role in allowed else FORBIDDEN for role in Role}
    return members | {"stranger": NOT_FOUND, "nobody": nobody}


def by_action(action: Action, ok: int = OK, nobody: int = FOUND) -> dict[str, int]:
    return by_role(ALLOWED[action], ok, nobody)


def alike(status: int, nobody: int = FOUND) -> dict[str, int]:
    return dict.fromkeys(WHO, status) | {"nobody": nobody}


@dataclass(frozen=True)
class Page:
    """An address with arguments, and who gets what by method; other methods are not allowed."""

    methods: dict[str, dict[str, int]]
    kwargs: dict[str, str] = field(default_factory=dict)


READ, EVENTS, IMPORT = map(by_action, (Action.READ, Action.SEE_EVENTS, Action.IMPORT))
EDIT_BUDGET, EDIT_CASES, FORECASTS, LEDGER = map(
    by_action, (Action.EDIT_BUDGET, Action.EDIT_CASES, Action.MAKE_FORECASTS, Action.IMPORT_LEDGER)
)
WRITE_NOTES = by_action(Action.WRITE_NOTES)
WRITE_CASES, DECIDE = by_action(Action.WRITE_CASES), by_action(Action.DECIDE_CASES)
FILL, SUBMIT = by_action(Action.FILL_OWN_ROWS, FOUND), by_action(Action.SUBMIT_ROWS, FOUND)
IN_BALLERUP = {"municipality": "ballerup"}
CATALOGUE = IN_BALLERUP | {"slug": "ballerup-2019"}
MARCH = IN_BALLERUP | {"period": "2019-03"}
PUBLISHED, DRAFT = IN_BALLERUP | {"note": "published"}, IN_BALLERUP | {"note": "draft"}
STU = MARCH | {"initiative": "stu"}
"""The key stands for the initiative's number, which `address` looks up."""

PAGES = {
    "account_login": Page({"GET": alike(FOUND, OK), "POST": alike(FOUND, OK)}),
    "account_logout": Page({"GET": alike(OK), "POST": alike(FOUND)}),
    "account_change_password": Page({"GET": alike(OK), "POST": alike(OK)}),
    "municipality_list": Page({"GET": alike(OK)}),
    "event_list": Page({"GET": EVENTS}, IN_BALLERUP),
    "population": Page({"GET": READ, "POST": by_action(Action.EDIT_POPULATION)}, IN_BALLERUP),
    "budget": Page({"GET": READ}, IN_BALLERUP),
    "ledger": Page({"GET": LEDGER, "POST": LEDGER}, IN_BALLERUP),
    "ledger_rules": Page({"GET": LEDGER, "POST": LEDGER}, IN_BALLERUP),
    "ledger_headings": Page({"GET": LEDGER, "POST": by_action(Action.IMPORT_LEDGER, FOUND)}, IN_BALLERUP),
    "cases": Page({"GET": READ}, IN_BALLERUP),
    "benchmark": Page({"GET": READ}, IN_BALLERUP),
    "cases_csv": Page({"GET": READ}, IN_BALLERUP),
    "cases_write": Page({"GET": EDIT_CASES, "POST": EDIT_CASES}, IN_BALLERUP),
    "costly_cases": Page({"GET": EDIT_CASES, "POST": EDIT_CASES}, IN_BALLERUP),
    "entrants": Page({"GET": EDIT_CASES, "POST": by_action(Action.EDIT_CASES, FOUND)}, IN_BALLERUP),
    "forecasts": Page({"GET": READ}, IN_BALLERUP),
    "forecast_make": Page({"GET": FORECASTS, "POST": by_action(Action.MAKE_FORECASTS, UNREADABLE)}, IN_BALLERUP),
    "forecast": Page({"GET": READ}, IN_BALLERUP | {"forecast": "newest"}),
    "forecast_changes": Page(
        {"GET": READ, "POST": by_action(Action.MAKE_FORECASTS, FOUND)}, IN_BALLERUP | {"forecast": "newest"}
    ),
    "accuracy": Page({"GET": READ}, IN_BALLERUP | {"code": "50.1"}),
    "areas": Page({"GET": READ, "POST": EDIT_BUDGET}, IN_BALLERUP),
    "area": Page({"GET": READ}, IN_BALLERUP | {"code": "50.1"}),
    "decision": Page({"GET": EDIT_BUDGET, "POST": EDIT_BUDGET}, IN_BALLERUP),
    "expected": Page({"GET": FORECASTS, "POST": FORECASTS}, IN_BALLERUP),
    "shares": Page({"GET": EDIT_BUDGET, "POST": EDIT_BUDGET}, IN_BALLERUP),
    "upload": Page({"GET": IMPORT, "POST": IMPORT}, IN_BALLERUP),
    "template": Page({"GET": IMPORT}, IN_BALLERUP),
    "paste": Page({"GET": IMPORT, "POST": IMPORT}, IN_BALLERUP),
    "municipality": Page({"GET": READ}, IN_BALLERUP),
    "savings": Page({"GET": READ}, IN_BALLERUP),
    "savings_changes": Page({"GET": READ}, IN_BALLERUP),
    "cohorts": Page({"GET": READ}, IN_BALLERUP),
    "course": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "catalogues": Page({"GET": READ}, IN_BALLERUP),
    "catalogue": Page({"GET": READ}, CATALOGUE),
    "catalogue_search": Page({"GET": READ}, IN_BALLERUP),
    "catalogue_overview": Page({"GET": READ}, CATALOGUE),
    "reconciliation": Page({"GET": READ}, CATALOGUE),
    "workbook": Page({"GET": READ}, CATALOGUE),
    "placing": Page({"GET": EDIT_BUDGET, "POST": by_action(Action.EDIT_BUDGET, FOUND)}, CATALOGUE),
    "catalogue_make": Page({"GET": IMPORT, "POST": by_action(Action.IMPORT, UNREADABLE)}, IN_BALLERUP),
    "case_make": Page({"GET": WRITE_CASES, "POST": by_action(Action.WRITE_CASES, UNREADABLE)}, CATALOGUE),
    "case_write": Page(
        {"GET": WRITE_CASES, "POST": by_action(Action.WRITE_CASES, CONFLICT)}, CATALOGUE | {"key": "stu"}
    ),
    "case_versions": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "case_links": Page(
        {"GET": WRITE_CASES, "POST": by_action(Action.WRITE_CASES, UNREADABLE)}, CATALOGUE | {"key": "stu"}
    ),
    "case_frame": Page(
        {"GET": EDIT_BUDGET, "POST": by_action(Action.EDIT_BUDGET, FOUND)}, CATALOGUE | {"key": "botilbud-107"}
    ),
    "decisions": Page({"GET": DECIDE, "POST": by_action(Action.DECIDE_CASES, UNREADABLE)}, CATALOGUE),
    "agenda": Page({"GET": READ}, IN_BALLERUP),
    "appropriation": Page({"GET": READ}, IN_BALLERUP | {"decision": "bevilling"}),
    "agenda_item": Page({"GET": READ}, IN_BALLERUP | {"item": "punkt"}),
    "alternatives": Page({"GET": READ, "POST": by_action(Action.CHOOSE, UNREADABLE)}, CATALOGUE),
    "alternative": Page(
        {"GET": READ, "POST": by_action(Action.CHOOSE, NOT_FOUND)}, CATALOGUE | {"alternative": "Bredt"}
    ),
    "posting": Page({"GET": READ, "POST": by_action(Action.EDIT_BUDGET, NOT_FOUND)}, CATALOGUE),
    "joined_estimate": Page({"GET": READ}, IN_BALLERUP),
    "effects": Page({"GET": READ}, CATALOGUE),
    "initiative": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "initiative_tables": Page({"GET": READ}, CATALOGUE | {"key": "stoette-85"}),
    "rounds": Page({"GET": READ, "POST": by_action(Action.OPEN_ROUNDS)}, IN_BALLERUP),
    "grid": Page({"GET": READ, "POST": FILL}, MARCH),
    "save_row": Page({"POST": by_action(Action.FILL_OWN_ROWS, nobody=UNAUTHORISED)}, STU),
    "sums": Page({"GET": READ}, MARCH),
    "token": Page({"GET": alike(OK, UNAUTHORISED)}, MARCH),
    "send": Page({"GET": by_action(Action.SUBMIT_ROWS), "POST": SUBMIT}, MARCH),
    "decide": Page({"GET": by_action(Action.APPROVE_ROWS), "POST": by_action(Action.APPROVE_ROWS, FOUND)}, MARCH),
    "row": Page({"GET": READ}, STU),
    "row_course": Page({"GET": READ}, STU),
    "row_target": Page({"GET": READ}, STU),
    "row_history": Page({"GET": READ}, STU),
    "change_row": Page({"POST": FILL}, STU | {"what": "detaljer"}),
    "evidence": Page({"GET": READ}, MARCH | {"evidence": "bilag"}),
    "round_workbook": Page({"GET": READ}, MARCH),
    "round_upload": Page({"GET": by_action(Action.FILL_OWN_ROWS), "POST": by_action(Action.FILL_OWN_ROWS)}, MARCH),
    "status_note": Page({"GET": READ}, IN_BALLERUP | {"month": "2019-01"}),
    "catalogue_pdf": Page({"GET": READ}, CATALOGUE),
    "case_pdf": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "notes": Page({"GET": READ}, IN_BALLERUP),
    "note_make": Page({"GET": WRITE_NOTES, "POST": by_action(Action.WRITE_NOTES, UNREADABLE)}, IN_BALLERUP),
    "note_arrangement": Page(
        {"GET": by_action(Action.ARRANGE_NOTES), "POST": by_action(Action.ARRANGE_NOTES, UNREADABLE)}, IN_BALLERUP
    ),
    "note_verify": Page({"GET": READ, "POST": READ}, IN_BALLERUP),
    "note": Page({"GET": READ}, PUBLISHED),
    "note_file": Page({"GET": READ}, PUBLISHED | {"variant": "open", "form": "full", "extension": "pdf"}),
    "note_write": Page({"GET": WRITE_NOTES, "POST": by_action(Action.WRITE_NOTES, NOT_FOUND)}, DRAFT),
    "note_preview": Page({"GET": WRITE_NOTES}, DRAFT),
    "note_page": Page({"GET": WRITE_NOTES}, DRAFT | {"name": "side", "number": "1"}),
    "note_draft": Page({"GET": WRITE_NOTES}, DRAFT),
    "note_step": Page({"POST": by_action(Action.DECIDE_NOTES, FOUND)}, DRAFT | {"step": "send-tilbage"}),
    "note_public": Page({"GET": alike(OK, OK)}, IN_BALLERUP | {"key": "link"}),
}
FOR_SCRIPTS = {"save_row", "token"}
"""Asked by the page itself, which is told that nobody is logged in, and never sent to the log-in page."""

OPEN_TO_ALL = {"note_public"}
"""Read without logging in, by whoever has the address that a manager opened."""

ACCOUNT_PAGES = {name for name in PAGES if name.startswith("account_")}
OPEN_TO_ADMINISTRATORS = [
    name
    for name, page in PAGES.items()
    if len(page.kwargs) > 1 and page.methods.get("GET", {}).get(Role.ADMINISTRATOR) == OK
]


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, str]]:
    """Namespace and name of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace)
        else:
            yield namespace, str(pattern.name)


NUMBERS: dict[str, Callable[[str], int]] = {
    "initiative": lambda key: Initiative.objects.get(key=key).pk,
    "forecast": lambda _: Forecast.objects.latest("pk").pk,
    "note": lambda state: StatusNote.objects.filter(state=state).earliest("pk").pk,
    "alternative": lambda name: Alternative.objects.get(name=name).pk,
    "evidence": lambda _: Evidence.objects.get().pk,
    "item": lambda _: AgendaItem.objects.get().pk,
    "decision": lambda _: BudgetDecision.objects.earliest("pk").pk,
}
"""What an address has the number of, found by the word that stands for it in PAGES."""


def address(name: str, **other: str) -> str:
    """The page's address, with the numbers of what stands in the database."""
    kwargs: dict[str, str | int] = {**PAGES[name].kwargs, **other}
    numbers = {word: find(str(kwargs[word])) for word, find in NUMBERS.items() if word in kwargs}
    if name == "note_public":
        kwargs["key"] = PublicLink.objects.get().key
    return reverse(name, kwargs=kwargs | numbers)


def follow_up(catalogue: Catalogue, controller: Membership) -> None:
    """A round for March, with something attached to a row of it, and an alternative of the catalogue."""
    _, march = make_year(membership=controller, year=2019, periods=[2, 3], days=10, catalogues=[catalogue])
    row = FollowUp.objects.create(round=march, initiative=catalogue.initiatives.get(key="botilbud-107"))
    Evidence.objects.create(follow_up=row, title="Bilag", file_name="bilag.txt", content=b"x", added_by=controller.user)
    Alternative.objects.create(catalogue=catalogue, name="Bredt", by=controller.user)
    begin(membership=controller, initiative=catalogue.initiatives.select_related("catalogue").get(key="stu"))
    decided(catalogue, controller)


def decided(catalogue: Catalogue, controller: Membership) -> None:
    """A point of an agenda with a decision, which changes no figure."""
    committee, _ = Committee.objects.get_or_create(municipality=catalogue.municipality, name="Socialudvalget")
    about = {"municipality": catalogue.municipality, "committee": committee, "held_on": date(2019, 1, 8)}
    item = AgendaItem.objects.create(number="4", title="Handlingsplan", **about)
    initiative = catalogue.initiatives.select_related("catalogue").get(key="stu")
    version = keep_version(initiative, kind=VersionKind.IMPORTED, by=controller.user)
    Decision.objects.create(item=item, initiative=initiative, outcome=Outcome.ADOPTED, version=version)


def budget(municipality: Municipality) -> None:
    """A frame of two areas with a budget."""
    text = "50;Voksne;;Socialudvalget;;;\n50.1;Botilbud;50;;;SEL § 107;\n50.2;Støtte;50;;;SEL § 85;"
    write_areas(actor=None, municipality=municipality, text=text)
    write_decision(
        actor=None,
        municipality=municipality,
        round_year=2019,
        kind=AppropriationKind.ADOPTED,
        decided_on=date(2018, 10, 10),
        title="Budget 2019",
        note="",
        text="50.1;2019;1.000.000;;\n50.2;2019;500.000;;",
    )
    enter_forecast(actor=None, municipality=municipality, year=2019, month=2, text="50.1;2019;1.000.000;;;")
    enter_forecast(actor=None, municipality=municipality, year=2019, month=3, text="50.1;2019;1.100.000;;;")
    months = [(year, month) for year in (2017, 2018) for month in range(1, 13)]
    rows = [f"50.1;SEL § 107;;egen;{year};{month};9;9;0,75;1;1;90.000" for year, month in [*months, (2019, 1)]]
    write_caseload(actor=None, municipality=municipality, text="\n".join(rows))


EMPTY_DOCUMENT = {
    "unit": "mio",
    "month": "december 2018",
    "title": "Statusnotat",
    "municipality": "Ballerup",
    "about": [],
    "front": [],
    "sections": [],
    "closed": False,
    "constructed": False,
    "logo": "",
    "standing": "",
    "year": 2018,
    "forecasts": [],
}


def notes(controller: Membership) -> None:
    """A published note with an open link, and a draft; nothing of them is set, for that takes time."""
    about = {"municipality": controller.municipality, "seq": 1, "written_by": controller.user}
    published = StatusNote.objects.create(month=date(2018, 12, 1), **about)
    NoteEdition.objects.create(
        note=published, variant=Variant.OPEN, form=Form.FULL, data=EMPTY_DOCUMENT, pdf=b"%PDF", words="ord"
    )
    PublicLink.objects.create(note=published, key="link", opened_by=controller.user)
    manager, _ = User.objects.get_or_create(username="note-manager")
    StatusNote.objects.filter(pk=published.pk).update(
        state="published", approved_by=manager, published_by=manager, published_at=timezone.now()
    )
    StatusNote.objects.create(month=date(2019, 1, 1), **about)


def test_every_address_is_in_the_list() -> None:
    own = {name for namespace, name in addresses(get_resolver().url_patterns) if namespace != "admin"}

    assert own == set(PAGES)


@pytest.fixture
def clients(ballerup: Catalogue, person: Person) -> dict[str, Client]:
    """A member of each role in Ballerup, a controller of another municipality, and nobody."""
    members = {role.value: logged_in(person(role.value, role)) for role in Role}
    controller = Membership.objects.select_related("municipality", "user").get(role=Role.CONTROLLER)
    follow_up(ballerup, controller)
    notes(controller)
    budget(ballerup.municipality)
    contributor = Membership.objects.get(role=Role.CONTRIBUTOR).user
    ballerup.initiatives.filter(key="stu").update(responsible=contributor)
    return members | {"stranger": logged_in(person("stranger", Role.CONTROLLER, "hedensted")), "nobody": Client()}


@pytest.mark.parametrize("name", PAGES)
def test_each_role_gets_what_the_list_says(clients: dict[str, Client], name: str) -> None:
    url = address(name)

    wanted = {who: wanted_of(name, who) for who in WHO}

    assert {who: answers(clients[who], url, wanted[who]) for who in WHO} == wanted


def wanted_of(name: str, who: str) -> dict[str, int]:
    """The status of each method: what the list says, and a refusal of every other."""
    listed = {method: statuses[who] for method, statuses in PAGES[name].methods.items()}
    refused = FOUND if who == "nobody" and name not in FOR_SCRIPTS | OPEN_TO_ALL else NOT_ALLOWED
    others = {} if name in ACCOUNT_PAGES else {method: refused for method in METHODS if method not in listed}
    return listed | others


def answers(client: Client, url: str, methods: Iterable[str]) -> dict[str, int]:
    """What the page answers to each method; what was changed is taken back, so that everybody finds the same."""
    with transaction.atomic():
        got = {method: client.generic(method, url).status_code for method in methods}
        transaction.set_rollback(True)
    return got


@pytest.mark.parametrize("name", OPEN_TO_ADMINISTRATORS)
def test_what_belongs_to_another_municipality_is_not_found_under_ones_own(
    ballerup: Catalogue, person: Person, name: str
) -> None:
    user = person("diana", Role.ADMINISTRATOR)
    person("diana", Role.ADMINISTRATOR, "varde")
    of_ballerup = user.memberships.select_related("municipality", "user").get(municipality__slug="ballerup")
    follow_up(ballerup, of_ballerup)
    notes(of_ballerup)
    budget(ballerup.municipality)

    assert logged_in(user).get(address(name)).status_code == OK
    assert logged_in(user).get(address(name, municipality="varde")).status_code == (
        OK if name == "token" else NOT_FOUND
    )


def test_a_stranger_cannot_tell_a_municipality_that_exists_from_one_that_does_not(clients: dict[str, Client]) -> None:
    there, not_there = (clients["stranger"].get(path) for path in ("/ballerup/", "/atlantis/"))
    pages = [re.sub(r'csrfmiddlewaretoken" value="\w+', "", page.content.decode()) for page in (there, not_there)]

    assert there.status_code == not_there.status_code == NOT_FOUND
    assert pages[0] == pages[1]


@pytest.mark.parametrize("who", WHO)
def test_the_administration_pages_are_closed_to_everybody_but_the_installations_own_staff(
    clients: dict[str, Client], who: str
) -> None:
    names = [name for namespace, name in addresses(get_resolver().url_patterns) if namespace == "admin"]
    models = [model._meta for model in admin.site._registry]
    urls = {f"/admin/{meta.app_label}/{meta.model_name}/{end}" for meta in models for end in ("", "add/", "1/change/")}

    statuses = {clients[who].get(url).status_code for url in {"/admin/", "/admin/password_change/", *urls}}

    assert len(names) > len(urls)
    assert statuses <= {FOUND, FORBIDDEN}


def test_every_action_has_its_roles() -> None:
    assert set(ALLOWED) == set(Action)
    assert may(Membership(role=Role.CONTROLLER), Action.SEE_EVENTS)
    assert not may(Membership(role=Role.READER), Action.SEE_EVENTS)


def test_the_helper_costs_one_query(
    ballerup: Catalogue, person: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bob = person("bob", Role.READER)

    with django_assert_num_queries(1):
        assert get_membership(bob, "ballerup", Action.READ).municipality.name == "Ballerup"
