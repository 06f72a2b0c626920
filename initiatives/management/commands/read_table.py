"""The reading of a pasted table."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.pasting.reading import read_table


class Command(BaseCommand):
    help = "Tell what a pasted table (a text file, or - for standard input) says, with every doubt; writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="as JSON, for scripts")

    def handle(self, *args: object, file: str, json: bool, **options: object) -> None:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} kan ikke læses som tekst: {error}") from None
        table = read_table(text)
        if json:
            self.stdout.write(_as_json(table.as_json()))
            return
        unit = table.unit.label if table.unit else "ukendt enhed"
        self.stdout.write(f"{unit}, {table.sign.label}, {', '.join(map(str, table.years)) or 'ingen år'}")
        for doubt in table.doubts:
            self.stdout.write(f"  ? {doubt}")
        for row in table.rows:
            amounts = "  ".join(f"{key}: {amount:f}" for key, amount in row.amounts.items())
            self.stdout.write(f"{row.line:>4} {row.role.label:<11} {row.code:<8} {row.title}  {amounts}")
            for doubt in row.doubts:
                self.stdout.write(f"       ? {doubt}")


def _as_json(table: dict[str, object]) -> str:
    return json.dumps(table, ensure_ascii=False, indent=2)
