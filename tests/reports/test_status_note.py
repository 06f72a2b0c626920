"""The note as a reader's program gets it: the PDF is made and read back."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader

from budgets.amounts import parse_number
from budgets.models import Municipality
from initiatives.models import Catalogue, PublishedFigure, YearlyEffect
from reports.notes import NothingToReportError, build_note
from reports.pdf import render_pdf
from tests.conftest import load_catalogue

JANUARY = date(2019, 1, 1)


@pytest.fixture
def note(ballerup: Catalogue) -> dict[str, Any]:
    return build_note(ballerup.municipality, JANUARY)


@pytest.fixture
def pdf(note: dict[str, Any]) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf("status_note.typ", note)))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def root_of(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


def tags(node: Any) -> Iterator[Any]:
    """Every element of the document's structure tree."""
    node = node.get_object()
    if isinstance(node, dict):
        yield node
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                yield from tags(child)


def structure(pdf: PdfReader) -> list[Any]:
    return [tag for tag in tags(root_of(pdf)["/StructTreeRoot"]) if "/S" in tag]


def test_the_note_gives_the_documents_tables_line_for_line(note: dict[str, Any]) -> None:
    (catalogue,) = note["catalogues"]
    whole, housing, day, support, relief, _ = catalogue["sections"]

    assert [row["code"] for row in whole["tables"][0]["rows"]] == [*map(str, range(1, 11)), ""]
    assert whole["tables"][0]["rows"][-1]["cells"] == ["7,25", "10,75", "12,75", "13,25"]
    assert housing["tables"][0]["rows"][-1]["cells"] == ["3,25", "4,25", "5,75", "6,25"]
    assert support["tables"][0]["rows"][0]["label"] == "§ 85"
    assert [row["code"] for row in relief["tables"][0]["rows"]] == ["*9", "10", "**11"]
    assert [row["kind"] for row in relief["tables"][0]["rows"]] == ["ended", "line", "ended"]
    assert len(relief["tables"][0]["footnotes"]) == 2
    assert day["tables"][0]["rows"][0]["cells"] == ["1,0", "1,5", "2,0", "2,0"]


def test_the_first_page_says_what_was_promised_and_that_nothing_is_followed_up(note: dict[str, Any]) -> None:
    in_short = {line["label"]: line["text"] for line in note["catalogues"][0]["in_short"]}

    assert in_short["Lovet"] == (
        "7,25 mio. kr. mindre udgift i 2019, stigende til 13,25 mio. kr. i 2022. "
        "Heri er fratrukket 1,5 mio. kr. til implementering i 2019."
    )
    assert "ingen opfølgning" in in_short["Kommet"]
    assert (
        in_short["Udgået"]
        == "Ledsagerordning (0,35) og Kørsel / fritidstilbud (0,1), mio. kr. i 2019. De tæller ikke med."
    )


def test_every_amount_of_the_data_stands_in_the_pdf(note: dict[str, Any], pdf: PdfReader) -> None:
    text = text_of(pdf)
    rows = [
        row for section in note["catalogues"][0]["sections"] for table in section["tables"] for row in [*table["rows"]]
    ]

    assert len(rows) == 23
    for row in rows:
        assert " ".join([row["code"], row["label"], *row["cells"]]).strip() in text


def test_the_pdf_is_tagged_danish_titled_and_says_that_it_is_accessible(pdf: PdfReader) -> None:
    root = root_of(pdf)
    xmp = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "da-DK"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Statusnotat januar 2019, Ballerup"
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_headings_are_bookmarks(pdf: PdfReader) -> None:
    outline: Any = pdf.outline
    titles = [item.title for item in outline[1] if not isinstance(item, list)]

    assert outline[0].title == "Handlingsplan for det specialiserede voksenområde"
    assert titles[:2] == ["Kort fortalt", "Planen"]
    assert titles[-1] == "Forbehold og kilde"


