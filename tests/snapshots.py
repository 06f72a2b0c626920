"""Keeps rows of the test database as text, once in each worker, and copies them back.

Importing a catalogue or loading the demo takes seconds; copying the rows back takes a hundredth of that. Primary keys
are never reused, because PostgreSQL's sequences are not reset when a test is rolled back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

from django.apps import apps
from django.db import connection, models, transaction

Rows = dict[str, str]
"""The rows of each table that has any, in PostgreSQL's COPY format."""

OTHER_TABLES = ("django_session", "django_admin_log", "account_emailaddress", "account_emailconfirmation")
"""Tables of other apps that tests write."""


@contextmanager
def without_triggers() -> Iterator[None]:
    """Disable triggers: consistent rows are copied without checking references, and audit entries can be deleted.

    On an error the setting ends with the transaction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def keep(make: Callable[[], object]) -> Rows:
    """The rows that `make` adds; changed and deleted rows are not kept."""
    before = _highest_keys()
    make()
    return {table: rows for table in _tables() if (rows := _copy_out(table, before.get(table, 0)))}


def put_back(rows: Rows) -> None:
    """Insert the rows into the database."""
    with without_triggers(), connection.cursor() as cursor:
        for table, text in rows.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(text))


def empty() -> None:
    """Delete all rows of the project's apps and of OTHER_TABLES; faster than TRUNCATE, which creates new files."""
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
    """The tables of the project's apps, with the tables of many-to-many fields."""
    model_classes: list[type[models.Model]] = [
        model
        for label in ("budgets", "initiatives", "reports")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return [model._meta.db_table for model in model_classes]
