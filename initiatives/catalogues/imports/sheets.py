"""Sheets of a catalogue: CSV files with `;` between cells, read into rows that know their place in the file."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from budgets.foundation.files.cells import unescape_formula
from budgets.foundation.files.harmless import MAX_ROWS
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import SheetName


def read_folder(folder: Path, problems: list[Problem]) -> dict[SheetName, Sheet]:
    """All sheets of the folder; missing required sheets and unreadable ones are reported and get no rows."""
    return {name: _read_csv(folder / f"{name}.csv", name, problems) for name in SheetName}


def missing_sheet(name: SheetName, place: str, problems: list[Problem]) -> Sheet:
    """An empty sheet in place of a missing one; reported where the format requires it."""
    if SHEETS[name].is_needed:
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
    declared = SHEETS[name]
    headings = [cell.strip() for cell in lines[0]] if lines else []
    years = [heading for heading in headings if declared.has_years and heading.isdecimal() and len(heading) == 4]
    needed = [column.heading for column in declared.columns if not column.may_lack]
    allowed = {*(column.heading for column in declared.columns), *years}
    missing = [heading for heading in needed if heading not in headings]
    surplus = [heading for heading in headings if heading not in allowed]
    repeated = {heading for heading in headings if headings.count(heading) > 1}
    problems += [Problem(file, 1, heading, "", "en kolonne med den overskrift", found="Mangler") for heading in missing]
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
