"""What describes an initiative beside its amounts: assumptions, activities, measurements, staff, criteria, claims."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative


class MeasurementQuerySet(models.QuerySet[Any]):
    """Measurements with the annotations that pages need."""

    def with_goals(self) -> Self:
        """Adds `goal` and `goal_by`, the indicator's goal and its day, or None; part of the same query."""
        goals = IndicatorGoal.objects.filter(initiative=OuterRef("initiative"), indicator=OuterRef("indicator"))
        return self.annotate(goal=Subquery(goals.values("value")[:1]), goal_by=Subquery(goals.values("by")[:1]))


class DecidedBy(models.TextChoices):
    """Who has the power to fulfil an assumption or decide a proposal."""

    OWN = "own", "egen beslutningskompetence"
    PRACTICE = "practice", "ændret administrativ praksis"
    POLITICAL = "political", "politisk orientering eller godkendelse"


class Assumption(models.Model):
    """A condition for the effect of a catalogue, or of one of its initiatives."""

    catalogue = models.ForeignKey(
        Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="assumptions"
    )
    initiative = models.ForeignKey(
        Initiative,
        verbose_name="tiltag",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="assumptions",
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.TextField("forudsætning")
    decided_by = models.CharField("afgøres af", max_length=20, choices=DecidedBy)
    due = models.DateField("frist", null=True, blank=True)

    class Meta:
        verbose_name = "forudsætning"
        verbose_name_plural = "forudsætninger"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "order"], name="assumption_order_once"),
            models.CheckConstraint(condition=Q(decided_by__in=DecidedBy.values), name="assumption_decided_by_is_known"),
        ]

    def __str__(self) -> str:
        return self.text


class Activity(models.Model):
    """A planned activity of an initiative, without an amount of its own."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="activities"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.TextField("aktivitet")
    responsible = models.CharField("ansvarlig", max_length=120, blank=True)
    due = models.DateField("frist", null=True, blank=True)

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["initiative", "order"], name="activity_order_once")]

    def __str__(self) -> str:
        return self.text


class Measurement(models.Model):
    """The value of an indicator on a day; where the source gives a month, its last day."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="measurements"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    indicator = models.CharField("indikator", max_length=200)
    unit = models.CharField("enhed", max_length=40, blank=True)
    on = models.DateField("opgjort")
    value = models.DecimalField("værdi", max_digits=15, decimal_places=2)
    measured_here = models.BooleanField(
        "indtastet i opfølgningen", default=False, help_text="Målingen ændres ikke, når kataloget indlæses igen."
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = "måling"
        verbose_name_plural = "målinger"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="measurement_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class IndicatorGoal(models.Model):
    """The goal of an indicator and the day it is to be reached; entered in the follow-up."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="indicator_goals"
    )
    indicator = models.CharField("indikator", max_length=200)
    value = models.DecimalField("mål", max_digits=15, decimal_places=2)
    by = models.DateField("senest")

    class Meta:
        verbose_name = "mål for en indikator"
        verbose_name_plural = "mål for indikatorer"
        ordering: ClassVar = ["indicator"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "indicator"], name="indicator_goal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class StaffChange(models.Model):
    """Staff before and after as printed; the printed change is checked against them, not computed from them."""

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="staff")
    order = models.PositiveSmallIntegerField("rækkefølge")
    group = models.CharField("personale", max_length=200)
    before = models.DecimalField("før", max_digits=15, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("efter", max_digits=15, decimal_places=2, null=True, blank=True)
    change = models.DecimalField("ændring", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "personaleændring"
        verbose_name_plural = "personaleændringer"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="staff_change_order_once")
        ]

    def __str__(self) -> str:
        return self.group


class UnitCalculation(models.Model):
    """Quantity and unit price before and after; prices in kroner."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="unit_calculations"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    service = models.CharField("ydelse", max_length=200)
    quantity_before = models.DecimalField("antal før", max_digits=15, decimal_places=2)
    price_before = models.DecimalField("enhedspris før", max_digits=17, decimal_places=4)
    quantity_after = models.DecimalField("antal efter", max_digits=15, decimal_places=2)
    price_after = models.DecimalField("enhedspris efter", max_digits=17, decimal_places=4)

    class Meta:
        verbose_name = "antal og enhedspris"
        verbose_name_plural = "antal og enhedspriser"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="unit_calculation_order_once")
        ]

    def __str__(self) -> str:
        return self.service

    @property
    def effect(self) -> Decimal:
        """The saving in kroner from the change of quantity and price: positive where less is spent."""
        return self.quantity_before * self.price_before - self.quantity_after * self.price_after


class SuccessCriterion(models.Model):
    """A criterion of success and how it is measured; the follow-up adds its status and the next assessment."""

    class Seen(models.TextChoices):
        ON_THE_WAY = "on_the_way", "på vej"
        MET = "met", "opfyldt"
        NOT_MET = "not_met", "ikke opfyldt"

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.TextField("succeskriterium")
    measured_by = models.TextField("måles ved", blank=True)
    responsible = models.TextField("ansvarlig", blank=True)
    when = models.TextField("hvornår", blank=True)
    look_on = models.DateField("næste vurdering", null=True, blank=True)
    seen = models.CharField("status", max_length=20, choices=Seen, blank=True)
    seen_note = models.TextField("vurdering", blank=True)
    seen_on = models.DateField("sidst vurderet", null=True, blank=True)

    class Meta:
        verbose_name = "succeskriterium"
        verbose_name_plural = "succeskriterier"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["initiative", "order"], name="criterion_order_once")]

    def __str__(self) -> str:
        return self.text


class Claim(models.Model):
    """A percent of a budget or a payback time, as printed in the document."""

    class ClaimKind(models.TextChoices):
        PERCENT = "percent", "procent af budget"
        PAYBACK_SERVICE = "payback_service", "tilbagebetaling på service"
        PAYBACK_TOTAL = "payback_total", "tilbagebetaling på totaløkonomi"

    class Method(models.TextChoices):
        """How the document computes a payback time, where it says so."""

        ACCUMULATED = "accumulated", "første år med samlet overskud"

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="claims")
    order = models.PositiveSmallIntegerField("rækkefølge")
    kind = models.CharField("type", max_length=20, choices=ClaimKind)
    area = models.CharField("område", max_length=200, blank=True)
    base = models.DecimalField("budget", max_digits=15, decimal_places=2, null=True, blank=True)
    base_year = models.PositiveSmallIntegerField("budgetår", null=True, blank=True)
    effect = models.DecimalField("effekt", max_digits=15, decimal_places=2, null=True, blank=True)
    printed = models.CharField("som i kilden", max_length=60)
    value = models.DecimalField("værdi", max_digits=15, decimal_places=2)
    method = models.CharField(
        "opgjort som",
        max_length=20,
        choices=Method,
        blank=True,
        help_text="Feltet er tomt, når kilden ikke oplyser det.",
    )

    class Meta:
        verbose_name = "kildens procent eller tilbagebetalingstid"
        verbose_name_plural = "kildens procenter og tilbagebetalingstider"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["initiative", "order"], name="claim_order_once")]

    def __str__(self) -> str:
        return self.printed
