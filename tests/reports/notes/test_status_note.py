"""The status note's document and its PDF, which is rendered and read back."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader

from budgets.foundation.amounts import parse_number
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure
from reports.notes.composing import NOT_A_NOTE, compose_month
from reports.notes.content import Json
from reports.notes.document import Head, build_document
from reports.notes.material import NothingToReportError, Scope, load_material
from reports.notes.models import Form
from reports.notes.pdf import render_pdf
from tests.factories import load_catalogue
from tests.reports.notes.pdfs import items_of, read, root_of, structure, tables_of, tags, text_of

JANUARY = date(2019, 1, 1)
TITLE = "#panic() *æøå* $x$ [a] <b> @c \\ `d` _e_"


@pytest.fixture
def note(ballerup: Catalogue) -> Any:
    return compose_month(ballerup.municipality, JANUARY)


@pytest.fixture
def pdf(note: Json) -> PdfReader:
    return read(note)


def rows_of(table: Any) -> dict[str, list[str]]:
    return {row["label"]: row["cells"] for row in table["rows"]}


def in_short(document: Any) -> dict[str, str]:
    (fact_rows,) = (item["rows"] for item in document["front"] if item["kind"] == "facts")
    return {row["label"]: row["text"] for row in fact_rows}


def test_the_note_gives_the_documents_tables_line_for_line(note: Any) -> None:
    plan_table, totals, housing, day, support, *_ = tables_of(note, "plan")
    relief = next(
        table for table in tables_of(note, "plan") if table["caption"].startswith("Bevillinger efter SEL § 97")
    )

    assert [row["code"] for row in plan_table["rows"]] == [*map(str, range(1, 11)), ""]
    assert plan_table["rows"][-1]["cells"] == ["7,25", "10,75", "12,75", "13,25"]
    assert totals["rows"][-1]["cells"] == ["7,25", "10,75", "12,75", "13,25"]
    assert housing["rows"][-1]["cells"] == ["3,25", "4,25", "5,75", "6,25"]
    assert support["rows"][0]["label"] == "§ 85"
    assert [row["code"] for row in relief["rows"]] == ["*9", "10", "**11"]
    assert [row["kind"] for row in relief["rows"]] == ["ended", "line", "ended"]
    assert len(relief["footnotes"]) == 2
    assert day["rows"][0]["cells"] == ["1,0", "1,5", "2,0", "2,0"]


def test_the_overview_has_groups_with_sums_and_what_was_dropped(note: Any) -> None:
    (table,) = tables_of(note, "overview")
    labels = [row["label"] for row in table["rows"] if row["kind"] == "group"]
    sums = [row["cells"][0] for row in table["rows"] if row["kind"] == "total"]

    assert labels == [*(str(theme) for theme in Theme.objects.order_by("order")), "Øvrige tiltag uden gruppe"]
    assert sums == ["3,25", "1,00", "2,00", "0,25", "0,75", "7,25"]
    assert rows_of(table)["Ledsagerordning (udgået, tæller ikke med)"] == ["0,35", "–", "–", "–", "–", ""]
    assert rows_of(table)["§ 107"] == ["1,00", "0,08", "–", "–", "–", "ikke vurderet"]
    assert table["rows"][-1]["values"][0] == "7250000.00"


def test_the_first_page_says_what_was_promised_and_that_nothing_is_followed_up(note: Any) -> None:
    front_page = in_short(note)

    assert front_page["Forudsat"] == (
        "Mindreudgift på 7,25 mio. kr. i 2019, stigende til 13,25 mio. kr. i 2022. "
        "Beløbet for 2019 er efter fradrag af implementeringsomkostninger på 1,5 mio. kr."
    )
    assert "ingen godkendt opfølgning" in front_page["Opnået"]
    assert front_page["Forventet"] == "Samme som den forudsatte effekt, fordi der ikke er fulgt op."
    assert front_page["Udgået"] == (
        "Ledsagerordning (0,35 mio. kr.) og Kørsel / fritidstilbud (0,1 mio. kr.). "
        "Beløbene var forudsat i 2019 og tæller ikke med."
    )


def test_every_amount_of_the_data_stands_in_the_pdf(note: Any, pdf: PdfReader) -> None:
    text = text_of(pdf)
    rows = [row for table in tables_of(note) for row in table["rows"] if row["kind"] != "group"]

    assert len(rows) > 80
    for row in rows:
        label = row["label"].replace("\u00ad", "")
        assert " ".join(filter(None, [row["code"], label, *row["cells"]])) in text


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


def test_headings_are_bookmarks(note: Any, pdf: PdfReader) -> None:
    outline: Any = pdf.outline
    titles = [item.title for item in outline if not isinstance(item, list)]

    assert titles == ["Kort fortalt", *(section["heading"] for section in note["sections"])]
    assert titles[1:3] == ["Samlet oversigt", "Tiltag for tiltag"]
    assert titles[-1] == "Forbehold og kilde"


def test_every_table_has_header_cells_and_a_caption(note: Any, pdf: PdfReader) -> None:
    elements = structure(pdf)
    tables = [tag for tag in elements if tag["/S"] == "/Table"]

    assert len(tables) == len(tables_of(note))
    for table in tables:
        headers = [tag for tag in tags(table) if tag.get("/S") == "/TH"]
        assert len(headers) >= 2
    assert len([tag for tag in elements if tag["/S"] == "/Caption"]) == len(tables) + 1


def test_the_chart_says_its_figures_in_words(pdf: PdfReader) -> None:
    (alternative,) = [tag["/Alt"] for tag in structure(pdf) if "/Alt" in tag]

    assert "2019: 7,25 i alt, fordelt på Bevillinger efter SEL § 107 / 108 / ABL § 105 - botilbud 3,25;" in alternative
    assert "2022: 13,25 i alt" in alternative


def test_the_bars_of_each_year_add_up_to_its_total(note: Any) -> None:
    (chart,) = (item for item in items_of(note) if item["kind"] == "chart")
    for bar in chart["bars"]:
        assert sum(float(part["value"]) for part in bar["parts"]) == float(parse_number(bar["total"]) or 0)


def test_pages_are_numbered_to_the_last_and_say_what_they_are(pdf: PdfReader) -> None:
    pages = len(pdf.pages)

    for number, page in enumerate(pdf.pages, start=1):
        assert f"Side {number} af {pages}" in page.extract_text()
        assert NOT_A_NOTE in page.extract_text()


def test_only_the_documents_own_font_is_used(pdf: PdfReader) -> None:
    resources: list[Any] = [page["/Resources"] for page in pdf.pages]
    fonts = {
        font.get_object()["/BaseFont"] for page_resources in resources for font in page_resources["/Font"].values()
    }

    assert fonts
    assert all("IBMPlexSans" in font for font in fonts)


def test_the_pdf_is_flat_without_scripts_forms_or_attachments(pdf: PdfReader) -> None:
    raw = root_of(pdf)

    assert not {"/OpenAction", "/AA", "/AcroForm", "/EmbeddedFiles", "/JavaScript"} & set(raw)
    assert "/EmbeddedFiles" not in raw.get("/Names", {})


def test_the_same_data_give_the_same_bytes(ballerup: Catalogue) -> None:
    first, second = (render_pdf(compose_month(ballerup.municipality, JANUARY)) for _ in range(2))

    assert first == second


def test_a_document_that_breaks_the_standard_is_not_built(note: Any) -> None:
    (chart,) = (item for item in items_of(note) if item["kind"] == "chart")
    chart["alternative"] = ""

    with pytest.raises(typst.TypstError, match="PDF/UA-1 error: missing alt text"):
        render_pdf(note)


def test_what_people_type_is_text_in_the_pdf_and_never_markup(ballerup: Catalogue) -> None:
    PublishedFigure.objects.filter(row__initiative__key="stu").update(printed="1,0")
    ballerup.initiatives.get(key="stu").published_rows.filter(table__ordinal=1).update(label=TITLE)
    Catalogue.objects.filter(pk=ballerup.pk).update(scope=TITLE, source=TITLE)

    text = text_of(read(compose_month(ballerup.municipality, JANUARY)))

    assert text.count(TITLE) == 3


def test_a_sign_that_the_font_does_not_have_is_a_question_mark_and_stops_nothing(ballerup: Catalogue) -> None:
    Catalogue.objects.filter(pk=ballerup.pk).update(scope="Ældre 🎉 漢 ½")

    assert "Ældre ? ? ½" in text_of(read(compose_month(ballerup.municipality, JANUARY)))


def test_titles_of_four_hundred_letters_fit(ballerup: Catalogue) -> None:
    long = ("Særlig indsats for unge og voksne med behov for støtte " * 8)[:399] + "å"
    Initiative.objects.filter(key="stu").update(title=long)
    Theme.objects.filter(order=1).update(title=long[:200])

    pdf = read(compose_month(ballerup.municipality, JANUARY))

    assert long in text_of(pdf)


def test_two_hundred_initiatives_stand_in_the_note_and_their_groups_on_one_page(ballerup: Catalogue) -> None:
    grow(ballerup, 200)
    material = load_material(Scope(ballerup.municipality, JANUARY))

    full_text = text_of(read(build_document(material, Head())))
    short = read(build_document(material, Head(), form=Form.SHORT))

    assert all(f"Tiltag nummer {number} " in full_text for number in range(200))
    assert len(short.pages) == 1
    assert "I alt 207,25" in text_of(short)


def grow(catalogue: Catalogue, number: int) -> None:
    """Add initiatives of a million kroner each, in twenty new groups with long titles."""
    themes = [
        catalogue.themes.create(
            order=100 + position, title=f"Gruppe {position} med et langt navn, der fylder to linjer i tabellen"
        )
        for position in range(20)
    ]
    for position in range(number):
        initiative = catalogue.initiatives.create(
            theme=themes[position % 20],
            order=100 + position,
            key=f"t{position}",
            title=f"Tiltag nummer {position}",
            lifecycle="adopted",
        )
        line = initiative.lines.create(order=1, text="Linje", category="permanent")
        YearlyEffect.objects.create(line=line, year=2019, amount=1_000_000)


def test_printed_amounts_that_the_lines_do_not_give_are_named_under_the_table(ballerup: Catalogue) -> None:
    PublishedFigure.objects.filter(row__label="I alt", row__table__ordinal=1, year=2020).update(value=11_000_000)

    note = compose_month(ballerup.municipality, JANUARY)

    table = tables_of(note, "plan")[0]
    assert table["rows"][-1]["cells"][1] == "11,0"
    assert table["footnotes"] == ["I alt, 2020: 11,0 ifølge kilden, 10,75 ifølge linjerne."]
    assert "1 tal i kilden afviger fra summen af sine linjer" in str(note["sections"])


def test_a_catalogue_without_a_single_initiative_still_gives_a_note(ballerup: Catalogue) -> None:
    ballerup.assumptions.all().delete()
    YearlyEffect.objects.all().delete()
    ballerup.tables.all().delete()
    ballerup.initiatives.all().delete()

    text = text_of(read(compose_month(ballerup.municipality, JANUARY)))

    assert "Kataloget har ingen beløb for året." in text
    assert "Der er ingen vedtagne tiltag i året." in text


@pytest.mark.parametrize(
    "month", [date(2018, 12, 1), date(2023, 1, 1)], ids=["before it was published", "after its years"]
)
def test_there_is_no_note_for_a_month_that_no_catalogue_covers(ballerup: Catalogue, month: date) -> None:
    with pytest.raises(NothingToReportError):
        compose_month(ballerup.municipality, month)


@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("ballerup-2019", date(2019, 1, 1)),
        ("hedensted-2022", date(2022, 9, 1)),
        ("varde-2017", date(2017, 8, 1)),
        ("ishoej-2025", date(2025, 1, 1)),
        ("koebenhavn-2018", date(2018, 1, 1)),
    ],
)
def test_every_row_of_every_catalogue_stands_in_its_note(db: None, slug: str, month: date) -> None:
    note = compose_month(load_catalogue(slug).municipality, month)
    text = text_of(read(note))
    amounts = [" ".join(filter(None, row["cells"])) for table in tables_of(note) for row in table["rows"]]

    assert len(amounts) > 3
    assert [cells for cells in amounts if cells not in text] == []


def test_a_catalogue_without_amounts_gives_a_note_about_its_initiatives(db: None) -> None:
    note = compose_month(load_catalogue("ishoej-2025").municipality, date(2025, 1, 1))
    (table,) = tables_of(note, "overview")

    assert len(table["rows"]) == 5
    assert [column["text"] for column in table["columns"]] == ["Fase", "Opfølgning", "Om tiltaget"]
    assert [item for item in items_of(note) if item["kind"] == "chart"] == []


def test_a_note_from_before_the_plans_first_year_tells_of_that_year(db: None) -> None:
    note = compose_month(load_catalogue("hedensted-2022").municipality, date(2022, 9, 1))

    assert in_short(note)["Forudsat"].startswith("Mindreudgift på 5,0 mio. kr. i 2023")


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


def test_the_command_tells_which_committees_there_are(ballerup: Catalogue, tmp_path: Path) -> None:
    ballerup.municipality.committees.create(name="Socialudvalget")

    with pytest.raises(CommandError, match="udvalgene er: Socialudvalget"):
        call_command("status_note", "ballerup", "2019-01", committee="Kulturudvalget", out=tmp_path / "note.pdf")
    call_command("status_note", "ballerup", "2019-01", committee="Socialudvalget", out=tmp_path / "note.pdf")
    assert "Til: Socialudvalget" in text_of(PdfReader(tmp_path / "note.pdf"))


def test_all_notes_of_a_month_are_written_and_one_that_fails_stops_no_other(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for slug in ("ballerup-2019", "hedensted-2022", "koebenhavn-2018"):
        load_catalogue(slug)
    call_command("status_notes", "2019-01", out=tmp_path)

    names = sorted(path.name for path in tmp_path.iterdir())
    output = capsys.readouterr()
    assert names == ["2019-01_ballerup_statusnotat.pdf", "2019-01_koebenhavn_statusnotat.pdf"]
    assert "2 notater er gemt" in output.out
    assert "Uden katalog for måneden: Hedensted." in output.out
    assert "3/3" in output.err


def test_the_page_offers_the_note_of_the_month_of_the_catalogue(ballerup: Catalogue, bob: Client) -> None:
    assert 'href="/ballerup/statusnotat/2019-01.pdf"' in bob.get("/ballerup/kataloger/ballerup-2019/").content.decode()
    assert Municipality.objects.get(slug="ballerup") == ballerup.municipality
