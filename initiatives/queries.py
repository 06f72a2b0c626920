"""Reading catalogues: each fact has one method here, whose docstring says what it costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count

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

    def facts(self, catalogue: "Catalogue") -> list["EffectFact"]:
        """The catalogue's target effects, one fact for each line and year; one query."""
        rows = self.filter(line__initiative__catalogue=catalogue).values_list(
            *("pk", "line__initiative_id", "line__initiative__theme_id", "line__order"),
            *("line__category", "line__steering_area", "year", "amount"),
        )
        return [EffectFact(*row) for row in rows]


@dataclass(frozen=True)
class EffectFact:
    """The amount of a line in a year: kroner, positive where less is spent; `theme_id` is whose group it belongs to."""

    effect_id: int
    initiative_id: int
    theme_id: int | None
    line: int
    category: str
    steering_area: str
    year: int
    amount: Decimal
