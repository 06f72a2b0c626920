"""Sheets of a catalogue: CSV files with `;` between cells, read into rows that know where they stand."""

import csv
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from django.db.models import TextChoices

from budgets.amounts import Unit, parse_amount, parse_number
from initiatives.imports.problems import Problem

Choice = TypeVar("Choice", bound=TextChoices)
Found = TypeVar("Found")

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MONTH_OR_DAY = "en måned eller en dag, fx 2019-01 eller 2019-01-31"
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_ROWS = 20_000
REQUIRED = "en værdi, feltet skal udfyldes"


class SheetName(StrEnum):
    """The files of a catalogue, each `<name>.csv`."""

    CATALOGUE = "katalog"
    THEMES = "grupper"
    INITIATIVES = "tiltag"
    EFFECTS = "effekter"
    TABLES = "tabeller"
    FIGURES = "offentliggjorte_tal"
    ASSUMPTIONS = "forudsaetninger"
    ACTIVITIES = "aktiviteter"
    REMARKS = "bemaerkninger"
    MEASUREMENTS = "maalinger"
    SHARES = "fordelinger"
    STAFF = "personale"
    UNITS = "enhedspriser"
    CRITERIA = "succeskriterier"
    CLAIMS = "paastande"
    COMPARISONS = "sammenligninger"


COLUMNS: Mapping[SheetName, tuple[str, ...]] = {
    SheetName.CATALOGUE: ("felt", "værdi"),
    SheetName.THEMES: ("nr", "titel", "resumé", "ved siden af planen"),
    SheetName.INITIATIVES: (
        *("nøgle", "gruppe", "titel", "resumé", "livscyklus"),
        *("ophørt senest", "besluttet af", "hvorfor ophørt", "rest", "lovgrundlag"),
    ),
    SheetName.EFFECTS: ("tiltag", "linje", "kategori", "styringsområde", "p/l-niveau", "tabel"),
    SheetName.TABLES: ("nr", "slags", "overskrift", "rækkeoverskrift", "gruppe", "tiltag"),
    SheetName.FIGURES: (
        *("tabel", "slags", "nummer", "tekst", "tiltag", "tegn", "fodnote"),
        *("kolonne", "tal", "værdi"),
    ),
    SheetName.ASSUMPTIONS: ("tiltag", "forudsætning", "afgøres af", "frist"),
    SheetName.ACTIVITIES: ("tiltag", "aktivitet", "ansvarlig", "frist"),
    SheetName.REMARKS: ("slags", "tekst"),
    SheetName.MEASUREMENTS: ("tiltag", "indikator", "enhed", "opgjort", "værdi"),
    SheetName.SHARES: ("tiltag", "linje", "gruppe"),
    SheetName.STAFF: ("tiltag", "personale", "før", "efter", "ændring"),
    SheetName.UNITS: ("tiltag", "ydelse", "antal før", "enhedspris før", "antal efter", "enhedspris efter"),
    SheetName.CRITERIA: ("tiltag", "succeskriterium", "måles ved", "ansvarlig", "hvornår"),
    SheetName.CLAIMS: ("tiltag", "slags", "område", "budget", "budgetår", "effekt", "trykt", "værdi"),
    SheetName.COMPARISONS: ("nr", "led", "tabel", "række", "kolonne", "omfang"),
}
OPTIONAL_COLUMNS: Mapping[SheetName, tuple[str, ...]] = {
    SheetName.INITIATIVES: ("version", "erstatter", "risiko", "hvorfor risikoen"),
    SheetName.EFFECTS: ("del", "udvalg", "startmåned", "indfasning"),
    SheetName.FIGURES: (
        *("kategori", "styringsområde", "linjer", "summerer tabeller", "gruppe", "udvalg"),
        *("sammenlignes i", "omfang"),
    ),
    SheetName.CLAIMS: ("opgjort som",),
}
WITH_YEARS = frozenset({SheetName.EFFECTS, SheetName.FIGURES, SheetName.SHARES})
NEEDED = frozenset(
    {
        *(SheetName.CATALOGUE, SheetName.THEMES, SheetName.INITIATIVES),
        *(SheetName.EFFECTS, SheetName.TABLES, SheetName.FIGURES),
    }
)


