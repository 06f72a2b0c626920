"""A refused form says so in the title, lists its faults where the focus goes, and names each field in it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from budgets.foundation.models import Membership
from initiatives.business_cases.writing import begin
from initiatives.catalogues.models.initiatives import BudgetEffect, Initiative
from initiatives.catalogues.models.versions import CaseDraft
from tests.browser.conftest import Visit, Visitor
from tests.browser.keyboard import cell

ROUND = "/ballerup/opfoelgning/2019-regnskab/"
UNNAMED = """() => [...document.querySelectorAll("main [aria-invalid=true]")].filter((field) => {
  const group = field.closest("fieldset[aria-describedby]");
  const ids = `${field.getAttribute("aria-describedby") ?? ""} ${group?.getAttribute("aria-describedby") ?? ""}`;
  const isTold = ids.split(" ").some((id) => /_error$|-fault$|^besked-|^fejl$/.test(id) && document.getElementById(id));
  const links = [...document.querySelectorAll("#fejl a")].map(({ hash }) => hash.slice(1));
  const place = group?.querySelector("input").id ?? field.id;
  return !isTold || !(links.includes(place) || links.some((id) => ids.includes(id)));
}).map((field) => field.outerHTML)"""
"""Fields marked as refused that no message describes, or that the list of faults does not lead to."""
LOST = """() => [...document.querySelectorAll("#fejl a")].filter(({ hash }) => !document.getElementById(hash.slice(1)))
  .map(({ hash }) => hash)"""


def row_path(key: str, part: str = "") -> str:
    return f"{ROUND}tiltag/{Initiative.objects.get(key=key).pk}/{part}"


def fill_all(page: Page, button: str, text: str = "omkring 3") -> None:
    """Put the text in all text fields of the form with the button, and press it; the browser checks nothing first."""
    form = page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True))
    form.evaluate("form => { form.noValidate = true; for (const d of form.querySelectorAll('details')) d.open = true }")
    form.evaluate("form => { const held = form.closest('details'); if (held) held.open = true }")
    for field in form.locator("input.form-input:not([type=date], [type=month], [type=file], [type=number])").all():
        field.fill(text)
    form.get_by_role("button", name=button, exact=True).click()


def check(visitor: Visitor, *faults: str) -> None:
    """The page is refused as it should be, with these sentences in its list."""
    page = visitor.page
    summary = page.locator("#fejl")
    expect(summary).to_be_focused()
    for fault in faults:
        expect(summary).to_contain_text(fault)
    assert page.title().startswith("Fejl: ")
    assert page.evaluate(LOST) == []
    assert page.evaluate(UNNAMED) == []


def test_a_refused_row_names_each_of_its_fields(onlooker: Visitor) -> None:
    onlooker.log_in("controller")
    onlooker.go(row_path("ekstern-til-egen-85"))

    fill_all(onlooker.page, "Gem")

    labels = ["Forventet 2020", "Forventet 2021", "Forventet 2022", "Helårseffekt"]
    labels += ["Bekræftet af økonomi i regnskabet", "Bekræftet af økonomi i budgettet"]
    check(onlooker, *(f"{label}, 1.000 kr.: Der står “omkring 3”. Skal være: " for label in labels))
    invalid = onlooker.page.locator("main [aria-invalid=true]")
    expect(invalid).to_have_count(6)
    onlooker.page.get_by_role("link", name="Helårseffekt").press("Enter")
    expect(onlooker.page.get_by_label("Helårseffekt, 1.000 kr.")).to_be_focused()
    expect(onlooker.page.get_by_label("Helårseffekt, 1.000 kr.")).to_have_accessible_description(
        "Der står “omkring 3”. Skal være: et beløb i 1.000 kr., fx 1.200 eller −1,5."
    )
    assert onlooker.violations() == []


def test_the_fault_of_a_group_of_boxes_is_tied_to_the_group(onlooker: Visitor) -> None:
    page = onlooker.page
    onlooker.log_in("controller")
    onlooker.go("/ballerup/opfoelgning/")
    group = page.get_by_role("group", name="Kataloger")
    for box in group.get_by_role("checkbox").all():
        box.uncheck()

    fill_all(page, "Åbn runderne")

    check(onlooker, "Kataloger: ")
    expect(group).to_have_accessible_description("Dette felt er påkrævet.")
    page.locator("#fejl").get_by_role("link", name="Kataloger").press("Enter")
    expect(group.get_by_role("checkbox").first).to_be_focused()
    assert onlooker.violations() == []


FORMS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "a new catalogue": ("/koebenhavn/kataloger/nyt/", lambda page: fill_all(page, "Opret kataloget")),
    "a new proposal": (
        "/koebenhavn/kataloger/koebenhavn-oevelse/nyt-forslag/",
        lambda page: fill_all(page, "Opret forslaget", ""),
    ),
    "decisions": (
        "/koebenhavn/kataloger/koebenhavn-oevelse/beslutninger/",
        lambda page: fill_all(page, "Gem beslutninger", ""),
    ),
    "a file to verify": ("/ballerup/statusnotater/kontrol/", lambda page: fill_all(page, "Kontrollér")),
    "an upload without a file": ("/ballerup/indlaes/", lambda page: fill_all(page, "Vis filens ændringer")),
    "expenditure without a file": ("/ballerup/budget/indlaes/", lambda page: fill_all(page, "Se ændringerne")),
    "an appropriation": ("/varde/budget/bevilling/", lambda page: fill_all(page, "Gem bevillingen")),
    "a filter in the address": ("/ballerup/tiltag/?status=findes%20ikke", lambda page: None),
}


@pytest.mark.slow
def test_the_faults_of_other_refused_forms_take_the_focus_too(onlooker: Visitor) -> None:
    onlooker.log_in("controller")
    for path, send in FORMS.values():
        onlooker.go(path)

        send(onlooker.page)

        check(onlooker)


@pytest.mark.slow
def test_the_faults_take_the_focus_though_the_address_names_a_place_further_down(visitor: Visitor) -> None:
    Initiative.objects.filter(key="botilbud-107").update(budget_effect=BudgetEffect.TO_BE_POSTED)
    visitor.log_in("controller")
    visitor.go("/ballerup/kataloger/ballerup-2019/udmoentning/?alle=1")

    fill_all(visitor.page, "Vis bevillingerne")

    check(visitor, "Intet er udmøntet. Ret fejlene:", "§ 107, 2019: Der står “omkring 3”. Skal være: ")
    assert visitor.page.url.endswith("#udmoent")
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.page.locator("#fejl")).to_be_focused()


@pytest.mark.slow
def test_a_refused_decision_is_told_at_its_proposal(visitor: Visitor) -> None:
    page = visitor.page
    controller = Membership.objects.get(user__username="controller", municipality__slug="koebenhavn")
    proposal = Initiative.objects.get(key="oev01")
    CaseDraft.objects.filter(initiative=proposal).delete()
    begin(membership=controller, initiative=proposal)
    visitor.log_in("controller")
    visitor.go("/koebenhavn/kataloger/koebenhavn-oevelse/beslutninger/")
    page.get_by_label("Udvalg").select_option(index=1)
    page.get_by_label("Mødedato").fill("2018-06-01")
    page.get_by_label("Punkt").fill("4")
    page.get_by_label("Titel").fill("Budget 2019")
    chosen = page.get_by_label(f"Beslutning om {proposal.title}", exact=True)
    chosen.select_option(index=1)
    page.get_by_role("button", name="Gem beslutninger").click()

    check(visitor, f"“{proposal.title}” har en kladde.")
    expect(chosen).to_have_accessible_description(re.compile("har en kladde"))


def test_a_refused_log_in_takes_the_focus_to_its_fault(onlooker: Visitor) -> None:
    onlooker.go("/konto/log-ind/")

    fill_all(onlooker.page, "Log ind")

    check(onlooker, "adgangskode")


def test_without_scripts_the_faults_of_the_grid_lead_to_its_cells(visitor: Visitor, visit: Visit) -> None:
    plain = visit(java_script_enabled=False)
    plain.log_in("controller")
    plain.go(ROUND)
    amount = cell(plain.page, "Forventet", "STU")
    amount.fill("omkring 3")
    plain.page.get_by_role("button", name="Gem alle ændringer").click()

    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_accessible_description(re.compile("Der står “omkring 3”"))
    assert plain.page.title().startswith("Fejl: ")
    plain.page.locator("#fejl").get_by_role("link", name=re.compile("^STU, ")).click()
    expect(amount).to_be_focused()
