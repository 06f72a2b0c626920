"""The entry grid in a real browser: typing, moving and pasting as in a spreadsheet; typed text is never lost."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Dialog, Locator, Page, Request, Route, expect

from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.deciding import submit
from initiatives.followup.models import ActivityMonth, ActivityPrice
from initiatives.followup.rounds import open_year
from initiatives.followup.saving import Row, save_row
from initiatives.results.models import FollowUp, FollowUpRound
from tests.browser.conftest import Visit, Visitor
from tests.browser.keyboard import cell

GRID = "/ballerup/opfoelgning/2020-02/"
SAVED = re.compile(r"Gemt \d\d\.\d\d")
ROW_ADDRESS = "**/raekke/*/"
TITLES = ["§ 108 / § 105", "§ 107", "Til eget hjem fra botilbud", "STU", "Investeringscase"]

PASTE = """(cell, [text, html]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    if (html) clipboardData.setData("text/html", html);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    return cell.dispatchEvent(event);
}"""


class GridPage:
    """The grid in a visitor's browser; its elements are found by their texts."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def open(self) -> None:
        self.visitor.go(GRID)

    def cell(self, field: str, title: str) -> Locator:
        return cell(self.page, field, title)

    def row(self, title: str) -> Locator:
        return self.page.locator("tr[data-row]").filter(has=self.cell("Forklaring", title))

    def output(self, title: str, name: str = "message") -> Locator:
        return self.row(title).locator(f"[data-output={name}]")

    def type_and_leave(self, field: str, title: str, text: str) -> None:
        self.cell(field, title).fill(text)
        self.page.locator("h1").click()

    def paste(self, field: str, title: str, text: str, html: str = "") -> bool:
        """Paste into the cell; True if the page leaves it to the browser."""
        self.cell(field, title).focus()
        return bool(self.cell(field, title).evaluate(PASTE, [text, html]))

    def wait_until_saved(self) -> None:
        expect(self.page.locator("tr[data-unsaved]")).to_have_count(0)

    def come_back(self) -> None:
        self.page.evaluate("window.dispatchEvent(new Event('focus'))")

    def texts(self, field: str) -> list[str]:
        return [self.cell(field, title).input_value() for title in TITLES]


@pytest.fixture
def controller(fresh_demo: None) -> Membership:
    return Membership.objects.get(user__username="controller", municipality__slug="ballerup")


@pytest.fixture
def rounds(controller: Membership) -> list[FollowUpRound]:
    """Rounds of two months in a year without constructed examples."""
    ActivityMonth.objects.all().delete()
    ActivityPrice.objects.all().delete()
    catalogues = Catalogue.objects.filter(slug="ballerup-2019")
    return open_year(membership=controller, year=2020, periods=[1, 2], days=10, catalogues=catalogues)


@pytest.fixture
def grid(visitor: Visitor, rounds: list[FollowUpRound]) -> GridPage:
    visitor.log_in("controller")
    opened = GridPage(visitor)
    opened.open()
    return opened


@pytest.fixture
def admin_grid(visit: Visit, grid: GridPage) -> GridPage:
    """The same grid in the administrator's browser, opened before anything is typed."""
    visitor = visit()
    visitor.log_in("admin")
    opened = GridPage(visitor)
    opened.open()
    return opened


def stored(title: str) -> FollowUp:
    return FollowUp.objects.get(round__year=2020, round__period=2, initiative__title=title)


def write(member: Membership, period: int, title: str, **values: Decimal | str) -> None:
    round_ = FollowUpRound.objects.get(municipality=member.municipality, year=2020, period=period)
    initiative = Initiative.objects.get(title=title, catalogue__slug="ballerup-2019")
    save_row(membership=member, round_=round_, row=Row(initiative, 0), values=values)


