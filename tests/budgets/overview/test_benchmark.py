"""Comparison of municipalities: per citizen, with and without overspend, only those of which the user is a member."""

from decimal import Decimal

import pytest
from django.test import Client

from budgets.areas.writing import write_areas
from budgets.caseload.writing import write_caseload
from budgets.forecasting.storing import enter_forecast
from budgets.foundation.models import Municipality, Population, Role
from budgets.overview.benchmark import build_benchmark
from budgets.overview.loading import load_budget
from tests.factories import Person, logged_in
from tests.places import FIXTURES


@pytest.fixture
def varde(db: None) -> Municipality:
    municipality = Municipality.objects.get(slug="varde")
    load_budget(FIXTURES / "budgets" / "varde", municipality)
    Population.objects.create(municipality=municipality, year=2017, adults=28_000, everybody=50_000)
    return municipality


@pytest.fixture
def ballerup_town(db: None) -> Municipality:
    municipality = Municipality.objects.get(slug="ballerup")
    write_areas(actor=None, municipality=municipality, text="1;Botilbud;;;;;")
    enter_forecast(actor=None, municipality=municipality, year=2017, month=3, text="1;2017;1;;;")
    enter_forecast(actor=None, municipality=municipality, year=2017, month=9, text="1;2017;56.000.000;;;")
    months = "\n".join(f"1;SEL § 107;;egen;2017;{month};9;9;0,75;;;600.000" for month in range(1, 13))
    few = "\n".join(
        f"1;SEL § 108;;egen;2017;{month};9;{9 if month < 12 else 4};0,75;;;600.000" for month in range(1, 13)
    )
    write_caseload(actor=None, municipality=municipality, text=f"{months}\n{few}")
    return municipality


def test_the_budget_is_without_the_overspend_and_what_is_expected_with_it(varde: Municipality) -> None:
    (row,) = build_benchmark([varde], 2017, own=varde).rows

    assert row.budget_per_adult == Decimal(134_351_271) / 28_000
    assert row.expected_per_adult == Decimal(147_115_000) / 28_000
    assert row.spent_per_adult is None


def test_the_newest_forecast_counts_and_without_population_nothing_is_worked_out(ballerup_town: Municipality) -> None:
    (row,) = build_benchmark([ballerup_town], 2017, own=ballerup_town).rows

    assert row.expected == 56_000_000
    assert row.expected_per_adult is None


def test_a_unit_price_is_hidden_where_few_were_served_in_a_month(
    varde: Municipality, ballerup_town: Municipality
) -> None:
    prices = {
        price.legal_basis: price.prices
        for price in build_benchmark([ballerup_town, varde], 2017, own=varde).unit_prices
    }

    assert prices == {"SEL § 107": [Decimal(800_000), None], "SEL § 108": [None, None]}


def test_only_the_municipalities_that_one_is_a_member_of_are_shown(
    varde: Municipality, ballerup_town: Municipality, person: Person, bob: Client
) -> None:
    member_of_both = person("bodil", Role.READER)
    person("bodil", Role.READER, "varde")
    path = "/ballerup/sager/sammenligning/?aar=2017"

    assert "Varde" not in bob.get(path).content.decode()
    assert "4.798" in logged_in(member_of_both).get(path).content.decode()
