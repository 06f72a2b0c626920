"""A fault, and how it is put into a copy of the project and removed again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """A fault in the code. Paths are relative to the project's folder.

    `text`, which is exactly once in `file`, is replaced by `replacement`. `tests` are pytest node ids or files, of
    which at least one must then fail.
    """

    name: str
    file: str
    text: str
    replacement: str
    tests: tuple[str, ...]

    @property
    def changes_database(self) -> bool:
        """True if the fault shows only in a database that is created with it."""
        return "/migrations/" in self.file

    def find_misfit(self, project: Path) -> str:
        """Why the fault cannot be put into the project; empty if it can."""
        path = project / self.file
        if not path.is_file():
            return f"{self.file} does not exist"
        count = path.read_text().count(self.text)
        return "" if count == 1 else f"its text stands {count} times in {self.file}, expected once"


@contextmanager
def put_in(fault: Fault, project: Path) -> Iterator[None]:
    """Put the fault into the project; afterwards restore the file with its modification time, which byte code uses."""
    path = project / fault.file
    original, times = path.read_bytes(), path.stat()
    path.write_text(path.read_text().replace(fault.text, fault.replacement))
    try:
        yield
    finally:
        path.write_bytes(original)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
