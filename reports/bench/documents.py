"""Measures a status note and a catalogue of business cases as PDF, each time rendered in a new process.

Typst caches what it has rendered, so that rendering the same document again in one process would take no time.
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
from reports.bench.measuring import Measurement, capture_statements, percentile, summarise, time_runs
from reports.bench.national import LAST_YEAR
from reports.notes.business_cases import build_catalogue_document
from reports.notes.composing import compose_month

NOTE, CATALOGUE = "status note as PDF", "catalogue of business cases as PDF"
MAX_TIMES = 10
"""Processes for each document; a document takes seconds."""
TIMES_WEASYPRINT = 3
SOURCE = "koebenhavn-2018"
"""The catalogue whose proposals, repeated with other labels if needed, make up the number of cases."""
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
    """Median milliseconds of rendering one document, alone and with its whole process, and the bytes of the PDF."""

    document: str
    size: int
    renderer: str
    rendering: float
    process: float
    sent: int


@dataclass(frozen=True)
class RenderingTimes:
    """The milliseconds of each rendering and of its whole process, and the PDF."""

    rendering: list[float]
    process: list[float]
    pdf: bytes

    def summarise(self, document: str, size: int, renderer: str) -> Rendered:
        """The median times and the size of the PDF."""
        return Rendered(
            document, size, renderer, percentile(self.rendering, 50), percentile(self.process, 50), len(self.pdf)
        )


def measure_documents(data: Data, times: int) -> Iterator[Measurement | Rendered]:
    """For each document the time to load, build and render it, then the time of each renderer alone."""
    catalogue = import_catalogue(path=settings.BASE_DIR / "fixtures" / "catalogues" / SOURCE, actor=None).catalogue
    month = date(LAST_YEAR, 6, 1)
    yield from _measure_document(NOTE, data.size.note, lambda: compose_month(data.note, month), times)
    yield from _measure_document(
        CATALOGUE, data.size.cases, lambda: _build_catalogue(catalogue, data.size.cases), times
    )


def _measure_document(name: str, size: int, build: Callable[[], Any], times: int) -> Iterator[Measurement | Rendered]:
    times = min(times, MAX_TIMES)
    document, statements = capture_statements(build)
    building_times = time_runs(build, times)
    typst = _render(TYPST, json.dumps(document), times)
    total_times = [building + rendering for building, rendering in zip(building_times, typst.rendering, strict=True)]
    yield summarise(name, size, answer=typst.pdf, statements=statements, milliseconds=total_times)
    yield typst.summarise(name, size, "Typst")
    if find_spec("weasyprint"):
        yield _render(WEASYPRINT, _to_html(document), min(times, TIMES_WEASYPRINT)).summarise(name, size, "WeasyPrint")


def _render(code: str, source: str, times: int) -> RenderingTimes:
    """Render the document in as many new processes as given, one after the other."""
    rendering: list[float] = []
    with TemporaryDirectory() as folder:
        document, pdf = Path(folder, "document"), Path(folder, "document.pdf")
        document.write_text(source)
        command = [sys.executable, "-c", code, str(document), str(pdf)]

        def run() -> None:
            completed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)  # noqa: S603  our own code and file
            rendering.append(float(completed.stdout) * 1000)

        process = time_runs(run, times)
        return RenderingTimes(rendering, process, pdf.read_bytes())


def _to_html(document: Any) -> str:
    """The document as HTML, as on the page of a note."""
    html = render_to_string("reports/notes/partials/document.html", {"document": document})
    return f"<html lang=da><head><title>x</title><style>{STYLE}</style></head><body>{html}</body></html>"


def _build_catalogue(catalogue: Catalogue, cases: int) -> Any:
    """The catalogue's document with the given number of cases, repeating its own."""
    document: Any = build_catalogue_document(catalogue, "")
    overview, *sections, source = document["sections"]
    repeated = [_relabel(sections[position % len(sections)], position // len(sections)) for position in range(cases)]
    return {**document, "sections": [overview, *repeated, source]}


def _relabel(part: Any, number: int) -> Any:
    """A copy with other labels, because Typst renders identical content only once."""
    if isinstance(part, list):
        return [_relabel(item, number) for item in part]
    if isinstance(part, dict):
        return {
            name: f"{value} {number}" if number and name in ("label", "text") and value else _relabel(value, number)
            for name, value in part.items()
        }
    return part
