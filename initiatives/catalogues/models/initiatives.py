"""Initiatives and their lifecycle."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from budgets.foundation.models import LegalBasis, User
from initiatives.catalogues.models.catalogues import Catalogue, Theme


class InitiativeQuerySet(models.QuerySet[Any]):
    """Initiatives with the annotations that pages and notes need."""

    def from_source(self) -> Self:
        """Those of the published catalogue, without those added in the follow-up; part of the same query."""
        return self.filter(added_in__isnull=True)

    def with_legal_basis_facts(self) -> Self:
        """Adds `legal_basis_facts`, a list of the fields of each legal basis; part of the same query."""
        fields = {name: f"legal_bases__{name}" for name in ("law", "section", "title", "category")}
        has_legal_basis = Q(legal_bases__isnull=False)
        facts = ArrayAgg(JSONObject(**fields), filter=has_legal_basis, order_by="legal_bases__section", default=[])
        return self.annotate(legal_basis_facts=facts)

    def with_printed_codes(self) -> Self:
        """Adds `printed_codes`, the numbers printed in the document for each; part of the same query."""
        numbered = Initiative.objects.filter(pk=OuterRef("pk"), published_rows__code__gt="")
        in_order = numbered.order_by("published_rows__table__ordinal", "published_rows__order")
        return self.annotate(printed_codes=ArraySubquery(in_order.values("published_rows__code")))

    def with_version_count(self) -> Self:
        """Adds `version_count`, the number of versions of the business case; part of the same query."""
        with_count = Initiative.objects.filter(pk=OuterRef("pk")).order_by().annotate(Count("versions"))
        return self.annotate(version_count=Subquery(with_count.values("versions__count")))


def until_round(year: int | F, period: int | F, path: str = "round__") -> Q:
    """Condition: belongs to the round of the year and period, or an earlier one."""
    return Q(**{f"{path}year__lt": year}) | Q(**{f"{path}year": year, f"{path}period__lte": period})


def existing_by_round(year: int | F, period: int | F, path: str = "added_in__") -> Q:
    """Condition: an initiative of the catalogue itself, or one that was added in the round or an earlier one."""
    return Q(**{f"{path}isnull": True}) | until_round(year, period, path)


class Lifecycle(models.TextChoices):
    """The phase of an initiative; dropped and replaced ones stay visible but count in no total."""

    PROPOSED = "proposed", "foreslået"
    ADOPTED = "adopted", "vedtaget"
    UNDER_WAY = "under_way", "i gang"
    FULLY_PHASED_IN = "fully_phased_in", "fuldt indfaset"
    CLOSED = "closed", "afsluttet"
    DROPPED = "dropped", "udgået"
    REPLACED = "replaced", "erstattet"


ENDED = (Lifecycle.DROPPED, Lifecycle.REPLACED)


class Risk(models.TextChoices):
    LOW = "low", "lav"
    MEDIUM = "medium", "middel"
    HIGH = "high", "høj"


class BudgetEffect(models.TextChoices):
    """How an initiative affects the adopted budget; only the first two can be posted in it (udmøntet)."""

    IN_BUDGET = "in_budget", "regnet ind i budgettet"
    TO_BE_POSTED = "to_be_posted", "skal udmøntes i budgettet"
    AVOIDS_OVERSPEND = "avoids_overspend", "undgår et merforbrug"


class Initiative(models.Model):
    """A saving or change with its effects; identified inside its catalogue by our own `key`.

    Printed numbers are stored on the published rows: one initiative may have two, and two initiatives may share one.
    """

    catalogue = models.ForeignKey(
        Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="initiatives"
    )
    theme = models.ForeignKey(
        Theme, verbose_name="gruppe", null=True, blank=True, on_delete=models.RESTRICT, related_name="initiatives"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    key = models.SlugField("nøgle", max_length=40)
    code = models.CharField(
        "nummer",
        max_length=40,
        blank=True,
        help_text="Fx HA05. Lad feltet være tomt, hvis nummeret kun står i kildens tabeller.",
    )
    title = models.CharField("titel", max_length=400)
    summary = models.TextField("resumé", blank=True)
    lifecycle = models.CharField("fase", max_length=20, choices=Lifecycle)
    ended_on = models.DateField(
        "ophørt senest",
        null=True,
        blank=True,
        help_text="Dagen, eller den sidste dag i måneden, når kun måneden er oplyst.",
    )
    ended_by = models.CharField("besluttet af", max_length=120, blank=True)
    ended_reason = models.TextField("begrundelse for ophør", blank=True)
    is_residual = models.BooleanField("rest, ikke defineret", default=False)
    version = models.CharField("version", max_length=40, blank=True, help_text="Som i kilden, fx REVIDERET.")
    replaces = models.CharField(
        "erstatter",
        max_length=40,
        blank=True,
        help_text="Nummeret på det erstattede forslag, når det ikke er i programmet.",
    )
    risk = models.CharField("risiko", max_length=10, choices=Risk, blank=True)
    risk_reason = models.TextField("begrundelse for risikoen", blank=True)
    responsible = models.ForeignKey(
        User,
        verbose_name="ansvarlig",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiatives",
        help_text="Den, der følger op på tiltaget.",
    )
    budget_effect = models.CharField("virkning på budgettet", max_length=20, choices=BudgetEffect, blank=True)
    legal_bases = models.ManyToManyField(LegalBasis, verbose_name="lovgrundlag", blank=True)
    written_here = models.BooleanField(
        "oprettet i programmet", default=False, help_text="Forslaget bevares, selv om det ikke er i en indlæst fil."
    )
    added_in = models.ForeignKey(
        "FollowUpRound",
        verbose_name="tilføjet i runden",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Feltet er tomt, når tiltaget er fra kataloget.",
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "tiltag"
        verbose_name_plural = "tiltag"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "key"], name="initiative_key_once_per_catalogue"),
            models.CheckConstraint(condition=Q(lifecycle__in=Lifecycle.values), name="initiative_lifecycle_is_known"),
            models.CheckConstraint(
                condition=Q(budget_effect__in=["", *BudgetEffect.values]), name="initiative_budget_effect_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(lifecycle__in=ENDED) | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                name="initiative_ended_has_date_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts(self) -> bool:
        """False for a dropped or replaced initiative, which is shown but counts in no total."""
        return self.lifecycle not in ENDED

    def counted_when(self, published: date) -> bool:
        """True where the published document counted it: it had not ended by the last day of that month."""
        month_after = (published.replace(day=1) + timedelta(days=31)).replace(day=1)
        return self.counts or (self.ended_on is not None and self.ended_on >= month_after)
