"""Each worker's database, copied from one that is migrated and has the reference data; it is made when those change."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

from budgets.foundation.reference import load_reference_data
from tests.places import FIXTURES, PROJECT

TEMPLATE = "effektspor_template_"
LOCK = 20_261_128
"""Of the workers one makes the template, and the others wait for it."""


def make_database(worker: str) -> None:
    """Connect to an empty copy that is the worker's own."""
    name = f"test_effektspor_{worker}"
    template = TEMPLATE + _digest()
    with _server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [template])
        if cursor.rowcount == 0:
            _make_template(cursor, template)
        _create(cursor, name, template)
        cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    _connect(name)


def drop_database(worker: str) -> None:
    connection.close()
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE "test_effektspor_{worker}" WITH (FORCE)')


def _make_template(cursor: CursorWrapper, template: str) -> None:
    """Under another name until it is whole, so that a killed run leaves none that lacks something; old ones go."""
    unfinished = f"{template}_unfinished"
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATE])
    for (old,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
    _create(cursor, unfinished, "template0")
    _connect(unfinished)
    call_command("migrate", verbosity=0)
    load_reference_data(FIXTURES / "reference")
    connection.close()
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def _create(cursor: CursorWrapper, name: str, template: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _connect(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


@contextmanager
def _server() -> Iterator[CursorWrapper]:
    """A cursor outside the databases that are made and dropped."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def _digest() -> str:
    """Another one when a migration, the reference data or an installed package has changed."""
    sources = [
        *sorted(PROJECT.glob("*/migrations/*.py")),
        *sorted((FIXTURES / "reference").iterdir()),
        PROJECT / "requirements" / "app.txt",
        Path(__file__),
    ]
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
