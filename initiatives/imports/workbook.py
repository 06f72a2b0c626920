"""A catalogue as one workbook: the same sheets as the CSV files, checked before it is opened and read as text."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from initiatives.imports.problems import Problem
from initiatives.imports.sheets import MOST_ROWS, Sheet, SheetName, missing_sheet, read_lines

LARGEST_FILE = 10_000_000
LARGEST_CONTENT = 100_000_000
WORKBOOK = "projektmappen"
NOT_A_WORKBOOK = "en projektmappe i Excels format (.xlsx)"
FORMULAS = (b"<f>", b"<f ")


def read_workbook(path: Path, problems: list[Problem]) -> dict[SheetName, Sheet]:
    """All sheets of the workbook; a file that is no workbook, too large or with formulas is one fault and no sheets."""
    fault = _fault(path)
    try:
        if not fault:
            workbook = CalamineWorkbook.from_path(path)
            return {name: _sheet(workbook, name, problems) for name in SheetName}
    except CalamineError:
        fault = NOT_A_WORKBOOK
    problems.append(Problem(WORKBOOK, 0, "", "", fault))
    return {name: Sheet(name, [], [], is_readable=False) for name in SheetName}


def _fault(path: Path) -> str:
    """What the file should have been; nothing where it is a workbook that can be opened without danger."""
    if path.stat().st_size > LARGEST_FILE:
        return f"en fil på højst {LARGEST_FILE // 1_000_000} MB"
    try:
        with zipfile.ZipFile(path) as archive:
            return _fault_of_content(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
        return NOT_A_WORKBOOK


def _fault_of_content(archive: zipfile.ZipFile) -> str:
    """Sizes are those that the archive declares; zipfile reads no member beyond its declared size."""
    if "xl/workbook.xml" not in archive.namelist():
        return NOT_A_WORKBOOK
    if sum(member.file_size for member in archive.infolist()) > LARGEST_CONTENT:
        return f"en projektmappe, der fylder højst {LARGEST_CONTENT // 1_000_000} MB pakket ud"
    for member in archive.namelist():
        if member.startswith("xl/worksheets/") and member.endswith(".xml"):
            content = archive.read(member)
            if any(formula in content for formula in FORMULAS):
                return "en projektmappe uden formler; indsæt værdierne i stedet"
            if content.count(b"<row") > MOST_ROWS:
                return f"højst {MOST_ROWS} rækker i et ark"
    return ""


def _sheet(workbook: CalamineWorkbook, name: SheetName, problems: list[Problem]) -> Sheet:
    if name not in workbook.sheet_names:
        return missing_sheet(name, f"arket {name}", problems)
    cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    lines = [[_text(cell) for cell in row] for row in cells]
    return read_lines(f"arket {name}", name, list(_without_empty_ends(lines)), problems)


def _without_empty_ends(lines: list[list[str]]) -> Iterator[list[str]]:
    """Rows without the empty cells that a spreadsheet adds behind the last heading."""
    width = max((place for place, cell in enumerate(lines[0], start=1) if cell), default=0) if lines else 0
    for line in lines:
        yield line if any(line[width:]) else line[:width]


def _text(cell: object) -> str:
    """A cell as it would be typed: numbers with decimal comma, days as 2019-01-31."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, int | float):
        return f"{Decimal(repr(cell)).normalize():f}".replace(".", ",")
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)