def send(member: Membership, period: int, title: str) -> None:
    round_ = FollowUpRound.objects.get(municipality=member.municipality, year=2020, period=period)
    initiative = Initiative.objects.get(title=title, catalogue__slug="ballerup-2019")
    submit(membership=member, round_=round_, only=[initiative.pk])


def amounts(title: str) -> tuple[Decimal | int | None, Decimal | int | None]:
    return stored(title).realised, stored(title).forecast


def figures(sums: Locator) -> list[str]:
    return sums.locator("[data-output]").all_inner_texts()


def close_the_line(page: Page) -> None:
    page.route(ROW_ADDRESS, lambda route: route.abort())


def test_a_row_saves_itself_when_left_and_tells_deviation_and_status(grid: GridPage) -> None:
    grid.cell("Opnået", "STU").fill("60")
    grid.cell("Forventet", "STU").fill("490,50")
    expect(grid.output("STU")).to_have_text("Ikke gemt endnu")
    grid.cell("Opnået", "§ 107").focus()

    expect(grid.output("STU")).to_have_text(SAVED)
    expect(grid.output("STU", "deviation")).to_have_text("−510")
    expect(grid.output("STU", "status")).to_have_text("▲ bagefter planen")
    expect(grid.cell("Forventet", "STU")).to_have_value("490,5")
    expect(grid.page.locator("[data-filled]")).to_have_text("1")
    expect(grid.page.locator("#filled")).to_have_js_property("value", 1)
    expect(grid.page.locator("[data-announcer]")).to_be_empty()
    assert amounts("STU") == (60_000, 490_500)
    assert grid.visitor.errors == []


def test_the_sums_follow_what_is_saved(grid: GridPage) -> None:
    group = grid.page.locator("tbody").filter(has=grid.row("STU")).locator("[data-sum^=group-]")
    sums = [group, grid.page.locator("[data-sum=all]")]
    before = [figures(row) for row in sums]
    grid.type_and_leave("Opnået", "STU", "60")
    grid.type_and_leave("Forventet", "STU", "490,50")
    expect(grid.output("STU")).to_have_text(SAVED)

    for row, (_, _, forecast, deviation) in zip(sums, before, strict=True):
        expect(row.locator("[data-output=realised]")).to_have_text("60")
        expect(row.locator("[data-output=forecast]")).not_to_have_text(forecast)
        expect(row.locator("[data-output=deviation]")).not_to_have_text(deviation)
    after = [figures(row) for row in sums]
    grid.page.reload()
    assert [figures(row) for row in sums] == after


def test_a_row_left_as_it_was_sends_nothing(grid: GridPage) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    grid.page.on("request", note)
    grid.type_and_leave("Opnået", "STU", "60")
    expect(grid.output("STU")).to_have_text(SAVED)

    grid.type_and_leave("Opnået", "STU", "60,0")
    grid.cell("Opnået", "STU").focus()

    expect(grid.cell("Opnået", "STU")).to_have_value("60")
    assert len(sent) == 1


def test_what_is_typed_while_a_row_is_being_saved_stays_and_is_saved_after(grid: GridPage) -> None:
    held: list[Route] = []
    grid.page.route(ROW_ADDRESS, lambda route: held.append(route), times=1)
    with grid.page.expect_request(ROW_ADDRESS):
        grid.type_and_leave("Opnået", "STU", "60")
    expect(grid.output("STU")).to_have_text("Gemmer …")
    grid.type_and_leave("Opnået", "STU", "75")

    held[0].continue_()

    expect(grid.row("STU")).to_have_attribute("data-version", "2")
    expect(grid.output("STU")).to_have_text(SAVED)
    expect(grid.cell("Opnået", "STU")).to_have_value("75")
    assert stored("STU").realised == Decimal(75_000)


