"""Renders accessible PDF with Typst: the template reads only JSON, and the same JSON gives the same bytes."""

import json
from base64 import b64decode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

TEMPLATE = Path(__file__).parent / "typst" / "document.typ"
FONTS = settings.NODE_MODULES / "dkfds/dist/fonts/IBMPlexSans/complete/ttf"
REPLACEMENT = "?"
"""Replaces a character that the document's font does not have."""
PREVIEW_PPI = 80


def render_pdf(data: Mapping[str, object]) -> bytes:
    """Render `data` as PDF/UA-1 and PDF/A-2a; raises TypstError where the document violates either standard.

    `data` is a document of the items in `reports.notes.content`, with amounts as formatted text. The PDF's date comes
    from the data, so that nothing depends on the clock.
    """
    return bytes(
        typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=_load_fonts(),
            sys_inputs={"data": _build_input(data)},
            pdf_standards=["ua-1", "a-2a"],
        )
    )


def render_pages(data: Mapping[str, object]) -> list[bytes]:
    """Render the same pages as PNG images, for the preview in the editor."""
    pages = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_load_fonts(),
        sys_inputs={"data": _build_input(data)},
        format="png",
        ppi=PREVIEW_PPI,
    )
    return [bytes(page) for page in pages] if isinstance(pages, list) else [bytes(pages)]


def get_template_version() -> str:
    """The sha256 of the template; the same data, template and Typst version give the same bytes."""
    return sha256(TEMPLATE.read_bytes()).hexdigest()


def get_typst_version() -> str:
    """The version of Typst that renders the documents."""
    return version("typst")


def find_unprintable(text: str) -> str:
    """The characters in the text that the document's font lacks, each once."""
    return "".join(dict.fromkeys(character for character in text if ord(character) not in _load_printable()))


def _build_input(data: Mapping[str, object]) -> str:
    """The JSON that the template reads: only characters that the font has, and the logo as a list of bytes."""
    text = json.dumps({**data, "logo": list(b64decode(str(data.get("logo", ""))))}, ensure_ascii=False)
    return text.translate({ord(character): REPLACEMENT for character in find_unprintable(text)})


@cache
def _load_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _load_printable() -> frozenset[int]:
    """Code points that both font weights of the template have, and line breaks."""
    return frozenset(_load_characters("Regular") & _load_characters("SemiBold") | {ord("\n"), 0x200B, 0xAD})


def _load_characters(weight: str) -> set[int]:
    with TTFont(FONTS / f"IBMPlexSans-{weight}.ttf", lazy=True) as font:
        return set(font.getBestCmap())
