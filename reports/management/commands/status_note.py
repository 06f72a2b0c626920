"""Writes a municipality's status note as a PDF file."""

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
        selected_municipality = Municipality.objects.filter(slug=municipality).first()
        if selected_municipality is None:
            raise CommandError(f"Der er ingen kommune med kortnavnet {municipality}.")
        selected_committee = selected_municipality.committees.filter(name=committee).first() if committee else None
        if committee and selected_committee is None:
            names = ", ".join(selected_municipality.committees.values_list("name", flat=True)) or "ingen"
            raise CommandError(
                f"{selected_municipality} har intet udvalg, der hedder {committee}; udvalgene er: {names}."
            )
        try:
            pdf = load_month_pdf(selected_municipality, parse_month(month), selected_committee)
        except ValueError:
            raise CommandError(f"{month} er ikke en måned; skriv den som 2019-01.") from None
        except NothingToReportError as error:
            raise CommandError(str(error)) from None
        out.write_bytes(pdf)
        self.stdout.write(f"{out} er gemt.")