def test_every_table_has_header_cells_and_a_caption(note: dict[str, Any], pdf: PdfReader) -> None:
    found = structure(pdf)
    tables = [tag for tag in found if tag["/S"] == "/Table"]
    sections = note["catalogues"][0]["sections"]

    assert len(tables) == 1 + sum(len(section["tables"]) + len(section["figures"]) for section in sections)
    for table in tables:
        headers = [tag for tag in tags(table) if tag.get("/S") == "/TH"]
        assert len(headers) >= 2
    assert len([tag for tag in found if tag["/S"] == "/Caption"]) == len(tables) + 1


def test_the_chart_says_its_figures_in_words(pdf: PdfReader) -> None:
    (alternative,) = [tag["/Alt"] for tag in structure(pdf) if "/Alt" in tag]

    assert "2019: 7,25 i alt, fordelt på Bevillinger efter SEL § 107 / 108 / ABL § 105 - botilbud 3,25;" in alternative
    assert "2022: 13,25 i alt" in alternative


def test_the_bars_of_each_year_add_up_to_its_total(note: dict[str, Any]) -> None:
    for bar in note["catalogues"][0]["chart"]["bars"]:
        assert sum(float(part["value"]) for part in bar["parts"]) == float(parse_number(bar["total"]) or 0)


def test_pages_are_numbered_to_the_last(pdf: PdfReader) -> None:
    pages = len(pdf.pages)

    for number, page in enumerate(pdf.pages, start=1):
        assert f"Side {number} af {pages}" in page.extract_text()


def test_only_the_documents_own_font_is_used(pdf: PdfReader) -> None:
    resources: list[Any] = [page["/Resources"] for page in pdf.pages]
    fonts = {font.get_object()["/BaseFont"] for found in resources for font in found["/Font"].values()}

    assert fonts
    assert all("IBMPlexSans" in font for font in fonts)


def test_the_same_data_give_the_same_bytes(ballerup: Catalogue) -> None:
    first, second = (render_pdf("status_note.typ", build_note(ballerup.municipality, JANUARY)) for _ in range(2))

    assert first == second


def test_a_document_that_breaks_the_standard_is_not_built(note: dict[str, Any]) -> None:
    note["catalogues"][0]["chart"]["alternative"] = ""

    with pytest.raises(typst.TypstError, match="PDF/UA-1 error: missing alt text"):
        render_pdf("status_note.typ", note)


def test_what_people_type_is_text_in_the_pdf_and_never_markup(ballerup: Catalogue) -> None:
    title = "#panic() *æøå* $x$ [a] <b> @c \\ `d` _e_"
    PublishedFigure.objects.filter(row__initiative__key="stu").update(printed="1,0")
    ballerup.initiatives.get(key="stu").published_rows.filter(table__ordinal=1).update(label=title)
    Catalogue.objects.filter(pk=ballerup.pk).update(summary=title, reading_note=title)

    text = text_of(PdfReader(io.BytesIO(render_pdf("status_note.typ", build_note(ballerup.municipality, JANUARY)))))

    assert text.count(title) == 2


def test_printed_amounts_that_the_lines_do_not_give_are_named_under_the_table(ballerup: Catalogue) -> None:
    PublishedFigure.objects.filter(row__label="I alt", row__table__ordinal=1, year=2020).update(value=11_000_000)

    (catalogue,) = json.loads(json.dumps(build_note(ballerup.municipality, JANUARY)))["catalogues"]

    table = catalogue["sections"][0]["tables"][0]
    assert table["rows"][-1]["cells"][1] == "11,0"
    assert table["footnotes"] == ["I alt, 2020: kilden trykker 11,0, linjerne giver 10,75."]
    assert catalogue["reservations"][1].startswith("1 trykte tal afviger")


