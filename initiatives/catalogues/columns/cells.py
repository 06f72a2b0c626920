"""The kinds of cells: texts, choices, days, numbers and amounts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit, format_number
from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.columns.column import Cell, Column
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.models.catalogues import Catalogue, Sign


def exact_presentation(catalogue: Catalogue) -> Presentation:
    """Amounts in the catalogue's unit and sign, to the øre."""
    unit = Unit(catalogue.unit)
    return Presentation(unit, 0, EXACT_DECIMALS[unit], Sign(catalogue.sign).factor)


def number_text(value: Decimal | int | None) -> str:
    """Danish digits without thousand separators, or an empty text."""
    return "" if value is None else format_number(Decimal(value), most=4).replace(".", "")


@dataclass(frozen=True)
class Text(Cell):
    """Any text that its field can hold."""

    def read(self, row: InputRow, column: Column, references: References) -> str:
        return row.text(column.heading, required=column.required, longest=column.longest)

    def write(self, value: str, catalogue: Catalogue) -> str:
        return value

    def describe(self, column: Column) -> str:
        return f"text of at most {column.longest} characters" if column.longest else "text"


@dataclass(frozen=True)
class Slug(Cell):
    """A short name for addresses."""

    def read(self, row: InputRow, column: Column, references: References) -> str:
        return row.slug(column.heading, longest=column.longest or 0)

    def write(self, value: str, catalogue: Catalogue) -> str:
        return value

    def describe(self, column: Column) -> str:
        return f"small letters a–z, digits and hyphens, at most {column.longest}; part of the address, unique"


@dataclass(frozen=True)
class Choice(Cell):
    """One of some words; `fallback` is the value of an unreadable cell."""

    choices: type[TextChoices]
    fallback: str = ""

    @property
    def words(self) -> list[str]:
        return [str(label) for label in self.choices.labels]

    def read(self, row: InputRow, column: Column, references: References) -> str:
        return row.choice(column.heading, self.choices, required=column.required) or self.fallback

    def write(self, value: str, catalogue: Catalogue) -> str:
        return str(dict(self.choices.choices).get(value, value))

    def describe(self, column: Column) -> str:
        return ", ".join(f"`{word}`" for word in self.words)


@dataclass(frozen=True)
class Flag(Cell):
    """`ja`, or `nej` or nothing."""

    def read(self, row: InputRow, column: Column, references: References) -> bool:
        return row.flag(column.heading)

    def write(self, value: bool, catalogue: Catalogue) -> str:  # noqa: FBT001  the cell's own value
        return "ja" if value else ""

    def describe(self, column: Column) -> str:
        return "`ja`, `nej`"


@dataclass(frozen=True)
class Day(Cell):
    """A day, or a month that stands for its last day or its first."""

    last_of_month: bool = True
    fallback: date | None = None

    def read(self, row: InputRow, column: Column, references: References) -> date | None:
        row.text(column.heading, required=column.required)
        return row.day(column.heading, last_of_month=self.last_of_month) or self.fallback

    def write(self, value: date | None, catalogue: Catalogue) -> str:
        return value.isoformat() if value else ""

    def describe(self, column: Column) -> str:
        return f"day, or a month for its {'last' if self.last_of_month else 'first'} day"


@dataclass(frozen=True)
class Number(Cell):
    """A Danish number; zero where it is required and cannot be read."""

    def read(self, row: InputRow, column: Column, references: References) -> Decimal | None:
        row.text(column.heading, required=column.required)
        value = row.number_or_none(column.heading)
        return value or Decimal(0) if column.required else value

    def write(self, value: Decimal | None, catalogue: Catalogue) -> str:
        return number_text(value)

    def describe(self, column: Column) -> str:
        return "number"


