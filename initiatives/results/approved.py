"""The newest follow-ups as of a round: the only reader of them, for pages, notes, downloads and estimates."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, F, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject

from budgets.foundation.models import Municipality
from initiatives.catalogues.models.initiatives import until_round
from initiatives.results.figures import TargetAndForecast
from initiatives.results.models import ACCOUNTS, Basis, FollowUp, FollowUpYear, State

LATEST = (9999, ACCOUNTS)
"""A round after every other: as of it, the newest follow-up of all is found."""


@dataclass(frozen=True)
class ApprovedFigures(TargetAndForecast):
    """The newest approved follow-up of an initiative in one year; kroner, positive is less expenditure."""

    year: int
    period: int
    target: Decimal | None
    target_to_date: Decimal | None
    realised: Decimal | None
    forecast: Decimal | None
    full_year_effect: Decimal | None = None
    posted: Decimal | None = None
    status: str = ""
    cause: str = ""
    explanation: str = ""
    is_computed: bool = False
    is_constructed: bool = False
    is_approved: bool = True
    lines: Mapping[int, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    """Realised and forecast effect by effect line id, where the follow-up was made line by line."""


@dataclass(frozen=True)
class ApprovedYears:
    """The approved figures of an initiative by year, and the forecasts that they have of later years, in kroner."""

    by_year: Mapping[int, ApprovedFigures] = field(default_factory=dict)
    later: Mapping[int, Decimal] = field(default_factory=dict)

    def forecast_of(self, year: int) -> Decimal | None:
        """The forecast effect of the year: its own newest follow-up's, otherwise the newest made in another year."""
        own = self.by_year.get(year)
        return own.forecast if own else self.later.get(year)


NOTHING_APPROVED = ApprovedYears()

NEWEST = """
SELECT newest.initiative_id, newest.year, newest.period, newest.target, newest.target_to_date, newest.realised,
       newest.forecast, newest.full_year_effect, newest.posted, newest.status, newest.cause, newest.explanation,
       newest.basis, newest.is_constructed, newest.state,
       (SELECT json_agg(json_build_array(line.line_id, line.realised::text, line.forecast::text))
        FROM initiatives_followupline AS line WHERE line.follow_up_id = newest.id) AS lines
FROM unnest(%(initiatives)s::bigint[]) AS wanted (id)
CROSS JOIN (SELECT DISTINCT year FROM initiatives_followupround
            WHERE municipality_id = %(municipality)s AND (year, period) <= (%(year)s, %(period)s)
                  AND year >= %(first_year)s) AS rounds_of
CROSS JOIN LATERAL (
    SELECT of_round.*, round.year, round.period
    FROM initiatives_followupround AS round
    CROSS JOIN LATERAL (
        SELECT * FROM initiatives_followup AS follow_up
        WHERE follow_up.round_id = round.id AND follow_up.initiative_id = wanted.id
              AND follow_up.state = ANY(%(states)s)
        ORDER BY follow_up.revision DESC
        LIMIT 1
    ) AS of_round
    WHERE round.municipality_id = %(municipality)s AND round.year = rounds_of.year
          AND (round.year, round.period) <= (%(year)s, %(period)s)
    ORDER BY round.period DESC
    LIMIT 1
) AS newest
"""
"""Reads one row for each initiative and year, however many months have been followed up."""


def load_newest(
    municipality: Municipality,
    initiative_ids: Collection[int],
    until: tuple[int, int] = LATEST,
    *,
    states: Collection[State] = (State.APPROVED,),
    first_year: int = 0,
) -> dict[int, dict[int, ApprovedFigures]]:
    """The newest follow-up in one of the states by initiative id and year, up to the round `until`; one query.

    Newest is the highest period of the year, then the highest revision. Years before `first_year` are left out.
    """
    parameters: dict[str, int | list[int] | list[str]] = {
        "municipality": municipality.pk,
        "initiatives": list(initiative_ids),
        "year": until[0],
        "period": until[1],
        "states": [str(state) for state in states],
        "first_year": first_year,
    }
    newest: defaultdict[int, dict[int, ApprovedFigures]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, parameters)
        names = [column.name for column in cursor.description]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            newest[row["initiative_id"]][row["year"]] = _read(row)
    return newest


def load_approved(
    municipality: Municipality, initiative_ids: Collection[int], until: tuple[int, int] = LATEST
) -> dict[int, ApprovedYears]:
    """What is approved of the initiatives up to the round, by initiative id; two queries."""
    by_year = load_newest(municipality, initiative_ids, until)
    later = load_later_forecasts(initiative_ids, until)
    return {pk: ApprovedYears(by_year.get(pk, {}), later.get(pk, {})) for pk in {*by_year, *later}}


def load_later_forecasts(
    initiative_ids: Collection[int], until: tuple[int, int] = LATEST
) -> dict[int, dict[int, Decimal]]:
    """Forecasts of later years, kroner by initiative id and year, each from the newest round that has one; one query.

    A revision replaces what the one before it in its round had.
    """
    newer = FollowUp.objects.approved().filter(
        round=OuterRef("follow_up__round"),
        initiative=OuterRef("follow_up__initiative"),
        revision__gt=OuterRef("follow_up__revision"),
    )
    forecasts = (
        FollowUpYear.objects.filter(
            ~Exists(newer),
            until_round(*until, path="follow_up__round__"),
            follow_up__initiative__in=initiative_ids,
            follow_up__state=State.APPROVED,
            forecast__isnull=False,
        )
        .order_by("follow_up__initiative_id", "year", "-follow_up__round__year", "-follow_up__round__period")
        .distinct("follow_up__initiative_id", "year")
        .values_list("follow_up__initiative_id", "year", "forecast")
    )
    by_initiative: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for pk, year, forecast in forecasts:
        by_initiative[pk][year] = forecast
    return by_initiative


AMOUNTS = ("target", "target_to_date", "realised", "forecast", "full_year_effect", "posted")
TEXTS = ("status", "cause", "explanation", "basis", "is_constructed", "state")


def newest_facts_as_of(year: int, period: int) -> Subquery:
    """The newest approved follow-up of any year by the round, as JSON that `read_facts` reads.

    For annotating initiatives: part of their own query, where load_newest would be one more.
    """
    newest = (
        FollowUp.objects.approved()
        .filter(until_round(year, period), initiative=OuterRef("pk"))
        .order_by("-round__year", "-round__period", "-revision")
    )
    amounts = {name: Cast(name, CharField()) for name in AMOUNTS}
    facts = JSONObject(year="round__year", period="round__period", **amounts, **{name: F(name) for name in TEXTS})
    return Subquery(newest.values(facts=facts)[:1])


def read_facts(facts: Mapping[str, Any] | None) -> ApprovedFigures | None:
    """The figures of an annotation by `newest_facts_as_of`."""
    return _read({**facts, **{name: _decimal(facts[name]) for name in AMOUNTS}, "lines": None}) if facts else None


def _read(row: Mapping[str, Any]) -> ApprovedFigures:
    return ApprovedFigures(
        year=row["year"],
        period=row["period"],
        **{name: row[name] for name in AMOUNTS},
        status=row["status"],
        cause=row["cause"],
        explanation=row["explanation"],
        is_computed=row["basis"] == Basis.COMPUTED,
        is_constructed=row["is_constructed"],
        is_approved=row["state"] == State.APPROVED,
        lines={line: (_decimal(realised), _decimal(forecast)) for line, realised, forecast in row["lines"] or ()},
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
