"""Target effects: economic lines, their yearly amounts, and the shares of other groups.

Effects are stored in kroner with one sign: positive where the municipality spends less, negative where it costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Sum

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Committee, SteeringArea
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Theme
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedTable


class YearlyEffectQuerySet(models.QuerySet[Any]):
    """Target effects with the sums and annotations that plans need."""

    def counted(self) -> Self:
        """Those of lines that no decision has ended; part of the same query."""
        return self.filter(line__ended_by__isnull=True)

    def facts(self, catalogue: "Catalogue") -> "EffectData":
        """The catalogue's target effects, one fact for each line and year, and their shares; one query."""
        ended = models.ExpressionWrapper(Q(line__ended_by__isnull=False), models.BooleanField())
        effects = self.filter(line__initiative__catalogue=catalogue).annotate(is_ended=ended)
        effect_rows = effects.values_list(
            *("pk", "line__initiative_id", "line__initiative__theme_id", "line__order"),
            *("line__category", "line__steering_area", "year", "amount", "line__committee_id", "line__price_level"),
            *("is_ended", "shares__theme_id", "shares__amount"),
        )
        facts: dict[int, EffectFact] = {}
        shares = []
        for *fact, theme_id, amount in effect_rows:
            facts[fact[0]] = EffectFact(*fact)
            if theme_id is not None:
                shares.append((fact[0], theme_id, amount))
        return EffectData(list(facts.values()), shares)

    def by_part(self, catalogue: "Catalogue") -> dict[tuple[int, str], dict[int, Decimal]]:
        """Kroner by year, by initiative id and part; ended lines are included; one query."""
        effects = self.filter(line__initiative__catalogue=catalogue).exclude(line__part="").order_by()
        yearly_by_part: dict[tuple[int, str], dict[int, Decimal]] = {}
        yearly_sums = effects.values_list("line__initiative", "line__part", "year").annotate(Sum("amount"))
        for initiative, part, year, amount in yearly_sums:
            yearly_by_part.setdefault((initiative, part), {})[year] = amount
        return yearly_by_part

    def with_sources_and_shares(self) -> Self:
        """With `source_table`, and in the same order `share_themes` (titles) and `share_amounts` (kroner)."""
        has_shares = Q(shares__isnull=False)
        return self.select_related("source_table").annotate(
            share_themes=ArrayAgg("shares__theme__title", order_by="shares__pk", filter=has_shares, default=[]),
            share_amounts=ArrayAgg("shares__amount", order_by="shares__pk", filter=has_shares, default=[]),
        )


@dataclass(frozen=True)
class EffectFact:
    """The amount of a line in a year: kroner, positive where less is spent.

    `theme_id` is the group that it belongs to; `price_level` is the line's own, where it has one. An effect that a
    decision has ended is part of the document and counts in no total.
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
    is_ended: bool = False


@dataclass(frozen=True)
class EffectData:
    """The facts of a catalogue, and its shares: effect id, id of the group that has the share, and kroner."""

    facts: Sequence[EffectFact]
    shares: Sequence[tuple[int, int, Decimal]]


class EffectLine(models.Model):
    """An economic line of an initiative, with one yearly effect for each year that has an amount."""

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.CharField("tekst", max_length=400)
    part = models.CharField("del", max_length=80, blank=True)
    committee = models.ForeignKey(
        Committee, verbose_name="udvalg", null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    area = models.ForeignKey(
        BudgetArea,
        verbose_name="ramme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="effect_lines",
        help_text="Den ramme i budgettet, som linjen påvirker.",
    )
    category = models.CharField("kategori", max_length=20, choices=EffectCategory)
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea, blank=True)
    price_level = models.PositiveSmallIntegerField(
        "pris- og lønniveau", null=True, blank=True, help_text="Kun når linjen har et andet end kataloget."
    )
    funding = models.CharField("finansiering", max_length=120, blank=True, help_text="Fx en investeringspulje.")
    ended_by = models.ForeignKey(
        "Decision",
        verbose_name="udgået ved",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ended_lines",
        help_text="Beslutningen om den del, som linjen hører til. En udgået linje vises, men tæller ikke med.",
    )

    start_month = models.PositiveSmallIntegerField(
        "startmåned", default=1, help_text="Den måned i linjens første år, hvor effekten begynder."
    )
    weights = ArrayField(
        models.DecimalField(max_digits=9, decimal_places=4),
        verbose_name="indfasning",
        default=list,
        blank=True,
        help_text="Vægte for kvartaler (4) eller måneder (12) i det første år. Uden vægte er indfasningen jævn.",
    )

    class Meta:
        verbose_name = "økonomisk linje"
        verbose_name_plural = "økonomiske linjer"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="effect_line_order_once"),
            models.CheckConstraint(
                condition=Q(category__in=EffectCategory.values), name="effect_line_category_is_known"
            ),
            models.CheckConstraint(
                condition=Q(steering_area__in=["", *SteeringArea.values]), name="effect_line_steering_area_is_known"
            ),
            models.CheckConstraint(
                condition=Q(start_month__gte=1, start_month__lte=12), name="effect_line_start_month_is_known"
            ),
            models.CheckConstraint(condition=Q(weights__len__in=[0, 4, 12]), name="effect_line_weights_fit_a_year"),
        ]

    def __str__(self) -> str:
        return self.text


class YearlyEffect(models.Model):
    """The target effect of a line in one year: kroner, positive where the municipality spends less."""

    line = models.ForeignKey(EffectLine, verbose_name="linje", on_delete=models.CASCADE, related_name="effects")
    year = models.PositiveSmallIntegerField("år")
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)
    source_table = models.ForeignKey(
        PublishedTable, verbose_name="kildens tabel", null=True, blank=True, on_delete=models.RESTRICT
    )

    objects = YearlyEffectQuerySet.as_manager()

    class Meta:
        verbose_name = "årlig effekt"
        verbose_name_plural = "årlige effekter"
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "year"], name="yearly_effect_once")]

    def __str__(self) -> str:
        return f"{self.line}, {self.year}"


class ThemeShare(models.Model):
    """The share of a yearly effect that belongs to another group than the initiative's own."""

    effect = models.ForeignKey(YearlyEffect, verbose_name="effekt", on_delete=models.CASCADE, related_name="shares")
    theme = models.ForeignKey(Theme, verbose_name="gruppe", on_delete=models.RESTRICT, related_name="shares")
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "gruppes andel"
        verbose_name_plural = "gruppers andele"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["effect", "theme"], name="theme_share_once")]

    def __str__(self) -> str:
        return f"{self.effect}, {self.theme}"
