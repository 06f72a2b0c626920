"""Sending reminders by mail."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from budgets.foundation.wording import counted
from initiatives.followup.reminders import find_due, send


class Command(BaseCommand):
    help = "Mail each who has rows, actions or assumptions that are due, once for each; run it daily."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", help="YYYY-MM-DD; today without it")
        parser.add_argument("--dry-run", action="store_true", help="tell who would get what, and send nothing")

    def handle(self, *args: object, today: str | None, dry_run: bool, **options: object) -> None:
        try:
            day = date.fromisoformat(today) if today else timezone.localdate()
        except ValueError:
            raise CommandError(f"{today} er ikke en dato. Skriv den som 2019-04-10.") from None
        due = find_due(day)
        if dry_run:
            for reminder in due:
                self.stdout.write(f"{reminder.user}: {reminder.text}")
            return
        for user, lines in send(due):
            self.stdout.write(f"{user}: {counted(lines, 'påmindelse', 'påmindelser')} sendt.")
        if not due:
            self.stdout.write("Der er ingen påmindelser at sende.")
