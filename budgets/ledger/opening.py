"""A file from a ledger as rows of cells: CSV in the encodings and with the marks that occur, or a workbook."""

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
    """A file's rows of cells, with their row numbers as a spreadsheet counts them; empty rows are left out."""

    file: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


def read_cells(name: str, content: bytes, problems: list[Problem]) -> Cells:
    """The rows of the file; one that cannot be read has none, and why is added to `problems`."""
    if not content or len(content) > LARGEST_FILE:
        problems.append(Problem(name, 0, "", "", f"en fil på højst {LARGEST_FILE // 1_000_000} MB med indhold"))
        return Cells(name, [])
    rows = _workbook(name, content, problems) if content.startswith(ZIP) else _csv(name, content, problems)
    found = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cell != "" for cell in cells)]
    if len(found) > MAX_ROWS:
        problems.append(Problem(name, 0, "", "", f"højst {MAX_ROWS} rækker"))
    return Cells(name, found)


def as_pasted(name: str, content: bytes) -> str:
    """The file's rows as they would be pasted, with tabs between cells; ImportRefusedError where it cannot be read."""
    problems: list[Problem] = []
    cells = read_cells(name, content, problems)
    if problems:
        raise ImportRefusedError(problems)
    return "\n".join("\t".join(_typed(cell) for cell in row) for _, row in cells.rows)


def _typed(cell: Cell) -> str:
    """A cell as it would be typed; a tab or line break inside it is a space."""
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else " ".join(str(cell).split())


def _workbook(name: str, content: bytes, problems: list[Problem]) -> list[list[Cell]]:
    """The first sheet that has anything in it."""
    fault = find_fault(content)
    try:
        if not fault:
            workbook = CalamineWorkbook.from_filelike(BytesIO(content))
            sheets = (
                workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in workbook.sheet_names
            )
            return next(([[_cell(cell) for cell in row] for row in sheet] for sheet in sheets if sheet), [])
    except CalamineError:
        fault = NOT_A_WORKBOOK
    problems.append(Problem(name, 0, "", "", fault))
    return []


def _cell(cell: object) -> Cell:
    """Numbers with the fifteen digits that a spreadsheet shows; what binary arithmetic added is left out."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, int | float):
        return Decimal(f"{cell:.15g}")
    return cell if isinstance(cell, date) else unescape_formula(str(cell).strip())


def _csv(name: str, content: bytes, problems: list[Problem]) -> list[list[Cell]]:
    text = _decode(name, content, problems)
    if text is None:
        return []
    delimiter = _delimiter(text)
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
    if mixed := next(_lines_in_utf8(content), None):
        expected = "Gem den igen som UTF-8."
        problems.append(Problem(name, mixed, "", "", expected, found="filen blander tegnsæt"))
        return None
    return content.decode("cp1252", errors="replace")


def _lines_in_utf8(content: bytes) -> Iterator[int]:
    """Lines that in UTF-8 have letters of our own; other bytes may read as UTF-8 by chance, as those of Å§ do."""
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if LETTERS & set(text):
            yield number


def _delimiter(text: str) -> str:
    """The mark that stands most often in the headings, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {mark: len(next(csv.reader([first], delimiter=mark), [])) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])