def test_the_keyboard_moves_between_cells_as_in_a_spreadsheet(grid: GridPage) -> None:
    press, cell = grid.page.keyboard.press, grid.cell
    cell("Opnået", "§ 107").focus()
    press("Enter")
    expect(cell("Opnået", "Til eget hjem fra botilbud")).to_be_focused()
    press("ArrowDown")
    expect(cell("Opnået", "STU")).to_be_focused()
    press("Shift+Enter")
    press("ArrowUp")
    expect(cell("Opnået", "§ 107")).to_be_focused()

    grid.page.keyboard.type("120")
    press("ArrowLeft")
    press("ArrowRight")
    expect(cell("Opnået", "§ 107")).to_be_focused()
    press("ArrowRight")
    expect(cell("Forventet", "§ 107")).to_be_focused()
    press("ArrowLeft")
    assert grid.page.evaluate("getSelection().toString()") == "120"

    for _ in range(3):
        press("ArrowRight")
    expect(cell("Forklaring", "§ 107")).to_be_focused()
    expect(cell("Årsag", "§ 107")).to_have_value("")
    grid.page.keyboard.type("første")
    press("Alt+Enter")
    grid.page.keyboard.type("anden")
    press("Enter")
    expect(cell("Forklaring", "§ 107")).to_have_value("første\nanden")
    expect(cell("Forklaring", "Til eget hjem fra botilbud")).to_be_focused()
    expect(grid.output("§ 107")).to_have_text(SAVED)
    assert stored("§ 107").explanation == "første\nanden"


def test_escape_takes_a_cell_back_to_what_was_saved_last(grid: GridPage) -> None:
    grid.type_and_leave("Forventet", "STU", "900")
    expect(grid.output("STU")).to_have_text(SAVED)
    grid.cell("Forventet", "STU").fill("1")
    expect(grid.output("STU")).to_have_text("Ikke gemt endnu")

    grid.cell("Forventet", "STU").press("Escape")

    expect(grid.cell("Forventet", "STU")).to_have_value("900")
    expect(grid.output("STU")).to_have_text(SAVED)
    assert grid.page.evaluate("localStorage.length") == 0


def test_a_block_of_five_rows_and_two_columns_is_pasted_and_saved(grid: GridPage) -> None:
    block = "310\t2.450,5\n60\t490\n−40\t1 250\n(20)\t\n1.500-\t−1.500\n"

    left_to_the_browser = grid.paste("Opnået", TITLES[0], block)

    assert not left_to_the_browser
    for title in TITLES:
        expect(grid.output(title)).to_have_text(SAVED)
    expect(grid.page.locator("[data-notice]")).to_have_text("Indsat i 5 tiltag.")
    assert grid.texts("Opnået") == ["310", "60", "−40", "−20", "−1.500"]
    assert grid.texts("Forventet") == ["2.450,5", "490", "1.250", "", "−1.500"]
    assert [amounts(title)[1] for title in TITLES[:4]] == [2_450_500, 490_000, 1_250_000, None]


def test_causes_and_quoted_explanations_are_pasted_and_what_has_no_room_is_told(grid: GridPage) -> None:
    title = grid.page.locator("tr:has([data-field=forecast]) > th > a:first-child").last.inner_text()
    block = '700\tSen Start\t"To ord: ""vent"",\nog se"\tfor meget\n1\tpris\tuden plads\n'

    grid.paste("Forventet", title, block)

    expect(grid.output(title)).to_have_text(SAVED)
    expect(grid.cell("Årsag", title)).to_have_value("late_start")
    expect(grid.cell("Forklaring", title)).to_have_value('To ord: "vent",\nog se')
    expect(grid.page.locator("[data-notice]")).to_have_text(
        "Indsat i 1 tiltag. Der var ikke plads til 1 række. Der var ikke plads til 1 kolonne."
    )


