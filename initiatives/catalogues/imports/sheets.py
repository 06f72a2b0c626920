"""Sheets of a catalogue: CSV files with `;` between cells, read into rows that know their place in the file."""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from budgets.foundation.files.cells import unescape_formula
from budgets.foundation.files.harmless import MAX_ROWS
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.sheets import COLUMNS, NEEDED, OPTIONAL_COLUMNS, WITH_YEARS, SheetName


@dataclass
class Sheet:
    """A sheet's rows and the years in its headings; an unreadable sheet has neither."""

    file: str
    rows: list[InputRow]
    years: list[int]
    is_readable: bool = True
    columns: Collection[str] = ()

    def __iter__(self) -> Iterator[InputRow]:
        return iter(self.rows)


def read_folder(folder: Path, problems: list[Problem]) -> dict[SheetName, Sheet]:
    """All sheets of the folder; missing required sheets and unreadable ones are reported and get no rows."""
    return {name: _read_csv(folder / f"{name}.csv", name, problems) for name in SheetName}


def missing_sheet(name: SheetName, place: str, problems: list[Problem]) -> Sheet:
    """An empty sheet in place of a missing one; reported where the format requires it."""
    if name in NEEDED:
        problems.append(Problem(place, 0, "", "", "et ark eller en fil med det navn", found="Mangler"))
    return Sheet(place, [], [], is_readable=False)


def _read_csv(path: Path, name: SheetName, problems: list[Problem]) -> Sheet:
    try:
        text = path.read_text("utf-8-sig")
        lines = list(csv.reader(text.splitlines(keepends=True), delimiter=";", strict=True))
    except FileNotFoundError:
        return missing_sheet(name, path.name, problems)
    except (UnicodeDecodeError, csv.Error, OSError):
        text, lines = "\0", []
    if "\0" in text:
        problems.append(Problem(path.name, 0, "", "", "en CSV-fil i UTF-8 med semikolon mellem cellerne"))
        return Sheet(path.name, [], [], is_readable=False)
    return read_lines(path.name, name, lines, problems)


def read_lines(file: str, name: SheetName, lines: list[list[str]], problems: list[Problem]) -> Sheet:
    """A sheet from its lines of cells, the headings first; wrong headings and too many rows are reported."""
    if len(lines) > MAX_ROWS:
        problems.append(Problem(file, 0, "", "", f"højst {MAX_ROWS} rækker"))
        return Sheet(file, [], [], is_readable=False)
    headings = [cell.strip() for cell in lines[0]] if lines else []
    years = [heading for heading in headings if name in WITH_YEARS and heading.isdecimal() and len(heading) == 4]
    allowed = (*COLUMNS[name], *OPTIONAL_COLUMNS.get(name, ()), *years)
    missing = [column for column in COLUMNS[name] if column not in headings]
    surplus = [heading for heading in headings if heading not in allowed]
    repeated = {heading for heading in headings if headings.count(heading) > 1}
    problems += [Problem(file, 1, column, "", "en kolonne med den overskrift", found="Mangler") for column in missing]
    problems += [Problem(file, 1, heading, heading, "en af formatets kolonner") for heading in surplus]
    problems += [
        Problem(file, 1, heading, heading, "kun én kolonne med den overskrift") for heading in sorted(repeated)
    ]
    rows = list(_read_rows(file, headings, lines[1:], problems))
    return Sheet(file, rows, [int(year) for year in years], columns=headings)


def _read_rows(
    file: str, headings: list[str], lines: Iterable[list[str]], problems: list[Problem]
) -> Iterator[InputRow]:
    for number, line in enumerate(lines, start=2):
        cells = [unescape_formula(cell.strip()) for cell in line]
        if not any(cells):
            continue
        if len(cells) > len(headings):
            problems.append(
                Problem(file, number, "", "", f"højst {len(headings)}", found=f"Rækken har {len(cells)} celler")
            )
        yield InputRow(file, number, dict(zip(headings, cells, strict=False)), problems)
