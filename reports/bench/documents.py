"""A status note and a catalogue of business cases as PDF, each time set in a process that has set nothing before.

Typst keeps what it has set, so that the same document is set again in no time; that is not what is measured.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from reports.bench.data import Data
from reports.bench.measuring import Measured, percentile, summarise, timed, with_statements
from reports.bench.national import LAST_YEAR
from reports.notes.business_cases import build_catalogue_document
from reports.notes.composing import compose_month

NOTE, CATALOGUE = "status note as PDF", "catalogue of business cases as PDF"
MOST_TIMES = 10
"""Processes for each document; a document takes seconds."""
TIMES_WEASYPRINT = 3
SOURCE = "koebenhavn-2018"
"""Its proposals, some of them more than once with other words, make up the number of cases."""
TYPST = """
import json, sys, time
from pathlib import Path
from reports.notes.pdf import render_pdf
data = json.loads(Path(sys.argv[1]).read_text())
start = time.perf_counter()
pdf = render_pdf(data)
print(time.perf_counter() - start)
Path(sys.argv[2]).write_bytes(pdf)
"""
WEASYPRINT = """
import sys, time
from pathlib import Path
from weasyprint import HTML
html = Path(sys.argv[1]).read_text()
start = time.perf_counter()
pdf = HTML(string=html).write_pdf()
print(time.perf_counter() - start)
Path(sys.argv[2]).write_bytes(pdf)
"""
STYLE = (
    "@page { size: A4; margin: 22mm } body { font: 9pt sans-serif } table { width: 100%; border-collapse: collapse }"
    ".amount { text-align: right }"
)


@dataclass(frozen=True)
class Rendered:
    """What setting one document took, in the median: the rendering, and the whole of a process that did only that."""

    document: str
    size: int
    renderer: str
    rendering: float
    process: float
    sent: int


@dataclass(frozen=True)
class Setting:
    """The milliseconds of each process that set a document, and the PDF."""

    rendering: list[float]
    process: list[float]
    pdf: bytes

    def row(self, document: str, size: int, renderer: str) -> Rendered:
        """The medians."""
        return Rendered(
            document, size, renderer, percentile(self.rendering, 50), percentile(self.process, 50), len(self.pdf)
        )


def measure_documents(data: Data, times: int) -> Iterator[Measured | Rendered]:
    """Each document as a whole (what is read, built and set), then how long each renderer takes to set it."""
    catalogue = import_catalogue(path=settings.BASE_DIR / "fixtures" / "catalogues" / SOURCE, actor=None).catalogue
    month = date(LAST_YEAR, 6, 1)
    yield from _measure(NOTE, data.size.note, lambda: compose_month(data.note, month), times)
    yield from _measure(CATALOGUE, data.size.cases, lambda: _document_of(catalogue, data.size.cases), times)


def _measure(name: str, size: int, build: Callable[[], Any], times: int) -> Iterator[Measured | Rendered]:
    times = min(times, MOST_TIMES)
    document, statements = with_statements(build)
    built = timed(build, times)
    typst = _set(TYPST, json.dumps(document), times)
    taken = [building + rendering for building, rendering in zip(built, typst.rendering, strict=True)]
    yield summarise(name, size, answer=typst.pdf, statements=statements, taken=taken)
    yield typst.row(name, size, "Typst")
    if find_spec("weasyprint"):
        yield _set(WEASYPRINT, _as_html(document), min(times, TIMES_WEASYPRINT)).row(name, size, "WeasyPrint")


def _set(code: str, source: str, times: int) -> Setting:
    """Set the document in so many new processes, one after the other."""
    rendering: list[float] = []
    with TemporaryDirectory() as folder:
        document, pdf = Path(folder, "document"), Path(folder, "document.pdf")
        document.write_text(source)
        command = [sys.executable, "-c", code, str(document), str(pdf)]

        def run() -> None:
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)  # noqa: S603  our own code and file
            rendering.append(float(done.stdout) * 1000)

        process = timed(run, times)
        return Setting(rendering, process, pdf.read_bytes())


def _as_html(document: Any) -> str:
    """The same tables as the page of a note shows."""
    html = render_to_string("reports/notes/partials/document.html", {"document": document})
    return f"<html lang=da><head><title>x</title><style>{STYLE}</style></head><body>{html}</body></html>"


def _document_of(catalogue: Catalogue, cases: int) -> Any:
    """The catalogue as a document with so many cases, its own over and over."""
    document: Any = build_catalogue_document(catalogue, "")
    overview, *own, source = document["sections"]
    repeated = [_renamed(own[place % len(own)], place // len(own)) for place in range(cases)]
    return {**document, "sections": [overview, *repeated, source]}


def _renamed(part: Any, number: int) -> Any:
    """A copy with other labels, because Typst sets what is the same only once."""
    if isinstance(part, list):
        return [_renamed(item, number) for item in part]
    if isinstance(part, dict):
        return {
            name: f"{value} {number}" if number and name in ("label", "text") and value else _renamed(value, number)
            for name, value in part.items()
        }
    return part
