"""Writes the status notes of all municipalities for a month."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from budgets.foundation.models import Municipality
from budgets.foundation.months import parse_month
from budgets.foundation.wording import counted
from reports.notes.files import load_month_pdf
from reports.notes.material import NothingToReportError

WIDTH = 30


class Command(BaseCommand):
    help = "Write every municipality's status note of a month (YYYY-MM) into a folder; one that fails stops no other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month")
        parser.add_argument("--out", type=Path, default=Path(), help="the folder to write in")

    def handle(self, *args: object, month: str, out: Path, **options: object) -> None:
        try:
            first_day = parse_month(month)
        except ValueError:
            raise CommandError(f"{month} er ikke en måned; skriv den som 2019-01.") from None
        out.mkdir(parents=True, exist_ok=True)
        municipalities = list(Municipality.objects.filter(catalogues__isnull=False).distinct())
        written_count, without_catalogue, failures = 0, [], []
        for number, municipality in enumerate(municipalities, start=1):
            self._write_progress(number, len(municipalities), municipality)
            try:
                pdf = load_month_pdf(municipality, first_day)
            except NothingToReportError:
                without_catalogue.append(str(municipality))
            except Exception as error:
                failures.append(f"{municipality}: {error}")
            else:
                (out / f"{month}_{municipality.slug}_statusnotat.pdf").write_bytes(pdf)
                written_count += 1
        self.stderr.write("")
        self.stdout.write(f"{counted(written_count, 'notat', 'notater')} er gemt i {out}.")
        if without_catalogue:
            self.stdout.write(f"Uden katalog for måneden: {', '.join(without_catalogue)}.")
        if failures:
            raise CommandError("Disse notater kunne ikke skrives:\n" + "\n".join(failures))

    def _write_progress(self, number: int, total: int, municipality: Municipality) -> None:
        filled = WIDTH * number // total
        self.stderr.write(
            f"\r[{'#' * filled}{' ' * (WIDTH - filled)}] {number}/{total} {municipality.name:<24}", ending=""
        )
