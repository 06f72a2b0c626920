"""Rows of the test database kept as text, once for each worker, and put back in milliseconds.

To import a catalogue or to make the demo takes seconds; to copy their rows back takes a hundredth of that. Keys are
never used twice: PostgreSQL's sequences go on counting when a test is rolled back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

from django.apps import apps
from django.db import connection, models, transaction

Rows = dict[str, str]
"""The rows of each table that has any, as PostgreSQL copies them out."""

OTHER_TABLES = ("django_session", "django_admin_log", "account_emailaddress", "account_emailconfirmation")
"""What our own apps do not own, and tests write all the same."""


@contextmanager
def without_triggers() -> Iterator[None]:
    """Rows that fit each other are copied without looking every reference up, and audit entries can be deleted.

    On an error the transaction ends, and with it the setting.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def keep(make: Callable[[], object]) -> Rows:
    """The rows that `make` adds. What it changes or deletes is not kept."""
    before = _highest_keys()
    make()
    return {table: rows for table in _tables() if (rows := _copy_out(table, before.get(table, 0)))}


def put_back(rows: Rows) -> None:
    """Add the rows to what the database has."""
    with without_triggers(), connection.cursor() as cursor:
        for table, text in rows.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(text))


def empty() -> None:
    """Delete every row of our own apps and the sessions: quicker than TRUNCATE, which makes each table new files."""
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(";".join(f"DELETE FROM {table}" for table in (*OTHER_TABLES, *_tables())))


def _copy_out(table: str, beyond: int) -> str:
    rows = StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT * FROM {table} WHERE id > {beyond} ORDER BY id) TO STDOUT", rows)
    return rows.getvalue()


def _highest_keys() -> dict[str, int]:
    """The highest primary key of each table that has rows."""
    parts = (f"SELECT '{table}', max(id) FROM {table}" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: highest for table, highest in cursor.fetchall() if highest}


def _tables() -> list[str]:
    """The tables of our own apps, with those between them."""
    own: list[type[models.Model]] = [
        model
        for label in ("budgets", "initiatives", "reports")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return [model._meta.db_table for model in own]
