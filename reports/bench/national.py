"""Makes follow-up data for a whole country by SQL, in a database with reference data and no catalogues."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from budgets.foundation.models import Municipality, User
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import FollowUp, FollowUpRound
from reports.bench.filling import Filling, fill

FIRST_YEAR, LAST_YEAR = 2019, 2022
MONTHS = 48
GROUPS = 10


@dataclass(frozen=True)
class FollowedMunicipality:
    """A municipality, its number of initiatives, and the number of months with approved follow-up."""

    municipality: Municipality
    initiatives: int
    months: int = MONTHS


MUNICIPALITIES = """
    unnest(%(municipalities)s, %(initiatives)s, %(months)s) AS asked (municipality_id, initiatives, months)
    JOIN budgets_municipality municipality ON municipality.id = asked.municipality_id"""
CATALOGUES = f"{MUNICIPALITIES} JOIN initiatives_catalogue catalogue USING (municipality_id)"
INITIATIVES = f"{CATALOGUES} JOIN initiatives_initiative initiative ON initiative.catalogue_id = catalogue.id"
LEGAL_BASES = """
    (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS many FROM budgets_legalbasis) basis"""
LINES = f"{INITIATIVES} JOIN initiatives_effectline line ON line.initiative_id = initiative.id"
ROUNDS = f"{CATALOGUES} JOIN initiatives_followupround round USING (municipality_id)"
NUMBER = 'initiative."order"'

PLANS_AND_ROUNDS = (
    Filling(
        Catalogue,
        {
            "municipality": "municipality.id",
            "slug": "'plan-' || municipality.code",
            "title": "'Handlingsplan'",
            "kind": "'action_plan'",
            "scope": "'Voksne'",
            "published": "'2019-01-01'",
            "first_year": "%(first_year)s",
            "last_year": "%(last_year)s",
            "unit": "'tkr'",
            "decimals": "0",
            "sign": "'savings_positive'",
            "summary": "''",
            "source": "'konstrueret'",
            "is_constructed": "true",
        },
        MUNICIPALITIES,
    ),
    Filling(
        Theme,
        {"catalogue": "catalogue.id", "order": "number", "title": "'Gruppe ' || number"},
        f"{CATALOGUES} CROSS JOIN generate_series(1, %(groups)s) number",
    ),
    Filling(
        Initiative,
        {
            "catalogue": "catalogue.id",
            "theme": "theme.id",
            "order": "number",
            "key": "'t' || number",
            "title": "'Tiltag ' || number",
            "lifecycle": "'under_way'",
            "risk": "(ARRAY['', 'low', 'medium', 'high'])[1 + mod(number, 4)]",
        },
        f"""{CATALOGUES} CROSS JOIN generate_series(1, asked.initiatives) number
        JOIN initiatives_theme theme
            ON theme.catalogue_id = catalogue.id AND theme."order" = 1 + mod(number, %(groups)s)""",
    ),
    Filling(
        Initiative.legal_bases.through,
        {"initiative": "initiative.id", "legalbasis": "basis.id"},
        f"{INITIATIVES} JOIN {LEGAL_BASES} ON basis.place = 1 + mod({NUMBER}, basis.many)",
    ),
    Filling(
        EffectLine,
        {
            "initiative": "initiative.id",
            "order": "1",
            "text": "'Linje'",
            "category": "'permanent'",
            "steering_area": "'service'",
        },
        INITIATIVES,
    ),
    Filling(
        YearlyEffect,
        {"line": "line.id", "year": "year", "amount": f"100000 * (1 + mod({NUMBER}, 20))"},
        f"{LINES} CROSS JOIN generate_series(%(first_year)s, %(last_year)s) year",
    ),
    Filling(
        FollowUpRound,
        {
            "municipality": "municipality.id",
            "year": "%(first_year)s + month / 12",
            "period": "1 + mod(month, 12)",
            "deadline": "'2019-02-10'::date + month * 30",
        },
        f"{MUNICIPALITIES} CROSS JOIN generate_series(0, asked.months - 1) month",
    ),
    Filling(
        FollowUpRound.catalogues.through,
        {"followupround": "round.id", "catalogue": "catalogue.id"},
        ROUNDS,
    ),
)
FOLLOW_UPS = Filling(
    FollowUp,
    {
        "round": "round.id",
        "initiative": "initiative.id",
        "state": "'approved'",
        "target": "effect.amount",
        "target_to_date": "round(effect.amount * round.period / 12, 2)",
        "realised": f"round(effect.amount * round.period / 12 * (50 + mod({NUMBER}, 60)) / 100, 2)",
        "forecast": f"round(effect.amount * (50 + mod({NUMBER}, 60)) / 100, 2)",
        "status": f"(ARRAY['on_track', 'risk', 'behind'])[1 + mod({NUMBER}, 3)]",
        "cause": f"(ARRAY['', 'price', 'inflow'])[1 + mod({NUMBER}, 3)]",
        "explanation": "'Forklaring'",
        "submitted_by": "%(sender)s",
        "submitted_at": "now()",
        "decided_by": "%(approver)s",
        "decided_at": "now()",
        "edited_at": "now()",
        "is_constructed": "true",
    },
    f"""{ROUNDS} JOIN initiatives_initiative initiative ON initiative.catalogue_id = catalogue.id
    JOIN initiatives_effectline line ON line.initiative_id = initiative.id
    JOIN initiatives_yearlyeffect effect ON effect.line_id = line.id AND effect.year = round.year
    ORDER BY round.year, round.period, initiative.id""",
)
"""Inserted in the order of the months, so that the rows lie on disk as they would in use."""


def make_country(country: Sequence[FollowedMunicipality]) -> None:
    """Give each municipality a catalogue with ten themes, and approved follow-up month by month.

    Each initiative has one effect line with an effect every year. All figures are marked as constructed.
    """
    parameters = {
        "municipalities": [followed.municipality.pk for followed in country],
        "initiatives": [followed.initiatives for followed in country],
        "months": [followed.months for followed in country],
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
        "groups": GROUPS,
        "sender": User.objects.create_user("afsender").pk,
        "approver": User.objects.create_user("godkender").pk,
    }
    with connection.cursor() as cursor, _unchecked_references():
        for filling in PLANS_AND_ROUNDS:
            fill(filling, parameters)
        cursor.execute("ANALYZE")
        fill(FOLLOW_UPS, parameters)
        # Otherwise autovacuum could start while pages are timed. VACUUM cannot run inside a transaction.
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


@contextmanager
def _unchecked_references() -> Iterator[None]:
    """Switch off the checks of foreign keys, because the generated rows are consistent and the checks are slow."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
