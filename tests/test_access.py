"""Every address × every method × every role, a stranger and nobody; a new address must be added here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoAssertNumQueries

from budgets.access import ALLOWED, Action, get_membership, may
from budgets.models import Membership, Role
from initiatives.models import Catalogue
from tests.conftest import Person, logged_in

OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 200, 302, 403, 404, 405
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WHO = (*Role.values, "stranger", "nobody")


def by_role(allowed: frozenset[Role]) -> dict[str, int]:
    """Status of a municipal page: for members by role, 404 for a stranger, log-in for nobody."""
    members = {role.value: OK if role in allowed else FORBIDDEN for role in Role}
    return members | {"stranger": NOT_FOUND, "nobody": FOUND}


def alike(status: int, nobody: int = FOUND) -> dict[str, int]:
    return dict.fromkeys(WHO, status) | {"nobody": nobody}


@dataclass(frozen=True)
class Page:
    """An address with arguments, and who gets what by method; other methods are not allowed."""

    methods: dict[str, dict[str, int]]
    kwargs: dict[str, str] = field(default_factory=dict)


READ, EVENTS, IMPORT = (by_role(ALLOWED[action]) for action in (Action.READ, Action.SEE_EVENTS, Action.IMPORT))
EDIT_POPULATION = by_role(ALLOWED[Action.EDIT_POPULATION])
IN_BALLERUP = {"municipality": "ballerup"}
CATALOGUE = IN_BALLERUP | {"slug": "ballerup-2019"}

PAGES = {
    "account_login": Page({"GET": alike(FOUND, OK), "POST": alike(FOUND, OK)}),
    "account_logout": Page({"GET": alike(OK), "POST": alike(FOUND)}),
    "account_change_password": Page({"GET": alike(OK), "POST": alike(OK)}),
    "municipality_list": Page({"GET": alike(OK)}),
    "event_list": Page({"GET": EVENTS}, IN_BALLERUP),
    "population": Page({"GET": READ, "POST": EDIT_POPULATION}, IN_BALLERUP),
    "upload": Page({"GET": IMPORT, "POST": IMPORT}, IN_BALLERUP),
    "template": Page({"GET": IMPORT}, IN_BALLERUP),
    "municipality": Page({"GET": READ}, IN_BALLERUP),
    "catalogue": Page({"GET": READ}, CATALOGUE),
    "reconciliation": Page({"GET": READ}, CATALOGUE),
    "workbook": Page({"GET": READ}, CATALOGUE),
    "effects": Page({"GET": READ}, CATALOGUE),
    "initiative": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "initiative_tables": Page({"GET": READ}, CATALOGUE | {"key": "stoette-85"}),
    "status_note": Page({"GET": READ}, IN_BALLERUP | {"month": "2019-01"}),
}
ACCOUNT_PAGES = {name for name in PAGES if name.startswith("account_")}


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, str]]:
    """Namespace and name of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace)
        else:
            yield namespace, str(pattern.name)


def test_every_address_is_in_the_list() -> None:
    own = {name for namespace, name in addresses(get_resolver().url_patterns) if namespace != "admin"}

    assert own == set(PAGES)


@pytest.fixture
def clients(ballerup: Catalogue, person: Person) -> dict[str, Client]:
    """A member of each role in Ballerup, a controller of another municipality, and nobody."""
    members = {role.value: logged_in(person(role.value, role)) for role in Role}
    return members | {"stranger": logged_in(person("stranger", Role.CONTROLLER, "hedensted")), "nobody": Client()}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", PAGES)
def test_each_role_gets_what_the_list_says(clients: dict[str, Client], name: str, who: str) -> None:
    page = PAGES[name]
    url = reverse(name, kwargs=page.kwargs)
    allowed = {method: statuses[who] for method, statuses in page.methods.items()}
    refused = FOUND if who == "nobody" else NOT_ALLOWED
    others = {} if name in ACCOUNT_PAGES else {method: refused for method in METHODS if method not in allowed}

    got = {method: clients[who].generic(method, url).status_code for method in allowed | others}

    assert got == allowed | others


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if len(page.kwargs) > 1])
def test_what_belongs_to_another_municipality_is_not_found_under_ones_own(
    ballerup: Catalogue, person: Person, name: str
) -> None:
    user = person("diana", Role.ADMINISTRATOR)
    person("diana", Role.ADMINISTRATOR, "varde")

    under_own = reverse(name, kwargs=PAGES[name].kwargs | {"municipality": "varde"})

    assert logged_in(user).get(reverse(name, kwargs=PAGES[name].kwargs)).status_code == OK
    assert logged_in(user).get(under_own).status_code == NOT_FOUND


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
