"""Population of a municipality by year: read from pasted or loaded rows, and saved all or nothing."""

from dataclasses import dataclass

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import InputRow, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import Municipality, Population, User
from budgets.foundation.wording import counted

COLUMNS = ("år", "18-64 år", "alle")
MAX_CITIZENS = 10_000_000


@dataclass(frozen=True)
class PopulationChanges:
    """How many years were added and how many were changed."""

    new: int
    changed: int

    @property
    def in_words(self) -> str:
        """`1 nyt år og 2 ændrede`."""
        return f"{counted(self.new, 'nyt', 'nye')} år og {counted(self.changed, 'ændret', 'ændrede')}"


@transaction.atomic
def write_population(*, actor: User | None, municipality: Municipality, text: str) -> PopulationChanges:
    """Save a row for each year (year, 18-64, everybody; tab or `;` between); an existing year gets the new figures.

    Raises ImportRefusedError with every problem, and then nothing is saved.
    """
    populations = _read_populations(municipality, text)
    before = {population.year: population for population in Population.objects.filter(municipality=municipality)}
    new = [population for population in populations if population.year not in before]
    changed = [
        population
        for population in populations
        if population.year in before and _has_changed(before[population.year], population)
    ]
    for population in changed:
        population.pk = before[population.year].pk
        population.save()
    Population.objects.bulk_create(new)
    changes = [
        {
            "felt": str(population.year),
            "før": _list_figures(before[population.year]) if population in changed else None,
            "efter": _list_figures(population),
        }
        for population in new + changed
    ]
    if changes:
        audit.record(
            municipality=municipality, actor=actor, action="folketal indlæst", obj=municipality, changes=changes
        )
    return PopulationChanges(len(new), len(changed))


def _has_changed(before: Population, after: Population) -> bool:
    """True if the figures differ, or if counted figures replace constructed ones."""
    return before.is_constructed or _list_figures(before) != _list_figures(after)


def _list_figures(population: Population) -> list[int]:
    return [population.adults, population.everybody]


def _read_populations(municipality: Municipality, text: str) -> list[Population]:
    problems: list[Problem] = []
    populations = [_build_population(municipality, row) for row in read_pasted(text, COLUMNS, problems)]
    valid = [population for population in populations if population]
    years = find_duplicates(population.year for population in valid)
    problems += [duplicate_problem(COLUMNS[0], year, "hvert år kun én gang") for year in years]
    if problems:
        raise ImportRefusedError(problems)
    return valid


def _build_population(municipality: Municipality, row: InputRow) -> Population | None:
    """The row's population, not saved yet; None for a row with a problem, which is reported."""
    year = row.whole(COLUMNS[0], FIRST_YEAR, LAST_YEAR, required=True)
    adults, everybody = (row.whole(column, 0, MAX_CITIZENS, required=True) for column in COLUMNS[1:])
    if year is None or adults is None or everybody is None:
        return None
    if adults > everybody:
        row.report(COLUMNS[1], f"højst antallet i alt, {everybody}")
        return None
    return Population(municipality=municipality, year=year, adults=adults, everybody=everybody)
