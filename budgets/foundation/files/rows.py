"""Rows of cells from a file or pasted text: cells are read as typed values, and problems are reported with place."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import TextChoices

from budgets.foundation.amounts import Unit, parse_amount, parse_number
from budgets.foundation.files.problems import Problem

Choice = TypeVar("Choice", bound=TextChoices)
Found = TypeVar("Found")
Place = TypeVar("Place", bound=Any)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SEPARATOR = re.compile(r"[\t;]")
MONTH_OR_DAY = "en måned eller en dag, fx 2019-01 eller 2019-01-31"
REQUIRED = "udfyldt"
ONCE_A_YEAR = "hvert område kun én gang pr. år"
PASTED = "det indsatte"
MILLION = Decimal(1_000_000)


@dataclass
class InputRow:
    """A row's cells by column; a cell that cannot be read is added to `problems` and is read as empty.

    `places` has row and column of cells that are not in the row and column named here, as in a sheet of fields and
    values.
    """

    file: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]
    places: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def report(self, column: str, expected: str, *, found: str = "") -> None:
        """Add a problem: the cell in `column` is not as `expected`; `found` is told instead of the cell's text."""
        number, heading = self.places.get(column, (self.number, column))
        self.problems.append(Problem(self.file, number, heading, self.cells.get(column, ""), expected, found))

    def text(self, column: str, *, required: bool = False, longest: int | None = None) -> str:
        """The cell's text; a missing required text and one with more than `longest` characters are problems."""
        value = self.cells.get(column, "")
        if required and not value:
            self.report(column, REQUIRED)
        if longest is not None and len(value) > longest:
            self.report(column, f"højst {longest} tegn (nu {len(value)})")
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

    def decimal(self, column: str, places: int) -> Decimal | None:
        """A Danish number of at least 0, below a million, with at most `places` decimals; None for an empty cell."""
        try:
            number = parse_number(self.cells.get(column, ""))
        except ValueError:
            number = Decimal(-1)
        if number is not None and number >= MILLION:
            self.report(column, "et tal under 1.000.000")
            return None
        if number is not None and (number < 0 or number != round(number, places)):
            self.report(column, f"et tal på mindst 0 med højst {places} decimaler")
            return None
        return number

    def amount(self, column: str, unit: Unit, *, expected: str = "") -> Decimal | None:
        """An amount in `unit` as kroner, or None for an empty cell, which is not zero."""
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
        """The date in the cell, or the first or last day of a month; None for an empty cell."""
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
        """The choice whose Danish label is in the cell; None for an empty or unknown one."""
        label = self.text(column, required=required).casefold()
        by_label = {choice.label.casefold(): choice for choice in choices}
        if label and label not in by_label:
            self.report(column, "en af: " + ", ".join(choice.label for choice in choices))
        return by_label.get(label)

    def whole_list(self, column: str, low: int, high: int, *, example: str) -> list[int]:
        """Whole numbers from low to high, separated by +."""
        parts = [part.strip() for part in self.cells.get(column, "").split("+") if part.strip()]
        numbers = [int(part) if part.isascii() and part.isdecimal() and len(part) <= 4 else low - 1 for part in parts]
        if not all(low <= number <= high for number in numbers):
            self.report(column, f"hele tal fra {low} til {high} med + imellem, fx {example}")
            return []
        return numbers

    def weights(self, column: str) -> list[Decimal]:
        """Four or twelve weights separated by +, or none."""
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
            self.report(column, "ja, nej eller en tom celle")
        return value == "ja"

    def reference(
        self, column: str, by_name: Mapping[str, Found], description: str, *, required: bool = False
    ) -> Found | None:
        """The object that the cell names; None for an empty or unknown name. `description` is for the message."""
        value = self.text(column, required=required)
        if value and value not in by_name:
            self.report(column, f"{description}, der findes: " + (", ".join(by_name) or "der er ingen endnu"))
        return by_name.get(value)


def find_duplicates(values: Iterable[Place]) -> list[Place]:
    """The values that occur more than once, sorted."""
    return sorted(value for value, count in Counter(values).items() if count > 1)


def duplicate_problem(column: str, value: object, expected: str) -> Problem:
    """The problem of pasted text in which `value` occurs more than once."""
    return Problem(PASTED, 0, column, str(value), expected, found=f"“{value}” står flere gange")


def read_pasted(text: str, columns: Sequence[str], problems: list[Problem], *, file: str = PASTED) -> list[InputRow]:
    """The rows of pasted text: one per line, with a tab or `;` between cells in the order of `columns`.

    Empty lines and a first line of headings are skipped; a line with another number of cells is a problem.
    """
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in SEPARATOR.split(line)]
        if not any(cells) or (number == 1 and cells[0].casefold() == columns[0].casefold()):
            continue
        if len(cells) != len(columns):
            format_ = f"{len(columns)} celler ({', '.join(columns)}) adskilt af tabulator eller semikolon"
            expected = f"{format_} (nu {len(cells)})"
            problems.append(Problem(file, number, "", line.strip()[:60], expected))
            continue
        rows.append(InputRow(file, number, dict(zip(columns, cells, strict=True)), problems))
    if not rows and not problems:
        problems.append(Problem(file, 0, "", "", f"mindst én række med {', '.join(columns)}"))
    return rows
