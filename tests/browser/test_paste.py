"""A table is pasted, corrected, previewed and imported in a real browser."""

import pytest
from playwright.sync_api import expect

from initiatives.catalogues.models.catalogues import Catalogue
from tests.browser.conftest import Visit, Visitor

PATH = "/ballerup/kataloger/indsaet/"
TABLE = (
    "Voksne\nNr.\tTiltag\t2025\t2026\nA1\tHjemtagelse af kørsel\t-250\t-1.750\nA2\tFærre døgnpladser\t-1.000\t\n"
    "\tInvesteringsbehov\t500\t\n\tI alt\t-1.250\t-1.750"
)


def read(visitor: Visitor) -> None:
    visitor.log_in("controller")
    visitor.go(PATH)
    visitor.page.get_by_label("Tabellens tekst").fill(TABLE)
    visitor.page.get_by_role("button", name="Læs tabellen").click()
    expect(visitor.page.get_by_label("Linje 5 læst som")).to_be_visible()


def fill_in(visitor: Visitor) -> None:
    for label, text in (
        ("Tabellens overskrift", "Tabel 1"),
        ("Katalogets titel", "Handleplan 2025"),
        ("Kortnavn", "handleplan-2025"),
        ("Område", "Voksne"),
        ("Offentliggjort", "2024-11"),
        ("Kilde", "Bilag 1, november 2024"),
    ):
        visitor.page.get_by_label(label).fill(text)


@pytest.mark.parametrize("scripts", ["with scripts", "without scripts"])
def test_a_table_is_read_corrected_seen_and_brought_in(fresh_demo: None, visit: Visit, scripts: str) -> None:
    visitor = visit(java_script_enabled=scripts == "with scripts")
    page = visitor.page
    read(visitor)
    expect(page.get_by_text("2025: Der står −1.250 i teksten, men linjerne giver −750.").first).to_be_visible()

    page.get_by_label("Linje 5 læst som").select_option(label="bemærkning")
    page.get_by_label("Enhed").select_option(label="1.000 kr.")
    page.get_by_role("button", name="Læs tabellen igen med rettelserne").click()
    expect(page.get_by_text("Der er ingen usikre steder.")).to_be_visible()
    expect(page.get_by_label("Linje 5 læst som")).to_have_value("note")

    fill_in(visitor)
    page.get_by_role("button", name="Vis, hvad der indlæses").click()
    expect(page.get_by_text("2 nye tiltag og 5 tal fra kilden i Handleplan 2025")).to_be_visible()
    assert not Catalogue.objects.filter(slug="handleplan-2025").exists()
    page.get_by_role("button", name="Indlæs", exact=True).click()

    expect(page.get_by_role("heading", name="Handleplan 2025")).to_be_visible()
    page.get_by_role("link", name="Se afstemningen").click()
    expect(page.get_by_text("Der er ingen uoverensstemmelser.")).to_be_visible()
    assert visitor.errors == []


def test_each_step_is_accessible_and_no_wider_than_the_screen(onlooker: Visitor) -> None:
    page = onlooker.page
    onlooker.log_in("controller")
    onlooker.go(PATH)
    assert onlooker.faults() == []
    read(onlooker)
    assert onlooker.faults() == []
    fill_in(onlooker)
    page.get_by_label("Enhed").select_option(label="1.000 kr.")
    page.get_by_label("er gennemgået").check()
    page.get_by_role("button", name="Vis, hvad der indlæses").click()
    expect(page.get_by_role("heading", name="Det indlæses")).to_be_visible()
    assert onlooker.faults() == []
