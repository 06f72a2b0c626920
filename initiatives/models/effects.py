"""Target effects: economic lines, their yearly amounts, and the parts of other groups.

Effects are stored in kroner with one sign: positive where the municipality spends less, negative where it costs.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Committee, SteeringArea
from initiatives.models.catalogues import Theme
from initiatives.models.categories import EffectCategory
from initiatives.models.initiatives import Initiative
from initiatives.models.published import PublishedTable
from initiatives.queries import YearlyEffectQuerySet


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
    """The part of a yearly effect that belongs to another group than the initiative's own."""

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
