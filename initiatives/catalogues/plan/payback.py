"""Payback times and percents of a budget: as printed, and as the amounts give them. Pure: no database."""

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
"""Years after which nobody counts on."""

AREAS = {Claim.ClaimKind.PAYBACK_SERVICE: SteeringArea.SERVICE, Claim.ClaimKind.PAYBACK_TOTAL: ""}

COUNTED_AS = (
    "Beregnet: Det første år, hvor den samlede besparelse dækker de samlede udgifter. Forslagets første år med beløb "
    "er år 1, og beløbet i det sidste år antages at fortsætte."
)


def payback_year(amounts: Mapping[int, Decimal]) -> int | None:
    """The first year, counted from 1, in which the amounts so far are not a cost; the last year's amount goes on.

    `amounts` are kroner by year, positive where less is spent. None where they never come to that.
    """
    if not amounts:
        return None
    first, last = min(amounts), max(amounts)
    yearly = (amounts.get(min(first + number, last), Decimal(0)) for number in range(LONGEST))
    return next((number for number, total in enumerate(accumulate(yearly), start=1) if total >= 0), None)


@dataclass(frozen=True)
class Payback:
    """A payback time: what the document prints, and how it says that it counted; and what the lines give."""

    label: str
    printed: str
    method: str
    computed: str


def paybacks(claims: Iterable[Claim], lines: Sequence[EffectLine]) -> list[Payback]:
    """On service and on everything: where the document prints one, or where the lines have costs to pay back."""
    printed = {claim.kind: claim for claim in claims}
    has_costs = any(line.category == EffectCategory.IMPLEMENTATION for line in lines)
    found = []
    for kind, area in AREAS.items():
        claim, amounts = printed.get(kind), _amounts(lines, area)
        if claim or (has_costs and amounts):
            found.append(
                Payback(
                    label=kind.label.capitalize(),
                    printed=claim.printed if claim else "",
                    method=claim.get_method_display() if claim else "",
                    computed=_in_words(amounts),
                )
            )
    return found


def _amounts(lines: Iterable[EffectLine], area: str) -> dict[int, Decimal]:
    """The amounts of the area's lines added up year by year; an empty area is all of them."""
    sums: dict[int, Decimal] = {}
    for line in lines:
        if area in ("", line.steering_area):
            for effect in line.effects.all():
                sums[effect.year] = sums.get(effect.year, Decimal(0)) + effect.amount
    return sums


def _in_words(amounts: Mapping[int, Decimal]) -> str:
    if not amounts:
        return "ingen linjer at regne på"
    year = payback_year(amounts)
    return "aldrig tjent ind" if year is None else counted(year, "år", "år")


def computed_percent(claim: Claim) -> Decimal | None:
    """The effect in percent of the budget, to the decimals that are printed; none where either is not told."""
    if claim.effect is None or not claim.base:
        return None
    step = Decimal(1).scaleb(-decimals_of(claim.printed))
    return (claim.effect / claim.base * 100).quantize(step, ROUND_HALF_UP)


def decimals_of(printed: str) -> int:
    """How many decimals the first number of a printed text has: 2 in `1,25 pct.`, 0 in `1 pct.`."""
    number = next((word for word in printed.split() if word[:1].isdigit()), "")
    return sum(character.isdigit() for character in number.partition(",")[2])


def percent_of_budget(claim: Claim) -> str:
    """The effect of a printed percent in percent of its budget, with one decimal; empty where either is not told."""
    if claim.effect is None or not claim.base:
        return ""
    return f"{format_number(claim.effect / claim.base * 100, most=1)} pct."
