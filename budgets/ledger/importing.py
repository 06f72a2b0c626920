"""Importing a ledger file: the planned changes, and the import itself; all or nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from hashlib import sha256
from operator import or_

from django.db import transaction
from django.db.models import Q

from budgets.areas.models import PARTS, Appropriation, AppropriationKind, BudgetArea, BudgetDecision, BudgetRound
from budgets.foundation import audit
from budgets.foundation.amounts import Unit, format_amount
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import InputRow, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import Municipality, User
from budgets.ledger.headings import load_headings
from budgets.ledger.mapping import AccountTotal, MappedRows, PatternError, Rule, apply_rules, check_pattern
from budgets.ledger.models import AccountRule, AmountPart, Expenditure, ImportBatch, ImportKind
from budgets.ledger.reading import Ledger, LedgerOptions, read_ledger

RULE_COLUMNS = ("konto", "kode", "del")
AreaMonthKey = tuple[int, int, int]
"""Area id, year and month."""


class LoadedBeforeError(Exception):
    """The same file was imported before; the message tells by whom and when."""


@dataclass(frozen=True)
class Difference:
    """The planned change of an area's month; net kroner, positive as an expense."""

    area: BudgetArea
    year: int
    month: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """Kroner after less before."""
        return self.after - self.before


@dataclass(frozen=True)
class Plan:
    """The planned import of a file: its content, its rows by account rule, and the changes."""

    ledger: Ledger
    fingerprint: str
    mapped: MappedRows
    differences: Sequence[Difference]

    @property
    def replaced_months(self) -> list[tuple[int, int]]:
        """Years and months whose existing figures are replaced."""
        return sorted({(difference.year, difference.month) for difference in self.differences if difference.before})


@transaction.atomic
def write_rules(*, actor: User | None, municipality: Municipality, text: str) -> list[AccountRule]:
    """Save the whole list of account rules in the order of the rows, replacing the existing list.

    Raises ImportRefusedError with every problem, and then nothing is changed.
    """
    problems: list[Problem] = []
    areas = {area.code: area for area in municipality.areas.all()}
    rows = read_pasted(text, RULE_COLUMNS, problems)
    read_rules = [_read_rule(row, municipality, areas, order) for order, row in enumerate(rows, start=1)]
    duplicates = find_duplicates(rule.pattern for rule in read_rules if rule)
    problems += [duplicate_problem("konto", pattern, "hver konto kun én gang") for pattern in duplicates]
    if problems:
        raise ImportRefusedError(problems)
    AccountRule.objects.filter(municipality=municipality).delete()
    rules = AccountRule.objects.bulk_create([rule for rule in read_rules if rule])
    changes = [{"felt": rule.pattern, "før": None, "efter": str(rule.area)} for rule in rules]
    audit.record(
        municipality=municipality, actor=actor, action="kontoregler skrevet", obj=municipality, changes=changes
    )
    return rules


def _read_rule(
    row: InputRow, municipality: Municipality, areas: Mapping[str, BudgetArea], order: int
) -> AccountRule | None:
    pattern = row.text("konto", required=True, longest=80)
    try:
        check_pattern(pattern)
    except PatternError as error:
        row.report("konto", str(error))
    area = row.reference("kode", areas, "et områdes kode", required=True)
    part = row.choice("del", AmountPart) or AmountPart.GROSS
    return AccountRule(municipality=municipality, order=order, pattern=pattern, area=area, part=part) if area else None


def plan_expenditure(*, municipality: Municipality, name: str, content: bytes, options: LedgerOptions) -> Plan:
    """Plan the import of the file; saves nothing. Raises ImportRefusedError and LoadedBeforeError."""
    ledger, mapped, fingerprint = _read_file(municipality, ImportKind.EXPENDITURE, name, content, options)
    after: defaultdict[AreaMonthKey, Decimal] = defaultdict(Decimal)
    for (area, _, year, month), amount in mapped.sums.items():
        after[area, year, month or 0] += amount
    months = {(row.year, row.month) for row in ledger.rows}
    booked = Expenditure.objects.of_municipality(municipality).filter(year__in={year for year, _ in months})
    before = {
        (expenditure.area_id, expenditure.year, expenditure.month): expenditure.net
        for expenditure in booked
        if (expenditure.year, expenditure.month) in months
    }
    areas = {area.pk: area for area in municipality.areas.all()}
    differences = [
        Difference(areas[key[0]], key[1], key[2], before.get(key, Decimal(0)), after.get(key, Decimal(0)))
        for key in sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[2], areas[key[0]].code))
    ]
    return Plan(ledger, fingerprint, mapped, differences)


def _read_file(
    municipality: Municipality, kind: ImportKind, name: str, content: bytes, options: LedgerOptions
) -> tuple[Ledger, MappedRows, str]:
    fingerprint = sha256(content).hexdigest()
    same_files = ImportBatch.objects.filter(municipality=municipality, kind=kind, sha256=fingerprint).select_related(
        "by"
    )
    if batch := same_files.first():
        importer = batch.by or "en kommando på serveren"
        raise LoadedBeforeError(
            f"Filen er allerede indlæst den {batch.at:%d.%m.%Y} af {importer} med navnet {batch.name}."
        )
    ledger = read_ledger(name, content, replace(options, role_by_heading=load_headings(municipality)))
    if ledger.problems:
        raise ImportRefusedError(ledger.problems)
    rules = AccountRule.objects.filter(municipality=municipality).values_list("pattern", "area_id", "part")
    return ledger, apply_rules(ledger.rows, [Rule(*rule) for rule in rules]), fingerprint


