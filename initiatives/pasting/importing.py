"""Importing a pasted table as a new catalogue, or into an existing one."""

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
from initiatives.pasting.filling import Filled, PasteTarget, fill, new_sheets
from initiatives.pasting.table import PastedRow, PastedTable
from initiatives.reconciliation.finding import Finding
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile

NO_UNIT = "Vælg tabellens enhed, før den indlæses."


@dataclass(frozen=True)
class Destination:
    """Where a table is imported: an existing catalogue, or the fields of a new one by their names in the import.

    `same` is the key of the existing initiative that a line is about, by line number.
    """

    caption: str
    category: EffectCategory
    catalogue: Catalogue | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PasteResult:
    """What was imported, or would be: counts, the import's warnings, and the comparison of printed sums with the lines.

    `digest` identifies the table and the state of the catalogue, so that nothing is imported but what the user has
    seen.
    """

    catalogue: Catalogue
    filled: Filled
    warnings: Sequence[str]
    compared: int
    findings: Sequence[Finding]
    digest: str

    @property
    def summary(self) -> str:
        """The numbers of new groups, initiatives and printed figures, in Danish."""
        groups, initiatives, figures = self.filled.groups, self.filled.initiatives, self.filled.figures
        return (
            f"{groups} {'ny gruppe' if groups == 1 else 'nye grupper'}, "
            f"{initiatives} {'nyt' if initiatives == 1 else 'nye'} tiltag og "
            f"{figures} tal fra kilden"
        )


class PasteRefusedError(Exception):
    """Nothing was imported; `problems` are the reasons, with the lines of the pasted text."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class OutdatedPreviewError(Exception):
    """The table or the catalogue has changed since the user saw the preview."""


@transaction.atomic
def import_table(
    *, table: PastedTable, destination: Destination, membership: Membership, seen_digest: str | None = None
) -> PasteResult:
    """Import the table in one transaction with one audit entry; without `seen_digest` it is only tried and rolled back.

    Raises PasteRefusedError where anything is wrong, and OutdatedPreviewError where `seen_digest` is not the current
    one.
    """
    sheets = _sheets(destination, table, membership)
    filled = fill(sheets, table, _target(destination, sheets, table))
    digest = hashlib.sha256(json.dumps(filled.sheets).encode()).hexdigest()
    if seen_digest is not None and seen_digest != digest:
        raise OutdatedPreviewError
    try:
        result = import_sheets(sheets=filled.sheets, membership=membership)
    except ImportRefusedError as refusal:
        raise PasteRefusedError([describe_problem(problem, filled) for problem in refusal.problems]) from refusal
    reconciliation = reconcile(load_material(result.catalogue))
    if seen_digest is None:
        transaction.set_rollback(True)
    findings = [finding for finding in reconciliation.findings if finding.table in filled.tables]
    warnings = dict.fromkeys(
        describe_problem(problem, filled) for problem in result.warnings if _origin(problem, filled)
    )
    return PasteResult(result.catalogue, filled, list(warnings), reconciliation.compared, findings, digest)


def _sheets(destination: Destination, table: PastedTable, membership: Membership) -> Sheets:
    problems = find_problems(table)
    if destination.catalogue:
        sheets = catalogue_sheets(destination.catalogue)
    else:
        is_taken = Catalogue.objects.filter(slug=destination.fields["kortnavn"]).exists()
        problems += [f"Kortnavnet “{destination.fields['kortnavn']}” er i brug. Vælg et andet."] if is_taken else []
        fields = {"kommune": membership.municipality.code, **destination.fields}
        sheets = new_sheets(fields, table.years)
    if problems:
        raise PasteRefusedError(problems)
    return sheets


def find_problems(table: PastedTable) -> list[str]:
    """The problems that must be solved before a table can be imported anywhere."""
    years = [column.year for column in table.amount_columns if column.year]
    repeated = sorted({year for year in years if years.count(year) > 1})
    advice = "Vælg én kolonne til året, og udelad eller omdøb de andre."
    return [
        *([] if table.unit else [NO_UNIT]),
        *(f"Året {year} står over flere kolonner. {advice}" for year in repeated),
        *([] if table.amount_columns else ["Der er ingen kolonner med beløb. Vælg, hvad kolonnerne indeholder."]),
    ]


def _target(destination: Destination, sheets: Sheets, table: PastedTable) -> PasteTarget:
    """The unit and sign of the catalogue that the table is imported into; a new one gets the table's own."""
    catalogue = destination.catalogue
    return PasteTarget(
        unit=Unit(catalogue.unit) if catalogue else table.unit or Unit.KRONER,
        sign=Sign(catalogue.sign) if catalogue else table.sign,
        caption=destination.caption,
        category=destination.category,
        same=destination.same,
        taken=set(catalogue.initiatives.values_list("key", flat=True)) if catalogue else (),
    )


def _origin(problem: Problem, filled: Filled) -> PastedRow | None:
    return filled.origins.get((problem.file, problem.row))


def describe_problem(problem: Problem, filled: Filled) -> str:
    """The import's problem, with the line of the text that it comes from, or the field of the catalogue."""
    expected = problem.expected.removesuffix(".")
    content = f"Der står “{problem.text}”" if problem.text else "Feltet er tomt"
    description = f"{problem.found or content}. Skal være: {expected}."
    origin = _origin(problem, filled)
    if origin:
        place = f"Linje {origin.line} (“{origin.title or origin.code or origin.raw.strip()[:40]}”)"
        return f"{place}, {problem.column}: {description}"
    if problem.file == SheetName.CATALOGUE and 1 < problem.row <= len(filled.sheets[SheetName.CATALOGUE]):
        name = filled.sheets[SheetName.CATALOGUE][problem.row - 1][0]
        return f"Katalogets felt {name}: {description}"
    return f"{problem}."
