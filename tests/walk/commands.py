"""Runs the management commands that print or write files on the demo."""

import logging
import shlex
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.walk.keeping import Answer, Store

ROLE = "command"

TABLE = "table.txt"
PASTED = """Tabel 1. Effekter i 1.000 kr.
Kode\tTiltag\t2019\t2020\t2021\t2022
\tBotilbud
1.1\tFlere i egen bolig\t1.200\t2.400\t3.600\t3.600
1.2\tInvestering\t-500\t\t\t
\tI alt\t700\t2.400\t3.600\t3.600
"""
"""A pasted table for `read_table`."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subjects:
    """The arguments of the commands: catalogues, municipalities, and their months with a note."""

    catalogues: list[str]
    municipalities: list[str]
    note_months: list[tuple[str, str]]


def command_lines(subjects: Subjects) -> list[str]:
    """The command lines, run in a folder with the pasted table; later ones read files that earlier ones wrote."""
    notes = [(f"{place} {month}", f"{place}_{month}.pdf") for place, month in subjects.note_months]
    return [
        "export_effects",
        *(f"export_effects --catalogue {slug}" for slug in subjects.catalogues),
        *(f"export_catalogue {slug} --out {slug}.xlsx" for slug in subjects.catalogues),
        *(f"export_catalogue {slug} --out {slug}" for slug in subjects.catalogues),
        *(f"import_catalogue {slug}.xlsx --dry-run" for slug in subjects.catalogues),
        "reconcile",
        *(f"reconcile --json --catalogue {slug}" for slug in subjects.catalogues),
        *(f"status_note {note} --out {file}" for note, file in notes),
        *(f"verify_note {file}" for _, file in notes),
        *(f"status_notes {month} --out {month}" for month in sorted({month for _, month in subjects.note_months})),
        *(f"forecast {place} --month 2018-12 --json" for place in subjects.municipalities),
        f"read_table {TABLE}",
        f"read_table {TABLE} --json",
    ]


def run_all(store: Store, subjects: Subjects) -> Iterator[Answer]:
    """An answer for the output of each command and for each file or folder that it wrote."""
    with TemporaryDirectory() as folder, chdir(folder):
        Path(TABLE).write_text(PASTED, encoding="utf-8")
        for line in command_lines(subjects):
            before = set(Path().iterdir())
            status, output = _run(line)
            yield _answer(line, status, "text/plain", store.put(output.encode()))
            for path in sorted(set(Path().iterdir()) - before):
                yield _answer(f"{line} > {path}", status, path.suffix, _put_path(store, path))


def _run(line: str) -> tuple[int, str]:
    """The exit status and output; the command's changes of the database are rolled back."""
    output = StringIO()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ WRITE")
            call_command(*shlex.split(line), stdout=output, stderr=StringIO())
            transaction.set_rollback(True)
    except CommandError as refusal:
        return 1, f"{output.getvalue()}{refusal}"
    except Exception as error:
        logger.exception("A fault of %s", line)
        return 1, f"{type(error).__name__}: {error}"
    return 0, output.getvalue()


def _put_path(store: Store, path: Path) -> str:
    if path.is_dir():
        return store.put_parts({str(part): part.read_bytes() for part in sorted(path.rglob("*")) if part.is_file()})
    return store.put_body(path.read_bytes(), path.suffix)


def _answer(line: str, status: int, kind: str, body: str) -> Answer:
    return Answer(role=ROLE, address=line, page=line.split()[0], status=status, kind=kind, headers="", body=body)
