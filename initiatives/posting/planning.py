"""Planning a posting: the resulting appropriations, and everything that prevents it. Pure: no database.

An effect is posted in the prices of the budget's year: kroner in the prices of the source times the chained indices
between them, to the øre. An effect without a price level is posted unconverted. An area's part of a frame saving
follows the units' shares; øre that remain after rounding go to the largest remainders.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from budgets.areas.decisions import LATER_YEARS
from budgets.foundation.amounts import ORE, format_number
from budgets.foundation.models import SteeringArea
from budgets.foundation.prices import MissingIndexError, PriceIndices
from budgets.foundation.splitting import split_amount
from initiatives.catalogues.models.initiatives import BudgetEffect, Lifecycle
from initiatives.posting.effects import POSTABLE, ZERO, Effect

WRITE_INDEX = "Administratoren skal indtaste fremskrivningen, før effekten kan udmøntes."


@dataclass(frozen=True)
class PostedPart:
    """The part of an effect on an area: `amount` in the budget's prices, `of_effect` in those of the source."""

    effect: Effect
    area: int
    amount: Decimal
    of_effect: Decimal


@dataclass(frozen=True)
class PostingPlan:
    """What would be posted, and the problems; nothing is posted where there are any."""

    round_year: int
    parts: Sequence[PostedPart]
    problems: Sequence[str]
    rests_on_examples: bool = False

    @property
    def appropriations(self) -> dict[tuple[int, int], Decimal]:
        """Gross expenditure in kroner by area id and year: negative where the effects save."""
        sums: defaultdict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
        for part in self.parts:
            sums[part.area, part.effect.year] -= part.amount
        return dict(sums)

    @property
    def without_level(self) -> bool:
        """True where something is posted unconverted, because its price level is unknown."""
        return any(part.effect.level is None for part in self.parts)


def plan_posting(
    effects: Mapping[int, Effect],
    amounts: Mapping[int, Decimal],
    *,
    round_year: int,
    areas: Collection[int],
    indices: PriceIndices,
) -> PostingPlan:
    """The amounts (kroner in the prices of the source, by effect id) as parts on areas, or all problems."""
    parts: list[PostedPart] = []
    problems = [] if amounts else ["Vælg mindst én linje, der skal udmøntes."]
    is_example = False
    for pk, amount in amounts.items():
        effect = effects.get(pk)
        if effect is None:
            problems.append(f"Effekt nr. {pk} er ikke blandt katalogets vedtagne effekter. Vælg en af dem på siden.")
        elif refusals := _refusals(effect, amount, round_year, areas):
            problems += [f"{effect.name}: {reason}" for reason in refusals]
        else:
            try:
                parts += _parts(effect, amount, round_year, indices)
            except MissingIndexError as missing_index:
                problems.append(f"{effect.name}: {missing_index} {WRITE_INDEX}")
            else:
                is_example = is_example or _is_example(effect, round_year, indices)
    return PostingPlan(round_year, parts, problems, is_example)


def _refusals(effect: Effect, amount: Decimal, round_year: int, areas: Collection[int]) -> list[str]:
    """The reasons why an amount of the effect cannot be posted."""
    reasons = [_not_to_be_posted(effect), _wrong_amount(effect, amount), _wrong_place(effect, areas)]
    last = round_year + LATER_YEARS
    if not round_year <= effect.year <= last:
        reasons.append(f"{effect.year} er ikke et af årene i budget {round_year}. Vælg linjer for {round_year}–{last}.")
    return [reason for reason in reasons if reason]


def _not_to_be_posted(effect: Effect) -> str:
    if effect.is_ended:
        return "Linjen er udgået ved en beslutning og kan ikke udmøntes."
    if effect.lifecycle not in POSTABLE:
        return f"Forslaget er {Lifecycle(effect.lifecycle).label}. Kun vedtagne forslag kan udmøntes."
    if effect.budget_effect == BudgetEffect.TO_BE_POSTED:
        return ""
    if not effect.budget_effect:
        return "Virkningen på budgettet er ikke oplyst. Angiv den under Tiltagenes plads i budgettet."
    return f"Tiltaget er angivet som “{BudgetEffect(effect.budget_effect).label}” og udmøntes ikke."


def _wrong_amount(effect: Effect, amount: Decimal) -> str:
    if not amount:
        return "0 kr. kan ikke udmøntes. Skriv et beløb, eller fravælg linjen."
    if amount != amount.quantize(ORE):
        return f"{format_number(amount, most=8)} kr. har mere end to decimaler. Skriv beløbet i hele øre."
    if not effect.remaining:
        return "Hele effekten er allerede udmøntet. Fravælg linjen."
    if amount * effect.remaining <= 0 or abs(amount) > abs(effect.remaining):
        remaining = _kroner(effect.remaining)
        text = f"Beløbet {_kroner(amount)} er ikke en del af de {remaining}, der mangler at blive udmøntet."
        return f"{text} Skriv et beløb mellem 0 kr. og {remaining}"
    return ""


def _wrong_place(effect: Effect, areas: Collection[int]) -> str:
    lacking = [unit for unit, area, _ in effect.places if area is None or area not in areas]
    if not lacking:
        wrong_way = any(part * effect.amount < 0 for _, _, part in effect.places)
        return "Enhederne har fået mere, end effekten er. Ret fordelingen først." if wrong_way else ""
    units = [unit for unit in lacking if unit]
    return (
        f"{', '.join(units)} mangler en ramme. Angiv den under Fordel på enheder."
        if units
        else "Linjen mangler en ramme. Angiv den under Tiltagenes plads i budgettet."
    )


def _kroner(amount: Decimal) -> str:
    return f"{format_number(amount, most=2)} kr."


def _parts(effect: Effect, amount: Decimal, round_year: int, indices: PriceIndices) -> list[PostedPart]:
    """The amount divided over its areas."""
    factor = Decimal(1) if effect.level is None else indices.factor(_index_of(effect), effect.level, round_year)
    weights: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for _, area, part in effect.places:
        weights[area or 0] += part
    of_effect = split_amount(amount, list(weights.values()))
    parts = [
        PostedPart(effect, area, (part * factor).quantize(ORE, ROUND_HALF_UP), part)
        for area, part in zip(weights, of_effect, strict=True)
    ]
    return [part for part in parts if part.of_effect]


def _index_of(effect: Effect) -> str:
    """The steering area whose index applies to the effect; service where it is unknown."""
    return effect.steering_area or SteeringArea.SERVICE


def _is_example(effect: Effect, round_year: int, indices: PriceIndices) -> bool:
    return effect.level is not None and indices.rest_on_examples(_index_of(effect), effect.level, round_year)
