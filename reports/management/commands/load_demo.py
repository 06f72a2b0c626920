"""Loads the demo into a new database."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from reports.demo.loading import load_demo


class Command(BaseCommand):
    help = "Migrate, and load reference data, the catalogues and the demo users; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("load_demo makes users with a known password and does not run in production.")
        call_command("migrate", verbosity=0)
        load_demo(Path(settings.BASE_DIR) / "fixtures")
        self.stdout.write("Demo data are loaded.")
