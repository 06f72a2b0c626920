"""Reading economic lines, their amounts, and the shares of other groups."""

from collections.abc import Mapping
from decimal import Decimal

from budgets.foundation.amounts import Unit
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.columns.cells import exact_presentation
from initiatives.catalogues.columns.declared import year_column
from initiatives.catalogues.columns.effects import EFFECTS, SHARES
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import ThemeShare, YearlyEffect
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.reading.initiative_rows import read_objects
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import SheetName


def read_effects(sheet: Sheet, reading: CatalogueReading) -> None:
    """Read the lines and their amounts."""
    check_years(sheet, reading)
    reading.has_areas = "ramme" in sheet.columns
    for row, line in read_objects(SheetName.EFFECTS, sheet, reading.references):
        of_effects = EFFECTS.read(row, reading.references, YearlyEffect)
        amounts = {year: read_amount(row, year, reading) for year in sheet.years}
        warn_of_sign_change(row, amounts, reading)
        reading.lines.append(line)
        reading.effects += [
            YearlyEffect(line=line, year=year, amount=amount, **of_effects)
            for year, amount in amounts.items()
            if amount is not None
        ]


def read_amount(row: InputRow, year: int, reading: CatalogueReading) -> Decimal | None:
    """The year's amount in kroner, positive where the municipality spends less; None for an empty cell."""
    amount: Decimal | None = year_column(SheetName.EFFECTS, str(year)).read(row, reading.references)
    return amount


def warn_of_sign_change(row: InputRow, amounts: Mapping[int, Decimal | None], reading: CatalogueReading) -> None:
    """Warn of a line whose amount changes sign between years: it may be right, but is often a slip."""
    previous: tuple[int, Decimal] | None = None
    for year, amount in amounts.items():
        if previous and amount and amount * previous[1] < 0:
            expected = f"samme fortegn som i {previous[0]}, medmindre linjen skal skifte fortegn"
            reading.warnings.append(Problem(row.file, row.number, str(year), row.cells[str(year)], expected))
        previous = (year, amount) if amount else previous


def check_years(sheet: Sheet, reading: CatalogueReading) -> None:
    years = reading.catalogue.years
    for year in sheet.years:
        if year not in years and sheet.rows:
            problem = Problem(sheet.file, 1, str(year), str(year), f"et år fra {years[0]} til {years[-1]}")
            sheet.rows[0].problems.append(problem)


def read_shares(sheet: Sheet, reading: CatalogueReading) -> None:
    """Read the groups' shares of lines; the shares of a yearly effect must add up to it."""
    check_years(sheet, reading)
    effects = {(e.line.initiative.key, e.line.order, e.year): e for e in reading.effects}
    remainders = {place: effect.amount for place, effect in effects.items()}
    rows_by_place: dict[tuple[str, int, int], InputRow] = {}
    read_places: set[tuple[tuple[str, int, int], int]] = set()
    for row in sheet:
        theme = SHARES["gruppe"].read(row, reading.references)
        line = SHARES["linje"].read(row, reading.references)
        for year in sheet.years:
            amount = read_amount(row, year, reading)
            place = (SHARES["tiltag"].read(row, reading.references), line, year)
            if amount is None or theme is None:
                continue
            if place not in effects:
                row.report(str(year), "et år, hvor tiltagets linje har et beløb")
                continue
            if (place, theme.order) in read_places:
                row.report("gruppe", "kun én række for hver gruppe og linje")
                continue
            read_places.add((place, theme.order))
            remainders[place] -= amount
            rows_by_place[place] = row
            reading.shares.append(ThemeShare(effect=effects[place], theme=theme, amount=amount))
    _check_remainders(rows_by_place, remainders, reading.catalogue)


def _check_remainders(
    rows_by_place: Mapping[tuple[str, int, int], InputRow],
    remainders: Mapping[tuple[str, int, int], Decimal],
    catalogue: Catalogue,
) -> None:
    """A line that is shared must be shared fully; the problem is reported at its last share."""
    unit, presentation = Unit(catalogue.unit), exact_presentation(catalogue)
    for place, row in rows_by_place.items():
        if remainder := remainders[place]:
            _, line, year = place
            missing = f"på linje {line} i {year} mangler {presentation.text(remainder)} {unit.after_number}"
            row.report(
                str(year), f"andele, der tilsammen giver linjens beløb, også for forslagets egen gruppe ({missing})"
            )
