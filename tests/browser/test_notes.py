"""A status note in a real browser, from the first text to the committee's PDF."""

import io
import re

import pytest
from playwright.sync_api import Route, expect
from pypdf import PdfReader

from reports.notes.models import NoteEdition, NoteText, StatusNote
from tests.browser.conftest import Visit, Visitor

LISTED = "/ballerup/statusnotater/"


@pytest.fixture
def draft(fresh_demo: None) -> StatusNote:
    note: StatusNote = StatusNote.objects.get(municipality__slug="ballerup", state="draft")
    return note


def test_a_note_is_begun_written_approved_published_and_read(visitor: Visitor, visit: Visit) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go(LISTED)
    page.get_by_role("link", name="Nyt statusnotat").click()
    page.get_by_label("Måned").fill("2019-03")
    page.get_by_label("Udvalg").select_option(label="Social- og Sundhedsudvalget")
    page.get_by_label("Sagsnummer").fill("2019-0344")
    page.get_by_role("button", name="Opret notatet").click()
    expect(page.get_by_role("textbox", name="Resumé, tekst")).to_have_value(re.compile("Til og med marts 2019 er"))
    page.get_by_role("textbox", name="Indstilling, tekst").fill("Det indstilles, at **STU** tages op.")
    expect(page.locator("#recommendation [data-saved]")).to_contain_text("Gemt")
    expect(page.get_by_role("img", name="Side 1 af")).to_be_visible()
    assert visitor.violations() == []
    number = page.url.split("/")[-3]

    manager = visit()
    manager.log_in("leder")
    manager.go(f"{LISTED}{number}/")
    manager.page.get_by_role("button", name="Godkend notatet").click()
    manager.page.get_by_role("button", name="Udgiv notatet").click()
    expect(manager.page.get_by_role("status")).to_contain_text("udgivet og kan ikke ændres mere")
    manager.page.get_by_role("button", name="Opret offentligt link").click()
    link = manager.page.get_by_role("link", name="offentligt link").get_attribute("href")

    nobody = visit()
    nobody.go(link or "")
    expect(nobody.page.get_by_role("heading", name="Statusnotat marts 2019")).to_be_visible()
    expect(nobody.page.locator("strong", has_text="STU")).to_be_visible()
    assert nobody.violations() == []
    edition = NoteEdition.objects.get(note__pk=number, form="full")
    assert "Det indstilles, at STU tages op." in PdfReader(io.BytesIO(bytes(edition.pdf))).pages[0].extract_text()
    assert [reader.errors for reader in (visitor, manager, nobody)] == [[], [], []]


def test_what_is_typed_saves_itself_and_the_pages_follow(visitor: Visitor, draft: StatusNote) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go(f"{LISTED}{draft.pk}/skriv/")
    first = page.get_by_role("img", name="Side 1 af").get_attribute("src")

    page.get_by_role("textbox", name="Indstilling, tekst").fill("Vi forventer 9,99 mio. kr.")

    expect(page.locator("#recommendation [data-saved]")).to_contain_text("Gemt")
    expect(page.get_by_text("“9,99 mio. kr.”. Tallet findes ikke i notatets tabeller.")).to_be_visible()
    expect(page.get_by_role("img", name="Side 1 af")).not_to_have_attribute("src", first or "")
    assert NoteText.objects.get(note=draft, section="recommendation").text == "Vi forventer 9,99 mio. kr."
    assert visitor.errors == []


def test_a_routine_save_is_seen_and_not_said_and_the_focus_stays_in_the_pages_that_are_drawn_again(
    visitor: Visitor, draft: StatusNote
) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go(f"{LISTED}{draft.pk}/skriv/")
    first = page.get_by_role("img", name="Side 1 af").get_attribute("src")
    summary = page.locator("[data-preview] summary").first

    page.get_by_role("textbox", name="Indstilling, tekst").fill("Det indstilles, at STU tages op.")
    summary.focus()

    expect(page.locator("#recommendation [data-saved]")).to_contain_text("Gemt")
    expect(page.get_by_role("img", name="Side 1 af")).not_to_have_attribute("src", first or "")
    expect(summary).to_be_focused()
    expect(page.locator("#recommendation").get_by_role("status")).to_be_empty()
    page.locator("#recommendation").get_by_role("button", name="Gem Indstilling").click()
    expect(page.locator("#recommendation").get_by_role("status")).to_contain_text("Gemt")


