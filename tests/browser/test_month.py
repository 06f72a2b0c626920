"""A month's follow-up by keyboard only: filled, pasted, submitted, returned, corrected, approved and read."""

import json
from datetime import date

import pytest
from playwright.sync_api import expect

from budgets.foundation.models import Membership
from initiatives.followup.rounds import open_year
from initiatives.results.models import FollowUp, State
from reports.notes.composing import compose_month
from tests.browser.conftest import Visit, Visitor
from tests.browser.keyboard import USUAL, ZOOMED, cell, paste, press, tab_to

ROUND = "/ballerup/opfoelgning/2020-01/"
PASTED = ["40\t490", "80\t1.250", "20\t900", "−100\t−1.500", "90\t1.500"]


@pytest.fixture(params=[USUAL, ZOOMED])
def people(request: pytest.FixtureRequest, fresh_demo: None, visit: Visit) -> dict[str, Visitor]:
    """A contributor, a controller and a manager, each with her own browser, and a round of a new year."""
    controller = Membership.objects.select_related("municipality", "user").get(
        user__username="controller", municipality__slug="ballerup"
    )
    catalogues = controller.municipality.catalogues.all()
    open_year(membership=controller, year=2020, periods=[1], days=10, catalogues=catalogues)
    people = {name: visit(viewport=request.param) for name in ("bidrag", "controller", "leder")}
    for name, visitor in people.items():
        visitor.log_in(name)
    return people


def test_a_month_is_filled_sent_returned_mended_and_approved_by_keyboard(people: dict[str, Visitor]) -> None:
    contributor, controller, manager = (people[name].page for name in ("bidrag", "controller", "leder"))

    people["bidrag"].go(ROUND)
    expect(cell(contributor, "Forventet", "STU")).to_have_count(0)
    tab_to(contributor, cell(contributor, "Opnået", "§ 85"))
    contributor.keyboard.type("160")
    contributor.keyboard.press("Tab")
    contributor.keyboard.type("2.000")
    contributor.keyboard.press("Enter")
    expect(contributor.locator("tr", has_text="§ 85").first).to_be_visible()
    expect(contributor.locator("[data-row]", has=cell(contributor, "Forventet", "§ 85"))).to_contain_text("Gemt")

    people["controller"].go(ROUND)
    tab_to(controller, cell(controller, "Opnået", "§ 108 / § 105"))
    controller.keyboard.type("150")
    controller.keyboard.press("Tab")
    controller.keyboard.type("2.400")
    tab_to(controller, cell(controller, "Opnået", "Til eget hjem fra botilbud"))
    paste(controller, "\n".join([PASTED[1], PASTED[2], PASTED[3]]))
    explain = cell(controller, "Forklaring", "STU")
    tab_to(controller, explain)
    controller.keyboard.type("Priserne er lave i forvejen.")
    tab_to(controller, cell(controller, "Opnået", "Investeringscase"))
    expect(controller.locator("[data-row]", has=explain)).to_contain_text("Gemt")
    expect(cell(controller, "Forventet", "Investeringscase")).to_have_value("−1.500")

    people["controller"].go(f"{ROUND}send/")
    expect(controller.get_by_role("heading", name="Klar til at sende")).to_be_visible()
    press(controller, "Send til godkendelse")
    expect(controller.get_by_text("tiltag er sendt til godkendelse")).to_be_visible()

    people["leder"].go(f"{ROUND}godkend/")
    tab_to(manager, manager.get_by_label("Vælg STU"))
    manager.keyboard.press("Space")
    tab_to(manager, manager.get_by_label("Hvad skal den ansvarlige afklare?"))
    manager.keyboard.type("Hvorfor 900?")
    press(manager, "Send valgte tilbage")
    expect(manager.get_by_text("1 tiltag er sendt tilbage.")).to_be_visible()

    people["controller"].go(ROUND)
    expect(controller.get_by_text("leder spørger: Hvorfor 900?")).to_be_visible()
    tab_to(controller, cell(controller, "Forventet", "STU"))
    controller.keyboard.type("850")
    controller.keyboard.press("Enter")
    expect(controller.locator("[data-row]", has=cell(controller, "Forventet", "STU"))).to_contain_text("Gemt")
    people["controller"].go(f"{ROUND}send/")
    press(controller, "Send til godkendelse")
    expect(controller.get_by_text("1 tiltag er sendt til godkendelse.")).to_be_visible()
    people["leder"].go(f"{ROUND}godkend/")
    choose_all = manager.get_by_role("link", name="Vælg alle")
    tab_to(manager, choose_all)
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("link", name="Fravælg alle")).to_be_visible()
    press(manager, "Godkend valgte")
    expect(manager.get_by_text("tiltag er godkendt.")).to_be_visible()

    stu = FollowUp.objects.get(round__year=2020, initiative__key="stu")
    assert stu.state == State.APPROVED
    assert stu.forecast == 850_000
    for path in ("/ballerup/kataloger/ballerup-2019/tiltag/stu/", "/ballerup/kataloger/ballerup-2019/"):
        people["leder"].go(path)
        expect(manager.get_by_role("region", name="Opfølgning")).to_contain_text("850")
        expect(manager.get_by_role("region", name="Opfølgning")).to_contain_text("januar 2020")
    note = json.dumps(compose_month(stu.round.municipality, date(2020, 1, 1)), ensure_ascii=False)
    assert "til og med januar 2020" in note
    assert '"0,85"' in note
    assert [visitor.errors for visitor in people.values()] == [[], [], []]
