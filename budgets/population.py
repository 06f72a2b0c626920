"""Population of a municipality year by year: read from pasted or loaded rows, and written all or nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets import audit
from budgets.amounts import parse_number
from budgets.models import Municipality, Population, User

COLUMNS = ("år", "18-64 år", "alle")
SEPARATOR = re.compile(r"[\t;]")


class PopulationRefusedError(Exception):
    """Rows that cannot be read; nothing was written and `problems` names each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Counted:
    """How many rows were new and how many changed what was there."""

    new: int
    changed: int


@transaction.atomic
def write_population(*, actor: User | None, municipality: Municipality, text: str) -> Counted:
    """Write a row a year (year, 18-64, everybody; tab or `;` between); a year that is there gets the new figures.

    Raises PopulationRefusedError with every fault, and then nothing is written.
    """
    wanted = _read(municipality, text)
    before = {found.year: found for found in Population.objects.filter(municipality=municipality)}
    new = [row for row in wanted if row.year not in before]
    changed = [row for row in wanted if row.year in before and _figures(before[row.year]) != _figures(row)]
    for row in changed:
        row.pk = before[row.year].pk
        row.save()
    Population.objects.bulk_create(new)
    changes = [
        {"felt": str(row.year), "før": _figures(before[row.year]) if row in changed else None, "efter": _figures(row)}
        for row in new + changed
    ]
    if changes:
        audit.record(
            municipality=municipality, actor=actor, action="folketal indlæst", obj=municipality, changes=changes
        )
    return Counted(len(new), len(changed))


def _figures(row: Population) -> list[int]:
    return [row.adults, row.everybody]


def _read(municipality: Municipality, text: str) -> list[Population]:
    problems: list[str] = []
    rows = [row for row in _rows(municipality, text, problems) if row]
    years = [row.year for row in rows]
    problems += [
        f"{year} står flere gange; forventet hvert år én gang." for year in sorted(set(years)) if years.count(year) > 1
    ]
    if not rows and not problems:
        problems.append("Der står ingen rækker; forventet mindst én med år, 18-64 år og alle.")
    if problems:
        raise PopulationRefusedError(problems)
    return rows


def _rows(municipality: Municipality, text: str, problems: list[str]) -> Iterator[Population | None]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in SEPARATOR.split(line)]
        if any(cells) and not (number == 1 and cells[0].casefold() == COLUMNS[0]):
            yield _row(municipality, number, cells, problems)


def _row(municipality: Municipality, number: int, cells: list[str], problems: list[str]) -> Population | None:
    """The line's row, or None where it has a fault, which is noted."""
    if len(cells) != len(COLUMNS):
        problems.append(
            f"Linje {number} har {len(cells)} felter; forventet {', '.join(COLUMNS)} med tabulator eller ; imellem."
        )
        return None
    try:
        year, adults, everybody = (_whole(cell) for cell in cells)
    except ValueError as fault:
        problems.append(f"Linje {number}: der står “{fault}”; forventet et helt tal, fx 30.112.")
        return None
    row = Population(municipality=municipality, year=year, adults=adults, everybody=everybody)
    try:
        row.full_clean(exclude=["municipality"], validate_unique=False)
    except ValidationError as refusal:
        problems += [f"Linje {number}: {message}" for message in refusal.messages]
        return None
    return row


def _whole(cell: str) -> int:
    """A whole number that is not negative; ValueError with the text that stood there."""
    try:
        number = parse_number(cell)
    except ValueError:
        number = None
    if number is None or number != int(number) or number < 0:
        raise ValueError(cell)
    return int(number)