def test_a_value_pasted_where_the_amount_is_computed_is_told(grid: GridPage) -> None:
    computed = Initiative.objects.get(key="ekstern-til-egen-85")
    ActivityPrice.objects.create(initiative=computed, unit="borgere", price_difference=89_500)
    grid.page.reload()

    grid.paste("Opnået", "§ 85", "170\t1.000\n300\t900\n")

    expect(grid.page.locator("[data-notice]")).to_have_text(
        "Indsat i 2 tiltag. 1 celle er låst, fordi beløbet beregnes eller ikke findes."
    )
    grid.wait_until_saved()


def test_the_unit_is_not_switched_away_from_what_is_not_saved(grid: GridPage) -> None:
    grid.cell("Opnået", "STU").fill("mange")

    grid.page.get_by_label("Beløb i").select_option("mio")
    grid.page.get_by_role("button", name="Skift").click()

    expect(grid.page.locator("[data-notice]")).to_contain_text("Ændringerne i “STU” er ikke gemt.")
    expect(grid.cell("Opnået", "STU")).to_have_value("mange")
    grid.cell("Opnået", "STU").fill("")


def test_paragraphs_pasted_in_an_explanation_stay_there_unless_they_are_a_spreadsheets(grid: GridPage) -> None:
    assert grid.paste("Forklaring", TITLES[0], "Et afsnit.\n\nEt til.", "<p>Et afsnit.</p><p>Et til.</p>")
    assert not grid.paste("Forklaring", TITLES[0], "Et.\nTo.\n", "<table><tr><td>Et.</td></tr></table>")

    expect(grid.cell("Forklaring", TITLES[1])).to_have_value("To.")
    assert grid.paste("Opnået", TITLES[0], "480\r\n")
    grid.wait_until_saved()


def test_an_unreadable_cell_is_marked_and_the_others_are_filled(grid: GridPage) -> None:
    grid.type_and_leave("Opnået", "§ 107", "55")
    expect(grid.output("§ 107")).to_have_text(SAVED)

    grid.paste("Opnået", TITLES[0], "310\t2.000\tpris\n1.25\t700\tvejret\n")

    wrong = grid.cell("Opnået", "§ 107")
    expect(grid.output("§ 107")).to_contain_text("Opnået: “1.25” kan ikke læses, så cellen er ikke ændret.")
    expect(grid.output("§ 107")).to_contain_text(SAVED)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(re.compile("kan ikke læses"))
    expect(wrong).to_have_value("55")
    expect(grid.cell("Årsag", "§ 107")).to_have_attribute("aria-invalid", "true")
    expect(grid.cell("Forventet", "§ 107")).to_have_value("700")
    expect(grid.page.locator("[data-notice]")).to_contain_text("2 celler kunne ikke læses og er markeret: ")
    assert amounts("§ 107") == (55_000, 700_000)
    assert stored(TITLES[0]).cause == "price"
    assert grid.visitor.violations() == []

    wrong.fill("60")
    expect(wrong).not_to_have_attribute("aria-invalid", "true")


def test_a_text_that_the_server_cannot_read_is_marked_and_kept(grid: GridPage) -> None:
    grid.type_and_leave("Forventet", "STU", "omkring 500")

    expect(grid.output("STU")).to_contain_text("Der står “omkring 500”. Skal være: et beløb")
    expect(grid.cell("Forventet", "STU")).to_have_attribute("aria-invalid", "true")
    grid.page.reload()
    expect(grid.cell("Forventet", "STU")).to_have_value("omkring 500")
    expect(grid.output("STU")).to_contain_text("Skal være: et beløb")

    grid.type_and_leave("Forventet", "STU", "500")
    expect(grid.output("STU")).to_have_text(SAVED)
    expect(grid.cell("Forventet", "STU")).not_to_have_attribute("aria-invalid", "true")


def meet(grid: GridPage, admin_grid: GridPage) -> Locator:
    """Both type a forecast, the administrator also an explanation; the choice that the first visitor is shown."""
    admin_grid.cell("Forventet", "STU").fill("700")
    admin_grid.type_and_leave("Forklaring", "STU", "Skolerne siger nej.")
    expect(admin_grid.output("STU")).to_have_text(SAVED)
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_contain_text("har ændret tiltaget, mens du skrev")
    return grid.page.get_by_role("table", name=re.compile("^STU: "))


