"""Users' texts in a note: nothing is lost or read as markup, and figures not in the tables are reported."""

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from budgets.foundation.amounts import EXACT_DECIMALS, Unit, format_amount
from reports.notes.blocks import clean, parse, to_plain_text
from reports.notes.checking import Doubt, find_doubts, find_numbers
from reports.notes.content import Grid, Heading, Json, Line
from reports.notes.pdf import REPLACEMENT, find_unprintable, render_pdf
from reports.notes.word import write_word

SAFE = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="*[-–•"), min_size=1, max_size=30)


def document(blocks: Sequence[Json] = (), items: Sequence[Json] = (), **overrides: object) -> dict[str, Any]:
    """A document with one section."""
    section = {"key": "a", "heading": "Afsnit", "closed": False}
    return {
        "title": "Prøve",
        "municipality": "Ballerup",
        "year": 2019,
        "unit": "mio",
        "month": "januar 2019",
        "date": [2019, 1, 31],
        "about": [],
        "logo": "",
        "standing": "",
        "closed": False,
        "constructed": False,
        "front": [],
        "forecasts": [],
        "sections": [{**section, "items": [{"kind": "text", "blocks": list(blocks)}, *items]}],
        **overrides,
    }


def test_lines_are_paragraphs_and_dashes_are_a_list() -> None:
    blocks = parse("Første linje\n\nAnden **fed** linje\n- et\n- to [her](https://ballerup.dk/a?b=1)\nSidst")

    assert [block["kind"] for block in blocks] == ["paragraph", "paragraph", "list", "paragraph"]
    assert blocks[1]["runs"] == [
        {"text": "Anden ", "bold": False, "href": ""},
        {"text": "fed", "bold": True, "href": ""},
        {"text": " linje", "bold": False, "href": ""},
    ]
    assert blocks[2]["items"][1][1] == {"text": "her", "bold": False, "href": "https://ballerup.dk/a?b=1"}  # type: ignore[index]


@pytest.mark.parametrize(
    "text",
    [
        "[tryk](javascript:alert(1))",
        "[tryk](data:text/html,x)",
        '[tryk](https://a.dk/"onclick=x)',
        "** ikke fed **",
        "#set text(red) $x$ <b> @a `c` _d_ \\e",
    ],
)
def test_what_is_no_link_or_bold_is_the_letters_that_were_typed(text: str) -> None:
    assert to_plain_text(parse(text)) == text
    assert "href': 'h" not in str(parse(text))


@given(st.lists(SAFE, min_size=1, max_size=6))
def test_no_letter_is_lost(lines: list[str]) -> None:
    assert to_plain_text(parse("\n".join(lines))).split("\n") == [line.strip() for line in lines]


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_parsed_and_kept(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert parse(cleaned) == parse(text)
    assert all(run["href"] == "" or str(run["href"]).startswith("http") for run in runs_of(parse(text)))


def runs_of(blocks: list[Json]) -> list[Any]:
    return [
        run
        for block in blocks
        for runs in (block["items"] if block["kind"] == "list" else [block["runs"]])  # type: ignore[attr-defined]
        for run in runs
    ]


@pytest.mark.parametrize(
    "text", ["#panic() *a* $x$ [a] <b> @c \\ `d` _e_ = + ~ // /* ÆØÅæøå é ½", "a" * 400, "**", "- "]
)
def test_typed_text_comes_out_as_it_is_in_pdf_and_word(text: str) -> None:
    rendered = document(parse(text))

    pdf = PdfReader(io.BytesIO(render_pdf(rendered)))
    word = Document(io.BytesIO(write_word(rendered)))

    assert re.sub(r"\s", "", to_plain_text(parse(text))) in re.sub(
        r"\s", "", "".join(p.extract_text() for p in pdf.pages)
    )
    assert to_plain_text(parse(text)) in "\n".join(paragraph.text for paragraph in word.paragraphs)


def test_every_letter_that_unicode_has_gives_a_pdf() -> None:
    sample = "".join(chr(code) for code in range(0x20, 0x3000) if chr(code).isprintable())

    pdf = render_pdf(document(parse(sample.replace("*", "").replace("[", ""))))

    assert pdf.startswith(b"%PDF")
    assert set("æøåÆØÅ½§–−…“”") & set(find_unprintable(sample)) == set()
    assert REPLACEMENT in sample


FIGURES = document(
    items=[
        Grid(
            "Tabel",
            "Tiltag",
            [Heading("Måltal"), Heading("Prognose")],
            [Line("§ 107", ["1,00", "0,49"], [1_000_000, 490_400])],  # type: ignore[list-item]
        ).as_json()
    ]
)


def doubts(text: str, previous: Json | None = None) -> list[str]:
    return [doubt.text for doubt in find_doubts([("Resumé", text)], FIGURES, previous)]


@pytest.mark.parametrize(
    "text",
    [
        "Vi forventer 0,49 mio. kr. af 1,0 mio. kr.",
        "Vi forventer 490 t.kr. og 490.400 kr., altså 0,5 mio. kr.",
        "Det er § 107 og SEL § 85, vedtaget 12. februar 2019 i sag 2019-0121.",
        "Udgiften er −0,49 mio. kr.",
    ],
)
def test_figures_that_the_note_has_are_in_no_doubt_however_they_are_rounded(text: str) -> None:
    assert doubts(text) == []


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Vi forventer 0,51 mio. kr.", "0,51 mio. kr."),
        ("Vi forventer 0,51 af målet.", "0,51"),
        ("Det er 84 % af målet.", "84 %"),
        ("Der er 3 borgere flyttet.", "3 borger"),
        ("Én borger er flyttet hjem.", "Én borger"),
        ("Godt gået 🎉", "🎉"),
        ("Læs mere i [planen](https://)", "[planen](https://)"),
    ],
)
def test_what_the_note_does_not_have_is_named_with_the_text_that_stood_there(text: str, doubtful: str) -> None:
    assert doubts(text) == [doubtful]


def test_a_figure_of_the_last_note_that_no_longer_holds_is_told_as_such() -> None:
    previous = document(items=[Grid("T", "T", [Heading("P")], [Line("§ 107", ["0,70"], [700_000])]).as_json()])  # type: ignore[list-item]

    reason = "Tallet er fra sidste notat og findes ikke i dette notats tabeller. Ret det, eller kontrollér kilden."
    assert find_doubts([("Resumé", "Vi forventer 0,7 mio. kr.")], FIGURES, previous) == [
        Doubt("Resumé", "0,7 mio. kr.", reason)
    ]


@given(st.integers(1, 10**12), st.sampled_from(list(Unit)))
def test_an_amount_in_a_text_is_read_as_it_was_written(ore: int, unit: Unit) -> None:
    kroner = Decimal(ore) / 100
    text = f"Beløbet er {format_amount(kroner, unit, most=EXACT_DECIMALS[unit])} {unit.after_number}"

    (number,) = find_numbers(text, Unit.MILLIONS)

    assert number.value == kroner
