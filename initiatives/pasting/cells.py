"""Pasted text as rows of cells: parted by tabs, by `|`, or by runs of spaces."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|br|p|td|tr|th|div)\b[^>]*>", re.IGNORECASE)
BOLD = re.compile(r"\*\*(\S.*?)\*\*")
RULE = re.compile(r"^[\s|:+=_-]+$")
RUN = re.compile(r" {2,}")
SPACES = "\u00a0\u2007\u2009\u202f"
"""Spaces that part the thousands of a number, and no cells."""


@dataclass(frozen=True)
class Cell:
    """A cell with where it ends in the line, by which columns of spaces are told apart."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class TextRow:
    """A line of the text with its number and cells."""

    number: int
    raw: str
    cells: Sequence[Cell]

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]

    @property
    def filled(self) -> list[Cell]:
        """The cells that have anything in them."""
        return [cell for cell in self.cells if cell.text]


def to_rows(text: str) -> tuple[list[TextRow], bool]:
    """The lines that have anything in them, and whether their columns are told by places and not by separators."""
    lines = [(number, _plain(line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line.strip() and not RULE.match(line)]
    if any("\t" in line for _, line in lines):
        return [_row(number, line, line.split("\t")) for number, line in lines], False
    if sum(line.count("|") > 1 for _, line in lines) > 1:
        return [_row(number, line, line.strip().strip("|").split("|")) for number, line in lines], False
    return [TextRow(number, line, _by_runs(line)) for number, line in lines], True


def _plain(line: str) -> str:
    """Without tags, bold and escapes of the file that the table was pasted from."""
    return BOLD.sub(r"\1", html.unescape(TAG.sub("", line)).replace("\\*", "*"))


def _row(number: int, line: str, texts: Sequence[str]) -> TextRow:
    return TextRow(number, line, [Cell(text.strip(), 0, 0) for text in texts])


def _by_runs(line: str) -> list[Cell]:
    cells, place = [], 0
    for gap in [*RUN.finditer(line), None]:
        end = gap.start() if gap else len(line)
        part = line[place:end]
        if part.strip():
            start = place + len(part) - len(part.lstrip())
            cells.append(Cell(part.strip(), start, place + len(part.rstrip())))
        place = gap.end() if gap else end
    return cells
