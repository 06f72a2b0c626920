"""A business case is typed from the document in a real browser."""

from playwright.sync_api import Locator, expect

from initiatives.catalogues.content import read_content
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.versions import CaseDraft
from tests.browser.conftest import Visitor

LINES = {
    "Kortere anbringelses forløb – herunder efterværn": ["-1.000", "-1.000", "-1.000", "-1.000"],
    "Færre køb af eksterne dagtilbud sfa. STU/almen beskæftigelse": ["-800", "-800", "-800", "-800"],
    "Færre døgnpladser §§107 og 108 – voksen": ["-1.000", "-1.500", "-1.500", "-1.500"],
    "Ungevisitator": ["500", "500", "500", "500"],
}
PERCENTS = [
    ("Foranstaltninger, børn og unge med handicap", "267.100.000", "1.000.000", "0,4"),
    ("Dagtilbud til borgere med handicap", "187.000.000", "800.000", "0,4"),
    ("Døgntilbud til borgere med handicap", "1.084.800.000", "1.500.000", "0,1"),
]


def row(visitor: Visitor, chapter: str, name: str) -> Locator:
    """The row of the form with the name, in the chapter."""
    return visitor.page.get_by_role("region", name=chapter, exact=True).get_by_role("group", name=name, exact=True)


def test_ha05_is_typed_whole_by_hand(visitor: Visitor) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go("/koebenhavn/kataloger/")
    page.get_by_role("link", name="Nyt katalog").click()
    page.get_by_label("Titel").fill("Omprioriteringskatalog, skrevet af")
    page.get_by_label("Kortnavn").fill("skrevet-af")
    page.get_by_label("Type").select_option(label="omprioriteringskatalog")
    page.get_by_label("Område").fill("Socialudvalget")
    page.get_by_label("Offentliggjort").fill("2017-05-01")
    page.get_by_label("Første år").fill("2018")
    page.get_by_label("Sidste år").fill("2021")
    page.get_by_label("Pris- og lønniveau").fill("2018")
    page.get_by_label("Enhed").select_option(label="1.000 kr.")
    page.get_by_label("Fortegn").select_option(label="besparelser med minus")
    page.get_by_label("Resumé").fill("Forslag til budget 2018.")
    page.get_by_label("Kilde").fill("Københavns Kommune, budget 2018.")
    page.get_by_label("Grupper").fill("Borgere med handicap")
    page.get_by_role("button", name="Opret kataloget").click()
    page.get_by_role("link", name="Nyt forslag").click()
    page.get_by_label("Nummer").fill("HA05")
    page.get_by_label("Titel").fill("Særlig opfølgningsindsats for unge med handicap")
    page.get_by_label("Gruppe").select_option(label="Borgere med handicap")
    page.get_by_role("button", name="Opret forslaget").click()

    page.get_by_label("Kort resumé").fill("En ungevisitator følger op på unge omkring de 18 år.")
    page.get_by_label("Fremstillende forvaltning").fill("Socialforvaltningen")
    for number, (text, amounts) in enumerate(LINES.items(), start=1):
        if number > 1:
            page.get_by_role("button", name="Tilføj linje").press("Enter")
            expect(row(visitor, "Samlet økonomi", f"Linje {number}").get_by_label("Tekst")).to_be_focused()
        line = row(visitor, "Samlet økonomi", f"Linje {number}")
        line.get_by_label("Tekst").fill(text)
        line.get_by_label("Kategori").select_option(label="varig ændring")
        line.get_by_label("Styringsområde").select_option(label="service")
        for year, amount in zip(("2018", "2019", "2020", "2021"), amounts, strict=True):
            line.get_by_label(year).fill(amount)
    page.get_by_role("textbox", name="Baggrund og formål").fill("Prisen er lavere på voksenområdet.")
    page.get_by_role("textbox", name="Forslagets indhold").fill("En ungevisitator ansættes.")
    chapter = "Antal, pris, budget og tilbagebetaling"
    for number, (area, base, effect, percent) in enumerate(PERCENTS, start=1):
        if number > 1:
            page.get_by_role("button", name="Tilføj oplysning").click()
        claim = row(visitor, chapter, f"Oplysning {number}")
        claim.get_by_label("Type").select_option(label="procent af budget")
        claim.get_by_label("Område").fill(area)
        claim.get_by_label("Budget, kr.").fill(base)
        claim.get_by_label("Budgetår").fill("2017")
        claim.get_by_label("Effekt, kr.").fill(effect)
        claim.get_by_label("Procent eller år").fill(percent)
        claim.get_by_label("Som i kilden").fill(f"{percent} pct.")
    staff = row(visitor, "Personale", "Gruppe 1")
    staff.get_by_label("Personale").fill("Ungevisitator")
    for label, text in (("Før", "0"), ("Efter", "1"), ("Ændring", "1")):
        staff.get_by_label(f"{label}, Gruppe 1", exact=True).fill(text)
    row(visitor, "Implementering", "Aktivitet 1").get_by_label("Aktivitet eller milepæl").fill("Ansæt en ungevisitator")
    page.get_by_role("textbox", name="Forslagets effekt").fill("Færre i efterværn.")
    criterion = row(visitor, "Effekt og opfølgning", "Kriterium 1")
    criterion.get_by_label("Succeskriterium").fill("Mindre efterværn")
    criterion.get_by_label("Måles ved").fill("Antal borgere og forbrug efter § 76")
    criterion.get_by_label("Ansvarlig").fill("Borgercenter Handicap")
    criterion.get_by_label("Hvornår").fill("Hvert halve år")
    page.get_by_role("region", name="Risikovurdering").get_by_label("Risiko", exact=True).select_option(label="lav")

    panel = page.get_by_role("region", name="Forslagets økonomi", exact=True)
    expect(panel.get_by_role("row", name="Samlet økonomisk påvirkning")).to_contain_text("−2.300−2.800−2.800−2.800")
    expect(panel).to_contain_text("Risikoen er lav, men begrundelsen mangler.")
    expect(page.locator("[data-saved]")).to_contain_text("Gemt")
    assert visitor.violations() == []
    page.get_by_role("button", name="Gem som udgave").click()

    expect(page.get_by_role("status")).to_contain_text("Forslaget er gemt som udgave")
    typed = Initiative.objects.select_related("catalogue").get(code="HA05")
    imported = Initiative.objects.select_related("catalogue").get(key="ha05", catalogue__slug="koebenhavn-2018")
    typed_content, imported_content = read_content(typed), read_content(imported)
    facts = ("linje", "kategori", "styringsområde", "2018", "2019", "2020", "2021")
    assert [[line.get(fact) for fact in facts] for line in typed_content["effekter"]] == [
        [line.get(fact) for fact in facts] for line in imported_content["effekter"]
    ]
    assert (typed_content["personale"], typed_content["paastande"]) == (
        imported_content["personale"],
        imported_content["paastande"],
    )
    assert visitor.errors == []


