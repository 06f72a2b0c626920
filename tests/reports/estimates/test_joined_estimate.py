"""The joined estimate: Varde's published tables to the krone, and which measures are counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from budgets.forecasting.models import Forecast
from budgets.foundation.models import Municipality, Role
from budgets.overview.loading import load_budget
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import BudgetEffect, Initiative, Lifecycle
from reports.estimates.joined_estimate import JoinedEstimate, build_estimate
from reports.estimates.models import ForecastInitiative
from tests.factories import Person, load_catalogue, logged_in
from tests.places import FIXTURES

PAGE = "/varde/budget/samlet-skoen/"
PLACING = "/varde/kataloger/varde-2017/ramme/"


@pytest.fixture
def varde(db: None) -> Municipality:
    municipality = Municipality.objects.get(slug="varde")
    load_budget(FIXTURES / "budgets" / "varde", municipality)
    load_catalogue("varde-2017")
    return municipality


@pytest.fixture
def controller(person: Person, varde: Municipality) -> Client:
    return logged_in(person("vera", Role.CONTROLLER, "varde"))


def estimate(varde: Municipality, opening: int = 0, base_year: int = 2018) -> JoinedEstimate:
    return build_estimate(
        varde,
        forecast=Forecast.objects.get(),
        base_year=base_year,
        as_of=date(2017, 12, 31),
        opening=Decimal(opening),
    )


def test_vardes_last_table_is_reproduced_to_the_krone(varde: Municipality) -> None:
    years = {year.year: year for year in estimate(varde).total.years}

    assert {year: year_estimate.estimate for year, year_estimate in years.items()} == {
        2018: 142_614_000,
        2019: 141_393_000,
        2020: 141_493_000,
        2021: 141_493_000,
    }
    assert {year: year_estimate.difference.amount for year, year_estimate in years.items()} == {
        2018: 3_720_846,
        2019: 2_499_846,
        2020: 2_599_846,
        2021: 2_599_846,
    }


def test_the_base_year_is_chosen(varde: Municipality) -> None:
    assert estimate(varde, base_year=2017).total.years[0].difference.amount == 142_614_000 - 134_351_271


def test_what_is_accumulated_begins_with_what_is_carried_in_and_tells_when_it_balances(varde: Municipality) -> None:
    assert list(map(int, estimate(varde, opening=1_000_000).balances)) == [4_720_846, 7_220_692, 9_820_538, 12_420_384]
    assert estimate(varde).balanced_from is None
    assert estimate(varde, opening=-5_000_000).balanced_from is None
    assert estimate(varde, opening=-50_000_000).balanced_from == 2018


def test_only_measures_that_nobody_has_counted_are_subtracted_and_each_other_is_named_with_its_reason(
    varde: Municipality,
) -> None:
    forecast = Forecast.objects.get()
    line = forecast.lines.first()
    assert line is not None
    Initiative.objects.filter(key="lederreduktion").update(budget_effect=BudgetEffect.IN_BUDGET)
    Initiative.objects.filter(key="vidagerhus").update(
        lifecycle=Lifecycle.DROPPED, ended_on=date(2017, 12, 1), ended_reason="Ikke vedtaget."
    )
    for key, counted in (("bostoette", True), ("digital-stoette", False)):
        initiative = Initiative.objects.get(key=key)
        ForecastInitiative.objects.create(line=line, initiative=initiative, counted=counted, amount=0)

    joined_estimate = estimate(varde)

    assert [measure.initiative.key for measure in joined_estimate.counted] == [
        "hjemtagelse-koersel",
        "myndighedssagsbehandling",
    ]
    assert {measure.initiative.key: measure.reason for measure in joined_estimate.left_out} == {
        "lederreduktion": "er regnet ind i budgettet",
        "vidagerhus": "udgået",
        "bostoette": "er trukket fra i det forventede regnskab",
        "digital-stoette": "ses allerede i sagerne",
    }
    assert joined_estimate.total.years[0].measures == 1_000_000


def test_the_areas_sum_to_the_total_and_what_has_no_area_is_a_row_of_its_own(varde: Municipality) -> None:
    EffectLine.objects.filter(initiative__key="bostoette").update(area=varde.areas.get(code="2"))

    joined_estimate = estimate(varde)

    by_area = {str(row.area or ""): row for row in joined_estimate.areas}
    assert by_area["2 Bostøtte jf. § 85"].years[0].difference.amount == 11_152_000 - 186_000 - 9_223_250
    assert by_area[""].years[0].measures == 2_410_000 - 186_000
    for position, year in enumerate(joined_estimate.total.years):
        assert sum(row.years[position].estimate for row in joined_estimate.areas) == year.estimate
        assert sum(row.years[position].difference.amount for row in joined_estimate.areas) == year.difference.amount


def test_an_areas_measures_are_a_percent_of_its_budget_and_shared_sections_are_flagged(varde: Municipality) -> None:
    lines = EffectLine.objects.filter(initiative__key__in=("bostoette", "digital-stoette"))
    lines.update(area=varde.areas.get(code="2"))
    basis = Initiative.objects.get(key="bostoette").legal_bases.get()
    Initiative.objects.get(key="digital-stoette").legal_bases.add(basis)

    joined_estimate = estimate(varde)

    (overlap,) = joined_estimate.overlaps
    assert overlap.amount == 316_000
    assert overlap.percent is not None
    assert round(overlap.percent, 2) == Decimal("3.43")
    assert [
        (str(legal_basis), [measure.initiative.key for measure in measures])
        for legal_basis, measures in joined_estimate.shared
    ] == [("SEL § 85", ["bostoette", "digital-stoette"])]


def test_the_page_shows_the_published_differences_in_the_municipalitys_sign(
    controller: Client, varde: Municipality
) -> None:
    varde.deviation_sign = "minus"
    varde.save()

    html = controller.get(PAGE).content.decode()

    for figure in ("142.614.000", "141.493.000", "−3.720.846", "−2.599.846"):
        assert figure in html
    assert "merforbrug" in html


def test_an_opening_that_is_no_amount_is_told(controller: Client) -> None:
    html = controller.get(f"{PAGE}?saldo=mange").content.decode()

    assert "Skriv et beløb i kr., fx 62.500.000." in html
    assert 'value="mange"' in html


def test_a_municipality_without_a_budget_is_told_what_is_missing(bob: Client) -> None:
    assert (
        "når budgettet og det forventede regnskab er indtastet"
        in bob.get("/ballerup/budget/samlet-skoen/").content.decode()
    )


def test_a_controller_places_lines_in_the_budget_and_a_new_import_leaves_it(
    controller: Client, varde: Municipality
) -> None:
    line = EffectLine.objects.get(initiative__key="bostoette")
    area = varde.areas.get(code="2")

    html = controller.post(
        PLACING,
        {f"ramme-{line.pk}": area.pk, f"virkning-{line.initiative_id}": "to_be_posted", "ramme-999999": area.pk},
        follow=True,
    ).content.decode()
    load_catalogue("varde-2017")

    line.refresh_from_db()
    assert "2 ændringer er gemt." in html
    assert line.area == area
    assert line.initiative.budget_effect == BudgetEffect.TO_BE_POSTED