def test_two_people_on_one_row_see_both_versions_and_can_keep_their_own(grid: GridPage, admin_grid: GridPage) -> None:
    choice = meet(grid, admin_grid)
    expect(choice.get_by_role("row", name="Forventet 490 700")).to_be_visible()
    expect(choice.get_by_role("row")).to_have_count(2)
    assert grid.visitor.violations() == []

    grid.page.get_by_role("button", name="Behold mine tal").click()

    expect(grid.output("STU")).to_have_text(SAVED)
    expect(choice).to_be_hidden()
    assert stored("STU").forecast == Decimal(490_000)
    assert stored("STU").explanation == "Skolerne siger nej."
    assert stored("STU").version == 2


def test_two_people_on_one_row_see_both_versions_and_can_take_the_others(grid: GridPage, admin_grid: GridPage) -> None:
    choice = meet(grid, admin_grid)

    grid.page.get_by_role("button", name="Brug den andens tal").click()

    expect(grid.output("STU")).to_have_text(SAVED)
    expect(choice).to_be_hidden()
    expect(grid.cell("Forventet", "STU")).to_have_value("700")
    expect(grid.cell("Forventet", "STU")).to_be_focused()
    expect(grid.cell("Forklaring", "STU")).to_have_value("Skolerne siger nej.")
    expect(grid.output("STU", "deviation")).to_have_text("−300")
    assert (stored("STU").version, stored("STU").forecast) == (1, Decimal(700_000))


def test_a_choice_that_is_not_made_is_asked_again_after_a_reload(grid: GridPage, admin_grid: GridPage) -> None:
    choice = meet(grid, admin_grid)

    grid.page.reload()

    expect(choice.get_by_role("row", name="Forventet 490 700")).to_be_visible()
    assert stored("STU").forecast == Decimal(700_000)


def test_a_server_away_between_two_saves_loses_nothing_and_is_tried_again(grid: GridPage) -> None:
    grid.type_and_leave("Opnået", "STU", "60")
    expect(grid.output("STU")).to_have_text(SAVED)
    close_the_line(grid.page)
    grid.cell("Forventet", "STU").fill("490")
    grid.type_and_leave("Forklaring", "§ 107", "Ingen boliger.")
    away = "Ikke gemt: Serveren svarer ikke. Det, du har indtastet, er gemt i browseren."
    expect(grid.output("STU")).to_have_text(away)
    expect(grid.output("§ 107")).to_have_text(away)

    grid.page.reload()
    expect(grid.cell("Forventet", "STU")).to_have_value("490")
    expect(grid.cell("Forklaring", "§ 107")).to_have_value("Ingen boliger.")
    expect(grid.output("STU")).to_have_text(away)

    grid.page.unroute(ROW_ADDRESS)
    grid.page.evaluate("window.dispatchEvent(new Event('online'))")
    for title in ("STU", "§ 107"):
        expect(grid.output(title)).to_have_text(SAVED)
    assert amounts("STU") == (60_000, 490_000)
    assert stored("§ 107").explanation == "Ingen boliger."
    assert grid.page.evaluate("localStorage.length") == 0


def test_a_server_away_is_tried_again_without_anybody_asking(grid: GridPage) -> None:
    grid.page.clock.install()
    grid.open()
    grid.page.route(ROW_ADDRESS, lambda route: route.abort(), times=1)
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_contain_text("Serveren svarer ikke")

    grid.page.clock.fast_forward(5_000)

    expect(grid.output("STU")).to_have_text(SAVED)


