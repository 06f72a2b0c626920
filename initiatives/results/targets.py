"""Targets of initiatives: of a year, by a month, and of the years after."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast

from budgets.foundation.models import SteeringArea
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import TargetTransfer
from initiatives.results.phasing import accumulated_share, with_start_moved

ORE = Decimal("0.01")


@dataclass(frozen=True)
class LineTarget:
    """An effect line's target in a year, or the share of it that belongs to one theme: kroner, and where it belongs."""

    line: int
    theme: str
    area: str
    committee: str
    steering_area: str
    category: str
    year: int
    amount: Decimal


@dataclass
class Target:
    """Targets in kroner, positive where less is spent; None where the initiative has no amount in the year.

    `by_line` is the year's target by effect line id. `line_targets` are the catalogue's of all years, by line and year,
    before any transfer between initiatives.
    """

    year: Decimal | None = None
    to_date: Decimal | None = None
    later: dict[int, Decimal] = field(default_factory=dict)
    by_line: dict[int, Decimal] = field(default_factory=dict)
    line_targets: list[LineTarget] = field(default_factory=list)


class _Amount(NamedTuple):
    """An effect line in a year, once for each theme that shares it; or, without a line, one side of a transfer."""

    initiative: int
    line: int | None
    start_month: int
    weights: Sequence[Decimal]
    year: int
    amount: Decimal
    line_order: int | None
    theme: str | None
    area_code: str | None
    area_title: str | None
    committee: str | None
    steering_area: str | None
    category: str | None
    share: int | None
    share_theme: str | None
    share_amount: Decimal | None

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.line_order or 0, self.year, self.share or 0)


def load_targets(initiative_ids: Collection[int], year: int, month: int) -> Mapping[int, Target]:
    """The targets of the initiatives for the year, and by the end of the month (1-12); one query.

    Transfers between initiatives by then are included. The phasing of a line applies in its first year, the first in
    which it has an amount that is not zero. To the øre.
    """
    targets: defaultdict[int, Target] = defaultdict(Target)
    first_years: dict[int, int] = {}
    read: set[tuple[int, int]] = set()
    for amount in _load_amounts(initiative_ids, year, month):
        target = targets[amount.initiative]
        if amount.line is not None:
            target.line_targets.append(_build_line_target(amount, amount.line))
            if (amount.line, amount.year) in read:
                continue
            read.add((amount.line, amount.year))
            if amount.amount:
                first_years.setdefault(amount.line, amount.year)
        is_phased = amount.line is None or first_years.get(amount.line) == year
        _add(target, amount, year, month, is_phased=is_phased)
    return targets


def _add(target: Target, amount: _Amount, year: int, month: int, *, is_phased: bool) -> None:
    if amount.year == year:
        share = accumulated_share(month)
        if is_phased:
            share = accumulated_share(month, start_month=amount.start_month, weights=amount.weights)
        target.year = (target.year or Decimal(0)) + amount.amount
        target.to_date = (target.to_date or Decimal(0)) + (amount.amount * share).quantize(ORE)
        if amount.line is not None:
            target.by_line[amount.line] = amount.amount
    elif amount.year > year:
        target.later[amount.year] = target.later.get(amount.year, Decimal(0)) + amount.amount


def _build_line_target(amount: _Amount, line: int) -> LineTarget:
    return LineTarget(
        line=line,
        theme=(amount.share_theme or amount.theme) or "",
        area=f"{amount.area_code} {amount.area_title}" if amount.area_code else "",
        committee=amount.committee or "",
        steering_area=SteeringArea(amount.steering_area).label if amount.steering_area else "",
        category=EffectCategory(amount.category).label if amount.category else "",
        year=amount.year,
        amount=amount.amount if amount.share_amount is None else amount.share_amount,
    )


PLACES: Mapping[str, "models.Field[Any, Any]"] = {
    "line__order": models.IntegerField(),
    "line__initiative__theme__title": models.CharField(),
    "line__area__code": models.CharField(),
    "line__area__title": models.CharField(),
    "line__committee__name": models.CharField(),
    "line__steering_area": models.CharField(),
    "line__category": models.CharField(),
    "shares__pk": models.BigIntegerField(),
    "shares__theme__title": models.CharField(),
    "shares__amount": models.DecimalField(max_digits=15, decimal_places=2),
}
"""Where a line belongs, and the type of each; a transfer has none of them."""


def _load_amounts(initiative_ids: Collection[int], year: int, month: int) -> list[_Amount]:
    """The lines' amounts of all years and the transfers by the round, by line, year and share; one query."""
    no_places = {f"no_{name}": Cast(Value(None), field) for name, field in PLACES.items()}
    transfers = (
        TargetTransfer.objects.as_of(year, month)
        .order_by()
        .annotate(
            line=Cast(Value(None), models.BigIntegerField()),
            weights=Cast(Value([]), EffectLine._meta.get_field("weights")),
            **no_places,
        )
    )
    transferred_out = transfers.filter(from_initiative__in=initiative_ids).annotate(even=Value(1), lost=-F("amount"))
    transferred_in = transfers.filter(to_initiative__in=initiative_ids)
    amounts = (
        YearlyEffect.objects.counted()
        .filter(line__initiative__in=initiative_ids)
        .values_list("line__initiative_id", "line_id", "line__start_month", "line__weights", "year", "amount", *PLACES)
        .union(
            transferred_out.values_list("from_initiative_id", "line", "even", "weights", "year", "lost", *no_places),
            transferred_in.values_list(
                "to_initiative_id", "line", "start_month", "weights", "year", "amount", *no_places
            ),
            all=True,
        )
    )
    return sorted(map(_Amount._make, amounts), key=lambda amount: amount.order)


def forecast_if_started(initiative: Initiative, year: int, month: int) -> Decimal | None:
    """The year's effect in kroner if the effects that begin in it begin in the month instead; two queries.

    Lines that began in an earlier year keep their target. Nothing is stored: it is a proposal. None without amounts.
    """
    proposed: Decimal | None = None
    for line in initiative.lines.prefetch_related("effects"):
        amounts = {effect.year: effect.amount for effect in line.effects.all() if effect.amount}
        if year in amounts:
            first = min(amounts) == year
            amount = with_start_moved(amounts[year], start_month=line.start_month, to=month) if first else amounts[year]
            proposed = (proposed or Decimal(0)) + amount
    return proposed
