"""Target effects as tidy CSV."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.catalogues.exports.effects import write_effects
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect


class Command(BaseCommand):
    help = "Write every target effect as one row of CSV: kroner, positive where the municipality spends less."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--catalogue", help="the slug of one catalogue; all without it")
        parser.add_argument("--out", type=Path, help="the file to write; without it the terminal")

    def handle(self, *args: object, catalogue: str | None, out: Path | None, **options: object) -> None:
        effects = YearlyEffect.objects.all()
        if catalogue:
            if not Catalogue.objects.filter(slug=catalogue).exists():
                raise CommandError(f"Der er ikke noget katalog med kortnavnet {catalogue}.")
            effects = effects.filter(line__initiative__catalogue__slug=catalogue)
        if out is None:
            write_effects(effects, self.stdout)
            return
        with out.open("w", encoding="utf-8", newline="") as file:
            write_effects(effects, file)
