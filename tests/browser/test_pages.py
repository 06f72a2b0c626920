"""Every page in a real browser: accessible, silent in the console, and no wider than the screen."""

import pytest
from playwright.sync_api import expect

from budgets.forecasting.models import Forecast
from initiatives.catalogues.models.initiatives import Initiative
from tests.browser.conftest import Visitor

KOEBENHAVN = "/koebenhavn/kataloger/koebenhavn-2018/"
PAGES = {
    "the municipalities": "/",
    "the overview": "/ballerup/",
    "an overview without a budget": "/koebenhavn/",
    "an overview without follow-up": "/ishoej/",
    "the savings": "/ballerup/tiltag/",
    "the savings by what they have in common": "/koebenhavn/tiltag/?efter=udvalg&enhed=kr",
    "savings that nothing fits": "/ballerup/tiltag/?status=findes%20ikke",
    "what has changed": "/ballerup/tiltag/aendret/?fra=2019-03",
    "what the catalogues promised": "/koebenhavn/tiltag/aargange/",
    "an initiative's way": "/ballerup/tiltag/ballerup-2019/stu/",
    "the way of an initiative without amounts": "/ishoej/tiltag/ishoej-2025/stoettetimer-85/",
    "the catalogues": "/ballerup/kataloger/",
    "a plan with groups beside it": "/hedensted/kataloger/hedensted-2022/?visning=faelles&enhed=mio",
    "a catalogue with other columns than years": "/varde/kataloger/varde-2017/",
    "a large catalogue": "/koebenhavn/kataloger/koebenhavn-2018/",
    "a business case": "/koebenhavn/kataloger/koebenhavn-2018/tiltag/tf03/",
    "the tables of a business case": "/koebenhavn/kataloger/koebenhavn-2018/tiltag/tf03/tabeller/",
    "a reconciliation with findings": "/koebenhavn/kataloger/koebenhavn-2018/afstemning/",
    "a catalogue without amounts": "/ishoej/kataloger/ishoej-2025/",
    "the plan as in the source": "/ballerup/kataloger/ballerup-2019/",
    "the plan in kroner": "/ballerup/kataloger/ballerup-2019/?visning=faelles&enhed=kr",
    "an initiative": "/ballerup/kataloger/ballerup-2019/tiltag/stu/",
    "a dropped initiative": "/ballerup/kataloger/ballerup-2019/tiltag/ledsagerordning/",
    "a reconciliation": "/ballerup/kataloger/ballerup-2019/afstemning/",
    "the budget": "/varde/budget/",
    "an area of the budget": "/varde/budget/omraader/1/",
    "the joined estimate": "/varde/budget/samlet-skoen/",
    "the place of initiatives in the budget": "/varde/kataloger/varde-2017/ramme/",
    "a file of expenditure to bring in": "/ballerup/budget/indlaes/",
    "the rules for accounts": "/ballerup/budget/kontoregler/",
    "the headings of ledger files": "/ballerup/budget/overskrifter/",
    "a budget in other prices": "/ballerup/budget/?aar=2019&prisniveau=2017",
    "cases and prices": "/ballerup/sager/",
    "municipalities side by side": "/ballerup/sager/sammenligning/",
    "cases to write": "/ballerup/sager/skriv/",
    "the forecasts": "/ballerup/prognose/",
    "a forecast to make": "/ballerup/prognose/ny/?aar=2019&maaned=6",
    "how wrong the methods were": "/ballerup/prognose/traefsikkerhed/50.54.1/",
    "the areas": "/varde/budget/omraader/",
    "an appropriation to write": "/varde/budget/bevilling/",
    "the population": "/ballerup/folketal/",
    "a plan in part and in other prices": f"{KOEBENHAVN}?visning=faelles&prisniveau=2020&styringsomraade=service",
    "the rounds": "/ballerup/opfoelgning/",
    "an approved round": "/ballerup/opfoelgning/2019-12/",
    "a round to fill": "/ballerup/opfoelgning/2019-regnskab/",
    "an initiative from the follow-up": "/ballerup/kataloger/ballerup-2019/tiltag/skaermbesoeg/",
    "what is missing before sending": "/ballerup/opfoelgning/2019-regnskab/send/",
    "the upload of a round": "/ballerup/opfoelgning/2019-regnskab/indlaes/",
    "the upload": "/ballerup/indlaes/",
    "the events": "/ballerup/haendelser/",
    "the password": "/konto/adgangskode/",
    "the log-out": "/konto/log-ud/",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_silent_and_fit_every_screen(onlooker: Visitor, name: str) -> None:
    onlooker.log_in("controller")

    assert onlooker.faults_of(PAGES[name]) == []


def test_pages_with_numbers_in_their_addresses_are_accessible_silent_and_fit_every_screen(onlooker: Visitor) -> None:
    forecast = Forecast.objects.filter(municipality__slug="ballerup").latest("pk").pk
    row, other_initiatives, moved = (
        Initiative.objects.get(key=key).pk for key in ("ekstern-til-egen-85", "oevrige-tiltag", "ud03b")
    )
    row_paths = [
        f"/ballerup/opfoelgning/{code}/tiltag/{row}/{part}"
        for code in ("2019-12", "2019-regnskab")
        for part in ("", "forloeb/", "maaltal/", "historik/")
    ]
    paths = [f"/ballerup/prognose/{forecast}/", f"/ballerup/prognose/{forecast}/aendret/", *row_paths]
    paths += [f"/ballerup/opfoelgning/2019-05/tiltag/{other_initiatives}/maaltal/"]
    paths += [f"/koebenhavn/opfoelgning/2018-09/tiltag/{moved}/forloeb/"]
    onlooker.log_in("controller")

    assert {path: onlooker.faults_of(path) for path in paths} == {path: [] for path in paths}


def test_the_approval_is_accessible_silent_and_fits_every_screen(onlooker: Visitor) -> None:
    onlooker.log_in("leder")

    assert onlooker.faults_of("/ballerup/opfoelgning/2019-regnskab/godkend/") == []


def test_the_log_in_page_and_its_refusal_are_accessible(onlooker: Visitor) -> None:
    onlooker.go("/konto/log-ind/")
    assert onlooker.violations() == []

    onlooker.page.get_by_label("Bruger").fill("controller")
    onlooker.page.get_by_label("Adgangskode").fill("forkert")
    onlooker.page.get_by_role("button", name="Log ind").click()

    expect(onlooker.page.get_by_role("alert")).to_be_visible()
    assert onlooker.violations() == []
    assert onlooker.errors == []


@pytest.mark.parametrize(("path", "status"), [("/findes-ikke/", 404), ("/ballerup/haendelser/", 403)])
def test_pages_of_refusal_are_accessible(onlooker: Visitor, path: str, status: int) -> None:
    onlooker.log_in("laeser")
    with onlooker.page.expect_response(lambda response: response.url.endswith(path)) as answer:
        onlooker.go(path)

    assert answer.value.status == status
    assert onlooker.violations() == []


def test_a_reader_finds_her_way_from_log_in_to_the_reason_a_line_is_dropped(onlooker: Visitor) -> None:
    onlooker.log_in_by_typing("laeser")
    onlooker.page.get_by_role("link", name="Ballerup").click()
    onlooker.page.get_by_role("link", name="Kataloger").click()
    onlooker.page.get_by_role("link", name="Handlingsplan for det specialiserede voksenområde").click()
    onlooker.page.get_by_role("link", name="Efter gruppe, i valgt enhed og pris").click()
    onlooker.page.get_by_label("Enhed").select_option("1.000 kr.")
    onlooker.page.get_by_role("button", name="Vis", exact=True).click()
    expect(onlooker.page.get_by_role("row", name="I alt 3.250 4.250 5.750 6.250")).to_be_visible()

    onlooker.page.get_by_role("link", name="Ledsagerordning").click()

    expect(onlooker.page.get_by_text("Tiltaget er udgået og tæller ikke med")).to_be_visible()
    assert onlooker.errors == []


def test_the_note_is_a_pdf_behind_the_button_of_the_plan(onlooker: Visitor) -> None:
    onlooker.log_in("laeser")
    onlooker.go("/ballerup/kataloger/ballerup-2019/")
    href = onlooker.page.get_by_role("link", name="Statusnotat januar 2019 (PDF)").get_attribute("href")

    response = onlooker.page.request.get(f"{onlooker.server.url}{href}")

    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF-")


def test_the_keyboard_alone_changes_the_municipality_and_logs_out(onlooker: Visitor) -> None:
    onlooker.log_in("leder")
    onlooker.go("/ballerup/")
    onlooker.page.keyboard.press("Tab")
    expect(onlooker.page.get_by_role("link", name="Gå til sidens indhold")).to_be_focused()

    onlooker.page.locator(".place summary").focus()
    onlooker.page.keyboard.press("Enter")
    for _ in range(2):
        onlooker.page.keyboard.press("Tab")
    onlooker.page.keyboard.press("Enter")
    expect(onlooker.page.get_by_role("heading", level=1)).to_have_text("Hedensted, december 2023")

    onlooker.page.get_by_role("button", name="Log ud").focus()
    onlooker.page.keyboard.press("Enter")
    expect(onlooker.page.get_by_role("heading", level=1)).to_have_text("Log ind")
