"""What is wrong in a file, so that it can be mended: place, what stands there, and what should."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault; `row` counts as a spreadsheet does, with the headings in row 1, and 0 is the file itself.

    `expected` follows “Skal være:”; one that begins with a capital is a sentence of its own, and is told as it is.
    """

    file: str
    row: int
    column: str
    text: str
    expected: str
    found: str = ""
    """What was found instead, where it is not a text in a cell."""

    def __str__(self) -> str:
        is_name = "." in self.file
        place = (
            (self.file if is_name else _capital(self.file))
            + (f", række {self.row}" if self.row else "")
            + (f", kolonnen “{self.column}”" if self.column else "")
        )
        read = f"Der står “{self.text}”" if self.text else "Cellen er tom" if self.column else "Kan ikke læses"
        wanted = self.expected if self.expected[:1].isupper() else f"Skal være: {self.expected}"
        return f"{place}: {_capital(self.found) or read}. {wanted}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class ImportRefusedError(Exception):
    """The files have faults and nothing was written; `problems` lists all of them, each file's in the order of rows."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        files = list(dict.fromkeys(problem.file for problem in problems))
        self.problems = sorted(problems, key=lambda problem: (files.index(problem.file), problem.row))
        super().__init__("\n".join(str(problem) for problem in self.problems))
