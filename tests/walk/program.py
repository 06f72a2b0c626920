"""The program that is walked: how it is started, and what is fixed in it to get the same answers every time."""

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
"""The fixed time of loading the demo and of all requests."""

MEMBERS = ("controller", "admin", "leder", "laeser", "bidrag")
"""A user with many permissions comes first, so that most pages are found in her order."""
USERS = (*MEMBERS, "fremmed")
ROLES = (*USERS, "nobody")

HOST = "localhost"
NAME = "walk"

ADDED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("leder", "/ballerup/statusnotater/1/trin/aabn-link/", {}),
    ("controller", "/ballerup/opfoelgning/2019-12/tiltag/4/bilag/", {"title": "Referat", "file": "Et referat."}),
)
"""Posts that add what the demo lacks: an open link to a note, and a file of a follow-up row."""
DOCUMENTS_REMEMBERED = 16

Sessions = Mapping[str, str]
"""Session keys by user name."""


class FixedDatetime(datetime):
    """The clock of xlsxwriter."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz)


CLOCKS: Mapping[str, object] = {
    "django.utils.timezone.now": lambda: NOW,
    "django.utils.cache.time": SimpleNamespace(time=NOW.timestamp),
    "xlsxwriter.core.datetime": FixedDatetime,
}
"""All clocks of the program and its libraries."""


def start() -> None:
    """Fix the clocks and set up Django in demo mode with a known key; must be called before models are imported."""
    for clock, fixed in CLOCKS.items():
        patch(clock, fixed).start()
    patch("typst.compile", cache_documents(typst.compile)).start()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "EFFEKTSPOR_ENV": "demo", "SECRET_KEY": "walk" * 13}
    os.environ.pop("EFFEKTSPOR_DEBUG", None)
    database.ensure_running()
    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)


@contextmanager
def demo_database() -> Iterator[Sessions]:
    """A read-only database with only the demo, primary keys from 1; child processes use it too."""
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
    """The response at the address, with a new client and an empty cache so that earlier requests do not matter."""
    cache.clear()
    return _client(session).get(address)  # type: ignore[return-value]


def describe_version() -> str:
    """The commit, and whether the working copy has changes."""
    git = ["git", "-C", str(PROJECT)]
    commit = subprocess.check_output([*git, "log", "-1", "--format=%h %s"], text=True).strip()
    changed = subprocess.check_output([*git, "status", "--short", "--untracked-files=no"], text=True).strip()
    return f"{commit} (with changes)" if changed else commit


def _empty() -> None:
    """Delete the template database's rows, which have the time of their creation."""
    kept_tables = {"django_migrations", "django_content_type", "auth_permission"}
    with connection.cursor() as cursor:
        tables = ", ".join(sorted(set(connection.introspection.table_names(cursor)) - kept_tables))
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
    """Post a form as a user, with a fixed value for random tokens."""
    file = {"file": SimpleUploadedFile("file.txt", data["file"].encode())} if "file" in data else {}
    with patch("secrets.token_urlsafe", return_value=NAME):
        status = _client(session).post(address, {**data, **file}).status_code
    if status != HTTPStatus.FOUND:
        raise SystemExit(f"What the walk adds to the demo was refused: {address} answered {status}.")


def _close_for_writing() -> None:
    """Make the database read-only, so that requests cannot change answers; with statistics query plans are stable."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    connection.close()
    os.environ["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


Compile = Callable[..., object]


def cache_documents(compile_document: Compile) -> Compile:
    """Cache Typst's newest documents, so that one is not compiled again for each role."""
    documents: dict[str, object] = {}

    def compile_once(*args: object, **options: object) -> object:
        key = repr((args, sorted(options.items())))
        if key not in documents:
            while len(documents) >= DOCUMENTS_REMEMBERED:
                del documents[next(iter(documents))]
            documents[key] = compile_document(*args, **options)
        return documents[key]

    return compile_once