def test_a_row_is_not_tried_again_in_the_middle_of_a_word_but_when_it_is_left(grid: GridPage) -> None:
    grid.page.clock.install()
    grid.open()
    grid.page.route(ROW_ADDRESS, lambda route: route.abort(), times=1)
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_contain_text("Serveren svarer ikke")
    grid.cell("Forklaring", "STU").fill("Skolerne si")

    grid.page.clock.fast_forward(5_000)

    expect(grid.output("STU")).to_contain_text("Serveren svarer ikke")
    grid.page.keyboard.type("ger nej.")
    assert not FollowUp.objects.filter(round__year=2020).exists()
    grid.page.locator("h1").click()
    expect(grid.output("STU")).to_have_text(SAVED)
    assert (stored("STU").version, stored("STU").explanation) == (1, "Skolerne siger nej.")


def test_a_row_whose_answer_was_lost_is_not_a_conflict_with_oneself(grid: GridPage) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    grid.page.route(ROW_ADDRESS, lose_the_answer, times=1)
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_contain_text("Serveren svarer ikke")
    assert stored("STU").forecast == Decimal(490_000)

    grid.type_and_leave("Opnået", "STU", "60")

    expect(grid.output("STU")).to_have_text(SAVED)
    assert amounts("STU") == (60_000, 490_000)


def test_an_expired_session_loses_nothing_and_saves_after_a_new_log_in(grid: GridPage) -> None:
    grid.page.context.clear_cookies()
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_have_text("Ikke gemt: Du er logget ud. Log ind i en ny fane for at gemme.")
    grid.come_back()
    expect(grid.cell("Forventet", "STU")).to_have_value("490")

    with grid.page.context.expect_page() as opened:
        grid.row("STU").get_by_role("link", name="Log ind i en ny fane").click()
    tab = Visitor(opened.value, grid.visitor.server)
    tab.log_in_by_typing("controller")
    expect(tab.page.get_by_role("button", name="Log ud")).to_be_visible()
    grid.come_back()

    expect(grid.output("STU")).to_have_text(SAVED)
    assert stored("STU").forecast == Decimal(490_000)


def test_nothing_is_saved_in_the_name_of_another_who_has_logged_in(grid: GridPage) -> None:
    elsewhere = Visitor(grid.page.context.new_page(), grid.visitor.server)
    other_is_in = "Ikke gemt: En anden bruger er logget ind i browseren. Log ind igen for at gemme."
    grid.page.context.clear_cookies()
    grid.type_and_leave("Forklaring", "§ 107", "Ingen boliger.")
    expect(grid.output("§ 107")).to_contain_text("Du er logget ud")
    elsewhere.log_in("admin")

    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_have_text(other_is_in)
    grid.come_back()
    expect(grid.output("§ 107")).to_have_text(other_is_in)
    assert not FollowUp.objects.filter(round__year=2020).exists()

    grid.page.context.clear_cookies()
    elsewhere.log_in("controller")
    grid.come_back()
    for title in ("STU", "§ 107"):
        expect(grid.output(title)).to_have_text(SAVED)
    writers = FollowUp.objects.filter(round__year=2020).values_list("edited_by__username", flat=True)
    assert list(writers) == ["controller", "controller"]


def test_the_whole_page_can_still_be_saved_after_rows_have_saved_themselves(grid: GridPage) -> None:
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_have_text(SAVED)
    close_the_line(grid.page)
    grid.cell("Forventet", "STU").fill("500")
    grid.cell("Forklaring", "§ 107").fill("Ingen boliger.")

    grid.page.get_by_role("button", name="Gem alle ændringer").click()

    expect(grid.page.get_by_text("Alle ændringer er gemt.")).to_be_visible()
    expect(grid.page.locator("[data-copy-all]")).to_be_visible()  # the new page's script has started
    assert (stored("STU").forecast, stored("§ 107").explanation) == (Decimal(500_000), "Ingen boliger.")
    assert grid.page.evaluate("localStorage.length") == 0


