"""What a fault is, and how it is put into a copy of the project and taken out again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong. Paths are from the project's folder.

    `text` stands exactly once in `file`, and `replacement` is put in its place. `tests` are the node ids or files of
    pytest of which at least one must fail then.
    """

    name: str
    file: str
    text: str
    replacement: str
    tests: tuple[str, ...]

    @property
    def changes_database(self) -> bool:
        """True where the fault only shows in a database that is made with it."""
        return "/migrations/" in self.file

    def find_misfit(self, project: Path) -> str:
        """Why the fault cannot be put into the project; empty where it can."""
        path = project / self.file
        if not path.is_file():
            return f"{self.file} does not exist"
        count = path.read_text().count(self.text)
        return "" if count == 1 else f"its text stands {count} times in {self.file}, expected once"


@contextmanager
def put_in(fault: Fault, project: Path) -> Iterator[None]:
    """Put the fault into the project, and restore the file with its time of change, which byte code is valid by."""
    path = project / fault.file
    original, times = path.read_bytes(), path.stat()
    path.write_text(path.read_text().replace(fault.text, fault.replacement))
    try:
        yield
    finally:
        path.write_bytes(original)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
