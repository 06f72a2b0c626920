"""Bringing in a file from the ledger: what it would change, and the change itself; all or nothing."""

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
from budgets.foundation.files.rows import Row, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import Municipality, User
from budgets.ledger.headings import load_headings
from budgets.ledger.mapping import Caught, Mapped, PatternError, Rule, apply_rules, check_pattern
from budgets.ledger.models import AccountRule, Expenditure, ImportBatch, ImportKind, Part
from budgets.ledger.reading import Asked, Ledger, read_ledger

RULE_COLUMNS = ("konto", "kode", "del")
Cell = tuple[int, int, int]
"""Area id, year and month."""


class LoadedBeforeError(Exception):
    """The same file is there already; the message tells who brought it in and when."""


@dataclass(frozen=True)
class Difference:
    """What an area's month would change from and to; kroner net, positive as an expense."""

    area: BudgetArea
    year: int
    month: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True)
class Plan:
    """A file that can be brought in: what it holds, what the rules made of it, and what it would change."""

    ledger: Ledger
    fingerprint: str
    mapped: Mapped
    differences: Sequence[Difference]

    @property
    def replaced_months(self) -> list[tuple[int, int]]:
        """Months that had figures before."""
        return sorted({(one.year, one.month) for one in self.differences if one.before})


@transaction.atomic
def write_rules(*, actor: User | None, municipality: Municipality, text: str) -> list[AccountRule]:
    """The whole list of rules, in the order of the rows; it takes the place of the one that was there.

    Raises ImportRefusedError with every fault, and then nothing is changed.
    """
    problems: list[Problem] = []
    areas = {area.code: area for area in municipality.areas.all()}
    rows = read_pasted(text, RULE_COLUMNS, problems)
    found = [_rule(row, municipality, areas, order) for order, row in enumerate(rows, start=1)]
    patterns = find_duplicates(rule.pattern for rule in found if rule)
    problems += [duplicate_problem("konto", one, "hver konto kun én gang") for one in patterns]
    if problems:
        raise ImportRefusedError(problems)
    AccountRule.objects.filter(municipality=municipality).delete()
    rules = AccountRule.objects.bulk_create([rule for rule in found if rule])
    changes = [{"felt": rule.pattern, "før": None, "efter": str(rule.area)} for rule in rules]
    audit.record(
        municipality=municipality, actor=actor, action="kontoregler skrevet", obj=municipality, changes=changes
    )
    return rules


def _rule(row: Row, municipality: Municipality, areas: Mapping[str, BudgetArea], order: int) -> AccountRule | None:
    pattern = row.text("konto", required=True, longest=80)
    try:
        check_pattern(pattern)
    except PatternError as fault:
        row.report("konto", str(fault))
    area = row.reference("kode", areas, "et områdes kode", required=True)
    part = row.choice("del", Part) or Part.GROSS
    return AccountRule(municipality=municipality, order=order, pattern=pattern, area=area, part=part) if area else None


def plan_expenditure(*, municipality: Municipality, name: str, content: bytes, asked: Asked) -> Plan:
    """What the file would change; writes nothing. Raises ImportRefusedError and LoadedBeforeError."""
    ledger, mapped, fingerprint = _read(municipality, ImportKind.EXPENDITURE, name, content, asked)
    wanted: defaultdict[Cell, Decimal] = defaultdict(Decimal)
    for (area, _, year, month), amount in mapped.sums.items():
        wanted[area, year, month or 0] += amount
    months = {(row.year, row.month) for row in ledger.rows}
    there = Expenditure.objects.of_municipality(municipality).filter(year__in={year for year, _ in months})
    before = {(one.area_id, one.year, one.month): one.net for one in there if (one.year, one.month) in months}
    areas = {area.pk: area for area in municipality.areas.all()}
    differences = [
        Difference(areas[cell[0]], cell[1], cell[2], before.get(cell, Decimal(0)), wanted.get(cell, Decimal(0)))
        for cell in sorted(before.keys() | wanted.keys(), key=lambda cell: (cell[1], cell[2], areas[cell[0]].code))
    ]
    return Plan(ledger, fingerprint, mapped, differences)


