"""How quick the dashboards are with a country's worth of follow-up, in a database that is made for it and removed."""

import gc
import platform
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from statistics import quantiles

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from budgets.areas import write_areas
from budgets.decisions import write_decision
from budgets.forecasts import enter_forecast
from budgets.models import AppropriationKind, Membership, Municipality, Role, User
from initiatives.models import FollowUp
from reports.national import make_country

INITIATIVES = 500
FEWER = 10
"""The smaller size of the same data: a tenth part."""
TIMES = 20
AS_GUNICORN = (50_000, 20, 20)
"""How seldom the server looks for cycles: see gunicorn.conf.py."""
PAGES = {
    "overview": "",
    "savings": "tiltag/",
    "savings by area": "tiltag/?efter=ramme",
    "savings of one legal basis": "tiltag/?lovgrundlag=SEL+%C2%A7+85",
    "changes since": "tiltag/aendret/",
    "catalogues' promises": "tiltag/aargange/",
    "an initiative's way": "tiltag/plan-{code}/t7/",
    "rounds": "opfoelgning/",
}


class Command(BaseCommand):
    help = (
        "Time the dashboards with 98 municipalities of 500 initiatives, followed up for four years, and with a tenth."
    )

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("bench makes data of its own and does not run in production.")
        self.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, {date.today().isoformat()}")  # noqa: DTZ011
        self.stdout.write(
            "| page | initiatives | queries | p50 ms | p95 ms | bare SQL p95 ms |\n|---|---|---|---|---|---|"
        )
        gc.freeze()
        gc.set_threshold(*AS_GUNICORN)
        for count in (INITIATIVES, INITIATIVES // FEWER):
            name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            try:
                with override_settings(ALLOWED_HOSTS=["testserver"]):
                    for line in _measure(count):
                        self.stdout.write(line)
            finally:
                connection.creation.destroy_test_db(name, verbosity=0)


def _measure(count: int) -> list[str]:
    call_command("load_reference_data", stdout=StringIO())
    start = time.perf_counter()
    make_country(count)
    made = time.perf_counter() - start
    municipality = Municipality.objects.order_by("code")[50]
    _budget(municipality)
    user = User.objects.create_user("maaling")
    Membership.objects.create(user=user, municipality=municipality, role=Role.MANAGER)
    client = Client()
    client.force_login(user)
    lines = [f"| made by SQL: {FollowUp.objects.count()} follow-ups in {made:.1f} s | {count} | | | | |"]
    for name, path in PAGES.items():
        address = f"/{municipality.slug}/{path.format(code=municipality.code)}"
        lines.append(_line(name, count, client, address))
    return lines


def _budget(municipality: Municipality) -> None:
    """Four areas with a budget and what is expected of them."""
    codes = ("1", "2", "3", "4")
    write_areas(actor=None, municipality=municipality, text="\n".join(f"{code};Område {code};;;;;" for code in codes))
    write_decision(
        actor=None,
        municipality=municipality,
        round_year=2022,
        kind=AppropriationKind.ADOPTED,
        decided_on=date(2021, 10, 10),
        title="Budget 2022",
        note="",
        text="\n".join(f"{code};2022;100.000.000;;" for code in codes),
    )
    rows = "\n".join(f"{code};2022;101.000.000;;;" for code in codes)
    enter_forecast(actor=None, municipality=municipality, year=2022, month=6, text=rows)


def _line(name: str, count: int, client: Client, path: str) -> str:
    assert client.get(path).status_code == 200, path  # noqa: S101
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    statements = [query["sql"] for query in queries.captured_queries]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                if not statement.startswith("DECLARE"):
                    cursor.execute(statement.replace("%", "%%"), ())
                    cursor.fetchall()

    page, sql = _cuts(lambda: client.get(path)), _cuts(bare)
    return f"| {name} | {count} | {len(statements)} | {page[9]:.0f} | {page[18]:.0f} | {sql[18]:.0f} |"


def _cuts(action: Callable[[], object]) -> list[float]:
    """Milliseconds that 5, 10 … 95 of a hundred runs take at most."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return quantiles(taken, n=20)
