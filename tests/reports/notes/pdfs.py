"""Helpers that render a note as PDF and read it back."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from reports.notes.content import Json
from reports.notes.pdf import render_pdf


def read(document: Json) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(document)))


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


def items_of(document: Any) -> list[Any]:
    return [*document["front"], *(item for section in document["sections"] for item in section["items"])]


def tables_of(document: Any, section: str = "") -> list[Any]:
    """The tables of a section, or of the whole document."""
    items_by_section = {part["key"]: part["items"] for part in document["sections"]}
    items = items_by_section[section] if section else items_of(document)
    return [item for item in items if item["kind"] == "table"]
