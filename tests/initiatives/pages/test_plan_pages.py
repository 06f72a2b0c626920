"""The pages of a plan and an initiative, line for line."""

import re

import pytest
from django.test import Client

from budgets.foundation.models import Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure
from tests.factories import Person, load_catalogue, logged_in
from tests.initiatives.pages.tables import tables

PLAN = "/ballerup/kataloger/ballerup-2019/"


def test_the_plan_reads_like_the_document(ballerup: Catalogue, bob: Client) -> None:
    plan_tables = tables(bob, PLAN)

    assert plan_tables[1] == [
        ["Nr.", "Mio. kr.", "2019", "2020", "2021", "2022"],
        ["1", "§ 108 / § 105", "2,0", "2,5", "3,0", "3,0"],
        ["2", "§ 107", "1,0", "1,0", "1,5", "1,5"],
        ["3", "Til eget hjem fra botilbud", "0,75", "1,25", "1,75", "2,25"],
        ["4", "STU", "1,0", "1,0", "1,0", "1,0"],
        ["5", "Investeringscase", "−1,5", "−1,5", "−1,5", "−1,5"],
        ["6", "§ 103 / 104", "1,0", "1,5", "2,0", "2,0"],
        ["7", "§ 85", "1,0", "2,0", "2,0", "2,0"],
        ["8", "Fra ekstern leverandør til egen kommunal leverandør (§85)", "1,0", "2,0", "2,0", "2,0"],
        ["9", "Alternativ aflastning", "0,25", "0,25", "0,25", "0,25"],
        ["10", "Øvrige tiltag indenfor det samlede mål – ikke definerede", "0,75", "0,75", "0,75", "0,75"],
        ["", "I alt", "7,25", "10,75", "12,75", "13,25"],
    ]
    assert plan_tables[2][-1] == ["", "I alt", "3,25", "4,25", "5,75", "6,25"]
    assert [row[0] for row in plan_tables[5][1:]] == ["*9", "10", "**11"]


def test_the_four_totals_are_shown_first(ballerup: Catalogue, bob: Client) -> None:
    assert tables(bob, PLAN)[0] == [
        ["Kategori", "2019", "2020", "2021", "2022"],
        ["Varige ændringer", "8,75", "12,25", "14,25", "14,75"],
        ["Midlertidige ændringer", "–", "–", "–", "–"],
        ["Implementeringsomkostninger", "−1,5", "−1,5", "−1,5", "−1,5"],
        ["Samlet økonomisk påvirkning", "7,25", "10,75", "12,75", "13,25"],
    ]


@pytest.mark.parametrize(
    ("unit", "subtotal"),
    [("mio", "3,25"), ("tkr", "3.250"), ("kr", "3.250.000")],
)
def test_the_plan_in_a_chosen_unit_has_subtotals_by_group(
    ballerup: Catalogue, bob: Client, unit: str, subtotal: str
) -> None:
    rows = tables(bob, f"{PLAN}?visning=faelles&enhed={unit}")[1]

    assert [row[0] for row in rows].count("I alt") == 5
    assert next(row for row in rows if row[0] == "I alt")[1] == subtotal


def test_dropped_lines_say_so_in_both_views(ballerup: Catalogue, bob: Client) -> None:
    as_in_source = bob.get(PLAN).content.decode()
    common = tables(bob, f"{PLAN}?visning=faelles")[1]

    assert "* Forslaget er udgået efter politisk behandling" in as_in_source
    assert as_in_source.count("Tæller ikke med.") == 2
    assert [row[0] for row in common if "udgået" in row[0]] == [
        "Ledsagerordning udgået",
        "Kørsel / fritidstilbud udgået",
    ]


def test_a_choice_that_is_unknown_shows_the_form_of_the_source(ballerup: Catalogue, bob: Client) -> None:
    assert tables(bob, f"{PLAN}?visning=x&enhed=y") == tables(bob, PLAN)
    assert tables(bob, f"{PLAN}?visning=faelles&enhed=y")[1][1] == [
        "Bevillinger efter SEL § 107 / 108 / ABL § 105 - botilbud"
    ]


def test_a_printed_amount_that_differs_from_its_lines_shows_both(ballerup: Catalogue, bob: Client) -> None:
    PublishedFigure.objects.filter(row__label="I alt", row__table__ordinal=1, year=2020).update(value=11_000_000)

    assert tables(bob, PLAN)[1][-1] == ["", "I alt", "7,25", "11,0 (beregnet 10,75)", "12,75", "13,25"]


def test_amounts_that_round_apart_say_so(ballerup: Catalogue, bob: Client) -> None:
    note = "Beløbene er afrundet"
    assert note not in bob.get(f"{PLAN}?visning=faelles&enhed=mio").content.decode()
    for key in ("stu", "botilbud-107"):
        effect = Initiative.objects.get(key=key).lines.get().effects.get(year=2019)
        effect.amount += 4_000
        effect.save()

    assert note in bob.get(f"{PLAN}?visning=faelles&enhed=mio").content.decode()
    assert note not in bob.get(f"{PLAN}?visning=faelles&enhed=tkr").content.decode()