def test_the_back_button_shows_what_was_saved(grid: GridPage) -> None:
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_have_text(SAVED)
    grid.visitor.go("/ballerup/")

    grid.page.go_back()

    expect(grid.cell("Forventet", "STU")).to_have_value("490")
    expect(grid.row("STU")).to_have_attribute("data-version", "1")


def test_leaving_the_page_warns_only_while_something_is_unsaved(grid: GridPage) -> None:
    dialogs: list[str] = []

    def accept(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.accept()

    grid.page.on("dialog", accept)
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_have_text(SAVED)
    grid.page.reload()
    assert dialogs == []

    close_the_line(grid.page)
    grid.type_and_leave("Forventet", "STU", "500")
    expect(grid.output("STU")).to_contain_text("Serveren svarer ikke")
    grid.page.reload()
    assert dialogs == ["beforeunload"]


def test_a_row_that_was_sent_meanwhile_shows_what_could_not_be_saved(grid: GridPage, controller: Membership) -> None:
    close_the_line(grid.page)
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_contain_text("Serveren svarer ikke")
    write(controller, 2, "STU", realised=Decimal(60_000), forecast=Decimal(500_000))
    send(controller, 2, "STU")

    grid.page.reload()

    message = "Ikke gemt: Tiltaget kan ikke rettes nu. Du skrev Forventet: 490"
    notice = grid.page.locator("[data-output=message]", has_text=message)
    expect(notice).to_be_visible()
    expect(grid.page.locator("[data-announcer]")).to_contain_text(message)
    grid.page.get_by_role("button", name="Kassér").click()
    expect(notice).to_be_hidden()
    assert grid.page.evaluate("localStorage.length") == 0


def test_last_months_figures_and_on_request_its_text_are_copied(grid: GridPage, controller: Membership) -> None:
    values: dict[str, Decimal | str] = {
        "realised": Decimal(20_500),
        "forecast": Decimal(900_000),
        "explanation": "Som i januar.",
    }
    for title in ("STU", "§ 107"):
        write(controller, 1, title, **values)
        send(controller, 1, title)
    grid.page.reload()

    grid.row("STU").get_by_role("button", name="Kopiér tal fra forrige runde, STU", exact=True).click()
    expect(grid.output("STU")).to_have_text(SAVED)
    expect(grid.cell("Opnået", "STU")).to_have_value("20,5")
    expect(grid.cell("Forklaring", "STU")).to_have_value("")
    grid.row("STU").get_by_role("button", name="Kopiér forklaring fra forrige runde, STU").click()
    expect(grid.cell("Forklaring", "STU")).to_have_value("Som i januar.")

    grid.cell("Opnået", "§ 107").fill("60")
    grid.page.get_by_role("button", name="Kopiér forrige rundes tal til tomme felter").click()
    expect(grid.output("§ 107")).to_have_text(SAVED)
    expect(grid.cell("Forventet", "§ 107")).to_have_value("900")
    expect(grid.cell("Opnået", "§ 107")).to_have_value("60")
    grid.wait_until_saved()


def test_without_javascript_one_button_saves_the_page_and_no_button_is_dead(
    visit: Visit, rounds: list[FollowUpRound]
) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.log_in("controller")
    grid = GridPage(visitor)
    grid.open()

    expect(grid.page.locator("form#grid").get_by_role("button")).to_have_count(1)
    grid.cell("Forventet", "STU").fill("490")
    grid.page.get_by_role("button", name="Gem alle ændringer").click()

    expect(grid.page.get_by_text("Alle ændringer er gemt.")).to_be_visible()
    assert stored("STU").forecast == Decimal(490_000)


def test_the_grid_is_accessible_silent_and_fits_every_screen(grid: GridPage) -> None:
    grid.type_and_leave("Forventet", "STU", "490")
    expect(grid.output("STU")).to_have_text(SAVED)

    assert grid.visitor.faults() == []
