"""Pasted text as rows of cells, separated by tabs, by `|`, or by runs of spaces."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|br|p|td|tr|th|div)\b[^>]*>", re.IGNORECASE)
BOLD = re.compile(r"\*\*(\S.*?)\*\*")
RULE = re.compile(r"^[\s|:+=_-]+$")
RUN = re.compile(r" {2,}")
SPACES = "\u00a0\u2007\u2009\u202f"
"""Spaces that separate the thousands of a number, and not cells."""


@dataclass(frozen=True)
class TextCell:
    """A cell with its place in the line, by which columns separated by spaces are recognised."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class TextRow:
    """A line of the text with its number and cells."""

    number: int
    raw: str
    cells: Sequence[TextCell]

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]

    @property
    def filled(self) -> list[TextCell]:
        """The cells that are not empty."""
        return [cell for cell in self.cells if cell.text]


def to_rows(text: str) -> tuple[list[TextRow], bool]:
    """The lines that are not empty, and whether their columns are recognised by place and not by separators."""
    lines = [(number, _without_markup(line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line.strip() and not RULE.match(line)]
    if any("\t" in line for _, line in lines):
        return [_row(number, line, line.split("\t")) for number, line in lines], False
    if sum(line.count("|") > 1 for _, line in lines) > 1:
        return [_row(number, line, line.strip().strip("|").split("|")) for number, line in lines], False
    return [TextRow(number, line, _split_by_runs(line)) for number, line in lines], True


def _without_markup(line: str) -> str:
    """The line without tags, bold and escapes of the document that it was copied from."""
    return BOLD.sub(r"\1", html.unescape(TAG.sub("", line)).replace("\\*", "*"))


def _row(number: int, line: str, texts: Sequence[str]) -> TextRow:
    return TextRow(number, line, [TextCell(text.strip(), 0, 0) for text in texts])


def _split_by_runs(line: str) -> list[TextCell]:
    cells, place = [], 0
    for gap in [*RUN.finditer(line), None]:
        end = gap.start() if gap else len(line)
        part = line[place:end]
        if part.strip():
            start = place + len(part) - len(part.lstrip())
            cells.append(TextCell(part.strip(), start, place + len(part.rstrip())))
        place = gap.end() if gap else end
    return cells
