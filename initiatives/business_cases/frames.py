"""A frame saving is spread over units when they have been found; what is adopted does not change by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from budgets.areas.models import BudgetArea
from budgets.foundation import audit
from budgets.foundation.amounts import Presentation, Unit
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import PASTED, InputRow, find_duplicates, read_pasted
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Sign
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import FrameShare
from initiatives.catalogues.plan.catalogue import as_published

SPREAD = "rammebesparelse fordelt"
Place = tuple[int, int]
"""A line's number and a year."""


@dataclass(frozen=True)
class Spread:
    """A line with its years: what it is to give, what units have been given, and what is left, in kroner."""

    line: int
    text: str
    whole: Mapping[int, Decimal]
    given: Mapping[int, Decimal]

    @property
    def years(self) -> list[tuple[int, Decimal, Decimal, Decimal]]:
        """Each year with the whole, what is given, and what is left."""
        return [
            (year, amount, self.given.get(year, Decimal(0)), amount - self.given.get(year, Decimal(0)))
            for year, amount in self.whole.items()
        ]


def columns_of(initiative: Initiative) -> tuple[str, ...]:
    """The columns of the text that a frame is spread by."""
    return ("linje", "enhed", "ramme", *map(str, initiative.catalogue.years))


def spread_of(initiative: Initiative) -> list[Spread]:
    """Each line that counts, with what it has been spread to; two queries."""
    given: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for share in FrameShare.objects.filter(effect__line__initiative=initiative).select_related("effect__line"):
        given[share.effect.line.order, share.effect.year] += share.amount
    whole: defaultdict[tuple[int, str], dict[int, Decimal]] = defaultdict(dict)
    for effect in _effects(initiative).values():
        whole[effect.line.order, effect.line.text][effect.year] = effect.amount
    return [
        Spread(order, text, amounts, {year: given[order, year] for year in amounts})
        for (order, text), amounts in whole.items()
    ]


def _effects(initiative: Initiative) -> dict[Place, YearlyEffect]:
    found = YearlyEffect.objects.counted().filter(line__initiative=initiative).select_related("line")
    return {(one.line.order, one.year): one for one in found.order_by("line__order", "year")}


def as_text(initiative: Initiative) -> str:
    """What has been spread, in the form that it is typed in; one query."""
    shown = as_published(initiative.catalogue)
    rows: dict[tuple[int, str, str], dict[int, str]] = {}
    shares = FrameShare.objects.filter(effect__line__initiative=initiative).select_related("effect__line", "area")
    for share in shares.order_by("effect__line__order", "unit", "effect__year"):
        code = share.area.code if share.area else ""
        rows.setdefault((share.effect.line.order, share.unit, code), {})[share.effect.year] = shown.text(share.amount)
    years = initiative.catalogue.years
    return "\n".join(
        ";".join([str(order), unit, code, *(amounts.get(year, "") for year in years)])
        for (order, unit, code), amounts in rows.items()
    )


@transaction.atomic
def spread(*, membership: Membership, initiative: Initiative, text: str) -> int:
    """Spread the lines as the text says, in the catalogue's unit and sign; how many shares there are now.

    Raises ImportRefusedError with every fault. No year gives more than the line has, and no share goes the other way.
    """
    problems: list[Problem] = []
    effects = _effects(initiative)
    areas = {area.code: area for area in membership.municipality.areas.all()}
    rows = read_pasted(text, columns_of(initiative), problems) if text.strip() else []
    shares = [one for row in rows for one in _shares(row, effects, areas, initiative)]
    places = find_duplicates((one.effect.line.order, one.unit, one.effect.year) for one in shares)
    problems += [
        Problem(PASTED, 0, "enhed", f"{unit}, linje {line}, {year}", "kun én række for hver enhed og linje")
        for line, unit, year in places
    ]
    problems += _too_much(shares, as_published(initiative.catalogue))
    if problems:
        raise ImportRefusedError(problems)
    before = as_text(initiative)
    FrameShare.objects.filter(effect__line__initiative=initiative).delete()
    FrameShare.objects.bulk_create(shares)
    changes = [{"felt": "fordeling", "før": before, "efter": text.strip()}]
    audit.record(
        municipality=membership.municipality, actor=membership.user, action=SPREAD, obj=initiative, changes=changes
    )
    return len(shares)


def _shares(
    row: InputRow, effects: Mapping[Place, YearlyEffect], areas: Mapping[str, BudgetArea], initiative: Initiative
) -> list[FrameShare]:
    catalogue = initiative.catalogue
    line = row.whole("linje", 1, 999, required=True)
    unit, area = (
        row.text("enhed", required=True, longest=120),
        row.reference("ramme", areas, "koden på en ramme i budgettet"),
    )
    found = []
    for year in catalogue.years:
        amount = row.amount(str(year), Unit(catalogue.unit))
        if amount is None or line is None:
            continue
        if (line, year) not in effects:
            row.report(str(year), f"et år, hvor linje {line} har et beløb")
            continue
        kroner = amount * Sign(catalogue.sign).factor
        found.append(FrameShare(effect=effects[line, year], unit=unit, area=area, amount=kroner))
    return found


def _too_much(shares: Sequence[FrameShare], shown: Presentation) -> list[Problem]:
    """Lines and years of which more is given than there is, or something of the other sign."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    effects = {one.effect.pk: one.effect for one in shares}
    problems = []
    for share in shares:
        sums[share.effect.pk] += share.amount
        if share.amount * share.effect.amount < 0:
            problems.append(_problem(share.effect, share.unit, "samme fortegn som linjen"))
    for pk, total in sums.items():
        effect = effects[pk]
        if abs(total) > abs(effect.amount):
            expected = f"i alt højst linjens {shown.text(effect.amount)}"
            problems.append(_problem(effect, shown.text(total), expected))
    return problems


def _problem(effect: YearlyEffect, text: str, expected: str) -> Problem:
    return Problem(PASTED, 0, f"linje {effect.line.order}, {effect.year}", text, expected)
