"""Reading catalogues: each fact has one method here, whose docstring says what it costs."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Sum

if TYPE_CHECKING:
    from initiatives.models import Catalogue

AmountsByYear = Mapping[int, Decimal]


class CatalogueQuerySet(models.QuerySet[Any]):
    """Catalogues as lists show them."""

    def with_initiative_counts(self) -> Self:
        """Adds `initiative_count`, dropped and replaced ones included; part of the same query."""
        return self.annotate(initiative_count=Count("initiatives"))

    def current_on(self, day: date) -> Self:
        """Those that were published by `day` and whose last year has not passed."""
        return self.filter(published__lte=day, last_year__gte=day.year)


class YearlyEffectQuerySet(models.QuerySet[Any]):
    """Target effects, summed in the database."""

    def sums(self, catalogue: "Catalogue") -> "EffectSums":
        """The catalogue's target effects; one query, one row for each initiative, category and year."""
        summed: EffectSums = defaultdict(lambda: defaultdict(dict))
        rows = (
            self.filter(line__initiative__catalogue=catalogue)
            .values_list("line__initiative_id", "line__category", "year")
            .annotate(sum=Sum("amount"))
        )
        for initiative_id, category, year, amount in rows:
            summed[initiative_id][category][year] = amount
        return summed


EffectSums = defaultdict[int, defaultdict[str, dict[int, Decimal]]]
"""Kroner, positive where less is spent: sums[initiative id][category][year]."""
