"""A catalogue in the import's own format."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.catalogues.exports.catalogue import catalogue_sheets, write_folder, write_workbook
from initiatives.catalogues.models.catalogues import Catalogue


class Command(BaseCommand):
    help = "Write a catalogue as a workbook (.xlsx) or a folder of CSV files that import_catalogue reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--out", type=Path, required=True, help="the .xlsx file or the folder to write")

    def handle(self, *args: object, slug: str, out: Path, **options: object) -> None:
        catalogue = Catalogue.objects.select_related("municipality").filter(slug=slug).first()
        if catalogue is None:
            raise CommandError(f"Der er ikke noget katalog med kortnavnet {slug}.")
        sheets = catalogue_sheets(catalogue)
        if out.suffix == ".xlsx":
            with out.open("wb") as file:
                write_workbook(sheets, file)
        else:
            write_folder(sheets, out)
        self.stdout.write(f"{out} er gemt.")
