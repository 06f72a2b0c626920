"""Budget decisions that are typed or pasted: saved all or nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from budgets.areas.models import Appropriation, AppropriationKind, BudgetArea, BudgetDecision, BudgetRound
from budgets.foundation import audit
from budgets.foundation.amounts import Unit, format_amount
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import ONCE_A_YEAR, PASTED, InputRow, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import Municipality, User

LATER_YEARS = 3
"""Number of budget estimate years (overslagsår) after a budget round's own year."""
APPROPRIATION_COLUMNS = ("kode", "år", "bruttoudgift", "indtægt", "statsrefusion")


@transaction.atomic
def write_decision(
    *,
    actor: User | None,
    municipality: Municipality,
    round_year: int,
    kind: AppropriationKind,
    decided_on: date,
    title: str,
    note: str,
    text: str,
    is_constructed: bool = False,
) -> BudgetDecision:
    """Save a decision about a year's budget with its appropriations in kroner; a missing round is created.

    Income and refund are negative. A transfer must sum to zero in each year. Raises ImportRefusedError with every
    problem.
    """
    problems: list[Problem] = []
    round_, _ = BudgetRound.objects.get_or_create(municipality=municipality, year=round_year)
    decision = BudgetDecision(
        round=round_, kind=kind, decided_on=decided_on, title=title, note=note, is_constructed=is_constructed
    )
    areas = {area.code: area for area in municipality.areas.all()}
    read_rows = [
        _read_appropriation(row, decision, areas) for row in read_pasted(text, APPROPRIATION_COLUMNS, problems)
    ]
    appropriations = [appropriation for appropriation in read_rows if appropriation]
    problems += _duplicate_problems(appropriations)
    if kind == AppropriationKind.TRANSFER:
        problems += _transfer_problems(appropriations)
    if problems:
        raise ImportRefusedError(problems)
    decision.save()
    Appropriation.objects.bulk_create(appropriations)
    changes = [
        {"felt": str(appropriation), "før": None, "efter": str(appropriation.net)} for appropriation in appropriations
    ]
    audit.record(municipality=municipality, actor=actor, action="bevilling skrevet", obj=decision, changes=changes)
    return decision


def _read_appropriation(
    row: InputRow, decision: BudgetDecision, areas: Mapping[str, BudgetArea]
) -> Appropriation | None:
    area = row.reference("kode", areas, "et områdes kode", required=True)
    first = decision.round.year
    year = row.whole("år", first, first + LATER_YEARS, required=True)
    amounts = [row.amount(column, Unit.KRONER) for column in APPROPRIATION_COLUMNS[2:]]
    if all(amount is None for amount in amounts):
        row.report("bruttoudgift", "et beløb i kr. i mindst én af de tre kolonner")
    for column, amount in zip(APPROPRIATION_COLUMNS[3:], amounts[1:], strict=True):
        if amount is not None and amount > 0 and decision.kind == AppropriationKind.ADOPTED:
            row.report(column, "et negativt beløb, fordi indtægter og refusion trækkes fra")
    if area is None or year is None:
        return None
    gross, income, refund = (amount or Decimal(0) for amount in amounts)
    return Appropriation(decision=decision, area=area, year=year, gross=gross, income=income, refund=refund)


def _duplicate_problems(appropriations: Sequence[Appropriation]) -> list[Problem]:
    duplicates = find_duplicates((appropriation.area.code, appropriation.year) for appropriation in appropriations)
    return [duplicate_problem("kode", f"{code}, {year}", ONCE_A_YEAR) for code, year in duplicates]


def _format_kroner(amount: Decimal) -> str:
    return f"{format_amount(amount, Unit.KRONER)} kr."


def _transfer_problems(appropriations: Sequence[Appropriation]) -> list[Problem]:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for appropriation in appropriations:
        sums[appropriation.year] += appropriation.net
    return [
        Problem(
            PASTED,
            0,
            "bruttoudgift",
            "",
            "0 kr.",
            found=f"omplaceringerne i {year} giver {_format_kroner(total)} i alt",
        )
        for year, total in sorted(sums.items())
        if total
    ]
