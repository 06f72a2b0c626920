"""How quick a note and a catalogue are as PDF: Typst beside WeasyPrint, the same tables, a fresh process each time."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.template.loader import render_to_string

from budgets.models import Municipality
from initiatives.imports import import_catalogue
from reports.business_case import catalogue_document
from reports.national import make_country
from reports.note.composing import compose_month

TIMES = 3
INITIATIVES, CASES = 30, 50
"""Copenhagen's proposals, some of them more than once with other words, make up the number of cases."""
CATALOGUE = "koebenhavn-2018"
TYPST = """
import json, sys, time
from reports.pdf import render_pdf
data = json.load(open(sys.argv[1]))
start = time.perf_counter(); render_pdf(data); print(time.perf_counter() - start)
"""
WEASYPRINT = """
import sys, time
from weasyprint import HTML
html = open(sys.argv[1]).read()
start = time.perf_counter(); HTML(string=html).write_pdf(); print(time.perf_counter() - start)
"""
STYLE = (
    "@page { size: A4; margin: 22mm } body { font: 9pt sans-serif } table { width: 100%; border-collapse: collapse }"
    ".amount { text-align: right }"
)


class Command(BaseCommand):
    help = f"Time a note of {INITIATIVES} initiatives and a catalogue of {CASES} business cases as PDF."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("bench makes data of its own and does not run in production.")
        self.stdout.write(
            "| document | build ms | Typst ms | Typst, whole process | WeasyPrint ms | WeasyPrint, whole process |\n"
            "|---|---|---|---|---|---|"
        )
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            with TemporaryDirectory() as folder:
                for what, build in _documents().items():
                    self.stdout.write(_line(what, build, Path(folder)))
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def _documents() -> dict[str, Callable[[], dict[str, Any]]]:
    """How each document is built, in a database that has what it is about."""
    call_command("load_reference_data", stdout=StringIO())
    make_country(INITIATIVES)
    municipality = Municipality.objects.order_by("code")[50]
    catalogue = import_catalogue(path=settings.BASE_DIR / "fixtures" / "catalogues" / CATALOGUE, actor=None).catalogue

    def cases() -> dict[str, Any]:
        document: Any = catalogue_document(catalogue, "")
        overview, *found, source = document["sections"]
        copies = [_renamed(found[place % len(found)], place // len(found)) for place in range(CASES)]
        return {**document, "sections": [overview, *copies, source]}

    return {
        f"note, {INITIATIVES} initiatives": lambda: compose_month(municipality, date(2022, 6, 1)),
        f"catalogue, {CASES} business cases": cases,
    }


def _renamed(part: Any, number: int) -> Any:
    """A copy with other labels, because Typst sets what is the same only once."""
    if isinstance(part, list):
        return [_renamed(one, number) for one in part]
    if isinstance(part, dict):
        return {
            name: f"{value} {number}" if number and name in ("label", "text") and value else _renamed(value, number)
            for name, value in part.items()
        }
    return part


def _line(what: str, build: Callable[[], dict[str, Any]], folder: Path) -> str:
    document = build()
    built = median(_timed(build) for _ in range(TIMES))
    data, page = folder / "document.json", folder / "document.html"
    data.write_text(json.dumps(document))
    html = render_to_string("reports/partials/document.html", {"document": document})
    page.write_text(f"<html lang=da><head><title>x</title><style>{STYLE}</style></head><body>{html}</body></html>")
    times = [_in_process(TYPST, data), _in_process(WEASYPRINT, page)]
    cells = [f"{seconds * 1000:.0f}" for pair in times for seconds in pair]
    return f"| {what} | {built * 1000:.0f} | {' | '.join(cells)} |"


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _in_process(code: str, path: Path) -> tuple[float, float]:
    """Medians of what the rendering took, and of the whole of a new process that did nothing else; seconds."""
    inner, whole = [], []
    for _ in range(TIMES):
        start = time.perf_counter()
        done = subprocess.run(  # noqa: S603  our own code and file
            [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True, cwd=settings.BASE_DIR
        )
        whole.append(time.perf_counter() - start)
        inner.append(float(done.stdout.split()[-1]))
    return median(inner), median(whole)
