"""The program that is walked: the one module that knows how it is started, and what is fixed in it for the walk."""

import logging
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from http import HTTPStatus
from io import StringIO
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import urlsplit

import django
import typst
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from config import database
from tests.places import PROJECT

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
"""When every demo is loaded and every page asked for."""

MEMBERS = ("controller", "admin", "leder", "laeser", "bidrag")
"""One who sees much comes first, so that most pages are found in her order."""
USERS = (*MEMBERS, "fremmed")
ROLES = (*USERS, "nobody")

HOST = "localhost"
NAME = "walk"

ADDED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("leder", "/ballerup/statusnotater/1/trin/aabn-link/", {}),
    ("controller", "/ballerup/opfoelgning/2019-12/tiltag/4/bilag/", {"title": "Referat", "file": "Et referat."}),
)
"""What the demo lacks and pages show, as it is posted: an open link to a note, and a file with a row."""
DOCUMENTS_REMEMBERED = 16

Sessions = Mapping[str, str]
"""The key of each user's session, by the user's name."""


class FixedDatetime(datetime):
    """Where workbooks have the time of their making from."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz)


CLOCKS: Mapping[str, object] = {
    "django.utils.timezone.now": lambda: NOW,
    "django.utils.cache.time": SimpleNamespace(time=NOW.timestamp),
    "xlsxwriter.core.datetime": FixedDatetime,
}
"""All that the program and its libraries tell the time by."""


def start() -> None:
    """Stop the clock, and make Django ready, in demo mode and with a known key; before any model is imported."""
    for clock, fixed in CLOCKS.items():
        patch(clock, fixed).start()
    patch("typst.compile", remembering(typst.compile)).start()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "EFFEKTSPOR_ENV": "demo", "SECRET_KEY": "walk" * 13}
    os.environ.pop("EFFEKTSPOR_DEBUG", None)
    database.ensure_running()
    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)


@contextmanager
def demo_database() -> Iterator[Sessions]:
    """A database with the demo alone, its keys counted from 1, that can only be read; for child processes too."""
    from tests.database import drop_database, make_database  # it imports models, so not before the start

    make_database(NAME)
    try:
        _empty()
        call_command("load_demo", stdout=StringIO())
        sessions = {user: _log_in(user) for user in USERS}
        for user, address, data in ADDED:
            _post(sessions[user], address, data)
        _close_for_writing()
        yield sessions
    finally:
        drop_database(NAME)


def get(address: str, session: str | None) -> HttpResponse:
    """What one gets there, by a client and with a cache of its own: nothing hangs on what was asked for before."""
    cache.clear()
    return _client(session).get(address)  # type: ignore[return-value]


def describe_version() -> str:
    """The commit, and whether files differ from it."""
    git = ["git", "-C", str(PROJECT)]
    commit = subprocess.check_output([*git, "log", "-1", "--format=%h %s"], text=True).strip()
    changed = subprocess.check_output([*git, "status", "--short", "--untracked-files=no"], text=True).strip()
    return f"{commit} (with changes)" if changed else commit


def _empty() -> None:
    """The template's rows tell of the time when they were made."""
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    with connection.cursor() as cursor:
        tables = ", ".join(sorted(set(connection.introspection.table_names(cursor)) - kept))
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")


def _log_in(user: str) -> str:
    client = _client(None)
    client.force_login(get_user_model().objects.get(username=user))
    return client.cookies["sessionid"].value


def _client(session: str | None) -> Client:
    client = Client(SERVER_NAME=HOST, raise_request_exception=False)
    if session:
        client.cookies["sessionid"] = session
    return client


def _post(session: str, address: str, data: Mapping[str, str]) -> None:
    """Write as a user does, with a key that is the same every time where one is drawn."""
    file = {"file": SimpleUploadedFile("file.txt", data["file"].encode())} if "file" in data else {}
    with patch("secrets.token_urlsafe", return_value=NAME):
        status = _client(session).post(address, {**data, **file}).status_code
    if status != HTTPStatus.FOUND:
        raise SystemExit(f"What the walk adds to the demo was refused: {address} answered {status}.")


def _close_for_writing() -> None:
    """No request can change what the next one sees; and with statistics each query is planned alike every time."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    connection.close()
    os.environ["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


Compile = Callable[..., object]


def remembering(compile_document: Compile) -> Compile:
    """Typst, but a document that was just made from the same input is not made again for the next role."""
    made: dict[str, object] = {}

    def remembered(*args: object, **options: object) -> object:
        asked = repr((args, sorted(options.items())))
        if asked not in made:
            while len(made) >= DOCUMENTS_REMEMBERED:
                del made[next(iter(made))]
            made[asked] = compile_document(*args, **options)
        return made[asked]

    return remembered
