"""The use case: a pasted table becomes a new catalogue, or a part of one that is there."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from budgets.foundation.amounts import Unit
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.models import Membership
from initiatives.catalogues.exports.catalogue import Sheets, catalogue_sheets
from initiatives.catalogues.imports.importing import import_sheets
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Sign
from initiatives.catalogues.sheets import SheetName
from initiatives.pasting.filling import Filled, Target, fill, new_sheets
from initiatives.pasting.table import PastedRow, PastedTable
from initiatives.reconciliation.finding import Finding
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile

NO_UNIT = "Vælg tabellens enhed, før den indlæses."


@dataclass(frozen=True)
class Destination:
    """Where a table goes: a catalogue that is there, or the fields of a new one by their names in the import."""

    caption: str
    category: EffectCategory
    catalogue: Catalogue | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BroughtIn:
    """What came in, or would: how much of what, what the import asks about, and what the printed sums say of it.

    `seen` tells this table and this catalogue from every other, so that nobody brings in what she has not seen.
    """

    catalogue: Catalogue
    filled: Filled
    warnings: Sequence[str]
    compared: int
    findings: Sequence[Finding]
    seen: str

    @property
    def in_words(self) -> str:
        """How many groups, initiatives and printed figures."""
        groups, initiatives, figures = self.filled.groups, self.filled.initiatives, self.filled.figures
        return (
            f"{groups} {'ny gruppe' if groups == 1 else 'nye grupper'}, "
            f"{initiatives} {'nyt' if initiatives == 1 else 'nye'} tiltag og "
            f"{figures} tal fra kilden"
        )


class PasteRefusedError(Exception):
    """Nothing was written; `problems` tell why, with the lines of the pasted text."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class SomethingChangedError(Exception):
    """The table or the catalogue is no longer what was seen."""


@transaction.atomic
def bring_in(
    *, table: PastedTable, destination: Destination, membership: Membership, seen: str | None = None
) -> BroughtIn:
    """Write the table through the import, in one transaction with one audit entry; without `seen` only try it.

    Raises PasteRefusedError where anything is wrong, and SomethingChangedError where `seen` is not what is there now.
    """
    sheets = _sheets(destination, table, membership)
    filled = fill(sheets, table, _target(destination, sheets, table))
    digest = hashlib.sha256(json.dumps(filled.sheets).encode()).hexdigest()
    if seen is not None and seen != digest:
        raise SomethingChangedError
    try:
        result = import_sheets(sheets=filled.sheets, membership=membership)
    except ImportRefusedError as refusal:
        raise PasteRefusedError([in_words(problem, filled) for problem in refusal.problems]) from refusal
    reconciled = reconcile(load_material(result.catalogue))
    if seen is None:
        transaction.set_rollback(True)
    findings = [finding for finding in reconciled.findings if finding.table in filled.tables]
    warnings = dict.fromkeys(in_words(problem, filled) for problem in result.warnings if _origin(problem, filled))
    return BroughtIn(result.catalogue, filled, list(warnings), reconciled.compared, findings, digest)


def _sheets(destination: Destination, table: PastedTable, membership: Membership) -> Sheets:
    problems = faults_of(table)
    if destination.catalogue:
        sheets = catalogue_sheets(destination.catalogue)
    else:
        taken = Catalogue.objects.filter(slug=destination.fields["kortnavn"]).exists()
        problems += [f"Kortnavnet “{destination.fields['kortnavn']}” er i brug. Vælg et andet."] if taken else []
        fields = {"kommune": membership.municipality.code, **destination.fields}
        sheets = new_sheets(fields, table.years)
    if problems:
        raise PasteRefusedError(problems)
    return sheets


def faults_of(table: PastedTable) -> list[str]:
    """What must be settled before a table can go anywhere."""
    years = [column.year for column in table.amount_columns if column.year]
    twice = sorted({year for year in years if years.count(year) > 1})
    how = "Vælg én kolonne til året, og udelad eller omdøb de andre."
    return [
        *([] if table.unit else [NO_UNIT]),
        *(f"Året {year} står over flere kolonner. {how}" for year in twice),
        *([] if table.amount_columns else ["Der er ingen kolonner med beløb. Vælg, hvad kolonnerne indeholder."]),
    ]


def _target(destination: Destination, sheets: Sheets, table: PastedTable) -> Target:
    """The form of the catalogue that the table goes into; a new one has the table's own."""
    found = destination.catalogue
    return Target(
        unit=Unit(found.unit) if found else table.unit or Unit.KRONER,
        sign=Sign(found.sign) if found else table.sign,
        caption=destination.caption,
        category=destination.category,
        same=destination.same,
        taken=set(found.initiatives.values_list("key", flat=True)) if found else (),
    )


def _origin(problem: Problem, filled: Filled) -> PastedRow | None:
    return filled.origins.get((problem.file, problem.row))


def in_words(problem: Problem, filled: Filled) -> str:
    """The import's problem at the line of the text that it comes from, or at the field of the catalogue."""
    expected = problem.expected.removesuffix(".")
    stands = f"Der står “{problem.text}”" if problem.text else "Feltet er tomt"
    told = f"{problem.found or stands}. Skal være: {expected}."
    origin = _origin(problem, filled)
    if origin:
        place = f"Linje {origin.line} (“{origin.title or origin.code or origin.raw.strip()[:40]}”)"
        return f"{place}, {problem.column}: {told}"
    if problem.file == SheetName.CATALOGUE and 1 < problem.row <= len(filled.sheets[SheetName.CATALOGUE]):
        name = filled.sheets[SheetName.CATALOGUE][problem.row - 1][0]
        return f"Katalogets felt {name}: {told}"
    return f"{problem}."
