"""Spreading a frame saving over units once they are known; the adopted amounts do not change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from budgets.areas.models import BudgetArea
from budgets.foundation import audit
from budgets.foundation.amounts import Presentation, Unit, sum_by_key
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import PASTED, InputRow, find_duplicates, read_pasted
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Sign
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import FrameShare
from initiatives.catalogues.plan.catalogue import as_published

SPREAD = "rammebesparelse fordelt"
LineYear = tuple[int, int]
"""A line's number and a year."""


@dataclass(frozen=True)
class LineSpread:
    """A line's amounts and what units have been given of them: kroner by year."""

    line: int
    text: str
    amounts: Mapping[int, Decimal]
    allocated: Mapping[int, Decimal]

    @property
    def years(self) -> list[tuple[int, Decimal, Decimal, Decimal]]:
        """Each year with the line's amount, the amount given to units, and the remainder."""
        return [
            (year, amount, self.allocated.get(year, Decimal(0)), amount - self.allocated.get(year, Decimal(0)))
            for year, amount in self.amounts.items()
        ]


def spread_columns(initiative: Initiative) -> tuple[str, ...]:
    """The columns of the text in which a frame is spread."""
    return ("linje", "enhed", "ramme", *map(str, initiative.catalogue.years))


def load_spread(initiative: Initiative) -> list[LineSpread]:
    """Each counting line with what has been given to units; two queries."""
    shares = FrameShare.objects.filter(effect__line__initiative=initiative).select_related("effect__line")
    allocated = sum_by_key(((share.effect.line.order, share.effect.year), share.amount) for share in shares)
    amounts_by_line: defaultdict[tuple[int, str], dict[int, Decimal]] = defaultdict(dict)
    for effect in _effects(initiative).values():
        amounts_by_line[effect.line.order, effect.line.text][effect.year] = effect.amount
    return [
        LineSpread(order, text, amounts, {year: allocated.get((order, year), Decimal(0)) for year in amounts})
        for (order, text), amounts in amounts_by_line.items()
    ]


def _effects(initiative: Initiative) -> dict[LineYear, YearlyEffect]:
    effects = YearlyEffect.objects.counted().filter(line__initiative=initiative).select_related("line")
    return {(effect.line.order, effect.year): effect for effect in effects.order_by("line__order", "year")}


def spread_as_text(initiative: Initiative) -> str:
    """The current spread in the form in which it is typed; one query."""
    presentation = as_published(initiative.catalogue)
    shares_by_unit: dict[tuple[int, str, str], dict[int, str]] = {}
    shares = FrameShare.objects.filter(effect__line__initiative=initiative).select_related("effect__line", "area")
    for share in shares.order_by("effect__line__order", "unit", "effect__year"):
        code = share.area.code if share.area else ""
        shares_by_unit.setdefault((share.effect.line.order, share.unit, code), {})[share.effect.year] = (
            presentation.text(share.amount)
        )
    years = initiative.catalogue.years
    return "\n".join(
        ";".join([str(order), unit, code, *(amounts.get(year, "") for year in years)])
        for (order, unit, code), amounts in shares_by_unit.items()
    )


@transaction.atomic
def spread(*, membership: Membership, initiative: Initiative, text: str) -> int:
    """Spread the lines as the text says, in the catalogue's unit and sign; returns the number of shares.

    Raises ImportRefusedError with every problem. The shares of a year may not exceed the line's amount, and no share
    may have the opposite sign.
    """
    problems: list[Problem] = []
    effects = _effects(initiative)
    areas = {area.code: area for area in membership.municipality.areas.all()}
    rows = read_pasted(text, spread_columns(initiative), problems) if text.strip() else []
    shares = [share for row in rows for share in _shares(row, effects, areas, initiative)]
    places = find_duplicates((share.effect.line.order, share.unit, share.effect.year) for share in shares)
    problems += [
        Problem(PASTED, 0, "enhed", f"{unit}, linje {line}, {year}", "kun én række for hver enhed og linje")
        for line, unit, year in places
    ]
    problems += _check_amounts(shares, as_published(initiative.catalogue))
    if problems:
        raise ImportRefusedError(problems)
    before = spread_as_text(initiative)
    FrameShare.objects.filter(effect__line__initiative=initiative).delete()
    FrameShare.objects.bulk_create(shares)
    changes = [{"felt": "fordeling", "før": before, "efter": text.strip()}]
    audit.record(
        municipality=membership.municipality, actor=membership.user, action=SPREAD, obj=initiative, changes=changes
    )
    return len(shares)


def _shares(
    row: InputRow, effects: Mapping[LineYear, YearlyEffect], areas: Mapping[str, BudgetArea], initiative: Initiative
) -> list[FrameShare]:
    catalogue = initiative.catalogue
    line = row.whole("linje", 1, 999, required=True)
    unit, area = (
        row.text("enhed", required=True, longest=120),
        row.reference("ramme", areas, "koden på en ramme i budgettet"),
    )
    shares = []
    for year in catalogue.years:
        amount = row.amount(str(year), Unit(catalogue.unit))
        if amount is None or line is None:
            continue
        if (line, year) not in effects:
            row.report(str(year), f"et år, hvor linje {line} har et beløb")
            continue
        kroner = amount * Sign(catalogue.sign).factor
        shares.append(FrameShare(effect=effects[line, year], unit=unit, area=area, amount=kroner))
    return shares


def _check_amounts(shares: Sequence[FrameShare], presentation: Presentation) -> list[Problem]:
    """Problems of lines and years whose shares exceed the amount, or have the opposite sign."""
    effects = {share.effect.pk: share.effect for share in shares}
    problems = [
        _problem(share.effect, share.unit, "samme fortegn som linjen")
        for share in shares
        if share.amount * share.effect.amount < 0
    ]
    for pk, total in sum_by_key((share.effect.pk, share.amount) for share in shares).items():
        effect = effects[pk]
        if abs(total) > abs(effect.amount):
            expected = f"i alt højst linjens {presentation.text(effect.amount)}"
            problems.append(_problem(effect, presentation.text(total), expected))
    return problems


def _problem(effect: YearlyEffect, text: str, expected: str) -> Problem:
    return Problem(PASTED, 0, f"linje {effect.line.order}, {effect.year}", text, expected)
