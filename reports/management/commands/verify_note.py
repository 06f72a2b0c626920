"""Verifies whether PDF files are published notes."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.notes.editions import check_reproduction, find_edition

REPRODUCTION_MESSAGES = {
    True: "De frosne data giver de samme bytes.",
    False: "De frosne data giver ikke de samme bytes: rapportér det som en fejl.",
    None: "Skabelon eller Typst er i en anden version nu, så filen kan ikke laves igen her.",
}


class Command(BaseCommand):
    help = "Tell whether PDF files are published status notes, byte for byte, and whether the data still give them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: object, files: list[Path], **options: object) -> None:
        unknown = []
        for path in files:
            edition = find_edition(path.read_bytes())
            if edition is None:
                unknown.append(str(path))
                continue
            note = edition.note
            self.stdout.write(
                f"{path}: {note.municipality}, {note.label}, {edition.get_variant_display()}, "
                f"{edition.get_form_display()}, udgivet {note.published_at:%d.%m.%Y}. sha256 {edition.sha256}. "
                f"{REPRODUCTION_MESSAGES[check_reproduction(edition)]}"
            )
        if unknown:
            raise CommandError(f"Ikke et udgivet notat, eller ændret siden: {', '.join(unknown)}")