def test_what_was_typed_before_logging_in_again_elsewhere_is_saved(visitor: Visitor, draft: StatusNote) -> None:
    visitor.log_in("controller")
    visitor.go(f"{LISTED}{draft.pk}/skriv/")
    box = visitor.page.get_by_role("textbox", name="Indstilling, tekst")
    visitor.page.context.clear_cookies()
    box.fill("Skrevet, før jeg loggede ind igen")
    expect(visitor.page.locator("#recommendation").get_by_role("status")).to_contain_text("Log ind i en ny fane")

    tab = Visitor(visitor.page.context.new_page(), visitor.server)
    tab.log_in_by_typing("controller")
    expect(tab.page.get_by_role("heading", name="Kommuner")).to_be_visible()
    visitor.page.locator("#recommendation").get_by_role("button", name="Gem Indstilling").click()

    expect(visitor.page.locator("#recommendation").get_by_role("status")).to_contain_text("Gemt")
    assert NoteText.objects.get(note=draft, section="recommendation").text == "Skrevet, før jeg loggede ind igen"


def test_leaving_a_field_while_it_is_saved_is_no_conflict_with_oneself(visitor: Visitor, draft: StatusNote) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go(f"{LISTED}{draft.pk}/skriv/")
    waiting: list[Route] = []
    page.route("**/skriv/", lambda route: waiting.append(route) if not waiting else route.continue_())
    box = page.get_by_role("textbox", name="Indstilling, tekst")

    with page.expect_request("**/skriv/"):
        box.fill("Første")
    box.press_sequentially(" og mere")
    box.blur()
    waiting[0].continue_()

    expect(page.locator("#recommendation [data-saved]")).to_contain_text("Gemt")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#recommendation [data-theirs]")).to_be_hidden()
    assert NoteText.objects.get(note=draft, section="recommendation").text == "Første og mere"


def test_two_who_write_in_one_section_both_keep_their_words(visitor: Visitor, visit: Visit, draft: StatusNote) -> None:
    second_visitor = visit()
    for writer, name in ((visitor, "controller"), (second_visitor, "admin")):
        writer.log_in(name)
        writer.go(f"{LISTED}{draft.pk}/skriv/")
    visitor.page.get_by_role("textbox", name="Indstilling, tekst").fill("Controllerens ord")
    expect(visitor.page.locator("#recommendation [data-saved]")).to_contain_text("Gemt")

    box = second_visitor.page.get_by_role("textbox", name="Indstilling, tekst")
    box.fill("Administratorens ord")

    expect(second_visitor.page.locator("#recommendation [data-theirs]")).to_contain_text("Controllerens ord")
    expect(box).to_have_value("Administratorens ord")
    second_visitor.page.locator("#recommendation").get_by_role("button", name="Gem Indstilling").click()
    expect(second_visitor.page.locator("#recommendation [data-saved]")).to_contain_text("Gemt")
    assert NoteText.objects.get(note=draft, section="recommendation").text == "Administratorens ord"


def test_the_buttons_write_the_marks_and_what_they_wrote_can_be_undone(visitor: Visitor, draft: StatusNote) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go(f"{LISTED}{draft.pk}/skriv/")
    box = page.get_by_role("textbox", name="Indstilling, tekst")
    box.fill("første\nanden")

    page.get_by_role("button", name="Liste i Indstilling").click()
    expect(box).to_have_value("første\n- anden")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("første\nanden")
    page.get_by_role("button", name="Link i Indstilling").click()
    page.keyboard.type("ballerup.dk")
    expect(box).to_have_value(re.compile(r"\[anden\]\(https://ballerup\.dk\)"))
    assert visitor.errors == []


def test_without_scripts_a_section_is_saved_by_its_button(visitor: Visitor, visit: Visit, draft: StatusNote) -> None:
    plain = visit(java_script_enabled=False)
    plain.log_in("controller")
    plain.go(f"{LISTED}{draft.pk}/skriv/")
    plain.page.get_by_role("textbox", name="Indstilling, tekst").fill("Uden scripts")
    plain.page.locator("#recommendation").get_by_role("button", name="Gem Indstilling").click()

    expect(plain.page.get_by_text("Indstilling er gemt.")).to_be_visible()
    plain.page.get_by_role("link", name="Vis kun siderne").click()
    expect(plain.page.get_by_role("img", name="Side 1 af")).to_be_visible()


@pytest.mark.parametrize("path", ["", "nyt/", "afsnit/", "kontrol/", "published/", "draft/skriv/", "draft/sider/"])
def test_every_page_is_accessible_and_no_wider_than_the_screen(onlooker: Visitor, path: str) -> None:
    for state in ("published", "draft"):
        note = StatusNote.objects.get(municipality__slug="ballerup", state=state)
        path = path.replace(state, str(note.pk))
    onlooker.log_in("controller")
    onlooker.go(LISTED + path)
    onlooker.page.wait_for_load_state("networkidle")

    assert onlooker.faults() == []
