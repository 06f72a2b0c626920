"""On a slow connection a user types before the page's script has loaded: the text is counted and saved."""

import re
from collections.abc import Callable

from playwright.sync_api import Route, expect

from budgets.foundation.models import User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.versions import CaseDraft
from initiatives.scenarios.models import Alternative
from reports.notes.models import StatusNote
from tests.browser.conftest import Visitor

TOUCHED = """async () => {
  const { isTouched } = await import("/static/js/saving/touched.js");
  return [...document.querySelector("[data-case]").elements].filter(isTouched).map(({ name }) => name);
}"""


def go_ahead_of(script: str, visitor: Visitor, path: str) -> Callable[[], None]:
    """Go to the page; its script loads when the returned function is called."""
    held: list[Route] = []
    visitor.page.route(f"**/js/{script}*.js", lambda route: held.append(route))
    visitor.page.goto(visitor.server.url + path, wait_until="commit")
    return lambda: held.pop().continue_()


def test_a_ticked_proposal_is_added_up(visitor: Visitor) -> None:
    visitor.log_in("leder")
    catalogue = Catalogue.objects.get(slug="koebenhavn-2018")
    leader = User.objects.get(username="leder")
    alternative = Alternative.objects.create(catalogue=catalogue, name="Smalt", by=leader)
    bring = go_ahead_of("choosing", visitor, f"/koebenhavn/kataloger/koebenhavn-2018/valg/{alternative.pk}/")

    visitor.page.get_by_label(re.compile("^Vælg .*Sammenlægning af internt og eksternt dagtilbud")).check()
    bring()

    expect(visitor.page.locator("[data-sentence]")).to_contain_text("giver 1,0 mio. kr. i 2021")


def test_a_text_of_a_note_is_saved(visitor: Visitor) -> None:
    note = StatusNote.objects.get(municipality__slug="ballerup", state="draft")
    visitor.log_in("controller")
    bring = go_ahead_of("note", visitor, f"/ballerup/statusnotater/{note.pk}/skriv/")

    visitor.page.get_by_role("textbox", name="Indstilling, tekst").fill("Det indstilles, at **STU** tages op.")
    bring()

    expect(visitor.page.locator("#recommendation [data-saved]")).to_contain_text("Gemt")


def test_a_business_case_is_saved(visitor: Visitor) -> None:
    visitor.log_in("controller")
    bring = go_ahead_of("case", visitor, "/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev01/skriv/")

    visitor.page.get_by_role("textbox", name="Baggrund og formål").fill("Prisen er lavere på voksenområdet.")
    bring()

    expect(visitor.page.locator("[data-saved]")).to_contain_text("Gemt")
    assert "Prisen er lavere på voksenområdet." in str(CaseDraft.objects.get().content)


def test_what_the_server_sent_is_not_taken_for_typed(onlooker: Visitor) -> None:
    onlooker.log_in("controller")

    onlooker.go("/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev01/skriv/")

    assert onlooker.page.evaluate(TOUCHED) == []
