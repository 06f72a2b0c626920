"""Measures response times with follow-up data for a whole country."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.bench.data import Size
from reports.bench.running import PARTS, Plan, own_database, run

MUNICIPALITIES = 98
INITIATIVES = (500, 50)
TIMES = 30


def parse_positive(text: str) -> int:
    """Parse a whole number from 1 up; raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text} is not a whole number from 1 up")
    return int(text)


class Command(BaseCommand):
    help = (
        "Time pages, a saved row and documents, in a database that is made for it and removed afterwards. "
        "The database's user must be a superuser."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipalities", type=parse_positive, default=MUNICIPALITIES, help="98 is the country")
        parser.add_argument(
            "--initiatives",
            type=parse_positive,
            nargs="+",
            default=INITIATIVES,
            help="in each municipality; each a size",
        )
        parser.add_argument("--times", type=parse_positive, default=TIMES, help="how often each page is asked for")
        parser.add_argument("--only", choices=PARTS, help="one part alone")
        parser.add_argument("--out", type=Path, help="the Markdown file to write")

    def handle(
        self,
        *args: object,
        municipalities: int,
        initiatives: Sequence[int],
        times: int,
        only: str | None,
        out: Path | None,
        **options: object,
    ) -> None:
        if settings.PRODUCTION:
            raise CommandError("bench makes data of its own and does not run in production.")
        sizes = [Size(municipalities, initiative_count) for initiative_count in initiatives]
        plan = Plan(sizes, parts=[only] if only else list(PARTS), times=times)
        page = run(plan, database=own_database, write=self.stdout.write)
        if out:
            out.write_text(page)
