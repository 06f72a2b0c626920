"""The main tasks by the keyboard alone, on a usual screen and at 400 % zoom: nothing that has the focus is covered."""

import re

import pytest
from playwright.sync_api import Page, expect

from budgets.foundation.models import User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.models import ActivityPrice
from initiatives.scenarios.models import Alternative
from reports.demo.loading import DEMO_PASSWORD
from reports.notes.models import StatusNote
from tests.browser.conftest import Visit, Visitor
from tests.browser.keyboard import (
    MAX_TABS,
    USUAL,
    ZOOMED,
    cell,
    check_focus_is_seen,
    is_focused,
    paste,
    press,
    tab,
    tab_to,
)

ROUND = "/ballerup/opfoelgning/2019-regnskab/"
CASE = "/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev01/skriv/"
TABLE = "Nr.\tTiltag\t2025\t2026\nA1\tHjemtagelse af kørsel\t-250\t-750\n"


@pytest.fixture(params=[USUAL, ZOOMED])
def controller(request: pytest.FixtureRequest, fresh_demo: None, visit: Visit) -> Visitor:
    """A controller at each size of the screen."""
    visitor = visit(viewport=request.param)
    visitor.log_in("controller")
    return visitor


def type_in(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def message(page: Page, text: str) -> None:
    """A message came with the page, and it has the focus, so that it is read."""
    expect(page.locator("#beskeder")).to_contain_text(text)
    expect(page.locator("#beskeder")).to_be_focused()


@pytest.mark.parametrize("size", [USUAL, ZOOMED])
def test_one_logs_in_and_changes_municipality(fresh_demo: None, visit: Visit, size: dict[str, int]) -> None:
    visitor = visit(viewport=size)
    page = visitor.page
    visitor.go("/konto/log-ind/")
    type_in(page, "Bruger", "leder")
    type_in(page, "Adgangskode", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    message(page, "Du er logget ind som")
    press(page, "Ballerup", role="link")
    menu, summary = page.locator(".place"), page.locator(".place summary")

    tab_to(page, summary)
    page.keyboard.press("Enter")
    tab(page)
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(menu).not_to_have_attribute("open", "")

    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Overblik"))
    expect(menu).not_to_have_attribute("open", "")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    press(page, "Hedensted", role="link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hedensted, december 2023")
    assert visitor.errors == []


def test_the_cells_of_the_grid_are_seen_though_a_notice_lies_over_the_page(controller: Visitor) -> None:
    page = controller.page
    ActivityPrice.objects.all().delete()
    controller.go(ROUND)
    tab_to(page, cell(page, "Opnået", "STU"))
    page.evaluate("document.activeElement.scrollIntoView({ block: 'end' })")
    paste(page, "\n".join(["uklart", "12", "uklart", "uklart"]))

    expect(page.locator("[data-notice]")).to_contain_text("celler kunne ikke læses")
    assert is_focused(cell(page, "Opnået", "STU"))
    check_focus_is_seen(page)
    for _ in range(12):
        tab(page)
    for _ in range(12):
        tab(page, "Shift+Tab")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    row = page.locator("[data-row]", has=cell(page, "Opnået", "STU"))
    expect(row.locator("[data-output=message]")).to_have_text(re.compile(r"Gemt \d\d\.\d\d"))


def test_a_row_is_filled_and_its_faults_are_reached(controller: Visitor) -> None:
    page = controller.page
    controller.go(f"{ROUND}tiltag/{Initiative.objects.get(key='ekstern-til-egen-85').pk}/")
    type_in(page, "Forventet 2020, 1.000 kr.", "omkring 3")
    page.keyboard.press("Enter")
    expect(page.locator("#fejl")).to_be_focused()
    tab(page)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Forventet 2020, 1.000 kr.")).to_be_focused()

    page.keyboard.press("Control+a")
    page.keyboard.type("300")
    page.keyboard.press("Enter")
    message(page, "Gemt.")


@pytest.mark.slow
def test_a_business_case_is_mended_and_saved_as_a_version(controller: Visitor) -> None:
    page = controller.page
    controller.go(CASE)
    press(page, "Gå til Gem", role="link")
    tab_to(page, page.get_by_role("button", name="Gem som udgave"), most=3)

    tab_to(page, page.get_by_role("link", name="Baggrund og formål", exact=True), most=20)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("textbox", name="Baggrund og formål"), most=5)
    page.keyboard.type("Prisen er lavere på voksenområdet. ")
    expect(page.locator("[data-saved]")).to_contain_text("Gemt")
    tab_to(page, page.get_by_role("link", name="Gå til Gem forbi Forslagets indhold"), most=5)
    page.keyboard.press("Enter")
    press(page, "Gem som udgave")
    message(page, "Forslaget er gemt som udgave")
    assert controller.errors == []


def test_the_focus_stays_on_its_link_though_the_panel_of_a_case_is_drawn_again(visitor: Visitor) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go(CASE)
    panel = page.get_by_role("region", name="Forslagets økonomi", exact=True)
    held = panel.get_by_role("link").last
    told = held.inner_text()

    page.get_by_label("2019, Linje 1").first.fill("omkring 3 mio.")
    held.focus()

    expect(panel).to_contain_text("Der står “omkring 3 mio.”")
    assert page.evaluate("document.activeElement.textContent.trim()") == told


@pytest.mark.slow
def test_a_table_is_pasted_and_imported(controller: Visitor) -> None:
    page = controller.page
    controller.go("/ballerup/kataloger/indsaet/")
    tab_to(page, page.get_by_label("Tabellens tekst"))
    page.keyboard.insert_text(TABLE)
    press(page, "Læs tabellen")
    expect(page.get_by_role("heading", name="Sådan er tabellen læst")).to_be_focused()
    press(page, "Vis, hvad der indlæses")
    expect(page.locator("#fejl")).to_be_focused()
    press(page, "Tabellens overskrift", role="link")
    page.keyboard.type("Tabel 1")
    for label, text in (("Katalogets titel", "Plan 2025"), ("Kortnavn", "plan-2025"), ("Dækningsområde", "Voksne")):
        type_in(page, label, text)
    tab_to(page, page.get_by_label("Offentliggjort"))
    page.get_by_label("Offentliggjort").fill("2024-11")
    type_in(page, "Kilde", "Bilag 1")
    tab_to(page, page.get_by_role("button", name="Vis, hvad der indlæses"))
    page.get_by_label("Enhed").select_option(label="1.000 kr.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="i Plan 2025")).to_be_focused()
    press(page, "Indlæs", exact=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Plan 2025")


def test_a_text_of_a_note_is_written_and_saved(controller: Visitor) -> None:
    note = StatusNote.objects.get(municipality__slug="ballerup", state="draft")
    page = controller.page
    controller.go(f"/ballerup/statusnotater/{note.pk}/skriv/")
    tab_to(page, page.get_by_role("textbox", name="Indstilling, tekst"))
    page.keyboard.type("Det indstilles, at STU tages op.")
    press(page, "Gem Indstilling")

    expect(page.locator("#recommendation").get_by_role("status")).to_contain_text("Gemt")
    assert is_focused(page.get_by_role("button", name="Gem Indstilling"))


def test_a_round_is_uploaded(controller: Visitor) -> None:
    page = controller.page
    workbook = page.request.get(f"{controller.server.url}{ROUND}runde.xlsx")
    controller.go(f"{ROUND}indlaes/")
    tab_to(page, page.get_by_label("Regneark"))
    file = {"name": "runde.xlsx", "mimeType": "application/octet-stream", "buffer": workbook.body()}
    page.get_by_label("Regneark").set_input_files(file)  # type: ignore[arg-type]
    press(page, "Vis filens ændringer")

    expect(page.get_by_role("group", name="runde.xlsx indeholder ingen ændringer")).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("size", [USUAL, ZOOMED])
def test_nothing_that_gets_the_focus_is_covered(fresh_demo: None, visit: Visit, size: dict[str, int]) -> None:
    visitor = visit(viewport=size)
    page = visitor.page
    visitor.log_in("controller")
    note = StatusNote.objects.get(municipality__slug="ballerup", state="draft")
    catalogue = Catalogue.objects.get(slug="koebenhavn-2018")
    choice = Alternative.objects.create(catalogue=catalogue, name="Smalt", by=User.objects.get(username="controller"))
    paths = ["/ballerup/", "/ballerup/tiltag/", ROUND, CASE, f"/ballerup/statusnotater/{note.pk}/skriv/"]
    for path in [*paths, f"/koebenhavn/kataloger/koebenhavn-2018/valg/{choice.pk}/"]:
        visitor.go(path)
        page.keyboard.press("Tab")
        for _ in range(MAX_TABS):
            if page.evaluate("document.activeElement === document.body"):
                break
            check_focus_is_seen(page)
            page.keyboard.press("Tab")
