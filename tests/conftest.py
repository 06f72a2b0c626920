"""Fixtures shared by all tests: the database with reference data, people, catalogues and rounds."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client, override_settings
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.rounds import open_year
from initiatives.results.models import FollowUpRound
from tests.database import drop_database, make_database
from tests.factories import PEOPLE, Person, load_catalogue, logged_in, make_member, make_person
from tests.places import SEEDS

settings.register_profile("as slow as the machine is", deadline=None)
settings.load_profile("as slow as the machine is")

# The documents themselves are not ours to hand on: where they are not beside the project, what reads them is left out.
collect_ignore_glob = [] if SEEDS.is_dir() else ["*/test_seed_*.py"]


def pytest_report_header() -> str:
    return "" if SEEDS.is_dir() else "documents: not beside the project, so the comparisons with them are left out"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The worker's own database, instead of pytest-django's. Each test starts with only the reference data."""
    with django_db_blocker.unblock():
        make_database(worker_id)
    yield
    with django_db_blocker.unblock():
        drop_database(worker_id)


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction for the module: what the module's fixtures write is there until its last test has run.

    Each test that also uses `db` gets its own savepoint in it.
    """
    block = transaction.atomic()
    with django_db_blocker.unblock():
        block.__enter__()
        yield
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Use a fast password hasher: Argon2 is slow by design."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def ballerup(db: None) -> Catalogue:
    return load_catalogue("ballerup-2019")


@pytest.fixture
def person(db: None) -> Person:
    return make_person


@pytest.fixture
def alice(person: Person) -> Client:
    return logged_in(person("alice", Role.CONTROLLER))


@pytest.fixture
def bob(person: Person) -> Client:
    return logged_in(person("bob", Role.READER))


@pytest.fixture
def charlie(person: Person) -> Client:
    return logged_in(person("charlie"))


@pytest.fixture
def members(ballerup: Catalogue) -> dict[str, Membership]:
    """The members of Ballerup, by name."""
    return {name: make_member(name, role) for name, role in PEOPLE.items()}


@pytest.fixture
def rounds(members: dict[str, Membership], ballerup: Catalogue) -> list[FollowUpRound]:
    """The thirteen rounds of 2019; the last is of the annual accounts."""
    return open_year(membership=members["alice"], year=2019, periods=range(1, 14), days=10, catalogues=[ballerup])


@pytest.fixture
def stu(ballerup: Catalogue) -> Initiative:
    return ballerup.initiatives.get(key="stu")
