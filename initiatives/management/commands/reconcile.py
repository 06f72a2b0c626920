"""Comparing published figures with computed ones."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.reconciliation.finding import Finding
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile


class Command(BaseCommand):
    help = "List each printed figure that is not what the others give, one finding a row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--catalogue", help="the slug of one catalogue; all without it")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: object, catalogue: str | None, json: bool, **options: object) -> None:
        catalogues = Catalogue.objects.order_by("slug")
        if catalogue:
            catalogues = catalogues.filter(slug=catalogue)
            if not catalogues:
                raise CommandError(f"Der er ikke noget katalog med kortnavnet {catalogue}.")
        findings = [
            as_row(finding)
            for each_catalogue in catalogues
            for finding in reconcile(load_material(each_catalogue)).findings
        ]
        self.stdout.write(as_json(findings) if json else as_lines(findings))


def as_row(finding: Finding) -> dict[str, str]:
    """A finding in the command's columns; amounts as text with a decimal point."""
    return {
        "catalogue": finding.catalogue,
        "scope": finding.scope,
        "code": finding.code,
        "label": finding.label,
        "table": str(finding.table or ""),
        "year": finding.column,
        "kind": finding.kind,
        "published": f"{finding.published:.2f}",
        "computed": f"{finding.computed:.2f}",
        "difference": f"{finding.difference:.2f}",
        "explanation": finding.explanation,
    }


def as_json(rows: list[dict[str, str]]) -> str:
    """The findings as a JSON list."""
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_lines(rows: list[dict[str, str]]) -> str:
    """The findings as one line each, or one line that says there are none."""
    return (
        "\n".join("\t".join(row.values()) for row in rows)
        or "Ingen fund: Alle tal fra kilden, der kan kontrolleres, stemmer."
    )
