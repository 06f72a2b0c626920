"""Expenditure, a budget, or cases from a file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from budgets.amounts import Unit, format_amount
from budgets.bookkeeping.opening import as_pasted
from budgets.bookkeeping.reading import Asked, SignConvention
from budgets.bookkeeping.usecase import LoadedBeforeError, load_appropriations, load_expenditure, plan_expenditure
from budgets.cases.writing import write_caseload
from budgets.files.problems import ImportRefusedError
from budgets.models import AppropriationKind, Municipality


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

    def handle(self, *args: object, file: Path, municipality: str, **options: object) -> None:
        found = Municipality.objects.filter(slug=municipality).first()
        if found is None:
            raise CommandError(f"Der er ingen kommune med kortnavnet {municipality}.")
        try:
            self.stdout.write(_load(found, file.name, file.read_bytes(), options))
        except OSError:
            raise CommandError(f"{file} kan ikke læses.") from None
        except (ImportRefusedError, LoadedBeforeError) as refusal:
            raise CommandError(f"Intet er indlæst:\n{refusal}") from None


def _load(municipality: Municipality, name: str, content: bytes, options: dict[str, object]) -> str:
    if options["cases"]:
        found = write_caseload(actor=None, municipality=municipality, text=as_pasted(name, content))
        return f"{len(found)} rækker med sager er indlæst."
    if options["expenses"] is None:
        raise CommandError("Skriv udgifternes fortegn med --expenses plus eller --expenses minus.")
    kind, year, month = options["kind"], options["year"], options["month"]
    asked = Asked(SignConvention(str(options["expenses"])), year, month, needs_month=kind is None)  # type: ignore[arg-type]
    if kind is not None:
        decided = options["decided"]
        if not isinstance(decided, date):
            raise CommandError("Skriv beslutningens dag med --decided 2018-10-10.")
        title = str(options["title"]) or name
        decision = load_appropriations(
            actor=None,
            municipality=municipality,
            name=name,
            content=content,
            asked=asked,
            kind=AppropriationKind(str(kind)),
            decided_on=decided,
            title=title,
        )
        return f"{decision} er indlæst."
    if options["dry_run"]:
        plan = plan_expenditure(municipality=municipality, name=name, content=content, asked=asked)
    else:
        _, plan = load_expenditure(
            actor=None,
            municipality=municipality,
            name=name,
            content=content,
            asked=asked,
            leaves_unmapped=bool(options["leave_unmapped"]),
        )
    total, mapped, unmapped = (
        format_amount(amount, Unit.KRONER, 2)
        for amount in (plan.ledger.total, plan.mapped.mapped_total, plan.mapped.unmapped_total)
    )
    return f"{len(plan.ledger.rows)} rækker, {total} kr.: {mapped} kr. på områder og {unmapped} kr. uden regel."