def test_the_counts_of_citizens_are_shown_with_their_sum(ballerup: Catalogue, bob: Client) -> None:
    plan_tables = tables(bob, PLAN)

    assert plan_tables[6][:4] == [["Timeinterval", "Antal"], ["Let", "3"], ["moderat", "14"], ["moderat+", "1"]]
    assert plan_tables[8][-1] == ["I alt", "33"]


def test_assumptions_are_grouped_by_who_decides_them(ballerup: Catalogue, bob: Client) -> None:
    html = bob.get(PLAN).content.decode()

    assert re.findall(r"<h3>([^<]+)</h3>", html) == [
        "Egen beslutningskompetence",
        "Ændret administrativ praksis",
        "Politisk orientering eller godkendelse",
    ]


def test_an_initiative_shows_its_lines_and_each_place_in_the_source(ballerup: Catalogue, bob: Client) -> None:
    lines, mentions = tables(bob, f"{PLAN}tiltag/alternativ-aflastning/")[:2]

    assert lines[1:] == [
        ["Varige ændringer"],
        ["Alternativ aflastning", "Ikke oplyst", "0,25", "0,25", "0,25", "0,25"],
        ["Samlet varig ændring", "", "0,25", "0,25", "0,25", "0,25"],
    ]
    assert [row[1] for row in mentions[1:]] == ["9", "10"]


def test_a_business_case_is_complete_on_its_page(db: None, person: Person) -> None:
    load_catalogue("koebenhavn-2018")
    reader = logged_in(person("karla", Role.READER, "koebenhavn"))

    html = " ".join(reader.get("/koebenhavn/kataloger/koebenhavn-2018/tiltag/tv01b/").content.decode().split())

    for words in (
        *("Risikoen er", "Erstatter TV01", "Del 1", "−12.100", "−2,25", "Tilbagebetaling på totaløkonomi"),
        *(">Succeskriterier</h2>", "<h3>Aktiviteter</h3>", "Borgercenter Handicap"),
    ):
        assert words in html, words


def test_a_line_that_groups_share_shows_the_part_of_each(db: None, person: Person) -> None:
    load_catalogue("koebenhavn-2018")
    reader = logged_in(person("karla", Role.READER, "koebenhavn"))

    rows = tables(reader, "/koebenhavn/kataloger/koebenhavn-2018/tiltag/tv01b/")[0]

    place = next(n for n, row in enumerate(rows) if row[0].startswith("Øget brug af netværkspleje"))
    assert [(row[0], row[3]) for row in rows[place + 1 : place + 3]] == [
        ("Heraf Børnefamilier med særlige behov", "−3.500"),
        ("Heraf Borgere med handicap", "−600"),
    ]


def test_the_tables_of_a_business_case_are_shown_on_its_page_and_not_in_the_catalogue(db: None, person: Person) -> None:
    load_catalogue("koebenhavn-2018")
    reader = logged_in(person("karla", Role.READER, "koebenhavn"))
    path = "/koebenhavn/kataloger/koebenhavn-2018/"

    case = tables(reader, f"{path}tiltag/ud04/tabeller/")
    catalogue = tables(reader, path)

    assert case[0][-1] == ["Samlet varig ændring", "−2.200", "−2.200", "−2.200 (beregnet −2.000)", "−2.200"]
    assert catalogue[7][-1] == [
        *("Nettoeffektivisering (service)", "0", "−65.300", "−69.850", "−70.350 (beregnet −70.150)", "−70.350"),
    ]


def test_a_dropped_initiative_shows_who_decided_and_why(ballerup: Catalogue, bob: Client) -> None:
    html = bob.get(f"{PLAN}tiltag/koersel-fritid/").content.decode()

    assert "Tiltaget er udgået og tæller ikke med" in html
    assert "Besluttet af: ikke oplyst, senest 31. januar 2019" in html


def test_a_municipality_lists_its_catalogues_with_the_number_of_initiatives(ballerup: Catalogue, bob: Client) -> None:
    html = " ".join(bob.get("/ballerup/kataloger/").content.decode().split())

    assert "handlingsplan, januar 2019 · 2019–2022 · 12 tiltag" in html


def test_a_municipality_without_catalogues_says_so(bob: Client) -> None:
    assert "Der er ingen kataloger for Ballerup endnu" in bob.get("/ballerup/kataloger/").content.decode()


def test_a_user_without_municipalities_is_shown_what_to_do(charlie: Client) -> None:
    assert (
        "Du har endnu ikke adgang til en kommune. Administratoren i din kommune kan"
        in charlie.get("/").content.decode()
    )


def test_texts_of_a_catalogue_are_escaped(ballerup: Catalogue, bob: Client) -> None:
    ballerup.initiatives.filter(key="stu").update(title="<b>STU</b> & {{ x }}")

    html = bob.get(f"{PLAN}?visning=faelles").content.decode()

    assert "&lt;b&gt;STU&lt;/b&gt; &amp; {{ x }}" in html
