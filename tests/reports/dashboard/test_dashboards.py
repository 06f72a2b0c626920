"""The overview and the savings pages: each figure is the same everywhere, and links lead to the right pages."""

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from budgets.forecasting.models import Forecast
from budgets.foundation.amounts import USUAL_DECIMALS, Presentation, Unit, parse_amount
from budgets.foundation.models import Membership, Municipality, User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.results.models import FollowUpRound
from reports.notes.composing import compose_month
from reports.notes.models import StatusNote
from reports.notes.pdf import render_pdf
from tests.demo import put_demo_in_place
from tests.factories import logged_in
from tests.html import Rows, Tables

THOUSANDS = Presentation(Unit.THOUSANDS, 0, empty="–")


@pytest.fixture(scope="module")
def demo_data(module_db: None) -> None:
    put_demo_in_place()


@pytest.fixture
def demo(demo_data: None, db: None) -> Client:
    """A reader of the demo."""
    return logged_in(User.objects.get(username="laeser"))


def tables(client: Client, path: str) -> list[Rows]:
    response = client.get(path)
    assert response.status_code == 200, path
    return Tables(response.content.decode()).found


def from_csv(client: Client, path: str) -> Rows:
    text = client.get(path).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    return [(heading(row[0]), row[1:]) for row in rows[1 : rows.index([])]]


def heading(text: str) -> str:
    """The label without the remarks in parentheses."""
    return re.sub(r" \((?:udgået|erstattet|ikke fulgt|en del|fordelt|\d+ ikke).*\)$", "", text)


def kroner(text: str) -> Decimal | None:
    return parse_amount(text, Unit.KRONER)


