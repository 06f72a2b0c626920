"""A filtered plan, and a plan in other prices, on the page and in the builder."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.models import PriceIndex, Role
from budgets.foundation.prices import PriceIndices
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectData, EffectFact
from initiatives.catalogues.plan.selection import Selection, reprice
from initiatives.pages.plan import build_plan
from tests.factories import Person, load_catalogue, logged_in
from tests.initiatives.pages.tables import tables

PLAN = "/koebenhavn/kataloger/koebenhavn-2018/?visning=faelles&enhed=tkr"
kroner = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.fixture(scope="module")
def loaded(module_db: None) -> None:
    load_catalogue("koebenhavn-2018")


@pytest.fixture
def koebenhavn(loaded: None, db: None) -> Catalogue:
    catalogue: Catalogue = Catalogue.objects.select_related("municipality").get(slug="koebenhavn-2018")
    return catalogue


@pytest.fixture
def karla(koebenhavn: Catalogue, person: Person) -> Client:
    return logged_in(person("karla", Role.READER, "koebenhavn"))


def total(rows: list[list[str]]) -> list[str]:
    return rows[-1][1:]


def test_one_steering_area_is_shown_alone_with_its_own_totals(karla: Client) -> None:
    totals, plan = tables(karla, f"{PLAN}&styringsomraade=transfers")[:2]

    assert total(totals) == ["–", "1.450", "3.600", "5.100", "5.100"]
    assert [row[0] for row in plan if row[0].startswith("TF") or "nvesteringsforslag" in row[0]]
    assert len([row for row in plan if row[0] not in {"I alt", "Tiltag", "Udsatte voksne"}]) == 2


def test_one_category_is_shown_alone(karla: Client) -> None:
    totals = tables(karla, f"{PLAN}&kategori=implementation")[0]

    assert total(totals) == ["−800", "−8.500", "−7.200", "−7.100", "0"]


def test_risk_and_lifecycle_choose_initiatives(karla: Client, koebenhavn: Catalogue) -> None:
    low = koebenhavn.initiatives.filter(risk="low").count()

    html = karla.get(f"{PLAN}&risiko=low&livscyklus=proposed").content.decode()

    assert f"{low} af 21 tiltag." in html
    assert low > 0


def test_a_legal_basis_that_a_catalogue_has_can_be_chosen(ballerup: Catalogue, bob: Client) -> None:
    basis = ballerup.initiatives.get(key="botilbud-107").legal_bases.get()

    path = f"/ballerup/kataloger/ballerup-2019/?visning=faelles&lovgrundlag={basis.pk}"

    assert "2 af 12 tiltag." in bob.get(path).content.decode()
    assert [row[0] for row in tables(bob, path)[1][2:]] == ["§ 107", "Til eget hjem fra botilbud", "I alt"]


def test_a_filter_without_matches_says_so_and_links_to_everything(karla: Client) -> None:
    html = karla.get(f"{PLAN}&livscyklus=dropped").content.decode()

    assert "Ingen tiltag passer til filtrene." in html
    assert "Vis alle" in html


def test_the_source_view_always_shows_everything(karla: Client) -> None:
    path = "/koebenhavn/kataloger/koebenhavn-2018/"

    assert tables(karla, f"{path}?visning=kilde&risiko=low") == tables(karla, path)


def test_lines_in_their_own_price_level_are_carried_to_the_chosen_one_with_the_original_beside(karla: Client) -> None:
    rows = tables(karla, f"{PLAN}&prisniveau=2018")[1]

    (bu02,) = (row for row in rows if row[0].startswith("Styrket forebyggende"))
    (bu07,) = (row for row in rows if row[0].startswith("Systematisk"))
    assert bu02[2] == "1.6241.600"
    assert bu07[2] == "1.3001.300"


def test_a_conversion_on_examples_says_that_it_is_one(karla: Client) -> None:
    assert "opdigtede til demonstration" in karla.get(f"{PLAN}&prisniveau=2020").content.decode()


def test_a_missing_index_is_named_and_the_amounts_stay_in_the_sources_prices(karla: Client) -> None:
    PriceIndex.objects.filter(year=2019, steering_area="transfers").delete()

    html = karla.get(f"{PLAN}&prisniveau=2020").content.decode()

    assert "Der mangler pris- og lønfremskrivning for overførsler i 2019." in html
    assert 'class="original"' not in html


def test_a_catalogue_without_a_price_level_offers_no_other(ballerup: Catalogue, bob: Client) -> None:
    html = bob.get("/ballerup/kataloger/ballerup-2019/?visning=faelles&prisniveau=2020").content.decode()

    assert "Pris- og lønniveauet er ikke oplyst" in html
    assert 'name="prisniveau"' not in html


def test_a_line_without_a_steering_area_follows_service_and_is_counted(db: None, person: Person) -> None:
    load_catalogue("hedensted-2022")
    reader = logged_in(person("hans", Role.READER, "hedensted"))

    html = reader.get("/hedensted/kataloger/hedensted-2022/?visning=faelles&prisniveau=2023").content.decode()

    assert "10 linjer mangler styringsområde og er omregnet som service." in html


@given(st.lists(kroner, min_size=1, max_size=5), kroner)
def test_the_parts_of_a_repriced_plan_add_up_to_the_whole(amounts: list[Decimal], share: Decimal) -> None:
    facts = [EffectFact(i, i, 1, 1, "permanent", "service", 2019, amount) for i, amount in enumerate(amounts)]
    catalogue = Catalogue(price_level=2018, first_year=2018, last_year=2021)
    chain = PriceIndices({("service", year): Decimal("1.5") for year in range(2016, 2022)})

    repriced = reprice(EffectData(facts, [(0, 2, share)]), catalogue, 2020, chain)

    factor = Decimal("1.015") ** 2
    assert sum(f.amount for f in repriced.data.facts) == sum(a * factor for a in amounts)
    assert repriced.data.shares == [(0, 2, share * factor)]
    assert reprice(EffectData(facts, []), catalogue, 2018, chain).data.facts == facts


def test_a_selection_of_everything_leaves_nothing_out(koebenhavn: Catalogue) -> None:
    assert Selection().is_everything
    assert not replace(Selection(), risk="low").is_everything
    assert build_plan(koebenhavn).shown_count == build_plan(koebenhavn).initiative_count == 21


def test_a_part_that_is_shared_into_a_group_beside_the_plan_is_no_part_of_its_totals(koebenhavn: Catalogue) -> None:
    full_total = build_plan(koebenhavn).totals.rows[-1].cells[1].computed or Decimal(0)
    koebenhavn.themes.filter(order=1).update(excluded_from_totals=True)

    plan = build_plan(koebenhavn)

    excluded_total = plan.groups[0].rows[-1].cells[1].computed or Decimal(0)
    assert plan.groups[0].excluded_from_totals
    assert (plan.totals.rows[-1].cells[1].computed or Decimal(0)) == full_total - excluded_total
