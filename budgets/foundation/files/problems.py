"""Problems in a file, told so that they can be corrected: place, what is there, and what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One problem; `row` counts as in a spreadsheet, with the headings in row 1, and 0 is the file itself.

    `expected` is shown after “Skal være:”, or alone if it begins with a capital and so is a sentence of its own.
    """

    file: str
    row: int
    column: str
    text: str
    expected: str
    found: str = ""
    """What was found instead, if it is not the text of a cell."""

    def __str__(self) -> str:
        is_name = "." in self.file
        place = (
            (self.file if is_name else _capital(self.file))
            + (f", række {self.row}" if self.row else "")
            + (f", kolonnen “{self.column}”" if self.column else "")
        )
        description = f"Der står “{self.text}”" if self.text else "Cellen er tom" if self.column else "Kan ikke læses"
        instruction = self.expected if self.expected[:1].isupper() else f"Skal være: {self.expected}"
        return f"{place}: {_capital(self.found) or description}. {instruction}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class ImportRefusedError(Exception):
    """The files have problems and nothing was saved; `problems` lists all of them by file and row."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        files = list(dict.fromkeys(problem.file for problem in problems))
        self.problems = sorted(problems, key=lambda problem: (files.index(problem.file), problem.row))
        super().__init__("\n".join(str(problem) for problem in self.problems))