def from_workbook(client: Client, path: str) -> list[tuple[str, Sequence[object]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(client.get(path).content))
    rows = workbook.get_sheet_by_name("Tal").to_python()
    return [(heading(str(row[0])), row[1:]) for row in rows[1:]]


def overview_of_note(municipality: Municipality, month: date) -> dict[str, list[str]]:
    """Kroner and status of each row of the note's overview, by title; checks that the PDF has the same row."""
    note: Any = compose_month(municipality, month)
    pdf = PdfReader(io.BytesIO(render_pdf(note)))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    (table,) = next(section["items"] for section in note["sections"] if section["key"] == "overview")
    rows = [row for row in table["rows"] if row["kind"] == "line"]
    presentation = Presentation(Unit(note["unit"]), USUAL_DECIMALS[Unit(note["unit"])], empty="–")
    assert rows
    for row in rows:
        assert " ".join([row["label"], *row["cells"]]) in text
        amounts = [None if value is None else Decimal(value) for value in row["values"][:5]]
        assert row["cells"][:5] == [presentation.text(amount) for amount in amounts]
    return {row["label"]: [*(value or "" for value in row["values"][:5]), row["cells"][5]] for row in rows}


def test_every_number_is_the_same_on_the_dashboards_in_the_downloads_on_the_pages_and_in_the_note(demo: Client) -> None:
    rounds = FollowUpRound.objects.filter(follow_ups__state="approved").order_by("municipality_id", "-year", "-period")
    newest = rounds.distinct("municipality_id")

    compared = {round_.municipality.slug: compare_all(demo, round_) for round_ in newest}

    assert compared == {"ballerup": 11, "hedensted": 8, "koebenhavn": 2, "varde": 2}


def compare_all(client: Client, round_: FollowUpRound) -> int:
    """Compare the figures of a municipality's newest approved round; return the number of compared initiatives."""
    slug, place = round_.municipality.slug, f"?runde={round_.code}&enhed=tkr"
    _, *page_rows = tables(client, f"/{slug}/tiltag/{place}")[0]
    in_csv = from_csv(client, f"/{slug}/tiltag/{place}&hent=tiltag.csv")
    in_workbook = from_workbook(client, f"/{slug}/tiltag/{place}&hent=tiltag.xlsx")
    for (title, texts), (in_file, amounts), (in_sheet, cells) in zip(page_rows, in_csv, in_workbook, strict=True):
        assert title == in_file == in_sheet
        assert_same_amounts(texts, amounts, cells)
    month = date(round_.year, round_.month, 1)
    note = overview_of_note(round_.municipality, month)
    exact = {title: amounts[:5] for title, amounts in in_csv}
    compared = 0
    for catalogue in Catalogue.objects.filter(municipality=round_.municipality):
        for title, texts in followed_up(client, f"/{slug}/kataloger/{catalogue.slug}/"):
            assert (title, texts[:5]) in [(page_title, cells[:5]) for page_title, cells in page_rows], title
            for initiative in catalogue.initiatives.filter(title=title, follow_ups__isnull=False).distinct():
                assert_own_pages_agree(client, slug, catalogue.slug, initiative.key, texts)
            if catalogue.published <= month:
                *amounts, status = note[title]
                assert [value.replace(".", ",") for value in amounts] == exact[title], title
                assert texts[5].endswith(status)
            compared += 1
    assert_overview_agrees(client, slug, round_, page_rows)
    return compared


def assert_same_amounts(texts: list[str], in_csv: list[str], in_workbook: Sequence[object]) -> None:
    """The page's text is the file's kroner in the page's unit."""
    for column in (0, 1, 2, 3, 4, 6, 7):
        amount = kroner(in_csv[column])
        assert THOUSANDS.text(amount) == texts[column]
        cell = in_workbook[column]
        assert (None if cell == "" else Decimal(str(cell)).quantize(Decimal("0.01"))) == amount


def followed_up(client: Client, path: str) -> Rows:
    """The rows of the page's table of follow-up, without its sum."""
    for (_, headings), *rows in tables(client, path):
        if "Forventet" in headings and "Opnået" in headings:
            return [(title, texts) for title, texts in rows if title != "I alt"]
    return []


def assert_own_pages_agree(client: Client, slug: str, catalogue: str, key: str, texts: list[str]) -> None:
    ((_, own_cells),) = followed_up(client, f"/{slug}/kataloger/{catalogue}/tiltag/{key}/")
    assert own_cells[:5] == texts[:5]
    course = " ".join(client.get(f"/{slug}/tiltag/{catalogue}/{key}/").content.decode().split())
    figures = re.findall(r"<dd> <strong>([^<]*)</strong>", course)[:3]
    to_date = re.search(r"af ([^ ]+) forudsat til dato", course)
    assert [figures[0], to_date[1] if to_date else "–", *figures[1:]] == texts[:4]


def assert_overview_agrees(client: Client, slug: str, round_: FollowUpRound, page_rows: Rows) -> None:
    """The overview's deviations, key figures and sums by status agree with the savings page."""
    place = f"?runde={round_.code}&enhed=tkr"
    overview_tables = tables(client, f"/{slug}/{place}")
    of_savings = [(title, [texts[place] for place in (0, 3, 4)]) for title, texts in page_rows]
    deviations = [row for (first, _), *rows in overview_tables if first == "Tiltag" for row in rows]
    assert [(title, texts[:3]) in of_savings for title, texts in deviations] == [True] * len(deviations)
    by_status = next(dict(rows)["I alt"] for (first, _), *rows in overview_tables if first == "Status")
    html = " ".join(client.get(f"/{slug}/{place}").content.decode().split())
    figures = re.findall(r"<dd> <strong>([^<]*)</strong>", html)
    decided = dict(from_csv(client, f"/{slug}/{place}&hent=status.csv"))["I alt"]
    assert by_status[1:4] == [THOUSANDS.text(kroner(text)) for text in decided[1:4]]
    assert [figures[0], figures[2]] == by_status[1:3]
    by_year = dict(from_csv(client, f"/{slug}/{place}&hent=effekt-pr-aar.csv"))[str(round_.year)]
    assert [THOUSANDS.text(kroner(by_year[place])) for place in (0, 2)] == by_status[1:3]


def test_the_overview_answers_in_a_sentence_with_what_lacks_most(demo: Client) -> None:
    html = " ".join(demo.get("/ballerup/?runde=2019-12").content.decode().split())

    expected = "Den forventede effekt i 2019 er 5,34 mio. kr. mod forudsat 7,25 mio. kr."
    assert f"{expected} Der mangler 1,91 mio. kr., især på STU og § 107." in html
    assert "Der forventes et merforbrug på" in html
    assert "kr.." not in html


def test_the_bridge_goes_from_the_corrected_budget_to_what_is_expected_without_a_rest(demo: Client) -> None:
    rows = from_csv(demo, "/ballerup/?runde=2019-12&hent=bro.csv")
    amounts = [kroner(cells[0]) or Decimal(0) for _, cells in rows]

    assert sum(amounts[:-1]) == amounts[-1]
    areas = dict(from_csv(demo, "/ballerup/?runde=2019-12&hent=omraader.csv"))["I alt"]
    assert round(kroner(areas[0]) or 0) == amounts[0]
    assert round(kroner(areas[2]) or 0) == amounts[-1]


@pytest.mark.parametrize(
    ("user", "expected", "unexpected"),
    [
        ("leder", "3 tiltag venter på godkendelse", "mangler opfølgning"),
        ("bidrag", "2 tiltag mangler opfølgning", "venter på godkendelse"),
        ("controller", "8 tiltag mangler opfølgning", "venter på godkendelse"),
        ("laeser", "Du har ingen opgaver.", "tiltag er"),
    ],
)
def test_each_sees_what_waits_for_her(demo: Client, user: str, expected: str, unexpected: str) -> None:
    accounts = FollowUpRound.objects.get(municipality__slug="ballerup", period=13)
    controller = User.objects.get(username="controller")
    for key in ("stu", "til-eget-hjem", "botilbud-107"):
        accounts.follow_ups.create(
            initiative=Catalogue.objects.get(slug="ballerup-2019").initiatives.get(key=key),
            state="submitted",
            submitted_by=controller,
        )
    demo.force_login(User.objects.get(username=user))

    html = demo.get("/ballerup/").content.decode()
    tasks = " ".join(html[html.index("Dine opgaver") : html.index("Alle statusnotater")].split())

    assert expected in tasks
    assert unexpected not in tasks


def test_an_empty_municipality_says_what_is_missing_and_why(demo: Client) -> None:
    Membership.objects.filter(user__username="laeser", municipality__slug="varde").update(
        municipality=Municipality.objects.get(slug="odense")
    )

    html = " ".join(demo.get("/odense/").content.decode().split())

    assert "ingen opfølgningsrunder endnu" in html
    assert "Der er intet forventet regnskab for" in html
    assert "Budgettet har ingen områder endnu." in html


@pytest.mark.parametrize("name", ["findes-ikke.csv", "status.pdf", "status", ""])
def test_a_download_that_is_not_there_is_not_found(demo: Client, name: str) -> None:
    assert demo.get(f"/ballerup/?hent={name}").status_code == 404


def test_constructed_figures_say_so_in_the_files_too_and_texts_are_no_formulas(demo: Client) -> None:
    Catalogue.objects.get(slug="ballerup-2019").initiatives.filter(key="stu").update(title="=1+1")

    text = demo.get("/ballerup/tiltag/?hent=tiltag.csv").content.decode("utf-8-sig")

    assert "konstruerede eksempler" in text
    assert "\n'=1+1;" in text


def test_what_was_chosen_stays_in_the_address_when_one_goes_deeper(demo: Client) -> None:
    html = demo.get("/ballerup/tiltag/?runde=2019-06&enhed=kr&efter=ramme").content.decode()

    (link,) = re.findall(r'href="(/ballerup/tiltag/\?[^"]*ramme=50\.54\.1[^"]*)"', html)
    linked_page = demo.get(link.replace("&amp;", "&")).content.decode()

    assert "runde=2019-06" in link
    assert "enhed=kr" in link
    assert "Ramme: <strong>50.54.1 Botilbud</strong>" in " ".join(linked_page.split())
    assert "liste=" in linked_page


def test_every_figure_is_drawn_by_what_the_small_bundle_of_plotly_has(demo: Client) -> None:
    forecast = Forecast.objects.filter(municipality__slug="ballerup").latest("pk").pk
    paths = (
        *("", "tiltag/", "tiltag/ballerup-2019/stu/", f"prognose/{forecast}/", f"prognose/{forecast}/aendret/"),
        *("budget/omraader/50.54.1/", "sager/"),
    )
    kinds = set()
    for path in paths:
        html = demo.get(f"/ballerup/{path}").content.decode()
        figures = re.findall(r'<script id="[^"]*" type="application/json">(.*?)</script>', html, re.DOTALL)
        assert figures, path
        kinds |= {trace["type"] for figure in figures for trace in json.loads(figure)["data"]}

    assert kinds <= {"scatter", "bar", "pie"}


def test_an_initiative_that_was_added_later_has_its_way_in_every_round(demo: Client) -> None:
    path = "/ballerup/tiltag/ballerup-2019/skaermbesoeg/"

    assert demo.get(f"{path}?runde=2019-03").status_code == 200
    assert "Skærmbesøg" not in demo.get("/ballerup/tiltag/?runde=2019-03").content.decode()


def test_every_task_leads_to_a_page_and_none_is_of_what_has_ended(demo: Client) -> None:
    demo.force_login(User.objects.get(username="leder"))
    stu = Initiative.objects.get(catalogue__slug="ballerup-2019", key="stu")

    def tasks() -> str:
        html = demo.get("/ballerup/").content.decode()
        return html[html.index("Dine opgaver") : html.index("Alle statusnotater")]

    assert "Den forudsatte effekt for STU tages op" in tasks()
    for path in re.findall(r'href="([^"]+)"', tasks()):
        assert demo.get(path).status_code == 200, path
    Initiative.objects.filter(pk=stu.pk).update(
        lifecycle=Lifecycle.DROPPED, ended_on=date(2019, 4, 2), ended_reason="Besluttet."
    )
    assert "Den forudsatte effekt for STU tages op" not in tasks()


def test_a_download_is_named_by_the_round_without_letters_that_a_disk_refuses(demo: Client) -> None:
    response = demo.get("/ballerup/tiltag/?runde=2019-06&hent=tiltag.csv")

    assert response.headers["Content-Disposition"] == 'attachment; filename="ballerup_2019-06_tiltag.csv"'


def test_a_note_that_waits_is_a_managers_task_and_a_published_one_stands_in_an_initiatives_trail(demo: Client) -> None:
    def overview(user: str) -> str:
        demo.force_login(User.objects.get(username=user))
        return demo.get("/ballerup/?runde=2019-09").content.decode()

    draft = StatusNote.objects.get(state="draft")
    path = f'href="/ballerup/statusnotater/{draft.pk}/skriv/"'
    assert path in overview("leder")
    assert path not in overview("controller")
    course = demo.get("/ballerup/tiltag/ballerup-2019/stu/").content.decode()
    assert f'href="/ballerup/statusnotater/{StatusNote.objects.get(state="published").pk}/"' in course
