"""A proposal and a whole catalogue as business cases: complete, and every number as printed."""

import io
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure, PublishedTable
from reports.notes.business_cases import CaseContent, build_case_document, build_catalogue_document, load_cases
from reports.notes.pdf import render_pdf
from tests.factories import Person, load_catalogue, logged_in
from tests.proposals import AROUND, TEXTS, write_case

FULL = {
    "ha05": [
        "Forslaget",
        "Samlet økonomi",
        "Andel af budgettet",
        "Personale",
        "Implementering",
        "Succeskriterier",
        "Risikovurdering",
        "Forudsætninger",
        "Tabeller i kilden",
    ],
    "tf03": [
        "Forslaget",
        "Samlet økonomi",
        "Tilbagebetaling",
        "Fordeling",
        "Implementering",
        "Succeskriterier",
        "Risikovurdering",
        "Forudsætninger",
        "Tabeller i kilden",
    ],
    "tv01b": ["Forslaget", "Samlet økonomi", "Dele, der kan vælges hver for sig", "Andre forslag", "Tabeller i kilden"],
}


@pytest.fixture(scope="module")
def loaded(module_db: None) -> None:
    load_catalogue("koebenhavn-2018")


@pytest.fixture
def copenhagen(loaded: None, db: None) -> Catalogue:
    catalogue: Catalogue = Catalogue.objects.select_related("municipality").get(slug="koebenhavn-2018")
    return catalogue


def text_of(document: Any) -> str:
    pages = PdfReader(io.BytesIO(render_pdf(document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def load_case(catalogue: Catalogue, key: str) -> CaseContent:
    (case,) = load_cases(catalogue, key)
    return case


@pytest.mark.parametrize("key", FULL)
def test_a_business_case_comes_out_complete(copenhagen: Catalogue, key: str) -> None:
    document: Any = build_case_document(copenhagen, load_case(copenhagen, key), "")
    headings = [section["heading"] for section in document["sections"]]

    assert [heading for heading in headings if heading in FULL[key]] == FULL[key]
    text = text_of(document).replace("−", "-")
    printed = PublishedFigure.objects.filter(row__table__initiative__key=key)
    own_tables = printed.exclude(row__table__kind=PublishedTable.TableKind.PROSE)
    assert own_tables.count() > 10
    assert [figure.printed for figure in own_tables if figure.printed not in text] == []


def test_the_lines_are_summed_by_category_in_the_catalogues_sign(copenhagen: Catalogue) -> None:
    document: Any = build_case_document(copenhagen, load_case(copenhagen, "tf03"), "")
    (table,) = document["sections"][1]["items"]
    rows = {row["label"]: row["cells"] for row in table["rows"]}

    assert table["caption"] == "Forslagets samlede økonomi, 1.000 kr., besparelser med minus"
    assert [column["text"] for column in table["columns"]] == ["Styringsområde", "2018", "2019", "2020", "2021"]
    assert rows["Samlet varig ændring"] == ["", "−1.100", "−3.500", "−6.000", "−6.000"]
    assert rows["Implementeringsomkostninger i alt"] == ["", "7.800", "7.200", "7.100", "0"]
    assert rows["Samlet økonomisk påvirkning"] == ["", "6.700", "3.700", "1.100", "−6.000"]


def test_every_text_of_a_case_stands_in_its_document(copenhagen: Catalogue) -> None:
    initiative = write_case(copenhagen)
    document: Any = build_case_document(copenhagen, load_case(copenhagen, initiative.key), "")
    document_text = json.dumps(document, ensure_ascii=False)
    lines = [line for text in TEXTS.values() for line in text.splitlines()]

    assert [text for text in (*lines, *AROUND) if text not in document_text] == []
    assert "finansieres af Investeringspuljen 2018, udgået, tæller ikke med" in document_text
    assert render_pdf(document).startswith(b"%PDF")


def test_a_line_that_a_decision_ended_is_shown_and_counts_in_no_sum_of_the_document(copenhagen: Catalogue) -> None:
    document: Any = build_case_document(copenhagen, load_case(copenhagen, write_case(copenhagen).key), "")
    (table,) = document["sections"][1]["items"]
    rows = {row["label"]: row for row in table["rows"]}

    assert rows["Lukning af nattevagt"]["kind"] == "ended"
    assert rows["Lukning af nattevagt"]["cells"] == ["service", *["−9.000"] * 4]
    assert rows["Samlet varig ændring"]["cells"] == ["", "−1.500", "−2.000", "−3.000", "−3.000"]


def test_the_document_and_the_page_have_the_same_sections_in_the_same_order(
    copenhagen: Catalogue, person: Person
) -> None:
    key = write_case(copenhagen).key
    document: Any = build_case_document(copenhagen, load_case(copenhagen, key), "")
    client: Client = logged_in(person("rita", "reader", "koebenhavn"))

    html = client.get(f"/koebenhavn/kataloger/koebenhavn-2018/tiltag/{key}/").content.decode()

    keys = [section["key"] for section in document["sections"]]
    assert keys[1:] == re.findall(r'<h2 id="([a-z-]+)">', html)


def test_the_title_has_the_printed_number_and_the_catalogue_every_proposal(copenhagen: Catalogue) -> None:
    document: Any = build_catalogue_document(copenhagen, "")
    headings = [section["heading"] for section in document["sections"]]

    assert load_case(copenhagen, "ha05").title == "HA05 Særlig opfølgningsindsats for unge med handicap"
    assert headings[0] == "Oversigt"
    assert headings[-1] == "Kilde"
    assert len(headings) == copenhagen.initiatives.count() + 2
    assert copenhagen.source.split()[0] in text_of(document)


def test_a_catalogue_takes_as_many_queries_however_many_proposals_it_has(copenhagen: Catalogue) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            load_cases(copenhagen)
        return len(captured)

    before = queries()
    Initiative.objects.bulk_create(
        Initiative(
            catalogue=copenhagen, order=900 + number, key=f"ny-{number}", title=f"Nyt {number}", lifecycle="proposed"
        )
        for number in range(30)
    )

    assert queries() == before <= 16


def test_what_people_type_is_text_and_never_markup(copenhagen: Catalogue) -> None:
    title = "#panic() *æøå* $x$ [a] <b> @c"
    Initiative.objects.filter(key="ha05").update(title=title, summary=title, risk_reason=title)

    assert text_of(build_case_document(copenhagen, load_case(copenhagen, "ha05"), "")).count(title) >= 4


def test_the_pages_offer_the_pdfs(copenhagen: Catalogue, person: Person) -> None:
    client: Client = logged_in(person("rita", "reader", "koebenhavn"))
    base = "/koebenhavn/kataloger/koebenhavn-2018/"

    assert f'href="{base}katalog.pdf"' in client.get(base).content.decode()
    assert f'href="{base}tiltag/ha05.pdf"' in client.get(f"{base}tiltag/ha05/").content.decode()
    for name in ("katalog.pdf", "tiltag/ha05.pdf"):
        assert client.get(base + name).content.startswith(b"%PDF")
    assert client.get(f"{base}tiltag/findes-ikke.pdf").status_code == 404
