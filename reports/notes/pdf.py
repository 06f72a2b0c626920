"""Accessible PDF by Typst: the template sees nothing but JSON, and the same JSON gives the same bytes."""

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
NO_SIGN = "?"
"""Stands for a character that the document's font does not have."""
PREVIEW_PPI = 80


def render_pdf(data: Mapping[str, object]) -> bytes:
    """`data` as PDF/UA-1 and PDF/A-2a; a document that breaks either is an error.

    `data` is a document of `reports.note.content`, its amounts text in the form that is shown. The document's date is
    from the data, so that nothing depends on the clock.
    """
    return bytes(
        typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=_fonts(),
            sys_inputs={"data": _as_input(data)},
            pdf_standards=["ua-1", "a-2a"],
        )
    )


def render_pages(data: Mapping[str, object]) -> list[bytes]:
    """The same pages as pictures (PNG), to be seen beside what is written."""
    pages = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"data": _as_input(data)},
        format="png",
        ppi=PREVIEW_PPI,
    )
    return [bytes(page) for page in pages] if isinstance(pages, list) else [bytes(pages)]


def template_version() -> str:
    """The sha256 of the template: the same data under the same template and Typst give the same bytes."""
    return sha256(TEMPLATE.read_bytes()).hexdigest()


def typst_version() -> str:
    """The version of Typst that sets the documents."""
    return version("typst")


def unprintable(text: str) -> str:
    """The characters of the text that the document's font does not have, each once."""
    return "".join(dict.fromkeys(character for character in text if ord(character) not in _letters()))


def _as_input(data: Mapping[str, object]) -> str:
    """The JSON that the template reads: only what the font can show, and the logo as numbers."""
    text = json.dumps({**data, "logo": list(b64decode(str(data.get("logo", ""))))}, ensure_ascii=False)
    return text.translate({ord(character): NO_SIGN for character in unprintable(text)})


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _letters() -> frozenset[int]:
    """What both weights that the template uses can show, and line breaks."""
    return frozenset(_letters_of("Regular") & _letters_of("SemiBold") | {ord("\n"), 0x200B, 0xAD})


def _letters_of(weight: str) -> set[int]:
    with TTFont(FONTS / f"IBMPlexSans-{weight}.ttf", lazy=True) as font:
        return set(font.getBestCmap())
