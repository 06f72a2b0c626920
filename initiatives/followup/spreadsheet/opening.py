"""An uploaded workbook, opened only where it is harmless, as rows of cells."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile

from python_calamine import CalamineError, CalamineWorkbook

from initiatives.followup.spreadsheet.layout import GUIDE, ROWS, Identity, find_identities
from initiatives.imports.problems import Problem
from initiatives.imports.sheets import MOST_ROWS
from initiatives.imports.workbook import NOT_A_WORKBOOK, WORKBOOK, _fault

Cell = int | float | str | bool | date | time | timedelta
Lines = Sequence[Sequence[Cell]]

MOST_COLUMNS = 200
MOST_NAMED = 10
MOST_MARKS = 10_000
FORMULA, ERROR = "formula", "error"
WITHOUT_FORMULAS = "en projektmappe uden formler"
PROPERTIES = "docProps/custom.xml"

TAG = re.compile(rb"<(?:[^\s<>/:!?]+:)?(row|c|f)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
IS_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")


class UnreadableError(Exception):
    """The file is no workbook that can be opened without danger; the message says what was expected."""

    def __init__(self, expected: str) -> None:
        super().__init__(str(Problem(WORKBOOK, 0, "", "", expected)))


@dataclass(frozen=True)
class Opened:
    """What the file says it is, and the rows of its sheet of rows; None where it has no such sheet."""

    identities: Sequence[Identity]
    lines: Lines | None


def open_workbook(content: bytes) -> Opened:
    """The workbook's identity and rows. Raises UnreadableError for what is no workbook, too large, or has formulas."""
    _check(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        guide, rows = _lines(workbook, GUIDE), _lines(workbook, ROWS)
    except CalamineError:
        raise UnreadableError(NOT_A_WORKBOOK) from None
    texts = [_properties(content), *(cell for line in guide or [] for cell in line if isinstance(cell, str))]
    return Opened([found for text in texts for found in find_identities(text)], rows)


def _lines(workbook: CalamineWorkbook, name: str) -> Lines | None:
    if name not in workbook.sheet_names:
        return None
    return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _properties(content: bytes) -> str:
    """The properties that the file carries with it, or nothing where they were lost."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(PROPERTIES).decode(errors="replace") if PROPERTIES in archive.namelist() else ""


def _check(content: bytes) -> None:
    fault = _fault_of(content)
    if fault and not fault.startswith(WITHOUT_FORMULAS):
        raise UnreadableError(fault)
    try:
        marks = list(islice(_marks(content), MOST_MARKS))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
        raise UnreadableError(NOT_A_WORKBOOK) from None
    if any(mark.row > MOST_ROWS or mark.column > MOST_COLUMNS for mark in marks):
        raise UnreadableError(f"højst {MOST_ROWS} rækker og {MOST_COLUMNS} kolonner i et ark")
    formulas = [mark for mark in marks if mark.kind == FORMULA]
    if fault or formulas:
        raise UnreadableError(f"{WITHOUT_FORMULAS}; indsæt værdierne i stedet{_named(formulas)}")
    if marks:
        raise UnreadableError(f"en projektmappe uden fejlværdier som #DIVISION/0!{_named(marks)}")


def _fault_of(content: bytes) -> str:
    with NamedTemporaryFile(suffix=".xlsx") as copy:
        copy.write(content)
        copy.flush()
        return _fault(Path(copy.name))


@dataclass(frozen=True)
class _Mark:
    """A cell that matters to whether the file is opened: too far out, a formula, or an error instead of a value."""

    kind: str
    row: int
    column: int

    def __str__(self) -> str:
        letters, left = "", self.column
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


def _named(marks: Sequence[_Mark]) -> str:
    names = [str(mark) for mark in marks]
    more = f" og {len(names) - MOST_NAMED} mere" if len(names) > MOST_NAMED else ""
    return f" (der står i {', '.join(names[:MOST_NAMED])}{more})" if names else ""


def _marks(content: bytes) -> Iterator[_Mark]:
    """The marks of every part of the file: what a sheet is called inside is the file's own choice.

    calamine makes room for every cell up to the last one, so that one cell far out would end the whole server.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for member in archive.infolist():
            yield from _marks_of_part(archive.read(member))


def _marks_of_part(part: bytes) -> Iterator[_Mark]:
    row = column = 0
    for found in TAG.finditer(part):
        tag, attributes = found.groups()
        if tag == b"f":
            if row and column:
                yield _Mark(FORMULA, row, column)
            continue
        its_row, its_column = _place(attributes)
        if tag == b"row":
            row, column = its_row or row + 1, 0
            continue
        row, column = its_row or row, its_column or column + 1
        kind = ERROR if IS_ERROR.search(attributes) else ""
        if not attributes.endswith(b"/") and (kind or row > MOST_ROWS or column > MOST_COLUMNS):
            yield _Mark(kind, row, column)


def _place(attributes: bytes) -> tuple[int, int]:
    """Row and column that a tag names, the farthest where it names several, and 0 where it names none."""
    found = PLACE.findall(attributes)
    rows = [int(digits[:9]) for _, digits in found if digits]
    return max(rows, default=0), max((_number(letters) for letters, _ in found), default=0)


def _number(letters: bytes) -> int:
    """A column's number: A is 1, and what is longer than any column is a very large one."""
    number = 0
    for letter in letters.upper()[:5]:
        number = number * 26 + letter - ord("A") + 1
    return number
