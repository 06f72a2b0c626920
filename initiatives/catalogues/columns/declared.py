"""All sheets as declared, and what follows from their columns."""

from collections.abc import Iterable, Mapping

from initiatives.catalogues.columns import catalogue, descriptions, effects, proposals, source
from initiatives.catalogues.columns.cells import Amount
from initiatives.catalogues.columns.column import Column, DeclaredSheet
from initiatives.catalogues.sheets import SheetName

_DECLARED = (
    *(catalogue.CATALOGUE, catalogue.THEMES, catalogue.INITIATIVES),
    *(effects.EFFECTS, source.TABLES, source.FIGURES),
    *(descriptions.ASSUMPTIONS, descriptions.ACTIVITIES, catalogue.REMARKS, descriptions.MEASUREMENTS),
    *(effects.SHARES, descriptions.STAFF, descriptions.UNITS, descriptions.CRITERIA, descriptions.CLAIMS),
    *(source.COMPARISONS, proposals.CASES, proposals.PARTS, proposals.SERVICE_LEVELS, proposals.COUNTER_EFFECTS),
)
SHEETS: Mapping[SheetName, DeclaredSheet] = {declared.name: declared for declared in _DECLARED}
"""The sheets by name, in the order of the names."""

WITH_YEARS = frozenset(name for name, declared in SHEETS.items() if declared.has_years)
"""The sheets that have a column for each year."""


def headings(name: SheetName, years: Iterable[int]) -> list[str]:
    """All headings of a sheet, with those that a file need not have."""
    declared = SHEETS[name]
    return [column.heading for column in declared.columns] + [str(y) for y in years if declared.has_years]


def column_of(name: SheetName, heading: str) -> Column:
    """The sheet's column with the heading; a year holds amounts."""
    return year_column(name, heading) if heading.isdecimal() else SHEETS[name][heading]


def year_column(name: SheetName, year: str) -> Column:
    """The column of a year, which holds amounts."""
    year_help = "Årets beløb i katalogets enhed og fortegn. En tom celle betyder intet beløb."
    return Column(year, None, Amount(), year_help, "" if name is SheetName.SHARES else "-250")
