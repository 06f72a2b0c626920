"""A municipality's status note as a PDF file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from budgets.foundation.models import Municipality
from budgets.foundation.months import parse_month
from reports.notes.files import load_month_pdf
from reports.notes.material import NothingToReportError


class Command(BaseCommand):
    help = "Write the status note of a municipality (slug) and month (YYYY-MM) as PDF: the published one, if any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("municipality")
        parser.add_argument("month")
        parser.add_argument("--committee", help="the name of the committee that it is for")
        parser.add_argument("--out", type=Path, required=True, help="the PDF file to write")

    def handle(
        self, *args: object, municipality: str, month: str, out: Path, committee: str | None = None, **options: object
    ) -> None:
        found = Municipality.objects.filter(slug=municipality).first()
        if found is None:
            raise CommandError(f"Der er ingen kommune med kortnavnet {municipality}.")
        chosen = found.committees.filter(name=committee).first() if committee else None
        if committee and chosen is None:
            names = ", ".join(found.committees.values_list("name", flat=True)) or "ingen"
            raise CommandError(f"{found} har intet udvalg, der hedder {committee}; udvalgene er: {names}.")
        try:
            pdf = load_month_pdf(found, parse_month(month), chosen)
        except ValueError:
            raise CommandError(f"{month} er ikke en måned; skriv den som 2019-01.") from None
        except NothingToReportError as nothing:
            raise CommandError(str(nothing)) from None
        out.write_bytes(pdf)
        self.stdout.write(f"{out} er gemt.")
