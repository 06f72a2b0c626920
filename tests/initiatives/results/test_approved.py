"""The newest approved follow-up by initiative and year, against the rule said in plain Python."""

from decimal import Decimal
from itertools import product

import pytest
from django.db.models import QuerySet

from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.deciding import revise
from initiatives.followup.rounds import open_year
from initiatives.results.approved import (
    LATEST,
    load_approved,
    load_later_forecasts,
    load_newest,
    newest_facts_as_of,
    read_facts,
)
from initiatives.results.models import FollowUp, FollowUpRound, FollowUpYear, State
from tests.factories import approved, fill

Key = tuple[int, int]


@pytest.fixture
def followed(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> Initiative:
    """Approved in January, March (corrected once) and the January after; only begun in April."""
    approved(members, rounds[0], stu, 10, 900)
    approved(members, rounds[2], stu, 30, 800)
    revise(membership=members["alice"], round_=rounds[2], initiative_id=stu.pk, reason="Rettet")
    approved(members, rounds[2], stu, 31, 750)
    fill(members["alice"], rounds[3], stu, 40, 1)
    (next_january,) = open_year(membership=members["alice"], year=2020, periods=[1], days=10, catalogues=[ballerup])
    approved(members, next_january, stu, 5, 600)
    return stu


def newest_by_rule(follow_ups: QuerySet[FollowUp], until: Key) -> dict[Key, FollowUp]:
    """The follow-up of the highest period up to the round, then of the highest revision, by initiative id and year."""
    newest: dict[Key, FollowUp] = {}
    for follow_up in follow_ups.select_related("round").order_by("round__period", "revision"):
        if (follow_up.round.year, follow_up.round.period) <= until:
            newest[follow_up.initiative_id, follow_up.round.year] = follow_up
    return newest


@pytest.mark.parametrize("states", [(State.APPROVED,), (State.APPROVED, State.SUBMITTED), tuple(State)])
def test_the_statement_finds_what_the_rule_says_as_of_every_round(
    followed: Initiative, ballerup: Catalogue, states: tuple[State, ...]
) -> None:
    ids = list(ballerup.initiatives.values_list("pk", flat=True))
    for until in [*product((2018, 2019, 2020), (1, 3, 4, 12, 13)), LATEST]:
        expected = newest_by_rule(FollowUp.objects.filter(state__in=states), until)

        newest = load_newest(ballerup.municipality, ids, until, states=states)

        read = {(pk, year): own for pk, by_year in newest.items() for year, own in by_year.items()}
        assert {key: (own.realised, own.forecast, own.period) for key, own in read.items()} == {
            key: (own.realised, own.forecast, own.round.period) for key, own in expected.items()
        }


def test_another_municipalitys_initiatives_have_nothing_and_no_initiative_is_no_fault(
    followed: Initiative, ballerup: Catalogue
) -> None:
    assert load_newest(ballerup.municipality, []) == {}
    assert load_newest(ballerup.municipality, [followed.pk + 100_000]) == {}


def test_years_before_the_first_that_is_asked_for_are_left_out(followed: Initiative, ballerup: Catalogue) -> None:
    assert list(load_newest(ballerup.municipality, [followed.pk], first_year=2020)[followed.pk]) == [2020]


def test_the_annotation_reads_the_same_as_the_statement(followed: Initiative, ballerup: Catalogue) -> None:
    for until in ((2019, 2), (2019, 12), LATEST):
        annotated = Initiative.objects.annotate(facts=newest_facts_as_of(*until)).get(pk=followed.pk)

        by_year = load_newest(ballerup.municipality, [followed.pk], until)[followed.pk]

        assert read_facts(annotated.facts) == by_year[max(by_year)]
    assert read_facts(None) is None


def test_a_later_years_forecast_holds_until_a_newer_round_or_a_correction_says_otherwise(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> None:
    january = approved(members, rounds[0], stu, 10, 900)
    FollowUpYear.objects.create(follow_up=january, year=2020, forecast=400_000)
    FollowUpYear.objects.create(follow_up=january, year=2021, forecast=300_000)
    march = approved(members, rounds[2], stu, 30, 800)
    FollowUpYear.objects.create(follow_up=march, year=2020, forecast=350_000)

    assert load_later_forecasts([stu.pk], (2019, 2))[stu.pk] == {2020: 400_000, 2021: 300_000}
    assert load_later_forecasts([stu.pk])[stu.pk] == {2020: 350_000, 2021: 300_000}
    years = load_approved(ballerup.municipality, [stu.pk])[stu.pk]
    assert [years.forecast_of(year) for year in (2019, 2020, 2022)] == [Decimal(800_000), Decimal(350_000), None]

    revise(membership=members["alice"], round_=rounds[2], initiative_id=stu.pk, reason="Uden senere år")
    FollowUpYear.objects.filter(follow_up__revision=1).delete()
    approved(members, rounds[2], stu, 30, 800)
    assert load_later_forecasts([stu.pk])[stu.pk] == {2020: 400_000, 2021: 300_000}
