"""The dashboards in a real browser: filtering, following links and going back, sharing, and printing."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from budgets.foundation.models import Membership
from tests.browser.conftest import Visitor


def test_one_filters_goes_deeper_and_comes_back_to_the_same_list(onlooker: Visitor) -> None:
    onlooker.log_in("leder")
    onlooker.go("/ballerup/tiltag/")
    page = onlooker.page
    page.get_by_label("Samlet efter").select_option("ramme")
    page.get_by_label("Beløb i").select_option("kr.")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.get_by_role("link", name="50.54.2 Støtte i eget hjem").click()

    expect(page.get_by_role("row", name="§ 85 1.000.000")).to_be_visible()
    expect(page.get_by_role("row", name="STU")).to_have_count(0)
    page.get_by_role("link", name="§ 85", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="§ 85")).to_be_visible()
    page.get_by_role("link", name="Tilbage til listen").click()
    expect(page.get_by_label("Ramme")).to_have_value("50.54.2 Støtte i eget hjem")
    expect(page.get_by_role("row", name="§ 85 1.000.000")).to_be_visible()

    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Samlet efter")).to_have_value("ramme")
    assert onlooker.errors == []


def test_an_address_that_is_shared_shows_the_same_to_another_member_and_nothing_to_a_stranger(visitor: Visitor) -> None:
    visitor.log_in("leder")
    visitor.go("/ballerup/tiltag/?runde=2019-06&enhed=tkr&lovgrundlag=SEL+§+85")
    table_text = visitor.page.get_by_role("table").first.inner_text()
    address = visitor.page.url

    visitor.log_in("laeser")
    visitor.page.goto(address)
    assert visitor.page.get_by_role("table").first.inner_text() == table_text
    Membership.objects.filter(user__username="laeser", municipality__slug="ballerup").delete()
    visitor.page.goto(address)

    expect(visitor.page.get_by_role("heading", name="Siden findes ikke")).to_be_visible()
    visitor.log_in("fremmed")
    visitor.page.goto(address)
    expect(visitor.page.get_by_role("heading", name="Siden findes ikke")).to_be_visible()


def test_which_initiative_deviates_most_and_why_takes_one_click(onlooker: Visitor) -> None:
    onlooker.log_in("laeser")
    onlooker.go("/")
    onlooker.page.get_by_role("link", name="Ballerup").click()

    table = onlooker.page.get_by_role("region", name="Største afvigelser i 2019")
    expect(table.get_by_role("row").nth(1)).to_contain_text("STU")
    expect(table.get_by_role("row").nth(1)).to_contain_text("−0,75")
    expect(table.get_by_role("row").nth(1)).to_contain_text("Prisniveauet er lavt i forvejen")


def test_whether_the_forecast_for_botilbud_is_above_the_budget_takes_two_clicks(onlooker: Visitor) -> None:
    onlooker.log_in("laeser")
    onlooker.go("/")
    onlooker.page.get_by_role("link", name="Ballerup").click()
    onlooker.page.get_by_text("Vis tallene: Budget, forbrug og forventet regnskab 2019").click()

    row = onlooker.page.get_by_role("row", name="Botilbud")
    expect(row.get_by_role("cell").last).to_have_text("merforbrug")


def test_what_paragraph_85_has_brought_takes_three_clicks(onlooker: Visitor) -> None:
    onlooker.log_in("laeser")
    onlooker.go("/")
    onlooker.page.get_by_role("link", name="Ballerup").click()
    onlooker.page.get_by_role("link", name="Tiltag", exact=True).click()
    onlooker.page.get_by_label("Lovgrundlag").select_option("SEL § 85")
    onlooker.page.get_by_role("button", name="Vis", exact=True).click()

    expect(onlooker.page.get_by_role("row", name="I alt 2.750 2.750 2.453")).to_be_visible()


@pytest.mark.parametrize("path", ["/ballerup/", "/ballerup/tiltag/", "/ballerup/tiltag/ballerup-2019/stu/"])
def test_a_dashboard_prints_to_a4_without_loss(onlooker: Visitor, path: str) -> None:
    onlooker.log_in("leder")
    onlooker.go(path)
    page = onlooker.page
    page.wait_for_function(
        "[...document.querySelectorAll('[data-figure]')].every((place) => place.querySelector('.main-svg'))"
    )
    numbers = page.evaluate("[...document.querySelectorAll('td.amount')].map((cell) => cell.textContent.trim())")

    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))

    text = " ".join(" ".join(pdf_page.extract_text() for pdf_page in printed.pages).split())
    assert [number for number in numbers if number not in text] == []
    width, height = (round(float(side)) for side in printed.pages[0].mediabox[2:])
    assert (width, height) in {(595, 842), (596, 842), (595, 841)}
    assert "Log ud" not in text


def test_every_figure_has_its_table_and_says_in_words_what_it_shows(onlooker: Visitor) -> None:
    onlooker.log_in("leder")
    onlooker.go("/ballerup/")
    figures = onlooker.page.locator("[data-figure]")

    labels = [figure.get_attribute("aria-label") or "" for figure in figures.all()]

    assert len(labels) == 3
    assert all("mio. kr." in label for label in labels)
    assert onlooker.page.get_by_text("Vis tallene").count() == 3
