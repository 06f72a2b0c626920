"""Importing a catalogue from a folder of CSV files or a workbook, or reporting all its faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from budgets.foundation import audit
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.models import LegalBasis, Membership, Municipality, User
from initiatives.catalogues.imports.sheets import read_folder, read_lines
from initiatives.catalogues.imports.workbook import read_workbook
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.reading.files import read_catalogue
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import SheetName
from initiatives.catalogues.storing import FieldChange, write_reading
from initiatives.catalogues.versions import record_import_versions


@dataclass(frozen=True)
class ImportResult:
    """The catalogue after the import, or as it would be after a dry run, with the changes and the warnings."""

    catalogue: Catalogue
    changes: list[FieldChange]
    warnings: list[Problem]


def import_catalogue(
    *, path: Path, actor: User | None, dry_run: bool = False, municipality: Municipality | None = None
) -> ImportResult:
    """Write what the folder of CSV files, or the workbook, says to the database; one transaction, one audit entry.

    Nothing is written when anything is wrong (ImportRefusedError with all problems), on a dry run, or when the database
    already says the same. With `municipality`, a catalogue of another municipality is refused.
    """
    problems: list[Problem] = []
    sheets = read_folder(path, problems) if path.is_dir() else _read_file(path, problems)
    return _import(sheets, problems, actor=actor, dry_run=dry_run, municipality=municipality)


def import_sheets(*, sheets: Mapping[SheetName, Sequence[Sequence[str]]], membership: Membership) -> ImportResult:
    """Import a catalogue's sheets, lines of cells with the headings first, for the member's own municipality."""
    problems: list[Problem] = []
    read = {name: read_lines(name, name, [list(line) for line in sheets[name]], problems) for name in SheetName}
    return _import(read, problems, actor=membership.user, dry_run=False, municipality=membership.municipality)


@transaction.atomic
def _import(
    sheets: Mapping[SheetName, Sheet],
    problems: list[Problem],
    *,
    actor: User | None,
    dry_run: bool,
    municipality: Municipality | None,
) -> ImportResult:
    reading = _read(sheets, problems, municipality)
    try:
        changes = write_reading(reading)
        _keep_versions(reading.catalogue, actor)
    except (ProtectedError, RestrictedError) as protected_error:
        raise ImportRefusedError([_protected_problem(protected_error)]) from protected_error
    if dry_run:
        transaction.set_rollback(True)
    elif changes:
        audit.record(
            municipality=reading.catalogue.municipality,
            actor=actor,
            action="katalog indlæst",
            obj=reading.catalogue,
            changes=changes,
        )
    return ImportResult(reading.catalogue, changes, reading.warnings)


def _keep_versions(catalogue: Catalogue, actor: User | None) -> None:
    """Store versions of changed proposals. Raises ImportRefusedError where one of them is decided."""
    expected = "forslaget, som det er besluttet. Ret det i programmet med en begrundelse"
    if decided := record_import_versions(catalogue, actor):
        raise ImportRefusedError([Problem("tiltag", 0, "nøgle", initiative.key, expected) for initiative in decided])


def _protected_problem(error: ProtectedError | RestrictedError) -> Problem:
    """The problem of objects that are missing in the file but cannot be deleted, because others refer to them."""
    objects = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    owners = {str(getattr(obj, "initiative", None) or getattr(obj, "line", obj)) for obj in objects}
    expected = (
        "alt det, der er fulgt op på, besluttet eller udmøntet. "
        "Skriv udgået i kolonnen “livscyklus” i stedet for at slette"
    )
    return Problem("tiltag", 0, "nøgle", "", expected, found=f"{', '.join(sorted(owners))} mangler i filen")


def import_upload(content: bytes, membership: Membership, *, dry_run: bool) -> ImportResult:
    """Import an uploaded workbook for the member's own municipality, with her as the actor."""
    with NamedTemporaryFile(suffix=".xlsx") as copy:
        copy.write(content)
        copy.flush()
        return import_catalogue(
            path=Path(copy.name), actor=membership.user, dry_run=dry_run, municipality=membership.municipality
        )


def _read_file(path: Path, problems: list[Problem]) -> dict[SheetName, Sheet]:
    if path.is_file():
        return read_workbook(path, problems)
    raise ImportRefusedError([Problem(str(path), 0, "", "", "en mappe med CSV-filer eller et regneark (.xlsx)")])


def _read(
    sheets: Mapping[SheetName, Sheet], problems: list[Problem], municipality: Municipality | None
) -> CatalogueReading:
    allowed = [municipality] if municipality else Municipality.objects.all()
    municipalities = {municipality.code: municipality for municipality in allowed}
    legal_bases = {f"{basis.law} {basis.section}": basis for basis in LegalBasis.objects.all()}
    reading = read_catalogue(sheets, municipalities, legal_bases, problems)
    catalogue = reading.catalogue
    same_slug = Catalogue.objects.filter(slug=catalogue.slug).exclude(municipality_id=catalogue.municipality.pk)
    if same_slug.exists():
        expected = "et kortnavn, der ikke er i brug i en anden kommune"
        problems.append(Problem(sheets[SheetName.CATALOGUE].file, 0, "kortnavn", catalogue.slug, expected))
    problems += _taken_keys(reading, sheets[SheetName.INITIATIVES].file)
    if problems:
        raise ImportRefusedError(problems)
    return reading


def _taken_keys(reading: CatalogueReading, file: str) -> list[Problem]:
    """Problems of keys that an initiative added in the follow-up already has."""
    keys = [initiative.key for initiative in reading.initiatives]
    added = Initiative.objects.filter(catalogue__slug=reading.catalogue.slug, key__in=keys, added_in__isnull=False)
    expected = "en anden nøgle. Et tiltag, der er tilføjet i opfølgningen, har den allerede"
    return [Problem(file, 0, "nøgle", key, expected) for key in added.values_list("key", flat=True)]