def _read(
    municipality: Municipality, kind: ImportKind, name: str, content: bytes, asked: Asked
) -> tuple[Ledger, Mapped, str]:
    fingerprint = sha256(content).hexdigest()
    there = ImportBatch.objects.filter(municipality=municipality, kind=kind, sha256=fingerprint).select_related("by")
    if batch := there.first():
        who = batch.by or "en kommando på serveren"
        raise LoadedBeforeError(f"Filen er allerede indlæst den {batch.at:%d.%m.%Y} af {who} med navnet {batch.name}.")
    ledger = read_ledger(name, content, replace(asked, names=load_headings(municipality)))
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
    asked: Asked,
    leaves_unmapped: bool = False,
) -> tuple[ImportBatch, Plan]:
    """Bring in the file's expenditure; the months that it has take the place of what was there for them.

    Accounts that no rule catches refuse the file, unless it is said (`leaves_unmapped`) that they are left out; they
    are kept with the batch. Raises as `plan_expenditure`.
    """
    plan = plan_expenditure(municipality=municipality, name=name, content=content, asked=asked)
    if plan.mapped.unmapped and not leaves_unmapped:
        raise ImportRefusedError(_without_rule(name, plan.mapped))
    batch = _keep(actor, municipality, ImportKind.EXPENDITURE, plan.ledger, plan.mapped, plan.fingerprint)
    months = {(row.year, row.month) for row in plan.ledger.rows}
    replaced = reduce(or_, (Q(year=year, month=month) for year, month in months))
    Expenditure.objects.of_municipality(municipality).filter(replaced).delete()
    parts = _by_cell(plan.mapped)
    Expenditure.objects.bulk_create(
        [
            Expenditure(area_id=area, year=year, month=month, batch=batch, **amounts)
            for (area, year, month), amounts in parts.items()
        ]
    )
    changes = [
        {"felt": f"{one.area}, {one.month}/{one.year}", "før": str(one.before), "efter": str(one.after)}
        for one in plan.differences
    ]
    audit.record(municipality=municipality, actor=actor, action="forbrug indlæst", obj=batch, changes=changes)
    return batch, plan


def _without_rule(name: str, mapped: Mapped) -> list[Problem]:
    """Each account that no rule catches, with the first row that it stands in."""
    expected = "en konto, som en kontoregel knytter til et område"
    return [Problem(name, one.first_row, "konto", one.name, expected) for one in mapped.unmapped]


def _keep(
    actor: User | None, municipality: Municipality, kind: ImportKind, ledger: Ledger, mapped: Mapped, fingerprint: str
) -> ImportBatch:
    return ImportBatch.objects.create(
        municipality=municipality,
        kind=kind,
        sha256=fingerprint,
        name=ledger.name[:200],
        by=actor,
        rows=len(ledger.rows),
        total=ledger.total,
        unmapped=[_as_json(one) for one in mapped.unmapped],
    )


def _as_json(one: Caught) -> dict[str, str | int]:
    return {"account": one.name, "text": one.text, "rows": one.rows, "total": str(one.total)}


def _by_cell(mapped: Mapped) -> dict[Cell, dict[str, Decimal]]:
    """By area, year and month the three parts."""
    parts: defaultdict[Cell, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(PARTS, Decimal(0)))
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
    asked: Asked,
    kind: AppropriationKind,
    decided_on: date,
    title: str,
) -> BudgetDecision:
    """Bring in the file's rows as one decision about the budget of `asked.year`, with the years that the rows name.

    Raises ImportRefusedError, also where a transfer does not sum to zero or an account has no rule, and
    LoadedBeforeError.
    """
    ledger, mapped, fingerprint = _read(municipality, ImportKind.APPROPRIATION, name, content, asked)
    problems = _without_rule(name, mapped)
    if kind == AppropriationKind.TRANSFER and mapped.mapped_total:
        found = f"omplaceringerne giver {format_amount(mapped.mapped_total, Unit.KRONER, 2)} kr. i alt"
        problems.append(Problem(name, 0, "beløb", "", "0 kr.", found=found))
    if problems:
        raise ImportRefusedError(problems)
    batch = _keep(actor, municipality, ImportKind.APPROPRIATION, ledger, mapped, fingerprint)
    first = asked.year or min(row.year for row in ledger.rows)
    round_, _ = BudgetRound.objects.get_or_create(municipality=municipality, year=first)
    decision = BudgetDecision.objects.create(round=round_, kind=kind, decided_on=decided_on, title=title)
    Appropriation.objects.bulk_create(
        [
            Appropriation(decision=decision, area_id=area, year=year, **amounts)
            for (area, year, _), amounts in _by_cell(mapped).items()
        ]
    )
    changes = [{"felt": "rækker", "før": None, "efter": str(batch.rows)}]
    audit.record(municipality=municipality, actor=actor, action="bevilling indlæst", obj=decision, changes=changes)
    return decision
