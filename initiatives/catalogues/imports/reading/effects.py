"""Economic lines, their amounts, and the shares of other groups."""

from collections.abc import Mapping
from decimal import Decimal

from budgets.areas.models import BudgetArea
from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import Committee, SteeringArea
from initiatives.catalogues.imports.reading.contents import Reading
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Sign, Theme
from initiatives.catalogues.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedTable


def read_effects(
    sheet: Sheet,
    reading: Reading,
    tables: Mapping[str, PublishedTable],
    initiatives: Mapping[str, Initiative],
    areas: Mapping[str, BudgetArea],
) -> None:
    """The lines and their amounts; `areas` are the municipality's by code."""
    check_years(sheet, reading)
    reading.tells_areas = "ramme" in sheet.columns
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
        amounts = {year: stored(row, year, reading) for year in sheet.years}
        warn_of_sign_change(row, amounts, reading)
        reading.lines.append(line)
        reading.effects += [
            YearlyEffect(line=line, year=year, amount=amount, source_table=table)
            for year, amount in amounts.items()
            if amount is not None
        ]


def read_committee(row: InputRow, reading: Reading) -> Committee | None:
    """The municipality's committee by the name in the cell; one that is new is made when the reading is written."""
    name = row.text("udvalg", longest=120)
    if not name:
        return None
    municipality = reading.catalogue.municipality
    return reading.committees.setdefault(name, Committee(municipality=municipality, name=name))


def stored(row: InputRow, year: int, reading: Reading) -> Decimal | None:
    """The year's amount in kroner with the stored sign, from the catalogue's unit and sign."""
    catalogue = reading.catalogue
    amount = row.amount(str(year), Unit(catalogue.unit))
    return None if amount is None else amount * Sign(catalogue.sign).factor


def warn_of_sign_change(row: InputRow, amounts: Mapping[int, Decimal | None], reading: Reading) -> None:
    """Note a line whose amount changes sign from one year to a later one: it may be meant, and is often a slip."""
    before: tuple[int, Decimal] | None = None
    for year, amount in amounts.items():
        if before and amount and amount * before[1] < 0:
            expected = f"samme fortegn som i {before[0]}, medmindre linjen skal skifte fortegn"
            reading.warnings.append(Problem(row.file, row.number, str(year), row.cells[str(year)], expected))
        before = (year, amount) if amount else before


def check_years(sheet: Sheet, reading: Reading) -> None:
    years = reading.catalogue.years
    for year in sheet.years:
        if year not in years and sheet.rows:
            problem = Problem(sheet.file, 1, str(year), str(year), f"et år fra {years[0]} til {years[-1]}")
            sheet.rows[0].problems.append(problem)


def read_shares(sheet: Sheet, reading: Reading, themes: Mapping[str, Theme]) -> None:
    """The parts of lines that belong to groups; the parts of a yearly effect must add up to it."""
    check_years(sheet, reading)
    effects = {(e.line.initiative.key, e.line.order, e.year): e for e in reading.effects}
    left = {place: effect.amount for place, effect in effects.items()}
    rows: dict[tuple[str, int, int], InputRow] = {}
    seen: set[tuple[tuple[str, int, int], int]] = set()
    for row in sheet:
        theme = row.reference("gruppe", themes, "nummeret på en gruppe", required=True)
        line = row.whole("linje", 1, 999, required=True)
        for year in sheet.years:
            amount, place = stored(row, year, reading), (row.text("tiltag", required=True), line or 0, year)
            if amount is None or theme is None:
                continue
            if place not in effects:
                row.report(str(year), "et år, hvor tiltagets linje har et beløb")
                continue
            if (place, theme.order) in seen:
                row.report("gruppe", "kun én række for hver gruppe og linje")
                continue
            seen.add((place, theme.order))
            left[place] -= amount
            rows[place] = row
            reading.shares.append(ThemeShare(effect=effects[place], theme=theme, amount=amount))
    _check_rest(rows, left, reading.catalogue)


def _check_rest(
    rows: Mapping[tuple[str, int, int], InputRow], left: Mapping[tuple[str, int, int], Decimal], catalogue: Catalogue
) -> None:
    """A line that is divided at all must be divided whole; the fault stands at the last part of it."""
    unit = Unit(catalogue.unit)
    shown = Presentation(unit, 0, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)
    for place, row in rows.items():
        if rest := left[place]:
            _, line, year = place
            told = f"på linje {line} i {year} mangler {shown.text(rest)} {unit.after_number}"
            row.report(
                str(year), f"andele, der tilsammen giver linjens beløb, også for forslagets egen gruppe ({told})"
            )