@transaction.atomic
def load_expenditure(
    *,
    actor: User | None,
    municipality: Municipality,
    name: str,
    content: bytes,
    options: LedgerOptions,
    leaves_unmapped: bool = False,
) -> tuple[ImportBatch, Plan]:
    """Import the file's expenditure, replacing all existing expenditure of the file's months.

    Accounts without a rule refuse the file unless `leaves_unmapped`: then they are left out, and listed in the batch.
    Raises ImportRefusedError and LoadedBeforeError.
    """
    plan = plan_expenditure(municipality=municipality, name=name, content=content, options=options)
    if plan.mapped.unmapped and not leaves_unmapped:
        raise ImportRefusedError(_missing_rule_problems(name, plan.mapped))
    batch = _create_batch(actor, municipality, ImportKind.EXPENDITURE, plan.ledger, plan.mapped, plan.fingerprint)
    months = {(row.year, row.month) for row in plan.ledger.rows}
    replaced = reduce(or_, (Q(year=year, month=month) for year, month in months))
    Expenditure.objects.of_municipality(municipality).filter(replaced).delete()
    parts = _group_parts(plan.mapped)
    Expenditure.objects.bulk_create(
        [
            Expenditure(area_id=area, year=year, month=month, batch=batch, **amounts)
            for (area, year, month), amounts in parts.items()
        ]
    )
    changes = [
        {
            "felt": f"{difference.area}, {difference.month}/{difference.year}",
            "før": str(difference.before),
            "efter": str(difference.after),
        }
        for difference in plan.differences
    ]
    audit.record(municipality=municipality, actor=actor, action="forbrug indlæst", obj=batch, changes=changes)
    return batch, plan


def _missing_rule_problems(name: str, mapped: MappedRows) -> list[Problem]:
    """A problem for each account without a rule, at the first row with the account."""
    expected = "en konto, som en kontoregel knytter til et område"
    return [Problem(name, account.first_row, "konto", account.name, expected) for account in mapped.unmapped]


def _create_batch(
    actor: User | None,
    municipality: Municipality,
    kind: ImportKind,
    ledger: Ledger,
    mapped: MappedRows,
    fingerprint: str,
) -> ImportBatch:
    return ImportBatch.objects.create(
        municipality=municipality,
        kind=kind,
        sha256=fingerprint,
        name=ledger.name[:200],
        by=actor,
        rows=len(ledger.rows),
        total=ledger.total,
        unmapped=[_as_json(account) for account in mapped.unmapped],
    )


def _as_json(account: AccountTotal) -> dict[str, str | int]:
    return {"account": account.name, "text": account.text, "rows": account.rows, "total": str(account.total)}


def _group_parts(mapped: MappedRows) -> dict[AreaMonthKey, dict[str, Decimal]]:
    """Kroner of the three parts by area id, year and month."""
    parts: defaultdict[AreaMonthKey, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(PARTS, Decimal(0)))
    for (area, part, year, month), amount in mapped.sums.items():
        parts[area, year, month or 0][part] += amount
    return parts


@transaction.atomic
def load_appropriations(
    *,
    actor: User | None,
    municipality: Municipality,
    name: str,
    content: bytes,
    options: LedgerOptions,
    kind: AppropriationKind,
    decided_on: date,
    title: str,
) -> BudgetDecision:
    """Import the file's rows as one decision about the budget of `options.year`; the rows may name several years.

    Raises ImportRefusedError, also if a transfer does not sum to zero or an account has no rule, and
    LoadedBeforeError.
    """
    ledger, mapped, fingerprint = _read_file(municipality, ImportKind.APPROPRIATION, name, content, options)
    problems = _missing_rule_problems(name, mapped)
    if kind == AppropriationKind.TRANSFER and mapped.mapped_total:
        message = f"omplaceringerne giver {format_amount(mapped.mapped_total, Unit.KRONER, 2)} kr. i alt"
        problems.append(Problem(name, 0, "beløb", "", "0 kr.", found=message))
    if problems:
        raise ImportRefusedError(problems)
    batch = _create_batch(actor, municipality, ImportKind.APPROPRIATION, ledger, mapped, fingerprint)
    first = options.year or min(row.year for row in ledger.rows)
    round_, _ = BudgetRound.objects.get_or_create(municipality=municipality, year=first)
    decision = BudgetDecision.objects.create(round=round_, kind=kind, decided_on=decided_on, title=title)
    Appropriation.objects.bulk_create(
        [
            Appropriation(decision=decision, area_id=area, year=year, **amounts)
            for (area, year, _), amounts in _group_parts(mapped).items()
        ]
    )
    changes = [{"felt": "rækker", "før": None, "efter": str(batch.rows)}]
    audit.record(municipality=municipality, actor=actor, action="bevilling indlæst", obj=decision, changes=changes)
    return decision
