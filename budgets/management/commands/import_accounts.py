"""Import expenditure, a budget or caseloads from a file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budgets.areas.models import AppropriationKind
from budgets.caseload.writing import write_caseload
from budgets.foundation.amounts import Unit, format_amount
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import Municipality
from budgets.foundation.wording import counted
from budgets.ledger.importing import LoadedBeforeError, load_appropriations, load_expenditure, plan_expenditure
from budgets.ledger.opening import read_as_pasted
from budgets.ledger.reading import LedgerOptions, SignConvention


class Command(BaseCommand):
    help = "Bring in expenditure, a budget (--kind) or cases (--cases) from a CSV or XLSX file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True)
        parser.add_argument(
            "--expenses", choices=[*SignConvention], help="the sign of an expense; needed but for --cases"
        )
        parser.add_argument("--cases", action="store_true", help="cases and prices, in the columns of the page")
        parser.add_argument("--year", type=int, help="where no column tells")
        parser.add_argument("--month", type=int, help="where no column tells")
        parser.add_argument(
            "--kind", choices=AppropriationKind.values, help="a budget of this kind, and no expenditure"
        )
        parser.add_argument("--decided", type=date.fromisoformat, help="the day of the decision, with --kind")
        parser.add_argument("--title", default="", help="the decision's title, with --kind")
        parser.add_argument("--leave-unmapped", action="store_true", help="leave out accounts that no rule catches")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: object, file: Path, municipality: str, **options: Any) -> None:
        target = Municipality.objects.filter(slug=municipality).first()
        if target is None:
            raise CommandError(f"Der er ingen kommune med kortnavnet {municipality}.")
        try:
            self.stdout.write(_load(target, file.name, file.read_bytes(), options))
        except OSError:
            raise CommandError(f"{file} kan ikke læses.") from None
        except (ImportRefusedError, LoadedBeforeError) as refusal:
            raise CommandError(f"Intet er indlæst:\n{refusal}") from None


def _load(municipality: Municipality, name: str, content: bytes, options: dict[str, Any]) -> str:
    """Import the file by the command's options; the message for the user."""
    if options["cases"]:
        caseloads = write_caseload(actor=None, municipality=municipality, text=read_as_pasted(name, content))
        return f"{counted(len(caseloads), 'række', 'rækker')} med sager er indlæst."
    if options["expenses"] is None:
        raise CommandError("Skriv udgifternes fortegn med --expenses plus eller --expenses minus.")
    ledger_options = LedgerOptions(
        SignConvention(options["expenses"]), options["year"], options["month"], needs_month=options["kind"] is None
    )
    file = {"municipality": municipality, "name": name, "content": content, "options": ledger_options}
    return _load_budget(file, options) if options["kind"] else _load_expenditure(file, options)


def _load_budget(file: dict[str, Any], options: dict[str, Any]) -> str:
    if options["decided"] is None:
        raise CommandError("Skriv beslutningens dag med --decided 2018-10-10.")
    decision = load_appropriations(
        actor=None,
        kind=AppropriationKind(options["kind"]),
        decided_on=options["decided"],
        title=options["title"] or file["name"],
        **file,
    )
    return f"{decision} er indlæst."


def _load_expenditure(file: dict[str, Any], options: dict[str, Any]) -> str:
    if options["dry_run"]:
        plan = plan_expenditure(**file)
    else:
        _, plan = load_expenditure(actor=None, leaves_unmapped=options["leave_unmapped"], **file)
    total, mapped, unmapped = (
        format_amount(amount, Unit.KRONER, 2)
        for amount in (plan.ledger.total, plan.mapped.mapped_total, plan.mapped.unmapped_total)
    )
    rows = counted(len(plan.ledger.rows), "række", "rækker")
    return f"{rows}, {total} kr.: {mapped} kr. på områder og {unmapped} kr. uden regel."
