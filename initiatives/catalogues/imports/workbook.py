"""A catalogue as one workbook: the same sheets as the CSV files, checked before it is opened and read as text."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from django import forms
from python_calamine import CalamineError, CalamineWorkbook

from budgets.foundation.files.cells import format_cell
from budgets.foundation.files.harmless import LARGEST_FILE, NOT_A_WORKBOOK, WORKBOOK, find_fault
from budgets.foundation.files.problems import Problem
from initiatives.catalogues.imports.sheets import missing_sheet, read_lines
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import SheetName


class UploadForm(forms.Form):
    """An uploaded workbook."""

    file = forms.FileField(label="Regneark (.xlsx)", help_text="Højst 10 MB og uden formler.")


def read_workbook(path: Path, problems: list[Problem]) -> dict[SheetName, Sheet]:
    """All sheets; a file that is no workbook, too large or with formulas gives one problem and empty sheets."""
    content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    fault = find_fault(content) if content else f"en fil på højst {LARGEST_FILE // 1_000_000} MB med indhold"
    try:
        if not fault:
            workbook = CalamineWorkbook.from_filelike(BytesIO(content))
            return {name: _sheet(workbook, name, problems) for name in SheetName}
    except CalamineError:
        fault = NOT_A_WORKBOOK
    problems.append(Problem(WORKBOOK, 0, "", "", fault))
    return {name: Sheet(name, [], [], is_readable=False) for name in SheetName}


def _sheet(workbook: CalamineWorkbook, name: SheetName, problems: list[Problem]) -> Sheet:
    if name not in workbook.sheet_names:
        return missing_sheet(name, f"arket {name}", problems)
    cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    lines = [[format_cell(cell) for cell in row] for row in cells]
    return read_lines(f"arket {name}", name, list(_without_empty_ends(lines)), problems)


def _without_empty_ends(lines: list[list[str]]) -> Iterator[list[str]]:
    """Lines without the empty cells that a spreadsheet adds after the last heading."""
    width = max((place for place, cell in enumerate(lines[0], start=1) if cell), default=0) if lines else 0
    for line in lines:
        yield line if any(line[width:]) else line[:width]
