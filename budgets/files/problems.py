"""What is wrong in a file, so that it can be mended: place, text, expectation."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault; `row` counts as a spreadsheet does, with the headings in row 1, and 0 is the file itself."""

    file: str
    row: int
    column: str
    text: str
    expected: str
    found: str = ""
    """What was found instead, where it is not a text in a cell."""

    def __str__(self) -> str:
        place = (
            self.file
            + (f", række {self.row}" if self.row else "")
            + (f", kolonne “{self.column}”" if self.column else "")
        )
        read = f"der står “{self.text}”" if self.text else "der står ikke noget" if self.column else "kan ikke læses"
        return f"{place}: {self.found or read}; forventet {self.expected}"


class ImportRefusedError(Exception):
    """The files have faults and nothing was written; `problems` lists all of them, each file's in the order of rows."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        files = list(dict.fromkeys(problem.file for problem in problems))
        self.problems = sorted(problems, key=lambda problem: (files.index(problem.file), problem.row))
        super().__init__("\n".join(str(problem) for problem in self.problems))