def test_what_cannot_be_read_is_told_where_it_is_and_kept(visitor: Visitor) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go("/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev01/skriv/")
    amount = row(visitor, "Samlet økonomi", "Linje 1").get_by_label("2019")

    amount.fill("omkring 3 mio.")

    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("status")).to_contain_text("Kan ikke læses: 2019")
    expect(page.get_by_role("region", name="Forslagets økonomi", exact=True)).to_contain_text(
        "Der står “omkring 3 mio.”. Skal være: "
    )
    page.get_by_role("button", name="Gem som udgave").click()
    expect(page.get_by_role("alert")).to_contain_text("Udgaven er ikke gemt")
    expect(row(visitor, "Samlet økonomi", "Linje 1").get_by_label("2019")).to_have_value("omkring 3 mio.")
    assert visitor.violations() == []
    assert CaseDraft.objects.get().content["effekter"][0]["2019"] == "omkring 3 mio."


def test_parts_and_lines_are_offered_as_soon_as_they_are_typed(visitor: Visitor) -> None:
    page = visitor.page
    visitor.log_in("controller")
    visitor.go("/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev01/skriv/")
    page.get_by_role("button", name="Tilføj del").click()
    row(visitor, "Dele, der kan vælges hver for sig", "Del 4").get_by_label("Navn").fill("Efterværn")
    row(visitor, "Samlet økonomi", "Linje 4").get_by_label("Del").select_option(label="Efterværn")
    row(visitor, "Samlet økonomi", "Linje 4").get_by_label("Udvalg").fill("Et nyt udvalg")

    panel = page.get_by_role("region", name="Forslagets økonomi", exact=True)
    expect(panel.get_by_role("row", name="Efterværn")).to_contain_text("800")
    expect(panel).to_contain_text("Udvalget “Et nyt udvalg” er ikke i programmet endnu")
    assert visitor.errors == []


PAGES = [
    "/koebenhavn/kataloger/nyt/",
    "/koebenhavn/kataloger/koebenhavn-oevelse/nyt-forslag/",
    "/koebenhavn/kataloger/koebenhavn-oevelse/beslutninger/",
    "/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev01/skriv/",
    "/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev03b/skriv/",
    "/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev03b/udgaver/",
    "/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev03b/forbind/",
    "/koebenhavn/kataloger/koebenhavn-oevelse/tiltag/oev03b/fordel/",
    "/koebenhavn/beslutninger/",
]


def test_the_pages_around_a_proposal_are_accessible_and_fit(onlooker: Visitor) -> None:
    onlooker.log_in("controller")

    assert {path: onlooker.faults_of(path) for path in PAGES} == {path: [] for path in PAGES}
