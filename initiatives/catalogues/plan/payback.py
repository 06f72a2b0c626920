"""Payback times and percents of a budget: as printed, and computed from the amounts. Pure: no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from budgets.foundation.amounts import format_number
from budgets.foundation.models import SteeringArea
from budgets.foundation.wording import counted
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.descriptions import Claim
from initiatives.catalogues.models.effects import EffectLine

LONGEST = 200
"""Years after which a payback time is not looked for."""

AREAS = {Claim.ClaimKind.PAYBACK_SERVICE: SteeringArea.SERVICE, Claim.ClaimKind.PAYBACK_TOTAL: ""}

COUNTED_AS = (
    "Beregnet: Det første år, hvor den samlede besparelse dækker de samlede udgifter. Forslagets første år med beløb "
    "er år 1, og beløbet i det sidste år antages at fortsætte."
)


def payback_year(amounts: Mapping[int, Decimal]) -> int | None:
    """The first year, counted from 1, in which the accumulated amounts are not negative; the last amount repeats.

    `amounts` are kroner by year, positive where less is spent. None where the costs are never paid back.
    """
    if not amounts:
        return None
    first, last = min(amounts), max(amounts)
    yearly = (amounts.get(min(first + number, last), Decimal(0)) for number in range(LONGEST))
    return next((number for number, total in enumerate(accumulate(yearly), start=1) if total >= 0), None)


@dataclass(frozen=True)
class Payback:
    """A payback time: as printed, with the document's method, and as computed from the lines."""

    label: str
    printed: str
    method: str
    computed: str


def paybacks(claims: Iterable[Claim], lines: Sequence[EffectLine]) -> list[Payback]:
    """On service and on everything: where the document prints one, or where the lines have costs to pay back."""
    printed = {claim.kind: claim for claim in claims}
    has_costs = any(line.category == EffectCategory.IMPLEMENTATION for line in lines)
    times = []
    for kind, area in AREAS.items():
        claim, amounts = printed.get(kind), _sum_by_year(lines, area)
        if claim or (has_costs and amounts):
            times.append(
                Payback(
                    label=kind.label.capitalize(),
                    printed=claim.printed if claim else "",
                    method=claim.get_method_display() if claim else "",
                    computed=_payback_text(amounts),
                )
            )
    return times


def _sum_by_year(lines: Iterable[EffectLine], area: str) -> dict[int, Decimal]:
    """Kroner by year over the lines of the steering area; an empty area is all lines."""
    sums: dict[int, Decimal] = {}
    for line in lines:
        if area in ("", line.steering_area):
            for effect in line.effects.all():
                sums[effect.year] = sums.get(effect.year, Decimal(0)) + effect.amount
    return sums


def _payback_text(amounts: Mapping[int, Decimal]) -> str:
    if not amounts:
        return "ingen linjer at regne på"
    year = payback_year(amounts)
    return "aldrig tjent ind" if year is None else counted(year, "år", "år")


def computed_percent(claim: Claim) -> Decimal | None:
    """The effect in percent of the budget, with the printed number of decimals; None where either is missing."""
    if claim.effect is None or not claim.base:
        return None
    step = Decimal(1).scaleb(-decimals_of(claim.printed))
    return (claim.effect / claim.base * 100).quantize(step, ROUND_HALF_UP)


def decimals_of(printed: str) -> int:
    """The number of decimals of the first number in a printed text: 2 in `1,25 pct.`, 0 in `1 pct.`."""
    number = next((word for word in printed.split() if word[:1].isdigit()), "")
    return sum(character.isdigit() for character in number.partition(",")[2])


def percent_of_budget(claim: Claim) -> str:
    """The effect in percent of the budget, with one decimal; empty where either is missing."""
    if claim.effect is None or not claim.base:
        return ""
    return f"{format_number(claim.effect / claim.base * 100, most=1)} pct."
