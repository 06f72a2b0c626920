"""Catalogues: published collections of initiatives, their groups and remarks."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from budgets.foundation.amounts import Unit
from budgets.foundation.models import Municipality


class CatalogueQuerySet(models.QuerySet[Any]):
    """Catalogues with the annotations that lists need."""

    def with_initiative_counts(self) -> Self:
        """Adds `initiative_count`, without initiatives that were added in the follow-up; part of the same query."""
        is_own = Q(initiatives__added_in__isnull=True)
        return self.annotate(initiative_count=Count("initiatives", filter=is_own))

    def with_source(self) -> Self:
        """Adds `has_source`: whether the document has tables of amounts per year; part of the same query."""
        with_yearly_tables = Catalogue.objects.filter(pk=OuterRef("pk"), tables__kind="plan")
        return self.annotate(has_source=Exists(with_yearly_tables))

    def current_on(self, day: date) -> Self:
        """Those published by the day whose last year has not passed."""
        return self.filter(published__lte=day, last_year__gte=day.year)


class Sign(models.TextChoices):
    """How a document prints a saving."""

    SAVINGS_POSITIVE = "savings_positive", "besparelser uden fortegn"
    SAVINGS_NEGATIVE = "savings_negative", "besparelser med minus"

    @property
    def factor(self) -> int:
        """Multiplies a printed amount to the stored sign (positive where less is spent), and back."""
        return -1 if self is Sign.SAVINGS_NEGATIVE else 1


class CatalogueKind(models.TextChoices):
    ACTION_PLAN = "action_plan", "handlingsplan"
    SAVINGS_CATALOGUE = "savings_catalogue", "effektiviseringskatalog"
    REPRIORITISATION = "reprioritisation", "omprioriteringskatalog"
    STATUS = "status", "status på styring"


class Catalogue(models.Model):
    """A published collection of initiatives, and the format of its document: unit, decimals and sign."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.PROTECT, related_name="catalogues"
    )
    slug = models.SlugField("kortnavn", unique=True)
    title = models.CharField("titel", max_length=200)
    kind = models.CharField("type", max_length=20, choices=CatalogueKind)
    scope = models.CharField("dækningsområde", max_length=200, help_text="Det fagområde, som kataloget dækker.")
    published = models.DateField("offentliggjort", help_text="Den første i måneden, når kun måneden er oplyst.")
    first_year = models.PositiveSmallIntegerField("første år")
    last_year = models.PositiveSmallIntegerField("sidste år")
    price_level = models.PositiveSmallIntegerField("pris- og lønniveau", null=True, blank=True)
    unit = models.CharField("enhed", max_length=5, choices=Unit)
    decimals = models.PositiveSmallIntegerField("decimaler", help_text="Det mindste antal decimaler i kildens beløb.")
    sign = models.CharField("fortegn", max_length=20, choices=Sign)
    summary = models.TextField("resumé")
    source = models.TextField("kilde")
    reading_note = models.TextField("sådan er kilden læst", blank=True)
    is_constructed = models.BooleanField("konstrueret eksempel", default=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = "katalog"
        verbose_name_plural = "kataloger"
        ordering: ClassVar = ["-published", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="catalogue_years_in_order"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="catalogue_unit_is_known"),
            models.CheckConstraint(condition=Q(sign__in=Sign.values), name="catalogue_sign_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        """The catalogue's years, first to last."""
        return range(self.first_year, self.last_year + 1)


class Theme(models.Model):
    """A group of initiatives inside a catalogue."""

    catalogue = models.ForeignKey(Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField("rækkefølge")
    title = models.CharField("titel", max_length=200)
    summary = models.TextField("resumé", blank=True)
    excluded_from_totals = models.BooleanField(
        "uden for planen", default=False, help_text="Gruppen vises med sin egen sum og indgår ikke i planens sum."
    )

    class Meta:
        verbose_name = "gruppe"
        verbose_name_plural = "grupper"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["catalogue", "order"], name="theme_order_once")]

    def __str__(self) -> str:
        return self.title


class Remark(models.Model):
    """A text of the catalogue beside its amounts: a recommendation, a point of attention, or governance."""

    class RemarkKind(models.TextChoices):
        RECOMMENDATION = "recommendation", "anbefaling"
        ATTENTION = "attention", "opmærksomhedspunkt"
        GOVERNANCE = "governance", "styring og opfølgning"

    catalogue = models.ForeignKey(Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="remarks")
    order = models.PositiveSmallIntegerField("rækkefølge")
    kind = models.CharField("type", max_length=20, choices=RemarkKind)
    text = models.TextField("tekst")

    class Meta:
        verbose_name = "bemærkning"
        verbose_name_plural = "bemærkninger"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["catalogue", "order"], name="remark_order_once")]

    def __str__(self) -> str:
        return self.text


REMARK_HEADINGS = {
    Remark.RemarkKind.RECOMMENDATION: "Anbefalinger",
    Remark.RemarkKind.ATTENTION: "Opmærksomhedspunkter",
    Remark.RemarkKind.GOVERNANCE: "Styring og opfølgning",
}


class EffectCategory(models.TextChoices):
    PERMANENT = "permanent", "varig ændring"
    TEMPORARY = "temporary", "midlertidig ændring"
    IMPLEMENTATION = "implementation", "implementeringsomkostning"
