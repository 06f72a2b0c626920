"""Targets of initiatives: of a year, by a month, and of the years after."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast

from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import TargetTransfer
from initiatives.results.phasing import accumulated_share, with_start_moved

ORE = Decimal("0.01")


@dataclass
class Target:
    """Targets in kroner, positive where less is spent; None where the initiative has no amount in the year."""

    year: Decimal | None = None
    to_date: Decimal | None = None
    later: dict[int, Decimal] = field(default_factory=dict)
    by_line: dict[int, Decimal] = field(default_factory=dict)


def load_targets(initiative_ids: Collection[int], year: int, month: int) -> Mapping[int, Target]:
    """The targets of the initiatives for the year, and by the end of the month (1-12); one query.

    Transfers between initiatives by then are included. The phasing of a line applies in its first year, the first in
    which it has an amount that is not zero. To the øre.
    """
    targets: defaultdict[int, Target] = defaultdict(Target)
    first_years: dict[int, int] = {}
    for initiative_id, line_id, start, weights, effect_year, amount in _load_amounts(initiative_ids, year, month):
        target = targets[initiative_id]
        if amount and line_id is not None:
            first_years.setdefault(line_id, effect_year)
        if effect_year == year:
            phased = line_id is None or first_years.get(line_id) == year
            share = accumulated_share(month, start_month=start, weights=weights) if phased else accumulated_share(month)
            target.year = (target.year or Decimal(0)) + amount
            target.to_date = (target.to_date or Decimal(0)) + (amount * share).quantize(ORE)
            if line_id is not None:
                target.by_line[line_id] = amount
        elif effect_year > year:
            target.later[effect_year] = target.later.get(effect_year, Decimal(0)) + amount
    return targets


def _load_amounts(initiative_ids: Collection[int], year: int, month: int) -> list[Any]:
    """Initiative, line (None for a transfer), start month, weights, year and kroner, by line and year; one query."""
    no_line, no_weights = (
        Cast(Value(None), models.BigIntegerField()),
        Cast(Value([]), EffectLine._meta.get_field("weights")),
    )
    transfers = TargetTransfer.objects.as_of(year, month).order_by().annotate(line=no_line, weights=no_weights)
    transferred_out = transfers.filter(from_initiative__in=initiative_ids).annotate(even=Value(1), lost=-F("amount"))
    transferred_in = transfers.filter(to_initiative__in=initiative_ids)
    amounts = (
        YearlyEffect.objects.counted()
        .filter(line__initiative__in=initiative_ids)
        .values_list("line__initiative_id", "line_id", "line__start_month", "line__weights", "year", "amount")
        .union(
            transferred_out.values_list("from_initiative_id", "line", "even", "weights", "year", "lost"),
            transferred_in.values_list("to_initiative_id", "line", "start_month", "weights", "year", "amount"),
            all=True,
        )
    )
    return sorted(amounts, key=lambda row: (row[1] or 0, row[4]))


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
