"""The test database of each worker: a copy of a template that is migrated and has the reference data."""

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
"""Key of the lock under which one worker creates the template while the others wait."""


def make_database(worker: str) -> None:
    """Create the worker's copy of the template and connect to it; the template is created if missing."""
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
    """Create the template under another name until it is complete, in case the run is killed; drop old templates."""
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
    """A cursor that is not connected to any database that is created or dropped."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def _digest() -> str:
    """A digest that changes with the migrations, the reference data and the installed packages."""
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
