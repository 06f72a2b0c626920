"""How quick the follow-up is with 300 initiatives; everything is made for it and rolled back."""

import platform
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from statistics import quantiles

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from budgets.models import Membership, Municipality, Role, User
from initiatives.followup.rounds import make_year
from initiatives.models import (
    Catalogue,
    CatalogueKind,
    EffectCategory,
    EffectLine,
    FollowUp,
    FollowUpRound,
    Initiative,
    Lifecycle,
    Sign,
    State,
    Theme,
    YearlyEffect,
)

INITIATIVES = 300
TIMES = 30
YEARS = range(2019, 2023)
FEWER = 10
"""The smaller size of the same data: a tenth part."""


class Command(BaseCommand):
    help = "Time the entry grid and the saving of a row with 300 initiatives and with a tenth; writes nothing."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("bench makes data of its own and does not run in production.")
        self.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, {date.today().isoformat()}")  # noqa: DTZ011
        self.stdout.write("| page | initiatives | queries | p50 ms | p95 ms | bare SQL ms |\n|---|---|---|---|---|---|")
        for count in (INITIATIVES, INITIATIVES // FEWER):
            with transaction.atomic(), override_settings(ALLOWED_HOSTS=["testserver"]):
                for line in _measure(count):
                    self.stdout.write(line)
                transaction.set_rollback(True)


def _measure(count: int) -> list[str]:
    membership = _member()
    march, initiatives = _round(membership, count)
    client = Client()
    client.force_login(membership.user)
    path = f"/{membership.municipality.slug}/opfoelgning/{march.code}/"
    versions = iter(range(1, TIMES * 4))

    def save() -> None:
        version = next(versions)
        posted = {"version": version, "enhed": "tkr", "forecast": str(version)}
        assert client.post(f"{path}raekke/{initiatives[0].pk}/", posted).status_code == 200  # noqa: S101

    return [_line("entry grid", count, lambda: client.get(path)), _line("a row saved", count, save)]


def _line(name: str, count: int, action: Callable[[], object]) -> str:
    action()
    with CaptureQueriesContext(connection) as queries:
        action()
    made = [float(query["time"]) * 1000 for query in queries.captured_queries]
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(taken, n=20)
    return f"| {name} | {count} | {len(made)} | {cuts[9]:.0f} | {cuts[18]:.0f} | {sum(made):.0f} |"


def _member() -> Membership:
    municipality = Municipality.objects.create(code="999", slug="maaling", name="Måling", region="Måling")
    user = User.objects.create_user("maaling")
    return Membership.objects.create(user=user, municipality=municipality, role=Role.CONTROLLER)


def _round(membership: Membership, count: int) -> tuple[FollowUpRound, list[Initiative]]:
    """A catalogue in ten groups, followed up in two months, with the third half filled."""
    catalogue = Catalogue.objects.create(
        municipality=membership.municipality,
        slug="maaling",
        title="Måling",
        kind=CatalogueKind.ACTION_PLAN,
        scope="Måling",
        published=date(2019, 1, 1),
        first_year=YEARS[0],
        last_year=YEARS[-1],
        unit="tkr",
        decimals=0,
        sign=Sign.SAVINGS_POSITIVE,
    )
    themes = [Theme.objects.create(catalogue=catalogue, order=n, title=f"Gruppe {n}") for n in range(10)]
    initiatives = Initiative.objects.bulk_create(
        Initiative(
            catalogue=catalogue,
            theme=themes[n * 10 // count],
            order=n,
            key=f"t{n}",
            title=f"Tiltag {n}",
            lifecycle=Lifecycle.UNDER_WAY,
        )
        for n in range(count)
    )
    lines = EffectLine.objects.bulk_create(
        EffectLine(initiative=initiative, order=1, text="Linje", category=EffectCategory.PERMANENT)
        for initiative in initiatives
    )
    YearlyEffect.objects.bulk_create(
        YearlyEffect(line=line, year=year, amount=Decimal(1_000_000)) for line in lines for year in YEARS
    )
    rounds = make_year(membership=membership, year=2019, periods=[1, 2, 3], days=10, catalogues=[catalogue])
    FollowUp.objects.bulk_create(
        FollowUp(
            round=round_,
            initiative=initiative,
            realised=Decimal(250_000),
            forecast=Decimal(900_000),
            explanation="Forklaring",
            state=State.DRAFT if round_ == rounds[2] else State.SUBMITTED,
            submitted_by=None if round_ == rounds[2] else membership.user,
        )
        for round_ in rounds
        for initiative in initiatives
    )
    return rounds[2], initiatives
