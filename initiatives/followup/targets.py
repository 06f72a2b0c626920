"""What an initiative promised for a year and by a month, and for the years after."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from initiatives.followup.phasing import accumulated_share, with_start_moved
from initiatives.models import Initiative, YearlyEffect

ORE = Decimal("0.01")


@dataclass
class Target:
    """Kroner, positive where less is spent; None where the initiative has no amount in the year."""

    year: Decimal | None = None
    to_date: Decimal | None = None
    later: dict[int, Decimal] = field(default_factory=dict)
    by_line: dict[int, Decimal] = field(default_factory=dict)


def load_targets(initiative_ids: Collection[int], year: int, month: int) -> Mapping[int, Target]:
    """The targets of the initiatives for the year, and by the end of the month (1-12); one query.

    A line's first year is the first in which it has an amount that is not zero; there its phasing counts. To the øre.
    """
    rows = (
        YearlyEffect.objects.filter(line__initiative__in=initiative_ids)
        .order_by("line", "year")
        .values_list("line__initiative_id", "line_id", "line__start_month", "line__weights", "year", "amount")
    )
    targets: defaultdict[int, Target] = defaultdict(Target)
    first_years: dict[int, int] = {}
    for initiative_id, line_id, start, weights, effect_year, amount in rows:
        target = targets[initiative_id]
        if amount:
            first_years.setdefault(line_id, effect_year)
        if effect_year == year:
            phased = first_years.get(line_id) == year
            share = accumulated_share(month, start_month=start, weights=weights) if phased else accumulated_share(month)
            target.year = (target.year or Decimal(0)) + amount
            target.to_date = (target.to_date or Decimal(0)) + (amount * share).quantize(ORE)
            target.by_line[line_id] = amount
        elif effect_year > year:
            target.later[effect_year] = target.later.get(effect_year, Decimal(0)) + amount
    return targets


def forecast_if_started(initiative: Initiative, year: int, month: int) -> Decimal | None:
    """What the year gives if the effects that begin in it begin in the month instead; two queries.

    Kroner. Lines that began before give their target, and none are changed: it is a proposal. None without amounts.
    """
    proposed: Decimal | None = None
    for line in initiative.lines.prefetch_related("effects"):
        amounts = {effect.year: effect.amount for effect in line.effects.all() if effect.amount}
        if year in amounts:
            first = min(amounts) == year
            amount = with_start_moved(amounts[year], start_month=line.start_month, to=month) if first else amounts[year]
            proposed = (proposed or Decimal(0)) + amount
    return proposed
