"""Reading a ledger file as rows of cells: a workbook, or CSV in any common encoding and with any delimiter."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from budgets.foundation.files.cells import unescape_formula
from budgets.foundation.files.harmless import LARGEST_FILE, NOT_A_WORKBOOK, find_fault
from budgets.foundation.files.problems import ImportRefusedError, Problem

Cell = str | Decimal | date
MAX_ROWS = 200_000
DELIMITERS = (";", "\t", ",")
ZIP = b"PK\x03\x04"
LETTERS = frozenset("æøåÆØÅéÉüÜöÖäÄ")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Cells:
    """A file's rows of cells with row numbers counted as in a spreadsheet; empty rows are left out."""

    file: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


def read_cells(name: str, content: bytes, problems: list[Problem]) -> Cells:
    """The rows of the file; none if it cannot be read, and then the reason is added to `problems`."""
    if not content or len(content) > LARGEST_FILE:
        problems.append(Problem(name, 0, "", "", f"en fil på højst {LARGEST_FILE // 1_000_000} MB med indhold"))
        return Cells(name, [])
    rows = _read_workbook(name, content, problems) if content.startswith(ZIP) else _read_csv(name, content, problems)
    filled_rows = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cell != "" for cell in cells)]
    if len(filled_rows) > MAX_ROWS:
        problems.append(Problem(name, 0, "", "", f"højst {MAX_ROWS} rækker"))
    return Cells(name, filled_rows)


def read_as_pasted(name: str, content: bytes) -> str:
    """The file as pasted text, with tabs between cells; ImportRefusedError if it cannot be read."""
    problems: list[Problem] = []
    cells = read_cells(name, content, problems)
    if problems:
        raise ImportRefusedError(problems)
    return "\n".join("\t".join(_format_cell(cell) for cell in row) for _, row in cells.rows)


def _format_cell(cell: Cell) -> str:
    """The cell as text; tabs and line breaks in it become spaces."""
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else " ".join(str(cell).split())


def _read_workbook(name: str, content: bytes, problems: list[Problem]) -> list[list[Cell]]:
    """The cells of the first sheet that is not empty."""
    fault = find_fault(content)
    try:
        if not fault:
            workbook = CalamineWorkbook.from_filelike(BytesIO(content))
            sheets = (
                workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in workbook.sheet_names
            )
            return next(([[_convert_cell(cell) for cell in row] for row in sheet] for sheet in sheets if sheet), [])
    except CalamineError:
        fault = NOT_A_WORKBOOK
    problems.append(Problem(name, 0, "", "", fault))
    return []


def _convert_cell(cell: object) -> Cell:
    """The cell's value; numbers are rounded to 15 digits as in a spreadsheet, without binary rounding errors."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, int | float):
        return Decimal(f"{cell:.15g}")
    return cell if isinstance(cell, date) else unescape_formula(str(cell).strip())


def _read_csv(name: str, content: bytes, problems: list[Problem]) -> list[list[Cell]]:
    text = _decode(name, content, problems)
    if text is None:
        return []
    delimiter = _find_delimiter(text)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        problems.append(Problem(name, 0, "", "", "en CSV-fil, hvor hvert anførselstegn også afsluttes"))
        return []
    return [[unescape_formula(cell.strip()) for cell in line] for line in lines]


def _decode(name: str, content: bytes, problems: list[Problem]) -> str | None:
    if content.startswith(UTF16) or b"\0" in content:
        problems.append(Problem(name, 0, "", "", "en CSV-fil i UTF-8 eller Latin-1, eller en projektmappe (.xlsx)"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if mixed := next(_find_utf8_lines(content), None):
        expected = "Gem den igen som UTF-8."
        problems.append(Problem(name, mixed, "", "", expected, found="filen blander tegnsæt"))
        return None
    return content.decode("cp1252", errors="replace")


def _find_utf8_lines(content: bytes) -> Iterator[int]:
    """Line numbers with Danish letters in UTF-8; other Latin-1 bytes may be valid UTF-8 by chance, as Å§ is."""
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if LETTERS & set(text):
            yield number


def _find_delimiter(text: str) -> str:
    """The delimiter that divides the headings into most cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {delimiter: len(next(csv.reader([first], delimiter=delimiter), [])) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])
