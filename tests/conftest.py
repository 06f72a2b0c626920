"""People and data that tests share: Alice controls Ballerup, Bob reads there, Charlie is a stranger."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import settings

from budgets.members import give_role
from budgets.models import Municipality, Role, User
from budgets.reference import load_reference_data
from initiatives.imports import import_catalogue
from initiatives.models import Catalogue

settings.register_profile("as slow as the machine is", deadline=None)
settings.load_profile("as slow as the machine is")

PROJECT = Path(__file__).parent.parent
FIXTURES = PROJECT / "fixtures"
SEEDS = PROJECT.parent / "shared" / "seeds"

# The documents themselves are not ours to hand on: where they are not beside the project, what reads them is left out.
collect_ignore_glob = [] if SEEDS.is_dir() else ["initiatives/test_seed_*.py"]


def pytest_report_header() -> str:
    return "" if SEEDS.is_dir() else "documents: not beside the project, so the comparisons with them are left out"


Person = Callable[..., User]


def load_catalogue(slug: str) -> Catalogue:
    return import_catalogue(path=FIXTURES / "catalogues" / slug, actor=None).catalogue


@pytest.fixture(autouse=True)
def quick_passwords(settings: LazySettings) -> None:
    """Argon2 is slow on purpose; what it is used for is tested elsewhere."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def reference(db: None) -> None:
    load_reference_data(FIXTURES / "reference")


@pytest.fixture
def ballerup(reference: None) -> Catalogue:
    return load_catalogue("ballerup-2019")


@pytest.fixture
def person(reference: None) -> Person:
    """Makes a user with a role in a municipality, or in none."""

    def make(name: str, role: Role | None = None, slug: str = "ballerup") -> User:
        user, _ = User.objects.get_or_create(username=name)
        if role:
            give_role(actor=None, user=user, municipality=Municipality.objects.get(slug=slug), role=role)
        return user

    return make


@pytest.fixture
def alice(person: Person) -> Client:
    return logged_in(person("alice", Role.CONTROLLER))


@pytest.fixture
def bob(person: Person) -> Client:
    return logged_in(person("bob", Role.READER))


@pytest.fixture
def charlie(person: Person) -> Client:
    return logged_in(person("charlie"))


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
