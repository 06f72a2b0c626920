"""The cells that name something: a group, an initiative, a table, an area, a committee, legal bases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import Committee, LegalBasis
from initiatives.catalogues.columns.column import Cell, Column
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.models.catalogues import Catalogue


@dataclass(frozen=True)
class Reference(Cell):
    """The name of one `among` the references, which its `attribute` is; told in Danish and in English."""

    among: str
    attribute: str
    danish: str
    english: str

    def read(self, row: InputRow, column: Column, references: References) -> Any:
        by_name: Mapping[str, Model] = getattr(references, self.among)
        return row.reference(column.heading, by_name, self.danish, required=column.required)

    def write(self, value: Model | None, catalogue: Catalogue) -> str:
        return str(getattr(value, self.attribute)) if value else ""

    def describe(self, column: Column) -> str:
        return self.english


THEME = Reference("themes", "order", "nummeret på en gruppe", "number of a group")
INITIATIVE = Reference("initiatives", "key", "nøglen på et tiltag", "key of an initiative")
TABLE = Reference("tables", "ordinal", "nummeret på en tabel", "number of a table")
AREA = Reference("areas", "code", "koden på en ramme i budgettet", "code of a budget area")
MUNICIPALITY = Reference("municipalities", "code", "en kommunekode", "the three-digit code of a municipality")


@dataclass(frozen=True)
class CommitteeName(Cell):
    """The name of a committee of the municipality; a new one is saved when the reading is written."""

    longest: int = 120

    def read(self, row: InputRow, column: Column, references: References) -> Committee | None:
        name = row.text(column.heading, longest=self.longest)
        if not name:
            return None
        municipality = references.catalogue.municipality
        return references.committees.setdefault(name, Committee(municipality=municipality, name=name))

    def write(self, value: Committee | None, catalogue: Catalogue) -> str:
        return value.name if value else ""

    def describe(self, column: Column) -> str:
        return f"name of a committee, at most {self.longest} characters; one that is new is made"


@dataclass(frozen=True)
class LegalBases(Cell):
    """Sections with comma between; unknown ones are reported and left out."""

    def read(self, row: InputRow, column: Column, references: References) -> list[LegalBasis]:
        known = references.legal_bases
        names = [name.strip() for name in row.text(column.heading).split(",") if name.strip()]
        if unknown := [name for name in names if name not in known]:
            expected = f"kendte paragraffer adskilt af komma, fx SEL 85, ABL 105. Ukendt: {', '.join(unknown)}"
            row.report(column.heading, expected)
        return [known[name] for name in names if name in known]

    def write(self, value: Any, catalogue: Catalogue) -> str:
        return ", ".join(f"{basis.law} {basis.section}" for basis in value.all())

    def describe(self, column: Column) -> str:
        return "known sections with comma between: `SEL 85, ABL 105`"
