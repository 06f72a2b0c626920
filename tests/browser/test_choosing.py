"""Choosing and posting in a real browser: sums of ticked proposals, and appropriations shown before they are made."""

import re

from playwright.sync_api import expect

from initiatives.catalogues.models.initiatives import BudgetEffect, Initiative
from initiatives.posting.models import BudgetPosting
from initiatives.scenarios.models import AlternativePick
from tests.browser.conftest import Visitor

KOEBENHAVN = "/koebenhavn/kataloger/koebenhavn-2018/valg/"
POSTING = "/ballerup/kataloger/ballerup-2019/udmoentning/"


def make(visitor: Visitor, name: str, target: str) -> None:
    visitor.go(KOEBENHAVN)
    page = visitor.page
    page.get_by_label("Navn").fill(name)
    page.get_by_label("Mål", exact=True).fill(target)
    page.get_by_label("Målets år").fill("2018")
    page.get_by_role("button", name="Opret alternativet").click()


def test_one_ticks_proposals_and_sees_what_they_give_before_saving(visitor: Visitor) -> None:
    visitor.log_in("leder")
    make(visitor, "Bredt", "20.000")
    page = visitor.page

    page.get_by_label(re.compile("^Vælg .*Sammenlægning af internt og eksternt dagtilbud")).check()
    expect(page.locator("[data-sentence]")).to_contain_text("Det valgte forslag giver 1,0 mio. kr. i 2018.")
    expect(page.locator("[data-sentence]")).to_contain_text("Der mangler 19,0 mio. kr. i at nå målet på 20,0 mio. kr.")
    expect(page.locator("[data-state]")).to_have_text("Ikke gemt endnu")
    assert not AlternativePick.objects.filter(alternative__name="Bredt").exists()
    page.get_by_label(re.compile("^Vælg .*Tilpasning af serviceniveau på bo- og dagtilbud")).check()
    expect(page.get_by_role("region", name="Valgt i alt")).to_contain_text("16.200")

    page.get_by_role("button", name="Gem og beregn").click()

    expect(page.get_by_text("Valget er gemt. 2 ændringer.")).to_be_visible()
    assert AlternativePick.objects.filter(alternative__name="Bredt").count() == 2
    expect(page.locator("[data-sentence]")).to_contain_text("De 2 valgte forslag giver")
    assert visitor.errors == []


def test_the_whole_and_its_parts_take_each_others_place(visitor: Visitor) -> None:
    proposal = Initiative.objects.get(key="tv01b")
    for order, name in enumerate(("Del 1", "Del 2", "Del 3")):
        proposal.parts.get_or_create(name=name, defaults={"order": order})
    visitor.log_in("controller")
    make(visitor, "Dele", "1.000")
    page = visitor.page
    proposal_box = page.get_by_label(re.compile("^Vælg TV01b"))
    first_part, second_part = (page.get_by_label(re.compile(f"^Vælg {name}")) for name in ("Del 1", "Del 2"))

    first_part.check()
    second_part.check()
    proposal_box.check()
    assert [first_part.is_checked(), second_part.is_checked(), proposal_box.is_checked()] == [False, False, True]
    expect(page.get_by_role("region", name="Valgt i alt")).to_contain_text("12.800")
    second_part.check()
    assert [second_part.is_checked(), proposal_box.is_checked()] == [True, False]
    expect(page.get_by_role("region", name="Valgt i alt")).to_contain_text("3.100")


def test_one_sees_the_appropriations_posts_them_and_takes_them_back(visitor: Visitor) -> None:
    Initiative.objects.filter(key="botilbud-107").update(budget_effect=BudgetEffect.TO_BE_POSTED)
    visitor.log_in("controller")
    visitor.go(POSTING)
    page = visitor.page

    page.get_by_label("Udmønt § 107, 2019").check()
    page.get_by_label("Beløb for § 107, 2019").fill("0,75")
    page.get_by_label("Titel").fill("Udmøntning i januar")
    page.get_by_role("button", name="Vis bevillingerne").click()
    expect(page.get_by_role("row", name="50.54.1 Botilbud 2019 −750.000,00")).to_be_visible()
    page.get_by_role("button", name="Udmønt", exact=True).click()

    expect(page.get_by_text("Udmøntning i januar er udmøntet i budget 2019.")).to_be_visible()
    assert BudgetPosting.objects.get().of_effect == 750_000
    page.get_by_text("Fortryd Udmøntning i januar").first.click()
    page.get_by_role("button", name="Fortryd Udmøntning i januar").click()
    expect(page.get_by_text("1 beløb mangler igen at blive udmøntet.")).to_be_visible()
    assert not BudgetPosting.objects.exists()
    assert visitor.errors == []


def test_the_pages_are_accessible_and_no_wider_than_the_screen(visitor: Visitor) -> None:
    Initiative.objects.filter(key="botilbud-107").update(budget_effect=BudgetEffect.TO_BE_POSTED)
    visitor.log_in("controller")
    make(visitor, "Bredt", "20.000")
    page = visitor.page
    for box in page.get_by_label(re.compile("^Vælg ")).all()[:6]:
        box.check()
    page.get_by_role("button", name="Gem og beregn").click()
    expect(page.get_by_text("Valget er gemt")).to_be_visible()
    faults = {"alternative": visitor.faults()}
    for path in (KOEBENHAVN, f"{POSTING}?alle=1"):
        faults[path] = visitor.faults_of(path)
    page.get_by_role("button", name="Vis bevillingerne").click()
    expect(page.get_by_text("Bevillinger, der oprettes")).to_be_visible()
    faults["preview"] = visitor.faults()

    assert faults == {name: [] for name in faults}
