"""Import a municipality's population from a file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import Municipality
from budgets.foundation.population import write_population


class Command(BaseCommand):
    help = (
        "Read a file of rows `year;18-64;everybody` for a municipality (slug): all of it, or a list of what is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True)

    def handle(self, *args: object, file: Path, municipality: str, **options: object) -> None:
        target = Municipality.objects.filter(slug=municipality).first()
        if target is None:
            raise CommandError(f"Der er ingen kommune med kortnavnet {municipality}.")
        try:
            population_changes = write_population(actor=None, municipality=target, text=file.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"{file} kan ikke læses. Skal være: en tekstfil i UTF-8.") from None
        except ImportRefusedError as refusal:
            raise CommandError(f"Intet er indlæst:\n{refusal}") from None
        self.stdout.write(f"{target}: {population_changes.in_words}.")
