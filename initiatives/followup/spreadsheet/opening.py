"""Opening an uploaded workbook, if it is harmless, as rows of cells."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from budgets.foundation.files.harmless import NOT_A_WORKBOOK, WORKBOOK, find_fault
from budgets.foundation.files.problems import Problem
from initiatives.followup.spreadsheet.layout import GUIDE, ROWS, Identity, find_identities

CellValue = int | float | str | bool | date | time | timedelta
Lines = Sequence[Sequence[CellValue]]

PROPERTIES = "docProps/custom.xml"


class UnreadableWorkbookError(Exception):
    """The file is not a workbook that can be opened safely; the message says what was expected."""

    def __init__(self, expected: str) -> None:
        super().__init__(str(Problem(WORKBOOK, 0, "", "", expected)))


@dataclass(frozen=True)
class OpenedWorkbook:
    """The identities in the file, and the rows of its sheet of rows; None where it has no such sheet."""

    identities: Sequence[Identity]
    lines: Lines | None


def open_workbook(content: bytes) -> OpenedWorkbook:
    """The workbook's identity and rows. Raises UnreadableWorkbookError for no workbook, a large one, or formulas."""
    if problem := find_fault(content):
        raise UnreadableWorkbookError(problem)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        guide, rows = _lines(workbook, GUIDE), _lines(workbook, ROWS)
    except CalamineError:
        raise UnreadableWorkbookError(NOT_A_WORKBOOK) from None
    texts = [_properties(content), *(cell for line in guide or [] for cell in line if isinstance(cell, str))]
    return OpenedWorkbook([identity for text in texts for identity in find_identities(text)], rows)


def _lines(workbook: CalamineWorkbook, name: str) -> Lines | None:
    if name not in workbook.sheet_names:
        return None
    return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _properties(content: bytes) -> str:
    """The custom properties of the file, or an empty text where they are lost."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(PROPERTIES).decode(errors="replace") if PROPERTIES in archive.namelist() else ""