@dataclass
class Row:
    """One row's cells by column; what cannot be read is added to `problems` and comes back as empty.

    `places` tells row and column of a cell where they differ from the row's own, as in the sheet of fields and values.
    """

    file: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]
    places: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def report(self, column: str, expected: str) -> None:
        """Note that the cell in `column` is not what was `expected`."""
        number, heading = self.places.get(column, (self.number, column))
        self.problems.append(Problem(self.file, number, heading, self.cells.get(column, ""), expected))

    def text(self, column: str, *, required: bool = False, longest: int | None = None) -> str:
        """The cell's text; required and longest are faults when not met."""
        value = self.cells.get(column, "")
        if required and not value:
            self.report(column, REQUIRED)
        if longest is not None and len(value) > longest:
            self.report(column, f"højst {longest} tegn, her er {len(value)}")
        return value

    def slug(self, column: str, *, longest: int) -> str:
        """A short name for addresses: small letters a–z, digits and hyphens."""
        value = self.text(column, required=True, longest=longest)
        if value and not SLUG.fullmatch(value):
            self.report(column, "små bogstaver a–z, cifre og bindestreger, fx ballerup-2019")
        return value

    def number_or_none(self, column: str) -> Decimal | None:
        """A Danish number with at most two decimals, or None for an empty cell."""
        return self.amount(column, Unit.KRONER, expected="et tal, fx 1.200 eller 0,75")

    def amount(self, column: str, unit: Unit, *, expected: str = "") -> Decimal | None:
        """Kroner for an amount in `unit`, or None for an empty cell, which is not zero."""
        try:
            amount = parse_amount(self.cells.get(column, ""), unit)
        except ValueError:
            amount = None
            self.report(column, expected or f"et beløb i {unit.label}, fx 1.200 eller −1,5, eller en tom celle")
        if amount is not None and abs(amount) >= Decimal(10) ** 13:
            self.report(column, "et beløb under 10.000 mia. kr.")
            return None
        return amount

    def whole(self, column: str, low: int, high: int, *, required: bool = False) -> int | None:
        """A whole number from low to high, or None for an empty cell."""
        value = self.text(column, required=required)
        try:
            number = parse_number(value)
        except ValueError:
            number = Decimal("0.5")
        if number is not None and not (number == int(number) and low <= number <= high):
            self.report(column, f"et helt tal fra {low} til {high}")
            return None
        return None if number is None else int(number)

    def day(self, column: str, *, last_of_month: bool) -> date | None:
        """The day in the cell; of a month alone, its first day or its last; None for an empty cell."""
        text = self.text(column)
        try:
            if len(text) == len("2019-01"):
                month = date.fromisoformat(f"{text}-01")
                return month.replace(day=monthrange(month.year, month.month)[1] if last_of_month else 1)
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.report(column, MONTH_OR_DAY)
            return None

    def choice(self, column: str, choices: type[Choice], *, required: bool = False) -> Choice | None:
        """The choice whose Danish label stands in the cell."""
        label = self.text(column, required=required).casefold()
        by_label = {choice.label.casefold(): choice for choice in choices}
        if label and label not in by_label:
            self.report(column, "en af: " + ", ".join(choice.label for choice in choices))
        return by_label.get(label)

    def whole_list(self, column: str, low: int, high: int, *, example: str) -> list[int]:
        """Whole numbers from low to high with + between them, as in the example."""
        parts = [part.strip() for part in self.cells.get(column, "").split("+") if part.strip()]
        numbers = [int(part) if part.isascii() and part.isdecimal() and len(part) <= 4 else low - 1 for part in parts]
        if not all(low <= number <= high for number in numbers):
            self.report(column, f"hele tal fra {low} til {high} med + imellem, fx {example}")
            return []
        return numbers

    def weights(self, column: str) -> list[Decimal]:
        """Four or twelve weights with + between them, or none."""
        try:
            weights = [
                parse_number(part) or Decimal(0) for part in self.cells.get(column, "").split("+") if part.strip()
            ]
        except ValueError:
            weights = [Decimal(-1)]
        if len(weights) not in {0, 4, 12} or any(weight < 0 for weight in weights) or (weights and not any(weights)):
            self.report(column, "4 eller 12 vægte med + imellem, hvoraf mindst én er over nul, fx 10+20+30+40")
            return []
        return weights

    def flag(self, column: str) -> bool:
        """True for `ja`; empty and `nej` are False."""
        value = self.cells.get(column, "").casefold()
        if value not in {"", "ja", "nej"}:
            self.report(column, "ja, nej eller tom")
        return value == "ja"

    def reference(self, column: str, known: Mapping[str, Found], what: str, *, required: bool = False) -> Found | None:
        """What the cell names, among the `known`."""
        value = self.text(column, required=required)
        if value and value not in known:
            self.report(column, f"{what}, der findes: " + (", ".join(known) or "der er ingen endnu"))
        return known.get(value)


