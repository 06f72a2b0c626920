"""Accessible PDF by Typst: the template sees nothing but JSON, and the same JSON gives the same bytes."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst
from django.conf import settings

TEMPLATES = Path(__file__).parent / "typst"


def render_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """`data` set by the Typst template as PDF/UA-1 and PDF/A-2a; a document that breaks either is an error.

    Amounts in `data` are text, already in the form that is shown. The template sets the document's date from the
    data, so that nothing depends on the clock.
    """
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[settings.NODE_MODULES / "dkfds/dist/fonts/IBMPlexSans/complete/ttf"],
    )
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
    )
