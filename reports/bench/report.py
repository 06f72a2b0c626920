"""Formats the measurements as lines for the screen and as the page docs/bench.md."""

import os
import platform
from collections.abc import Iterable, Sequence

import psutil
from django.db import connection
from django.utils import timezone

from reports.bench.documents import MAX_TIMES, Rendered
from reports.bench.limits import judge
from reports.bench.measuring import Measurement

MEASUREMENT_HEADINGS = (
    "page or action",
    "initiatives",
    "queries",
    "p50 ms",
    "p95 ms",
    "bare SQL p95 ms",
    "bytes",
    "bytes, gzip 6",
)
RENDERED_HEADINGS = ("document", "initiatives", "set by", "rendering ms", "whole process ms", "bytes")
PAGE = """\
# How quick it is

Written by `make bench`, which makes its own data in a database of its own and removes it. Do not edit it by hand.

{machine}

{data_sentences}

The pages are asked for one at a time by Django's own test client, with Python's garbage collector as in
`gunicorn.conf.py`, each {times} times after one that is not counted. *Bare SQL* is the page's own statements, sent
alone and read whole. p95 is the time that 95 of a hundred do not exceed. *Bytes* are the answer as it is sent, and
what gzip makes of it at level 6.

{measured}

## The limits of the design

Computed from the table. Where a limit is about several rows, the worst of them is named.

{limits}

## Documents

The time of a document above is to read the database, to build the document and to set it with Typst. Typst keeps what
it has set, so each time is in a new process, {most_times} at most, which also reads its fonts. The business cases are
Copenhagen's: each is read and built once, and set more than once with other words until there are enough. WeasyPrint
sets the same tables without the tags that make a PDF accessible; it is measured where it is installed. These are
medians:

{rendered}
"""


def describe_machine() -> str:
    """A sentence with the date, the machine, the software versions, and the load at the start."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        [postgresql] = cursor.fetchone()
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Measured on {timezone.localdate().isoformat()}: {platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB of memory, {_get_system_name()}, Python {platform.python_version()}, "
        f"PostgreSQL {postgresql}, "
        f"a load of {os.getloadavg()[0]:.1f} when it began."
    )


def _get_system_name() -> str:
    """The name of the Linux distribution, or else of the platform."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()


def format_line(row: Measurement | Rendered) -> str:
    """One measurement as a line for the screen."""
    if isinstance(row, Rendered):
        return f"  set by {row.renderer}: {row.rendering:.0f} ms, {row.process:.0f} ms with the process"
    return (
        f"{row.label}: {row.queries} queries, p50 {row.p50:.0f} ms, p95 {row.p95:.0f} ms, "
        f"bare SQL p95 {row.sql_p95:.0f} ms, {row.sent:,} bytes, {row.gzipped:,} gzipped"
    )


def write_page(
    results: Sequence[Measurement | Rendered], *, machine: str, data_sentences: Sequence[str], times: int
) -> str:
    """The whole page as Markdown."""
    measurements = [row for row in results if isinstance(row, Measurement)]
    judgements = [(judgement.limit, judgement.worst, judgement.verdict) for judgement in judge(measurements)]
    rendered = [row for row in results if isinstance(row, Rendered)]
    return PAGE.format(
        machine=machine,
        data_sentences="\n".join(f"- {sentence}" for sentence in data_sentences),
        times=times,
        most_times=MAX_TIMES,
        measured=_build_table(MEASUREMENT_HEADINGS, map(_format_measurement, measurements)),
        limits=_build_table(("limit", "measured", "verdict"), judgements),
        rendered=_build_table(RENDERED_HEADINGS, map(_format_rendered, rendered)),
    )


def _format_measurement(row: Measurement) -> tuple[str, ...]:
    milliseconds = (f"{value:.0f}" for value in (row.p50, row.p95, row.sql_p95))
    return (row.name, str(row.size), str(row.queries), *milliseconds, f"{row.sent:,}", f"{row.gzipped:,}")


def _format_rendered(row: Rendered) -> tuple[str, ...]:
    milliseconds = (f"{value:.0f}" for value in (row.rendering, row.process))
    return (row.document, str(row.size), row.renderer, *milliseconds, f"{row.sent:,}")


def _build_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
