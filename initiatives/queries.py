"""Reading catalogues: each fact has one method here, whose docstring says what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from initiatives.models import Catalogue


class CatalogueQuerySet(models.QuerySet[Any]):
    """Catalogues as lists show them."""

    def with_initiative_counts(self) -> Self:
        """Adds `initiative_count`, dropped and replaced ones included; part of the same query."""
        return self.annotate(initiative_count=Count("initiatives"))

    def current_on(self, day: date) -> Self:
        """Those that were published by `day` and whose last year has not passed."""
        return self.filter(published__lte=day, last_year__gte=day.year)


class YearlyEffectQuerySet(models.QuerySet[Any]):
    """Target effects."""

    def facts(self, catalogue: "Catalogue") -> "EffectData":
        """The catalogue's target effects, one fact for each line and year, and their shares; one query."""
        rows = self.filter(line__initiative__catalogue=catalogue).values_list(
            *("pk", "line__initiative_id", "line__initiative__theme_id", "line__order"),
            *("line__category", "line__steering_area", "year", "amount", "line__committee_id", "line__price_level"),
            *("shares__theme_id", "shares__amount"),
        )
        facts: dict[int, EffectFact] = {}
        shares = []
        for *fact, theme_id, amount in rows:
            facts[fact[0]] = EffectFact(*fact)
            if theme_id is not None:
                shares.append((fact[0], theme_id, amount))
        return EffectData(list(facts.values()), shares)

    def with_sources_and_shares(self) -> Self:
        """With `source_table`, and in one order `share_themes` and `share_amounts`: the groups' titles and parts."""
        is_there = Q(shares__isnull=False)
        return self.select_related("source_table").annotate(
            share_themes=ArrayAgg("shares__theme__title", order_by="shares__pk", filter=is_there, default=[]),
            share_amounts=ArrayAgg("shares__amount", order_by="shares__pk", filter=is_there, default=[]),
        )


@dataclass(frozen=True)
class EffectFact:
    """The amount of a line in a year: kroner, positive where less is spent.

    `theme_id` is whose group it belongs to, and `price_level` the line's own, where it has one.
    """

    effect_id: int
    initiative_id: int
    theme_id: int | None
    line: int
    category: str
    steering_area: str
    year: int
    amount: Decimal
    committee_id: int | None = None
    price_level: int | None = None


@dataclass(frozen=True)
class EffectData:
    """The facts of a catalogue, and its shares: effect id, id of the group that has the part, and its kroner."""

    facts: Sequence[EffectFact]
    shares: Sequence[tuple[int, int, Decimal]]