def test_a_catalogue_without_a_single_initiative_still_gives_a_note(ballerup: Catalogue) -> None:
    ballerup.assumptions.all().delete()
    YearlyEffect.objects.all().delete()
    ballerup.tables.all().delete()
    ballerup.initiatives.all().delete()

    pdf = PdfReader(io.BytesIO(render_pdf("status_note.typ", build_note(ballerup.municipality, JANUARY))))

    assert "Kataloget har ingen beløb for året." in text_of(pdf)


@pytest.mark.parametrize(
    "month", [date(2018, 12, 1), date(2023, 1, 1)], ids=["before it was published", "after its years"]
)
def test_there_is_no_note_for_a_month_that_no_catalogue_covers(ballerup: Catalogue, month: date) -> None:
    with pytest.raises(NothingToReportError):
        build_note(ballerup.municipality, month)


@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("ballerup-2019", date(2019, 1, 1)),
        ("hedensted-2022", date(2022, 9, 1)),
        ("varde-2017", date(2017, 8, 1)),
        ("ishoej-2025", date(2025, 1, 1)),
    ],
)
def test_every_row_of_every_catalogue_stands_in_its_note(reference: None, slug: str, month: date) -> None:
    note: dict[str, Any] = build_note(load_catalogue(slug).municipality, month)
    text = text_of(PdfReader(io.BytesIO(render_pdf("status_note.typ", note))))
    tables = [
        table for section in note["catalogues"][0]["sections"] for table in section["tables"] + section["figures"]
    ]
    amounts = [" ".join(filter(None, row["cells"])) for table in tables for row in table["rows"]]

    assert len(amounts) > 3
    assert [cells for cells in amounts if cells not in text] == []


def test_a_catalogue_without_amounts_gives_a_note_about_its_initiatives(reference: None) -> None:
    note: dict[str, Any] = build_note(load_catalogue("ishoej-2025").municipality, date(2025, 1, 1))
    (catalogue,) = note["catalogues"]

    assert len(catalogue["without_amounts"]) == 5
    assert catalogue["totals"] is None
    assert catalogue["chart"] is None


def test_a_note_from_before_the_plans_first_year_tells_of_that_year(reference: None) -> None:
    note: dict[str, Any] = build_note(load_catalogue("hedensted-2022").municipality, date(2022, 9, 1))

    assert note["catalogues"][0]["in_short"][0]["text"].startswith("5,0 mio. kr. mindre udgift i 2023")


def test_the_command_writes_the_same_note_as_the_page(ballerup: Catalogue, bob: Client, tmp_path: Path) -> None:
    call_command("status_note", "ballerup", "2019-01", out=tmp_path / "note.pdf")

    response = bob.get("/ballerup/statusnotat/2019-01.pdf")

    assert response.content == (tmp_path / "note.pdf").read_bytes()
    assert response.headers["Content-Type"] == "application/pdf"
    assert 'filename="2019-01_ballerup_statusnotat.pdf"' in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("municipality", "month", "words"),
    [
        ("atlantis", "2019-01", "ingen kommune med kortnavnet atlantis"),
        ("ballerup", "januar", "januar er ikke en måned; skriv den som 2019-01"),
        ("ballerup", "2019-00", "2019-00 er ikke en måned"),
        ("ballerup", "2017-01", "ingen kataloger for 2017-01"),
    ],
)
def test_the_command_tells_what_it_cannot_do(
    ballerup: Catalogue, tmp_path: Path, municipality: str, month: str, words: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(words)):
        call_command("status_note", municipality, month, out=tmp_path / "note.pdf")
    assert not (tmp_path / "note.pdf").exists()


def test_the_page_offers_the_note_of_the_month_of_the_catalogue(ballerup: Catalogue, bob: Client) -> None:
    assert 'href="/ballerup/statusnotat/2019-01.pdf"' in bob.get("/ballerup/kataloger/ballerup-2019/").content.decode()
    assert Municipality.objects.get(slug="ballerup") == ballerup.municipality
