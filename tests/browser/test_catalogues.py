"""Readers of catalogues in a real browser: the overview, a business case, and the search."""

import pytest
from playwright.sync_api import expect

from initiatives.catalogues.models.catalogues import Catalogue
from tests.browser.conftest import SharedDemo, Visitor
from tests.proposals import write_case

BASE = "/koebenhavn/kataloger/koebenhavn-2018/"
SEARCH = "/koebenhavn/kataloger/soeg/"


@pytest.fixture(scope="module")
def case_address(demo: SharedDemo) -> str:
    """The address of a proposal with all fields of its business case filled."""
    demo.ensure()
    initiative = write_case(Catalogue.objects.get(slug="koebenhavn-2018"))
    return f"{BASE}tiltag/{initiative.key}/"


@pytest.mark.parametrize(
    "path",
    [
        *(f"{BASE}oversigt/", f"{BASE}oversigt/?gruppe=4&risiko=low", f"{BASE}tiltag/ha06/", f"{BASE}tiltag/tv01b/"),
        *(SEARCH, f"{SEARCH}?ord=borger&alle=on", f"{SEARCH}?ord=rumskib"),
    ],
)
def test_every_page_is_accessible_silent_and_no_wider_than_the_screen(
    onlooker: Visitor, case_address: str, path: str
) -> None:
    onlooker.log_in("laeser")

    assert onlooker.faults_of(path) == []


def test_a_reader_goes_from_the_catalogues_by_a_search_to_a_chapter_of_a_case(
    onlooker: Visitor, case_address: str
) -> None:
    page = onlooker.page
    onlooker.log_in("laeser")
    onlooker.go("/koebenhavn/kataloger/")
    page.get_by_label("Søg i forslagene").fill("nattevagten")
    page.get_by_role("button", name="Søg").click()
    expect(page.get_by_role("status")).to_contain_text("1 forslag fundet")
    page.get_by_role("link", name="HA06").click()
    page.get_by_role("navigation", name="På siden").get_by_role("link", name="Beslutninger").click()

    expect(page.get_by_role("heading", name="Beslutninger")).to_be_in_viewport()
    expect(page.get_by_role("row", name="Natdel, udgave 1")).to_contain_text("Forkastet")
    assert onlooker.errors == []


def test_a_reader_narrows_the_overview_and_takes_it_away(onlooker: Visitor, case_address: str) -> None:
    page = onlooker.page
    onlooker.log_in("laeser")
    onlooker.go(BASE)
    page.get_by_role("link", name="Oversigt efter gruppe").click()
    page.get_by_label("Gruppe", exact=True).select_option(label="Borgere med handicap")
    page.get_by_label("Kan besluttes af").select_option(label="politisk orientering eller godkendelse")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("1 af ")

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    assert "HA06" in download.value.path().read_text("utf-8-sig")
    assert "HA05" not in download.value.path().read_text("utf-8-sig")
