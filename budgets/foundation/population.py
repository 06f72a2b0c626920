"""Population of a municipality year by year: read from pasted or loaded rows, and written all or nothing."""

from dataclasses import dataclass

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import Row, given_twice, read_pasted, repeated
from budgets.foundation.models import Municipality, Population, User
from budgets.foundation.wording import counted

COLUMNS = ("år", "18-64 år", "alle")
MOST_CITIZENS = 10_000_000


@dataclass(frozen=True)
class Counted:
    """How many rows were new and how many changed what was there."""

    new: int
    changed: int

    @property
    def in_words(self) -> str:
        """`1 nyt år og 2 ændrede`."""
        return f"{counted(self.new, 'nyt', 'nye')} år og {counted(self.changed, 'ændret', 'ændrede')}"


@transaction.atomic
def write_population(*, actor: User | None, municipality: Municipality, text: str) -> Counted:
    """Write a row a year (year, 18-64, everybody; tab or `;` between); a year that is there gets the new figures.

    Raises ImportRefusedError with every fault, and then nothing is written.
    """
    wanted = _read(municipality, text)
    before = {found.year: found for found in Population.objects.filter(municipality=municipality)}
    new = [row for row in wanted if row.year not in before]
    changed = [row for row in wanted if row.year in before and _differs(before[row.year], row)]
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


def _differs(before: Population, row: Population) -> bool:
    """True for other figures, and for counted ones in the place of an example."""
    return before.is_constructed or _figures(before) != _figures(row)


def _figures(row: Population) -> list[int]:
    return [row.adults, row.everybody]


def _read(municipality: Municipality, text: str) -> list[Population]:
    problems: list[Problem] = []
    rows = [_row(municipality, row) for row in read_pasted(text, COLUMNS, problems)]
    found = [row for row in rows if row]
    years = repeated(row.year for row in found)
    problems += [given_twice(COLUMNS[0], year, "hvert år kun én gang") for year in years]
    if problems:
        raise ImportRefusedError(problems)
    return found


def _row(municipality: Municipality, row: Row) -> Population | None:
    """The line's row, or None where it has a fault, which is noted."""
    year = row.whole(COLUMNS[0], FIRST_YEAR, LAST_YEAR, required=True)
    adults, everybody = (row.whole(column, 0, MOST_CITIZENS, required=True) for column in COLUMNS[1:])
    if year is None or adults is None or everybody is None:
        return None
    if adults > everybody:
        row.report(COLUMNS[1], f"højst antallet i alt, {everybody}")
        return None
    return Population(municipality=municipality, year=year, adults=adults, everybody=everybody)
