"""The budget in the prices of another year."""

from datetime import date
from decimal import Decimal

import pytest

from budgets.areas.models import AppropriationKind, BudgetArea
from budgets.foundation.models import Municipality, PriceIndex, Role
from budgets.foundation.prices import PriceIndices, load_indices
from budgets.ledger.models import ImportBatch
from budgets.overview.rows import AreaAmounts, PriceLevel, build_overview
from tests.factories import Person, decide, logged_in

INDICES = PriceIndices({("service", 2019): Decimal(10), ("service", 2020): Decimal(25)}, {("service", 2019)})


@pytest.fixture
def booked(town: Municipality) -> Municipality:
    """A budget of 2019, and expenditure of 2018 and 2019."""
    decide(town, AppropriationKind.ADOPTED, "2018-10-10", "50.1;2019;1100000;;")
    batch = ImportBatch.objects.create(
        municipality=town, kind="expenditure", sha256="1", name="fil", rows=2, total=Decimal(0)
    )
    for year, amount in ((2018, 1_000_000), (2019, 110_000)):
        batch.expenditures.create(area=town.areas.get(code="50.1"), year=year, month=1, gross=amount)
    return town


def overview(municipality: Municipality, level: int | None) -> AreaAmounts:
    prices = PriceLevel(level, INDICES) if level else None
    return build_overview(municipality, year=2019, month=12, as_of=date(2019, 12, 31), prices=prices).total.sums


def test_each_year_is_carried_from_its_own_prices(booked: Municipality) -> None:
    own, in_2018, in_2020 = (overview(booked, level) for level in (None, 2018, 2020))

    assert [own.corrected, own.spent, own.spent_last_year] == [1_100_000, 110_000, 1_000_000]
    assert round(in_2018.corrected, 6) == in_2018.spent_last_year == 1_000_000
    assert [in_2020.corrected, in_2020.spent_last_year] == [1_375_000, 1_375_000]


def test_what_is_not_expected_stays_unknown() -> None:
    assert AreaAmounts(adopted=Decimal(1)).times(Decimal(2), Decimal(3)).expected is None


def test_an_example_between_the_years_is_told() -> None:
    areas = [BudgetArea(steering_area="")]

    assert PriceLevel(2019, INDICES).rests_on_examples(areas, 2019)
    assert not PriceLevel(2020, INDICES).rests_on_examples(areas, 2021)


def test_a_missing_index_leaves_the_page_in_its_own_prices_and_says_which(booked: Municipality, person: Person) -> None:
    PriceIndex.objects.filter(year=2019).delete()
    client = logged_in(person("bob", Role.READER))

    html = client.get("/ballerup/budget/", {"aar": "2019", "prisniveau": "2018"}).content.decode()

    assert "Der mangler pris- og lønfremskrivning for service i 2019." in html
    assert "hvert år i sine egne priser" in html
    assert "1.100" in html


def test_the_page_tells_the_prices_and_that_the_indices_are_examples(booked: Municipality, person: Person) -> None:
    client = logged_in(person("bob", Role.READER))

    html = client.get("/ballerup/budget/", {"aar": "2019", "prisniveau": "2018"}).content.decode()

    assert load_indices().rest_on_examples("service", 2018, 2019)
    assert "i 2018-priser" in html
    assert "bygger på fremskrivninger, der er eksempler" in html
