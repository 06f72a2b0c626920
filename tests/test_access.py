"""Every address with every method as every role, as a stranger and without log-in."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries

from budgets.foundation.access import ALLOWED, Action, get_membership, may
from budgets.foundation.models import Membership, Role, User
from tests.addresses import (
    ACCOUNT_PAGES,
    FOR_SCRIPTS,
    FORBIDDEN,
    FOUND,
    METHODS,
    NOT_ALLOWED,
    NOT_FOUND,
    OK,
    OPEN_TO_ALL,
    PAGES,
    WHO,
    address,
    make_world,
)
from tests.factories import Person, load_catalogue, logged_in, make_member

OPEN_TO_ADMINISTRATORS = [
    name
    for name, page in PAGES.items()
    if len(page.kwargs) > 1 and page.methods.get("GET", {}).get(Role.ADMINISTRATOR) == OK
]


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, str]]:
    """Namespace and name of every URL pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace)
        else:
            yield namespace, str(pattern.name)


def test_every_address_is_in_the_list() -> None:
    own = {name for namespace, name in addresses(get_resolver().url_patterns) if namespace != "admin"}

    assert own == set(PAGES)


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, str, object]]:
    """Name, route and view of every URL pattern outside the administration."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name), str(pattern.pattern), pattern.callback
        elif pattern.namespace != "admin":
            yield from views(pattern.url_patterns)


def test_every_view_under_a_municipality_gets_its_membership_from_the_one_decorator() -> None:
    without = {
        name
        for name, route, view in views(get_resolver().url_patterns)
        if "municipality>" in route and not getattr(view, "is_municipality_page", False)
    }

    assert without == OPEN_TO_ALL


@pytest.fixture(scope="module")
def world(module_db: None) -> dict[str, User]:
    """The data of all addresses; users: a member of each role in Ballerup, a stranger from Hedensted, and Diana.

    Diana is administrator in Ballerup and Varde. Changes of a test are rolled back; this data stays.
    """
    people = {role.value: make_member(role.value, role) for role in Role}
    ballerup = load_catalogue("ballerup-2019")
    make_world(people[Role.CONTROLLER], ballerup)
    ballerup.initiatives.filter(key="stu").update(responsible=people[Role.CONTRIBUTOR].user)
    stranger = make_member("stranger", Role.CONTROLLER, "hedensted")
    diana = [make_member("diana", Role.ADMINISTRATOR, slug) for slug in ("ballerup", "varde")]
    return {name: member.user for name, member in {**people, "stranger": stranger, "diana": diana[0]}.items()}


@pytest.fixture
def clients(world: dict[str, User], db: None) -> dict[str, Client]:
    return {name: logged_in(user) for name, user in world.items()} | {"nobody": Client()}


@pytest.mark.parametrize("name", PAGES)
def test_each_role_gets_what_the_list_says(clients: dict[str, Client], name: str) -> None:
    url = address(name)

    expected = {role: expected_statuses(name, role) for role in WHO}

    assert {role: get_statuses(clients[role], url, expected[role]) for role in WHO} == expected


def expected_statuses(name: str, role: str) -> dict[str, int]:
    """The expected status of each method: as in PAGES, and a refusal of all other methods."""
    listed = {method: statuses[role] for method, statuses in PAGES[name].methods.items()}
    refused = FOUND if role == "nobody" and name not in FOR_SCRIPTS | OPEN_TO_ALL else NOT_ALLOWED
    other_methods = {} if name in ACCOUNT_PAGES else {method: refused for method in METHODS if method not in listed}
    return listed | other_methods


def get_statuses(client: Client, url: str, methods: Iterable[str]) -> dict[str, int]:
    """The status of each method; changes are rolled back, so that every role gets the same data."""
    with transaction.atomic():
        statuses = {method: client.generic(method, url).status_code for method in methods}
        transaction.set_rollback(True)
    return statuses


@pytest.mark.parametrize("name", OPEN_TO_ADMINISTRATORS)
def test_what_belongs_to_another_municipality_is_not_found_under_ones_own(
    clients: dict[str, Client], name: str
) -> None:
    diana = clients["diana"]

    assert diana.get(address(name)).status_code == OK
    assert diana.get(address(name, municipality="varde")).status_code == NOT_FOUND


def test_a_stranger_cannot_tell_a_municipality_that_exists_from_one_that_does_not(clients: dict[str, Client]) -> None:
    existing, missing = (clients["stranger"].get(path) for path in ("/ballerup/", "/atlantis/"))
    pages = [re.sub(r'csrfmiddlewaretoken" value="\w+', "", page.content.decode()) for page in (existing, missing)]

    assert existing.status_code == missing.status_code == NOT_FOUND
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


def test_the_helper_costs_one_query(person: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bob = person("bob", Role.READER)

    with django_assert_num_queries(1):
        assert get_membership(bob, "ballerup", Action.READ).municipality.name == "Ballerup"