@dataclass(frozen=True)
class Whole(Cell):
    """A whole number from `low` to `high`; `fallback` is the value of an empty or unreadable cell."""

    low: int
    high: int
    fallback: int | None = None

    def read(self, row: InputRow, column: Column, references: References) -> int | None:
        value = row.whole(column.heading, self.low, self.high, required=column.required)
        return self.fallback if value is None else value

    def write(self, value: int | None, catalogue: Catalogue) -> str:
        return "" if value is None else str(value)

    def describe(self, column: Column) -> str:
        return f"whole number from {self.low} to {self.high}"


@dataclass(frozen=True)
class StartMonth(Whole):
    """A month from 1 to 12; the first is not written."""

    def write(self, value: int | None, catalogue: Catalogue) -> str:
        return "" if value == self.fallback else super().write(value, catalogue)


@dataclass(frozen=True)
class Amount(Cell):
    """An amount in the catalogue's unit and sign; stored in kroner, positive where the municipality spends less."""

    def read(self, row: InputRow, column: Column, references: References) -> Decimal | None:
        catalogue = references.catalogue
        amount = row.amount(column.heading, Unit(catalogue.unit))
        return None if amount is None else amount * Sign(catalogue.sign).factor

    def write(self, value: Decimal | None, catalogue: Catalogue) -> str:
        return exact_presentation(catalogue).text(value)

    def describe(self, column: Column) -> str:
        return "amount in the catalogue's unit and sign"


@dataclass(frozen=True)
class WholeList(Cell):
    """Whole numbers with + between."""

    low: int
    high: int
    sample: str

    def read(self, row: InputRow, column: Column, references: References) -> list[int]:
        return row.whole_list(column.heading, self.low, self.high, example=self.sample)

    def write(self, value: list[int], catalogue: Catalogue) -> str:
        return "+".join(map(str, value))

    def describe(self, column: Column) -> str:
        return f"whole numbers from {self.low} to {self.high} with + between: `{self.sample}`"


@dataclass(frozen=True)
class CatalogueYears(Cell):
    """Years of the catalogue with + between."""

    def read(self, row: InputRow, column: Column, references: References) -> list[int]:
        years = references.catalogue.years
        return row.whole_list(column.heading, years[0], years[-1], example=f"{years[0]}+{years[-1]}")

    def write(self, value: list[int], catalogue: Catalogue) -> str:
        return "+".join(map(str, value))

    def describe(self, column: Column) -> str:
        return "years of the catalogue with + between: `2018+2019`"


@dataclass(frozen=True)
class Weights(Cell):
    """Four or twelve weights with + between."""

    def read(self, row: InputRow, column: Column, references: References) -> list[Decimal]:
        return row.weights(column.heading)

    def write(self, value: list[Decimal], catalogue: Catalogue) -> str:
        return "+".join(map(number_text, value))

    def describe(self, column: Column) -> str:
        return "four (quarters) or twelve weights with + between: `10+20+30+40`"


@dataclass(frozen=True)
class Names(Cell):
    """Names with semicolons between, each of at most `longest` characters."""

    longest: int

    def read(self, row: InputRow, column: Column, references: References) -> list[str]:
        names = [name.strip() for name in row.text(column.heading).split(";") if name.strip()]
        if any(len(name) > self.longest for name in names):
            row.report(column.heading, f"navne på højst {self.longest} tegn adskilt af semikolon")
        return names

    def write(self, value: list[str], catalogue: Catalogue) -> str:
        return "; ".join(value)

    def describe(self, column: Column) -> str:
        return f"names of at most {self.longest} characters with `;` between, so the cell stands in quotes in CSV"


@dataclass(frozen=True)
class Own(Cell):
    """A text that the sheet has a reader and a writer of its own for; `description` is in English."""

    description: str

    def read(self, row: InputRow, column: Column, references: References) -> str:
        return row.text(column.heading, required=column.required)

    def write(self, value: Any, catalogue: Catalogue) -> str:
        return str(value)

    def describe(self, column: Column) -> str:
        return self.description
