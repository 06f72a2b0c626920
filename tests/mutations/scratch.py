"""A temporary copy of the project in which tests run, with its own test database on the project's server."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg2  # type: ignore[import-untyped]
import pytest

from config import database

PROJECT = Path(__file__).resolve().parents[2]
LINKED = (".venv", "node_modules")
NOT_COPIED = shutil.ignore_patterns(".git", *LINKED, "var", "staticfiles", "__pycache__", ".*_cache", ".hypothesis")
MAX_SECONDS = 600
TIMED_OUT = -1
BROKEN_CODE = ("NameError", "ImportError", "SyntaxError", "IndentationError")


@dataclass(frozen=True)
class Run:
    """The result of a run of tests."""

    exit_code: int
    output: str
    seconds: float

    @property
    def failed_test(self) -> str:
        """The node id of the first failed test; empty if none failed, such as when a fixture or import broke."""
        return self._first_failure[0]

    @property
    def error(self) -> str:
        """The error of that test."""
        return self._first_failure[1]

    @property
    def is_broken_code(self) -> bool:
        """True if the test failed because the fault is not valid code, which any test would notice."""
        return self.error.startswith(BROKEN_CODE)

    @property
    def is_caught(self) -> bool:
        """True if tests ran and one failed; False if pytest itself failed."""
        return self.exit_code == pytest.ExitCode.TESTS_FAILED and bool(self.failed_test) and not self.is_broken_code

    @property
    def _first_failure(self) -> tuple[str, str]:
        lines = (line for line in self.output.splitlines() if line.startswith("FAILED "))
        test, _, error = next(lines, "").removeprefix("FAILED ").partition(" - ")
        return test, error


@dataclass(frozen=True)
class Scratch:
    """The copy's folder, the URL from which the test database is named, and the seed of random examples."""

    folder: Path
    database_url: str
    seed: int

    def run_tests(self, tests: Sequence[str], *, keeps_byte_code: bool = False) -> Run:
        """Run the tests in the copy until the first fails.

        Byte code of a file with a fault must not be kept: the file without it may have the same size and time.
        """
        options = ["-x", "-q", "--reuse-db", f"--hypothesis-seed={self.seed}", "-p", "no:cacheprovider"]
        settings = {
            "DATABASE_URL": self.database_url,
            "EFFEKTSPOR_VAR": str(database.var_folder()),
            "COLUMNS": "1000",  # pytest writes the error only if the line has room for it
            "PYTHONDONTWRITEBYTECODE": "" if keeps_byte_code else "1",
        }
        started_at = time.monotonic()
        try:
            process = subprocess.run(
                [sys.executable, "-m", "pytest", *options, *tests],
                cwd=self.folder,
                env=os.environ | settings,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=MAX_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return Run(TIMED_OUT, f"No answer within {MAX_SECONDS} seconds.", MAX_SECONDS)
        return Run(process.returncode, process.stdout, time.monotonic() - started_at)

    def drop_database(self) -> None:
        """Drop the test database; the next run creates it again."""
        parts = urlsplit(self.database_url)
        name = f"test_{parts.path.lstrip('/')}"
        with closing(psycopg2.connect(parts._replace(path="/postgres").geturl())) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def make_scratch(seed: int) -> Iterator[Scratch]:
    """Copy the project's working copy; afterwards remove the copy and its database.

    The database's name contains this process's id, so that no other run on the server uses the same.
    """
    database.ensure_running()
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/effektspor_faults_{os.getpid()}").geturl()
    with TemporaryDirectory(prefix="effektspor-faults-") as folder:
        scratch = Scratch(Path(folder) / "project", url, seed)
        shutil.copytree(PROJECT, scratch.folder, ignore=NOT_COPIED)
        for name in LINKED:
            (scratch.folder / name).symlink_to((PROJECT / name).resolve())
        try:
            yield scratch
        finally:
            scratch.drop_database()
