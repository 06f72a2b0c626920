"""Catalogue pages: the overview, each proposal, and the search."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.models import Committee, LegalBasis, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Claim
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import BusinessCase
from initiatives.catalogues.models.published import PublishedFigure
from initiatives.catalogues.models.versions import CaseVersion
from initiatives.catalogues.plan.numbers import number_of
from initiatives.catalogues.plan.payback import percent_of_budget
from initiatives.catalogues.plan.selection import Selection
from initiatives.decisions.models import AgendaItem, Decision
from initiatives.pages.overview import build_overview, load_overview
from initiatives.pages.plan import build_plan
from initiatives.pages.searching import START, STOP, marked
from tests.factories import Person, load_catalogue, logged_in
from tests.initiatives.pages.tables import tables
from tests.proposals import AROUND, TEXTS, write_case

BASE = "/koebenhavn/kataloger/koebenhavn-2018/"
OVERVIEW = f"{BASE}oversigt/"
SEARCH = "/koebenhavn/kataloger/soeg/"


@pytest.fixture(scope="module")
def loaded(module_db: None) -> None:
    load_catalogue("koebenhavn-2018")


@pytest.fixture
def koebenhavn(loaded: None, db: None) -> Catalogue:
    catalogue: Catalogue = Catalogue.objects.select_related("municipality").get(slug="koebenhavn-2018")
    return catalogue


@pytest.fixture
def karla(koebenhavn: Catalogue, person: Person) -> Client:
    return logged_in(person("karla", Role.READER, "koebenhavn"))


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00ad", "").split())


def groups(client: Client, query: str = "") -> list[list[list[str]]]:
    return tables(client, OVERVIEW + query)


def rows_of(table: list[list[str]], *labels: str) -> list[list[str]]:
    return [row for row in table if any(label in cell for label in labels for cell in row[:2])]


# The overview.


def test_a_groups_table_equals_the_catalogues_printed_overview(karla: Client) -> None:
    psychiatric = groups(karla)[1]

    assert psychiatric == [
        ["Nr.", "Forslag", "2017", "2018", "2019", "2020", "2021", "Risiko", "Fase"],
        [
            *("SI02 – REVIDERET", "Servicereduktion på aktivitets- og samværstilbud til borgere med sindslidelse"),
            *("", "−2.600", "−2.600", "−2.600", "−2.600", "middel", "foreslået"),
        ],
        [
            *("SI03", "Sammenlægning af centerfællesskaber på sindslidendeområdet"),
            *("", "−750", "−1.500", "−1.500", "−1.500", "lav", "foreslået"),
        ],
        ["", "Samlet økonomisk påvirkning", "", "−3.350", "−4.100", "−4.100", "−4.100", ""],
    ]


def test_investments_are_listed_and_summed_apart_from_permanent_changes(karla: Client) -> None:
    across = groups(karla)[5]

    assert [row[1:4] for row in across[1:]] == [
        ["Omstilling af familieplejeområdet implementeringsomkostning", "300", "700"],
        ["Tilpasning af administrationen i de centrale enheder", "", "−3.500"],
        ["Varige ændringer", "", "−3.500"],
        ["Implementeringsomkostninger", "300", "700"],
        ["Samlet økonomisk påvirkning", "300", "−2.800"],
    ]


def test_a_proposal_leads_to_its_own_page(karla: Client) -> None:
    assert f'href="{BASE}tiltag/ha07b/">Tilpasning af serviceniveau' in page(karla, OVERVIEW)
    assert "HA07b – REVIDERET" in page(karla, OVERVIEW)


def test_a_printed_net_is_shown_beside_the_sums_only_where_it_differs(karla: Client) -> None:
    group_tables = groups(karla)
    printed = [[row[1:] for row in rows_of(table, "Ifølge kilden")] for table in group_tables]

    assert printed[1] == printed[3] == []
    assert printed[2][1][:6] == [
        *("Ifølge kilden: Nettoeffektivisering (service)", "0", "−5.400", "−5.900"),
        *("−6.400 (beregnet −6.200)", "−6.400"),
    ]
    assert printed[6][1][4] == "−70.350 (beregnet −70.150)"
    assert not rows_of(groups(karla, "?risiko=low")[0], "Ifølge kilden")


def test_a_printed_net_that_becomes_wrong_is_shown_at_once(karla: Client) -> None:
    net = PublishedFigure.objects.filter(row__table__ordinal=2, row__kind="total", year=2019)
    net.update(value=9_000_000)

    assert rows_of(groups(karla)[1], "Ifølge kilden")[0][4] == "−9.000 (beregnet −4.100)"


@pytest.mark.parametrize("lifecycle", ["dropped", "replaced"])
def test_dropped_and_replaced_proposals_are_labelled_and_count_in_no_total(
    karla: Client, koebenhavn: Catalogue, lifecycle: str
) -> None:
    koebenhavn.initiatives.filter(key="si03").update(
        lifecycle=lifecycle, ended_on="2017-09-01", ended_reason="Politisk"
    )
    word = {"dropped": "udgået", "replaced": "erstattet"}[lifecycle]

    group_tables = groups(karla)

    assert rows_of(group_tables[1], "SI03")[0][-1] == f"{word}, tæller ikke med"
    assert rows_of(group_tables[1], "Samlet")[0][2:7] == ["", "−2.600", "−2.600", "−2.600", "−2.600"]
    assert "tæller ikke med i nogen sum" in page(karla, OVERVIEW)


def test_decisions_on_a_proposal_are_shown_beside_it(karla: Client, koebenhavn: Catalogue) -> None:
    assert "Beslutning" not in groups(karla)[0][0]
    committee = Committee.objects.create(municipality=koebenhavn.municipality, name="Byudvalget")
    initiative = koebenhavn.initiatives.get(key="si03")
    version = CaseVersion.objects.create(initiative=initiative, number=1, kind="written", content={})
    for number, (day, outcome) in enumerate((("2017-09-01", "postponed"), ("2017-10-05", "adopted"))):
        item = AgendaItem.objects.create(
            municipality=koebenhavn.municipality, committee=committee, held_on=day, number=str(number), title="Punkt"
        )
        Decision.objects.create(item=item, initiative=initiative, outcome=outcome, version=version)

    assert rows_of(groups(karla)[1], "SI03")[0][-1] == "vedtaget 05.10.2017"


def test_lines_that_a_decision_has_ended_count_in_no_sum(karla: Client, koebenhavn: Catalogue) -> None:
    before = rows_of(groups(karla)[0], "Samlet")[0]
    write_case(koebenhavn)

    after = rows_of(groups(karla)[0], "Samlet")[0]

    assert before[2:7] == ["", "−25.000", "−28.300", "−28.300", "−28.300"]
    assert after[2:7] == ["", "−19.500", "−28.800", "−30.300", "−30.300"]


@pytest.mark.parametrize(
    ("query", "count", "numbers"),
    [
        ("?gruppe=2", "2 af 21 forslag passer til filtrene.", ["SI02 – REVIDERET", "SI03"]),
        ("?gruppe=4&risiko=low", "0 af 21 forslag passer til filtrene.", []),
        ("?styringsomraade=transfers", "2 af 21 forslag passer til filtrene.", ["TF02", "TF03"]),
        ("?risiko=x&gruppe=99", "Alle 21 forslag.", None),
    ],
)
def test_filters_stay_in_the_address_and_the_count_is_written_in_words(
    karla: Client, query: str, count: str, numbers: list[str] | None
) -> None:
    html = page(karla, OVERVIEW + query)
    shown_numbers = [row[0] for table in groups(karla, query) for row in table if row[0] not in ("", "Nr.", "Sum")]

    assert count in html
    assert numbers is None or shown_numbers == numbers


def test_an_empty_overview_says_so_and_links_to_everything(karla: Client) -> None:
    html = page(karla, f"{OVERVIEW}?gruppe=4&risiko=low")

    assert "Ingen forslag passer til filtrene." in html
    assert f'href="{OVERVIEW}">se alle forslag</a>' in html


def test_committee_legal_basis_status_and_who_may_decide_can_be_chosen(karla: Client, koebenhavn: Catalogue) -> None:
    write_case(koebenhavn)
    basis = LegalBasis.objects.get(law="SEL", section="84")
    committee = Committee.objects.get(name="Byudvalget")
    chosen = {
        f"lovgrundlag={basis.pk}": "HA04",
        f"udvalg={committee.pk}": "HA06",
        "besluttes_af=political": "HA06",
        "livscyklus=replaced": "BU01 – ERSTATNINGSFORSLAG",
    }
    koebenhavn.initiatives.filter(key="bu01").update(lifecycle="replaced", ended_on="2017-09-01", ended_reason="Ny")

    for query, number in chosen.items():
        shown_numbers = [row[0] for row in groups(karla, f"?{query}")[0] if row[0] not in ("", "Nr.")]
        assert shown_numbers == [number], query


def test_a_chosen_group_has_its_own_sum_at_the_end_also_beside_the_plan(db: None, person: Person) -> None:
    load_catalogue("hedensted-2022")
    reader = logged_in(person("hans", Role.READER, "hedensted"))
    everything = tables(reader, "/hedensted/kataloger/hedensted-2022/oversigt/")
    beside = Catalogue.objects.get(slug="hedensted-2022").themes.get(title="Budgetbesparelser for B2023")

    alone = tables(reader, f"/hedensted/kataloger/hedensted-2022/oversigt/?gruppe={beside.order}")

    assert rows_of(everything[-1], "Samlet økonomisk")[0][2:6] == ["5,0", "8,0", "15,0", "30,3"]
    assert rows_of(alone[-1], "Samlet økonomisk")[0][2] == "9,2"


def test_the_download_has_the_shown_rows_in_kroner_with_the_stored_sign(karla: Client) -> None:
    content = karla.get(f"{OVERVIEW}?gruppe=2&hent=oversigt.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))

    assert rows[0] == ["Forslag", "Nr.", "Gruppe", "Kategori", *map(str, range(2017, 2022)), *rows[0][9:]]
    assert rows[0][9:] == ["Risiko", "Fase", "Tæller med", "Beslutning"]
    assert rows[2][1:9] == [
        *("SI03", "Borgere med sindslidelse", "varig ændring", ""),
        *("750000,00", "1500000,00", "1500000,00", "1500000,00"),
    ]
    assert "Kun Gruppe: Borgere med sindslidelse." in content
    assert karla.get(f"{OVERVIEW}?hent=oversigt.xlsx").content.startswith(b"PK")
    assert karla.get(f"{OVERVIEW}?hent=andet.csv").status_code == 404


@pytest.mark.parametrize("slug", ["ballerup-2019", "hedensted-2022", "koebenhavn-2018", "varde-2017", "ishoej-2025"])
def test_the_sums_of_an_overview_are_those_of_the_plan(db: None, slug: str) -> None:
    catalogue = load_catalogue(slug)
    overview = build_overview(load_overview(catalogue), Selection())

    assert overview.sums[-1].cells == build_plan(catalogue).totals.rows[-1].cells
    assert overview.shown_count == overview.all_count == catalogue.initiatives.count()


# The business case.


def test_a_case_shows_everything_that_was_written_about_it(karla: Client, koebenhavn: Catalogue) -> None:
    initiative = write_case(koebenhavn)
    html = page(karla, f"{BASE}tiltag/{initiative.key}/")

    missing = [text for text in (*TEXTS.values(), *AROUND) if " ".join(text.split()) not in html]
    assert missing == []


def test_the_sections_follow_the_order_of_the_form_with_links_at_the_top(karla: Client, koebenhavn: Catalogue) -> None:
    html = page(karla, f"{BASE}tiltag/{write_case(koebenhavn).key}/")
    headings = re.findall(r'<h2 id="([a-z-]+)">', html)

    assert headings == [
        *("oekonomi", "tilbagebetaling", "baggrund", "indhold", "dele", "serviceniveau", "oekonomi-i-ord"),
        *("antal-og-enhedspris", "andel-af-budgettet", "personale", "fordeling", "andre-omraader"),
        *("implementering", "inddragelse", "effekt", "succeskriterier", "saadan-foelges-der-op", "risiko"),
        *("forudsaetninger", "udgangspunkt", "andre-forslag", "beslutninger", "kilden"),
    ]
    assert [anchor for anchor in headings if f'href="#{anchor}"' not in html] == []


def test_a_case_with_nothing_written_leaves_the_sections_out(karla: Client, koebenhavn: Catalogue) -> None:
    Initiative.objects.create(catalogue=koebenhavn, order=800, key="ny", title="Nyt", lifecycle="proposed")
    html = page(karla, f"{BASE}tiltag/ny/")

    assert re.findall(r'<h2 id="([a-z-]+)">', html) == ["oekonomi", "kilden"]
    assert "Tiltaget har ingen beløb." in html
    assert 'aria-label="På siden"' not in html


def test_lines_are_summed_by_category_and_ended_ones_count_in_no_sum(karla: Client, koebenhavn: Catalogue) -> None:
    economy = tables(karla, f"{BASE}tiltag/{write_case(koebenhavn).key}/")[0]
    ended = next(row for row in economy if row[0].startswith("Lukning af nattevagt"))

    assert "udgået, tæller ikke med" in ended[0]
    assert "finansieres af Investeringspuljen 2018" in ended[0]
    assert ended[2:] == ["−9.000"] * 4
    assert [row for row in economy if row[0].startswith(("Samlet", "Implementeringsomkostninger i alt"))] == [
        ["Samlet varig ændring", "", "−1.500", "−2.000", "−3.000", "−3.000"],
        ["Implementeringsomkostninger i alt", "", "6.000", "500", "0", "0"],
        ["Samlet økonomisk påvirkning", "", "4.500", "−1.500", "−3.000", "−3.000"],
    ]


def test_payback_is_shown_as_printed_and_as_computed_with_its_method(karla: Client, koebenhavn: Catalogue) -> None:
    path = f"{BASE}tiltag/{write_case(koebenhavn).key}/"

    assert tables(karla, path)[1][1:] == [
        ["Tilbagebetaling på service", "Ikke oplyst", "Ikke oplyst", "3 år"],
        ["Tilbagebetaling på totaløkonomi", "3 år", "Ikke oplyst", "3 år"],
    ]
    assert "hvor den samlede besparelse dækker de samlede udgifter" in page(karla, path)


def test_costs_that_are_never_paid_back_say_so(karla: Client, koebenhavn: Catalogue) -> None:
    initiative = write_case(koebenhavn)
    YearlyEffect.objects.filter(line__initiative=initiative, amount__gt=0).update(amount=-1)

    assert tables(karla, f"{BASE}tiltag/{initiative.key}/")[1][2][-1] == "aldrig tjent ind"


def test_parts_have_their_own_risk_and_sum_and_an_ended_one_says_so(karla: Client, koebenhavn: Catalogue) -> None:
    parts = tables(karla, f"{BASE}tiltag/{write_case(koebenhavn).key}/")[2]

    assert parts[1][1:] == ["Høj Delens risiko er naboerne", "5.500", "−500", "−2.000", "−2.000"]
    assert parts[2][0] == "Natdel udgået, tæller ikke med"
    assert parts[2][2:] == ["−9.000"] * 4


def test_parts_that_only_lines_name_are_parts_too(karla: Client) -> None:
    part_table = next(table for table in tables(karla, f"{BASE}tiltag/tv01b/") if table[0][0] == "Del")

    assert [row[0] for row in part_table[1:]] == ["Del 1", "Del 2", "Del 3"]
    assert part_table[3][2:] == ["200", "−7.900", "−8.400", "−8.400", "−8.400"]


def test_shares_per_committee_and_group_add_up_to_the_whole(karla: Client) -> None:
    committees = next(table for table in tables(karla, f"{BASE}tiltag/tf03/") if table[0][0] == "Fordelt på")
    themes = next(table for table in tables(karla, f"{BASE}tiltag/tv01b/") if table[0][0] == "Fordelt på")

    assert len(committees) == 6
    assert committees[-1] == ["I alt", "6.700", "3.700", "1.100", "−6.000"]
    assert [row[0] for row in themes[1:]] == [
        "Børnefamilier med særlige behov",
        "Borgere med handicap",
        "Tværgående forslag - berører flere målgruppeområder i Socialforvaltningen",
        "I alt",
    ]
    assert themes[-1][1:] == ["300", "−12.100", "−12.800", "−12.800", "−12.800"]


def test_a_printed_percent_is_shown_beside_the_computed_one(karla: Client, koebenhavn: Catalogue) -> None:
    html = page(karla, f"{BASE}tiltag/{write_case(koebenhavn).key}/")

    assert '<td class="amount">1,4 pct.</td> <td class="amount">1,5 pct.</td>' in html


def test_an_effect_on_another_area_is_in_the_catalogues_sign(karla: Client, koebenhavn: Catalogue) -> None:
    page_tables = tables(karla, f"{BASE}tiltag/{write_case(koebenhavn).key}/")
    row = next(row for table in page_tables for row in table if row[0] == "Sundhedsområdet")

    assert row == ["Sundhedsområdet", "Flere besøg af hjemmesygeplejen", "250", "Indgår ikke"]


def test_alternatives_and_replacements_are_shown_on_both_proposals(karla: Client, koebenhavn: Catalogue) -> None:
    initiative = write_case(koebenhavn)

    own_page, other_page = (page(karla, f"{BASE}tiltag/{key}/") for key in (initiative.key, "egen-bolig"))

    assert f'Er et alternativ til <a href="{BASE}tiltag/egen-bolig/">EB01 Flyttet ind i egen bolig</a>' in own_page
    assert 'Erstatter ÆLDRE7 <span class="quiet">kun nummeret er kendt</span>' in own_page
    assert f'Er et alternativ til <a href="{BASE}tiltag/ha06/">HA06 {initiative.title}</a>' in other_page


def test_a_replaced_number_leads_to_the_proposal_of_the_catalogue_that_has_it(
    karla: Client, koebenhavn: Catalogue
) -> None:
    assert "Erstatter HA07 " in page(karla, f"{BASE}tiltag/ha07b/")
    koebenhavn.initiatives.filter(key="si02").update(replaces="si03")
    Initiative.objects.create(
        catalogue=koebenhavn, order=801, key="ha07", code="HA07", title="Det gamle", lifecycle="proposed"
    )

    assert f'Erstatter <a href="{BASE}tiltag/ha07/">HA07 Det gamle</a>' in page(karla, f"{BASE}tiltag/ha07b/")
    assert f'Er erstattet af <a href="{BASE}tiltag/ha07b/">HA07b – REVIDERET' in page(karla, f"{BASE}tiltag/ha07/")
    assert f'Er erstattet af <a href="{BASE}tiltag/si02/">SI02' in page(karla, f"{BASE}tiltag/si03/")


def test_decisions_show_when_where_and_about_what(karla: Client, koebenhavn: Catalogue) -> None:
    page_tables = tables(karla, f"{BASE}tiltag/{write_case(koebenhavn).key}/")

    decisions = next(table for table in page_tables if table[0][0] == "Mødedato")
    assert decisions[1:] == [
        ["5. oktober 2017", "Byudvalget, punkt 4: Byg i takt", "Fællesdel, udgave 1", "Vedtaget"],
        ["5. oktober 2017", "Byudvalget, punkt 4: Byg i takt", "Natdel, udgave 1", "Forkastet"],
    ]


def test_texts_of_a_business_case_are_escaped(karla: Client, koebenhavn: Catalogue) -> None:
    initiative = write_case(koebenhavn)
    BusinessCase.objects.update(background="<script>alert(1)</script>")
    EffectLine.objects.filter(initiative=initiative).update(part="<b>", funding="{{ x }}")

    html = page(karla, f"{BASE}tiltag/{initiative.key}/")

    assert "<script>alert" not in html
    assert "&lt;b&gt;" in html
    assert "{{ x }}" in html


@given(
    st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=2)), st.one_of(st.none(), st.decimals(0, 10**9, places=2))
)
def test_a_percent_needs_an_effect_and_a_budget(effect: Decimal | None, base: Decimal | None) -> None:
    text = percent_of_budget(Claim(effect=effect, base=base))

    assert bool(text) == (effect is not None and bool(base))


def test_a_number_is_its_own_or_the_printed_one_with_the_versions_label() -> None:
    printed = Initiative(version="REVIDERET")
    printed.printed_codes = ["HA07b – [REVIDERET]", "HA07b – [REVIDERET]"]  # type: ignore[attr-defined]
    own = Initiative(code="HA08")
    own.printed_codes = ["9"]  # type: ignore[attr-defined]

    assert number_of(printed) == "HA07b – REVIDERET"
    assert number_of(own) == "HA08"
    assert number_of(Initiative()) == ""


# The search.


def results(client: Client, query: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", heading).strip()
        for heading in re.findall(r"<li> <h2> <a [^>]+>(.*?)</a>", page(client, SEARCH + query))
    ]


@pytest.mark.parametrize("number", ["HA07", "ha07b", "HA07B"])
def test_a_number_finds_its_proposal_from_its_beginning(karla: Client, number: str) -> None:
    assert results(karla, f"?ord={number}") == [
        "HA07b – REVIDERET Tilpasning af serviceniveau på bo- og dagtilbud til borgere med handicap"
    ]


def test_a_number_of_its_own_is_found_like_a_printed_one(karla: Client, koebenhavn: Catalogue) -> None:
    koebenhavn.initiatives.filter(key="ha02").update(code="ZX90")

    assert results(karla, "?ord=zx") == ["ZX90 Helhedsorienteret sagsbehandling af protesesager"]


@pytest.mark.parametrize("place", [*range(len(TEXTS)), "Delen om fællesarealer", "Boliglisten", "Byggesagen sendes"])
def test_every_text_of_a_case_is_found(karla: Client, koebenhavn: Catalogue, place: int | str) -> None:
    text = [*TEXTS.values()][place].splitlines()[0] if isinstance(place, int) else place
    write_case(koebenhavn)

    assert [heading[:4] for heading in results(karla, f'?ord="{text}"')] == ["HA06"]


def test_words_are_found_in_any_danish_form_and_all_of_them_are_needed(karla: Client) -> None:
    assert results(karla, "?ord=bandagister") == ["HA02 Helhedsorienteret sagsbehandling af protesesager"]
    assert results(karla, "?ord=bandagist+familiepleje") == []
    assert results(karla, "?ord=bandagist+eller+rumskib") == results(karla, "?ord=bandagist")
    assert results(karla, '?ord="bandagist+eller+rumskib"') == []


def test_search_hits_are_marked_and_the_rest_is_escaped(karla: Client, koebenhavn: Catalogue) -> None:
    koebenhavn.initiatives.filter(key="ha02").update(
        title="<img src=x> Proteser", summary="<script>x</script> En bandagist & en til"
    )

    html = page(karla, f"{SEARCH}?ord=bandagist")

    assert "<mark>bandagist</mark> &amp; en til" in html
    assert "&lt;img src=x&gt; Proteser" in html
    assert "<script>x" not in html


@given(st.text(alphabet=st.sampled_from(["<", "&", "a", START, STOP, '"'])))
def test_marks_always_open_and_close_whatever_the_text(text: str) -> None:
    html = marked(text)

    assert re.sub(r"<mark>[^<>]*</mark>", "", html).count("<") == 0


def test_a_search_result_shows_catalogue_group_status_and_full_effect_without_ended_lines(
    karla: Client, koebenhavn: Catalogue
) -> None:
    write_case(koebenhavn)
    html = page(karla, f"{SEARCH}?ord=HA06")

    place = "Omprioriteringskatalog for budget 2018 · Borgere med handicap"
    assert f"{place} · foreslået · effekt i 2021: 3.000 t.kr." in html


def test_filters_without_words_find_proposals_and_are_part_of_the_address(karla: Client, koebenhavn: Catalogue) -> None:
    low = koebenhavn.initiatives.filter(risk="low").count()

    assert f"{low} forslag fundet" in page(karla, f"{SEARCH}?risiko=low&katalog=koebenhavn-2018")
    assert "Skriv ord fra forslaget" in page(karla, f"{SEARCH}?risiko=x")


def test_a_search_without_results_gives_hints(karla: Client) -> None:
    html = page(karla, f"{SEARCH}?ord=rumskib")

    assert "Ingen forslag fundet med “rumskib”." in html
    assert "Prøv færre ord" in html


@pytest.mark.parametrize("words", ["'", '"', "a & b | !", "\\", "%", "æ:*", "(", "-", "or"])
def test_any_words_can_be_searched_for(karla: Client, words: str) -> None:
    assert karla.get(SEARCH, {"ord": words}).status_code == 200


def test_characters_that_no_text_has_are_reported_and_find_nothing(karla: Client) -> None:
    assert "Null-tegn er ikke tilladte" in karla.get(SEARCH, {"ord": "a\0b"}).content.decode()


def test_other_municipalities_are_searched_only_on_request_and_only_the_users_own(
    karla: Client, koebenhavn: Catalogue, ballerup: Catalogue, person: Person
) -> None:
    assert 'name="alle"' not in page(karla, SEARCH)
    assert results(karla, "?ord=STU&alle=on") == results(karla, "?ord=STU")
    member = person("karla", Role.READER, "ballerup")

    everywhere = page(logged_in(member), f"{SEARCH}?ord=STU&alle=on")

    assert "Ballerup ·" in everywhere
    assert "Ballerup ·" not in page(logged_in(member), f"{SEARCH}?ord=STU")
    assert 'href="/ballerup/kataloger/ballerup-2019/tiltag/stu/"' in everywhere


def test_another_municipalitys_catalogue_cannot_be_chosen(karla: Client, ballerup: Catalogue) -> None:
    html = page(karla, f"{SEARCH}?katalog=ballerup-2019&ord=STU")

    assert "/ballerup/" not in html


def test_many_results_are_paged_and_keep_the_search(karla: Client, koebenhavn: Catalogue) -> None:
    Initiative.objects.bulk_create(
        Initiative(catalogue=koebenhavn, order=900 + n, key=f"ny-{n}", title=f"Vindmølle {n}", lifecycle="proposed")
        for n in range(60)
    )

    first, last = (page(karla, f"{SEARCH}?ord=vindm%C3%B8lle&side={number}") for number in (1, 99))

    assert "60 forslag fundet, side 1 af 3." in first
    assert "?ord=vindm%C3%B8lle&amp;side=2" in first
    assert "side 3 af 3." in last
    assert last.count("<li> <h2>") == 10


def test_a_search_costs_the_same_however_much_is_found(karla: Client, koebenhavn: Catalogue) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(karla, f"{SEARCH}?ord=borger")
        return len(captured)

    query_count = queries()
    Initiative.objects.bulk_create(
        Initiative(catalogue=koebenhavn, order=900 + n, key=f"ny-{n}", title="Til borgere", lifecycle="proposed")
        for n in range(60)
    )

    assert queries() == query_count == 7


def test_the_catalogues_offer_the_search_and_the_overview(karla: Client) -> None:
    assert f'action="{SEARCH}"' in page(karla, "/koebenhavn/kataloger/")
    html = page(karla, BASE)
    assert f'href="{OVERVIEW}"' in html
    assert '<input type="hidden" name="katalog" value="koebenhavn-2018">' in html
