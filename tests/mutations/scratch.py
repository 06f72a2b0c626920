"""A scratch copy of the project that tests run in, with a test database of its own on the project's server."""

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
MOST_SECONDS = 600
TIMED_OUT = -1
BROKEN_CODE = ("NameError", "ImportError", "SyntaxError", "IndentationError")


@dataclass(frozen=True)
class Run:
    """What a run of tests ended with."""

    exit_code: int
    output: str
    seconds: float

    @property
    def failed_test(self) -> str:
        """The node id of the first test that failed; empty where none did, as where a fixture or an import broke."""
        return self._first_failure[0]

    @property
    def error(self) -> str:
        """What that test failed with."""
        return self._first_failure[1]

    @property
    def is_broken_code(self) -> bool:
        """True where the test failed because the fault is no program, which any test sees."""
        return self.error.startswith(BROKEN_CODE)

    @property
    def is_caught(self) -> bool:
        """True where tests ran and one failed, and not where pytest itself could not do its work."""
        return self.exit_code == pytest.ExitCode.TESTS_FAILED and bool(self.failed_test) and not self.is_broken_code

    @property
    def _first_failure(self) -> tuple[str, str]:
        lines = (line for line in self.output.splitlines() if line.startswith("FAILED "))
        test, _, error = next(lines, "").removeprefix("FAILED ").partition(" - ")
        return test, error


@dataclass(frozen=True)
class Scratch:
    """The copy's folder, the URL that its test database is named after, and the seed of the random examples."""

    folder: Path
    database_url: str
    seed: int

    def run_tests(self, tests: Sequence[str], *, keeps_byte_code: bool = False) -> Run:
        """Run the tests in the copy until the first fails.

        Byte code of a file with a fault in it must not be kept: the file without it may have the same size and second.
        """
        options = ["-x", "-q", "--reuse-db", f"--hypothesis-seed={self.seed}", "-p", "no:cacheprovider"]
        settings = {
            "DATABASE_URL": self.database_url,
            "EFFEKTSPOR_VAR": str(database.var_folder()),
            "COLUMNS": "1000",  # pytest tells the error where the line has room for it
            "PYTHONDONTWRITEBYTECODE": "" if keeps_byte_code else "1",
        }
        begun = time.monotonic()
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *options, *tests],
                cwd=self.folder,
                env=os.environ | settings,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=MOST_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return Run(TIMED_OUT, f"No answer within {MOST_SECONDS} seconds.", MOST_SECONDS)
        return Run(done.returncode, done.stdout, time.monotonic() - begun)

    def drop_database(self) -> None:
        """Drop the test database, which the next run makes again."""
        parts = urlsplit(self.database_url)
        name = f"test_{parts.path.lstrip('/')}"
        with closing(psycopg2.connect(parts._replace(path="/postgres").geturl())) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def make_scratch(seed: int) -> Iterator[Scratch]:
    """Copy the project as it lies there, and remove the copy and its database afterwards.

    The database has this process's number in its name, so that no other run of tests on the server has the same.
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
