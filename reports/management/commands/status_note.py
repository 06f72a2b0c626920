"""A municipality's status note as a PDF file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from budgets.models import Municipality
from reports.months import parse_month
from reports.notes import NothingToReportError, build_note
from reports.pdf import render_pdf


class Command(BaseCommand):
    help = "Write the status note of a municipality (slug) and month (YYYY-MM) as PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("municipality")
        parser.add_argument("month")
        parser.add_argument("--out", type=Path, required=True, help="the PDF file to write")

    def handle(self, *args: object, municipality: str, month: str, out: Path, **options: object) -> None:
        found = Municipality.objects.filter(slug=municipality).first()
        if found is None:
            raise CommandError(f"Der er ingen kommune med kortnavnet {municipality}.")
        try:
            note = build_note(found, parse_month(month))
        except ValueError:
            raise CommandError(f"{month} er ikke en måned; skriv den som 2019-01.") from None
        except NothingToReportError as nothing:
            raise CommandError(str(nothing)) from None
        out.write_bytes(render_pdf("status_note.typ", note))
        self.stdout.write(f"{out} er skrevet.")
