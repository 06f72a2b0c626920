"""Whether a workbook can be opened safely: checks of size, cells, formulas and error values."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

MAX_ROWS = 20_000
LARGEST_FILE = 10_000_000
LARGEST_CONTENT = 100_000_000
MAX_COLUMNS = 200
MAX_NAMED = 10
MAX_SUSPECTS = 10_000
WORKBOOK = "projektmappen"
NOT_A_WORKBOOK = "en projektmappe i Excels format (.xlsx)"
FORMULA, ERROR = "formula", "error"

TAG = re.compile(rb"<(?:[^\s<>/:!?]+:)?(row|c|f)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
IS_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")


def find_fault(content: bytes) -> str:
    """What the file should have been, in Danish; empty for a workbook that can be opened safely."""
    if len(content) > LARGEST_FILE:
        return f"en fil på højst {LARGEST_FILE // 1_000_000} MB"
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _fault_of_archive(archive) or _fault_of_cells(list(islice(_suspect_cells(archive), MAX_SUSPECTS)))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
        return NOT_A_WORKBOOK


def _fault_of_archive(archive: zipfile.ZipFile) -> str:
    """Sizes are those that the archive declares; zipfile reads no member beyond its declared size."""
    if "xl/workbook.xml" not in archive.namelist():
        return NOT_A_WORKBOOK
    if sum(member.file_size for member in archive.infolist()) > LARGEST_CONTENT:
        return f"en projektmappe, der fylder højst {LARGEST_CONTENT // 1_000_000} MB pakket ud"
    return ""


def _fault_of_cells(cells: Sequence["SuspectCell"]) -> str:
    if any(cell.row > MAX_ROWS or cell.column > MAX_COLUMNS for cell in cells):
        return f"højst {MAX_ROWS} rækker og {MAX_COLUMNS} kolonner i et ark"
    formulas = [cell for cell in cells if cell.kind == FORMULA]
    if formulas:
        return f"en projektmappe uden formler; indsæt værdierne i stedet{_name_places(formulas)}"
    return f"en projektmappe uden fejlværdier som #DIVISION/0!{_name_places(cells)}" if cells else ""


@dataclass(frozen=True)
class SuspectCell:
    """A cell for which the file is refused: beyond the last row or column, a formula, or an error value."""

    kind: str
    row: int
    column: int

    def __str__(self) -> str:
        letters, remaining = "", self.column
        while remaining:
            remaining, letter = divmod(remaining - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


def _name_places(cells: Sequence[SuspectCell]) -> str:
    names = [str(cell) for cell in cells]
    more = f" og {len(names) - MAX_NAMED} mere" if len(names) > MAX_NAMED else ""
    return f" (der står i {', '.join(names[:MAX_NAMED])}{more})" if names else ""


def _suspect_cells(archive: zipfile.ZipFile) -> Iterator[SuspectCell]:
    """The suspect cells of all members of the archive, because a sheet's member may have any name.

    calamine allocates memory for every cell up to the last one, so that one cell far out would end the server.
    """
    for member in archive.infolist():
        yield from _suspect_cells_of_part(archive.read(member))


def _suspect_cells_of_part(part: bytes) -> Iterator[SuspectCell]:
    row = column = 0
    for match in TAG.finditer(part):
        tag, attributes = match.groups()
        if tag == b"f":
            if row and column:
                yield SuspectCell(FORMULA, row, column)
            continue
        named_row, named_column = _read_place(attributes)
        if tag == b"row":
            row, column = named_row or row + 1, 0
            continue
        row, column = named_row or row, named_column or column + 1
        kind = ERROR if IS_ERROR.search(attributes) else ""
        if not attributes.endswith(b"/") and (kind or row > MAX_ROWS or column > MAX_COLUMNS):
            yield SuspectCell(kind, row, column)


def _read_place(attributes: bytes) -> tuple[int, int]:
    """Row and column in a tag's references: the largest if there are several, 0 if there is none."""
    references = PLACE.findall(attributes)
    rows = [int(digits[:9]) for _, digits in references if digits]
    return max(rows, default=0), max((_column_number(letters) for letters, _ in references), default=0)


def _column_number(letters: bytes) -> int:
    """The column's number, A is 1; only five letters are read, which is beyond any real column."""
    number = 0
    for letter in letters.upper()[:5]:
        number = number * 26 + letter - ord("A") + 1
    return number
