"""Whether a workbook can be opened without danger: its size, its cells, its formulas and its error values."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

MOST_ROWS = 20_000
LARGEST_FILE = 10_000_000
LARGEST_CONTENT = 100_000_000
MOST_COLUMNS = 200
MOST_NAMED = 10
MOST_MARKS = 10_000
WORKBOOK = "projektmappen"
NOT_A_WORKBOOK = "en projektmappe i Excels format (.xlsx)"
FORMULA, ERROR = "formula", "error"

TAG = re.compile(rb"<(?:[^\s<>/:!?]+:)?(row|c|f)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
IS_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")


def find_fault(content: bytes) -> str:
    """What the file should have been; nothing where it is a workbook that can be opened without danger."""
    if len(content) > LARGEST_FILE:
        return f"en fil på højst {LARGEST_FILE // 1_000_000} MB"
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _fault_of_archive(archive) or _fault_of_cells(list(islice(_marks(archive), MOST_MARKS)))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
        return NOT_A_WORKBOOK


def _fault_of_archive(archive: zipfile.ZipFile) -> str:
    """Sizes are those that the archive declares; zipfile reads no member beyond its declared size."""
    if "xl/workbook.xml" not in archive.namelist():
        return NOT_A_WORKBOOK
    if sum(member.file_size for member in archive.infolist()) > LARGEST_CONTENT:
        return f"en projektmappe, der fylder højst {LARGEST_CONTENT // 1_000_000} MB pakket ud"
    return ""


def _fault_of_cells(marks: Sequence["Mark"]) -> str:
    if any(mark.row > MOST_ROWS or mark.column > MOST_COLUMNS for mark in marks):
        return f"højst {MOST_ROWS} rækker og {MOST_COLUMNS} kolonner i et ark"
    formulas = [mark for mark in marks if mark.kind == FORMULA]
    if formulas:
        return f"en projektmappe uden formler; indsæt værdierne i stedet{_named(formulas)}"
    return f"en projektmappe uden fejlværdier som #DIVISION/0!{_named(marks)}" if marks else ""


@dataclass(frozen=True)
class Mark:
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


def _named(marks: Sequence[Mark]) -> str:
    names = [str(mark) for mark in marks]
    more = f" og {len(names) - MOST_NAMED} mere" if len(names) > MOST_NAMED else ""
    return f" (der står i {', '.join(names[:MOST_NAMED])}{more})" if names else ""


def _marks(archive: zipfile.ZipFile) -> Iterator[Mark]:
    """The marks of every part of the file: what a sheet is called inside is the file's own choice.

    calamine makes room for every cell up to the last one, so that one cell far out would end the whole server.
    """
    for member in archive.infolist():
        yield from _marks_of_part(archive.read(member))


def _marks_of_part(part: bytes) -> Iterator[Mark]:
    row = column = 0
    for found in TAG.finditer(part):
        tag, attributes = found.groups()
        if tag == b"f":
            if row and column:
                yield Mark(FORMULA, row, column)
            continue
        its_row, its_column = _place(attributes)
        if tag == b"row":
            row, column = its_row or row + 1, 0
            continue
        row, column = its_row or row, its_column or column + 1
        kind = ERROR if IS_ERROR.search(attributes) else ""
        if not attributes.endswith(b"/") and (kind or row > MOST_ROWS or column > MOST_COLUMNS):
            yield Mark(kind, row, column)


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