@dataclass
class Sheet:
    """A sheet's rows and the years that its headings name; one that is not readable has none."""

    file: str
    rows: list[Row]
    years: list[int]
    is_readable: bool = True

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def read_folder(folder: Path, problems: list[Problem]) -> dict[SheetName, Sheet]:
    """All sheets of the folder; missing ones that are needed, and unreadable ones, are faults without rows."""
    return {name: _read_csv(folder / f"{name}.csv", name, problems) for name in SheetName}


def missing_sheet(name: SheetName, place: str, problems: list[Problem]) -> Sheet:
    """A sheet that is not there; a fault where the format needs it."""
    if name in NEEDED:
        problems.append(Problem(place, 0, "", "", "at den findes"))
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
    """A sheet from its lines of cells, the headings first; wrong headings and too many rows are faults."""
    if len(lines) > MOST_ROWS:
        problems.append(Problem(file, 0, "", "", f"højst {MOST_ROWS} rækker"))
        return Sheet(file, [], [], is_readable=False)
    headings = [cell.strip() for cell in lines[0]] if lines else []
    years = [heading for heading in headings if name in WITH_YEARS and heading.isdecimal() and len(heading) == 4]
    known = (*COLUMNS[name], *OPTIONAL_COLUMNS.get(name, ()), *years)
    missing = [column for column in COLUMNS[name] if column not in headings]
    surplus = [heading for heading in headings if heading not in known]
    repeated = {heading for heading in headings if headings.count(heading) > 1}
    problems += [Problem(file, 1, column, "", "at kolonnen findes") for column in missing]
    problems += [Problem(file, 1, heading, heading, "en af formatets kolonner") for heading in surplus]
    problems += [Problem(file, 1, heading, heading, "kolonnen én gang") for heading in sorted(repeated)]
    return Sheet(file, list(_rows(file, headings, lines[1:], problems)), [int(year) for year in years])


def _rows(file: str, headings: list[str], lines: Iterable[list[str]], problems: list[Problem]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        cells = [plain(cell.strip()) for cell in line]
        if not any(cells):
            continue
        if len(cells) > len(headings):
            problems.append(Problem(file, number, "", "", f"{len(headings)} celler, her er {len(cells)}"))
        yield Row(file, number, dict(zip(headings, cells, strict=False)), problems)


DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """A text that no spreadsheet takes for a formula; `plain` takes the guard away again."""
    return f"'{cell}" if cell.startswith((*DANGEROUS, "'")) else cell


def plain(cell: str) -> str:
    """The text behind a guard."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*DANGEROUS, "'")) else cell
