"""Forecasts from cases: stored, compared without a residual, tested for accuracy, and shown."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from budgets.forecasting.errors import AssumptionsError
from budgets.forecasting.models import Forecast, ForecastComment, ForecastLine
from budgets.forecasting.results import Method
from budgets.forecasting.storing import enter_forecast
from budgets.foundation.models import AuditEntry, Municipality, PriceIndex
from budgets.overview.rows import build_overview
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Initiative
from reports.demo.cases import load_case_samples
from reports.estimates.changes import build_changes
from reports.estimates.forecasting import make_forecast, plan_forecast
from reports.estimates.models import ForecastInitiative
from tests.factories import load_catalogue

JUNE = (2019, 6)


@pytest.fixture(scope="module")
def samples(module_db: None) -> None:
    load_catalogue("ballerup-2019")
    load_case_samples()


@pytest.fixture
def ballerup_with_cases(samples: None, db: None) -> Municipality:
    return Municipality.objects.get(slug="ballerup")


def get_forecast(municipality: Municipality, month: int) -> Forecast:
    return Forecast.objects.get(municipality=municipality, year=2019, month=month)


def test_the_samples_are_the_same_every_time_and_add_up(ballerup_with_cases: Municipality) -> None:
    june = get_forecast(ballerup_with_cases, 6)
    lines = {line.area.code: line for line in june.lines.filter(year=2019).select_related("area")}

    assert set(lines) == {"50.54.1", "50.54.2", "50.54.3"}
    assert all(line.low <= line.amount <= line.high for line in june.lines.all() if line.low and line.high)
    overview = build_overview(ballerup_with_cases, year=2019, month=6, as_of=date(2019, 6, 30))
    assert overview.total.sums.expected == sum(line.amount for line in lines.values())
    assert overview.is_constructed


def test_the_same_forecast_made_again_is_the_same_and_has_the_next_number(ballerup_with_cases: Municipality) -> None:
    first = get_forecast(ballerup_with_cases, 6)

    second = make_forecast(actor=None, municipality=ballerup_with_cases, until=JUNE, method=Method.CASES)

    assert second.seq == first.seq + 1
    assert second.is_constructed
    figures = [
        [(line.area_id, line.year, line.amount, line.low, line.high) for line in forecast.lines.all()]
        for forecast in (first, second)
    ]
    assert figures[0] == figures[1]


def test_initiatives_that_the_cases_do_not_show_are_deducted_and_named(ballerup_with_cases: Municipality) -> None:
    june = get_forecast(ballerup_with_cases, 6)

    line = june.lines.get(area__code="50.54.1", year=2020)
    counted = ForecastInitiative.objects.filter(line=line, counted=True)

    assert sorted(forecast_initiative.initiative.key for forecast_initiative in counted) == [
        "botilbud-107",
        "botilbud-108-105",
        "til-eget-hjem",
    ]
    assert line.measures > 0
    assert line.measures == sum(forecast_initiative.amount for forecast_initiative in counted)


def test_of_the_months_own_year_only_what_is_still_to_come_is_deducted(ballerup_with_cases: Municipality) -> None:
    (plan,) = (plan for plan in plan_forecast(ballerup_with_cases, JUNE) if plan.area.code == "50.54.3")
    (measure,) = plan.measures

    target = EffectLine.objects.get(initiative=measure.initiative).effects.get(year=2019).amount
    assert measure.by_year[2019] == target / 2
    assert measure.by_year[2020] == EffectLine.objects.get(initiative=measure.initiative).effects.get(year=2020).amount


def test_what_changed_since_last_time_has_no_residual(ballerup_with_cases: Municipality) -> None:
    march, june = get_forecast(ballerup_with_cases, 3), get_forecast(ballerup_with_cases, 6)

    for year in (2019, 2022):
        changes = build_changes(ballerup_with_cases, march, june, year)
        for row in [*changes.rows, changes.total]:
            assert row.exact.total == row.difference
            assert sum(row.parts) == row.difference
        assert changes.total.deviation_change == changes.total.difference - changes.total.budget_change


def test_an_entered_forecast_without_persons_is_told_as_the_rest(ballerup_with_cases: Municipality) -> None:
    entered = enter_forecast(
        actor=None, municipality=ballerup_with_cases, year=2019, month=9, text="50.54.1;2019;130.000.000;;;"
    )

    changes = build_changes(ballerup_with_cases, get_forecast(ballerup_with_cases, 6), entered, 2019)

    first = changes.rows[0]
    assert first.exact.other + first.exact.initiatives == first.difference


def test_a_missing_index_is_told_by_its_year_and_no_forecast_is_made(ballerup_with_cases: Municipality) -> None:
    PriceIndex.objects.filter(year=2021).delete()
    before = Forecast.objects.count()

    with pytest.raises(AssumptionsError, match="2021"):
        make_forecast(actor=None, municipality=ballerup_with_cases, until=JUNE, method=Method.CASES)

    assert Forecast.objects.count() == before


def test_a_controller_makes_a_forecast_with_premises_of_her_own(
    ballerup_with_cases: Municipality, alice: Client
) -> None:
    path = "/ballerup/prognose/ny/?aar=2019&maaned=6"
    page = alice.get(path)
    forms = [area_plan["form"] for area_plan in page.context["plans"]]
    posted = {"comment": "Efter halvåret"}
    for form in forms:
        values = {name: form[name].value() for name in form.fields}
        posted |= {form.add_prefix(name): "" if value is None else value for name, value in values.items()}
    botilbud = forms[0]
    posted |= {
        botilbud.add_prefix("method"): "cases",
        botilbud.add_prefix("price_trend"): "2,5",
        botilbud.add_prefix("one_off"): "500.000",
        botilbud.add_prefix("counted"): [],
    }

    refused = alice.post(path, posted | {botilbud.add_prefix("price_trend"): "mange"})
    assert refused.status_code == 422
    assert "Skriv en procent" in refused.content.decode()
    alice.post(path, posted)

    forecast = Forecast.objects.get(comment="Efter halvåret")
    line = forecast.lines.get(area__code="50.54.1", year=2019)
    assert (line.method, int(line.one_offs), int(line.measures)) == ("cases", 500_000, 0)
    assert line.assumptions["price_trend"] == 2.5
    assert not ForecastInitiative.objects.filter(line=line, counted=True).exists()
    assert AuditEntry.objects.filter(action="forventet regnskab skrevet").latest("at").actor is not None
    html = alice.get(f"/ballerup/prognose/{forecast.pk}/").content.decode()
    assert "Prisudvikling: 2,5 % om året." in html
    assert "ikke trukket fra, fordi effekten allerede ses i sagerne" in html


def test_comments_are_kept_with_the_forecast_and_an_empty_one_is_taken_away(
    ballerup_with_cases: Municipality, alice: Client, bob: Client
) -> None:
    june = get_forecast(ballerup_with_cases, 6)
    path = f"/ballerup/prognose/{june.pk}/aendret/"
    area = ForecastLine.objects.filter(forecast=june).first()
    assert area is not None

    alice.post(path, {"bemaerkning-": "Flere end ventet.", f"bemaerkning-{area.area_id}": "Tre nye."})
    assert "Tre nye." in bob.get(path).content.decode()
    alice.post(path, {"bemaerkning-": ""})

    assert [comment.text for comment in ForecastComment.objects.all()] == ["Tre nye."]
    assert bob.post(path, {"bemaerkning-": "x"}).status_code == 403


def test_the_accuracy_page_judges_each_method(ballerup_with_cases: Municipality, bob: Client) -> None:
    html = bob.get("/ballerup/prognose/traefsikkerhed/50.54.1/").content.decode()

    assert "måneder tilbage" in html
    assert "næste år" in html
    assert bob.get("/ballerup/prognose/traefsikkerhed/99/").status_code == 404


def test_the_joined_estimate_leaves_out_what_the_forecast_has_deducted(
    ballerup_with_cases: Municipality, bob: Client
) -> None:
    html = bob.get("/ballerup/budget/samlet-skoen/").content.decode()

    assert "er trukket fra i det forventede regnskab" in html
    assert Initiative.objects.get(key="stu").title in html


def test_the_command_makes_a_forecast_and_tells_it_as_json(
    ballerup_with_cases: Municipality, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("forecast", "ballerup", "--month", "2019-06", "--json")

    output = json.loads(capsys.readouterr().out)
    assert output["forecast"] == "2019-06, nr. 2"
    assert {line["year"] for line in output["lines"]} == {2019, 2020, 2021, 2022}
