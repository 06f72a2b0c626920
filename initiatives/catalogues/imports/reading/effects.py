"""Reading economic lines, their amounts, and the shares of other groups."""

from collections.abc import Mapping
from decimal import Decimal

from budgets.areas.models import BudgetArea
from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import Committee, SteeringArea
from initiatives.catalogues.imports.reading.contents import CatalogueReading
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Sign, Theme
from initiatives.catalogues.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedTable


def read_effects(
    sheet: Sheet,
    reading: CatalogueReading,
    tables: Mapping[str, PublishedTable],
    initiatives: Mapping[str, Initiative],
    areas: Mapping[str, BudgetArea],
) -> None:
    """Read the lines and their amounts; `areas` are the municipality's, by code."""
    check_years(sheet, reading)
    reading.has_areas = "ramme" in sheet.columns
    orders = dict.fromkeys(initiatives, 0)
    for row in sheet:
        initiative = row.reference("tiltag", initiatives, "nøglen på et tiltag", required=True)
        if initiative is None:
            continue
        orders[initiative.key] += 1
        line = EffectLine(
            initiative=initiative,
            order=orders[initiative.key],
            text=row.text("linje", required=True, longest=400),
            part=row.text("del", longest=80),
            committee=read_committee(row, reading),
            area=row.reference("ramme", areas, "koden på en ramme i budgettet"),
            funding=row.text("finansiering", longest=120),
            category=row.choice("kategori", EffectCategory, required=True) or EffectCategory.PERMANENT,
            steering_area=row.choice("styringsområde", SteeringArea) or "",
            price_level=row.whole("p/l-niveau", FIRST_YEAR, LAST_YEAR),
            start_month=row.whole("startmåned", 1, 12) or 1,
            weights=row.weights("indfasning"),
        )
        table = row.reference("tabel", tables, "nummeret på en tabel")
        amounts = {year: stored_amount(row, year, reading) for year in sheet.years}
        warn_of_sign_change(row, amounts, reading)
        reading.lines.append(line)
        reading.effects += [
            YearlyEffect(line=line, year=year, amount=amount, source_table=table)
            for year, amount in amounts.items()
            if amount is not None
        ]


def read_committee(row: InputRow, reading: CatalogueReading) -> Committee | None:
    """The municipality's committee by the name in the cell; a new one is saved when the reading is written."""
    name = row.text("udvalg", longest=120)
    if not name:
        return None
    municipality = reading.catalogue.municipality
    return reading.committees.setdefault(name, Committee(municipality=municipality, name=name))


def stored_amount(row: InputRow, year: int, reading: CatalogueReading) -> Decimal | None:
    """The year's amount in kroner with the stored sign, from the catalogue's unit and sign."""
    catalogue = reading.catalogue
    amount = row.amount(str(year), Unit(catalogue.unit))
    return None if amount is None else amount * Sign(catalogue.sign).factor


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


def read_shares(sheet: Sheet, reading: CatalogueReading, themes: Mapping[str, Theme]) -> None:
    """Read the groups' shares of lines; the shares of a yearly effect must add up to it."""
    check_years(sheet, reading)
    effects = {(e.line.initiative.key, e.line.order, e.year): e for e in reading.effects}
    remainders = {place: effect.amount for place, effect in effects.items()}
    rows_by_place: dict[tuple[str, int, int], InputRow] = {}
    read_places: set[tuple[tuple[str, int, int], int]] = set()
    for row in sheet:
        theme = row.reference("gruppe", themes, "nummeret på en gruppe", required=True)
        line = row.whole("linje", 1, 999, required=True)
        for year in sheet.years:
            amount, place = stored_amount(row, year, reading), (row.text("tiltag", required=True), line or 0, year)
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
    unit = Unit(catalogue.unit)
    presentation = Presentation(unit, 0, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)
    for place, row in rows_by_place.items():
        if remainder := remainders[place]:
            _, line, year = place
            missing = f"på linje {line} i {year} mangler {presentation.text(remainder)} {unit.after_number}"
            row.report(
                str(year), f"andele, der tilsammen giver linjens beløb, også for forslagets egen gruppe ({missing})"
            )
