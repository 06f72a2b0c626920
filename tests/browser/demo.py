"""The demo's rows: loaded once for each worker, kept as text, and put back for each test, which is much quicker."""

from io import StringIO

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from reports.demo import load_demo
from tests.conftest import FIXTURES

KEPT: dict[str, str] = {}
"""The rows of each table, as PostgreSQL copies them out."""


def put_demo_in_place() -> None:
    """Fill the empty database with the demo."""
    if KEPT:
        _put_back()
        return
    load_demo(FIXTURES)
    with connection.cursor() as cursor:
        for model in _models():
            rows = StringIO()
            cursor.copy_expert(f"COPY {model._meta.db_table} TO STDOUT", rows)
            KEPT[model._meta.db_table] = rows.getvalue()


@transaction.atomic
def _put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in KEPT.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows))
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _models() -> list[type[models.Model]]:
    """The models of our own apps, with the tables between them."""
    own = (apps.get_app_config(label) for label in ("budgets", "initiatives", "reports"))
    return [model for config in own for model in config.get_models(include_auto_created=True)]
