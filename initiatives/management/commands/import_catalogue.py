"""Import a catalogue from a folder of CSV files, or from one workbook with the same sheets."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.wording import counted
from initiatives.catalogues.imports.importing import import_catalogue


class Command(BaseCommand):
    help = "Import a catalogue from a folder of CSV files or a workbook: everything, or a list of what is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the folder, or the .xlsx file")
        parser.add_argument("--dry-run", action="store_true", help="tell what would change, and write nothing")

    def handle(self, *args: object, path: Path, dry_run: bool, **options: object) -> None:
        try:
            result = import_catalogue(path=path, actor=None, dry_run=dry_run)
        except ImportRefusedError as refusal:
            raise CommandError(f"Intet er indlæst. {len(refusal.problems)} fejl:\n{refusal}") from None
        for warning in result.warnings:
            self.stdout.write(f"Bemærk: {warning}")
        for change in result.changes:
            self.stdout.write(describe(change))
        outcome = "ville ændre" if dry_run else "ændrede"
        changed = counted(len(result.changes), "felt eller række", "felter og rækker")
        self.stdout.write(f"{result.catalogue.slug}: Indlæsningen {outcome} {changed}.")


def describe(change: dict[str, str | None]) -> str:
    """A change as one line: what, which, and the values before and after."""
    before_and_after = f": {change['før']} → {change['efter']}" if change["efter"] is not None else ""
    return f"{change['hvad']} “{change['hvilken']}”: {change['felt']}{before_and_after}"
