"""The areas that a budget is divided into: a tree for each municipality."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from budgets.calendar import MONTHS_A_YEAR
from budgets.models.people import Municipality
from budgets.models.reference import Committee, LegalBasis, SteeringArea


class BudgetArea(models.Model):
    """A frame, policy area or part of one; what is appropriated and spent in it includes what its children have."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="areas"
    )
    parent = models.ForeignKey(
        "self", verbose_name="under", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.CharField("kode", max_length=20, help_text="Fx 50.54.")
    title = models.CharField("navn", max_length=120)
    committee = models.ForeignKey(
        Committee, verbose_name="udvalg", null=True, blank=True, on_delete=models.PROTECT, related_name="areas"
    )
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea, blank=True)
    legal_bases = models.ManyToManyField(LegalBasis, verbose_name="lovgrundlag", blank=True, related_name="areas")
    account_functions = models.CharField("funktioner i kontoplanen", max_length=120, blank=True)
    month_weights = ArrayField(
        models.DecimalField(max_digits=9, decimal_places=4),
        verbose_name="periodisering",
        default=list,
        blank=True,
        help_text="Tolv vægte. Er feltet tomt, gælder det overordnede områdes vægte, ellers ens beløb hver måned.",
    )

    class Meta:
        verbose_name = "område"
        verbose_name_plural = "områder"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                name="budget_area_code_once",
                violation_error_message="Der er allerede et område med koden.",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="budget_area_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(steering_area__in=["", *SteeringArea.values]), name="budget_area_steering_area_is_known"
            ),
            models.CheckConstraint(
                condition=Q(month_weights__len__in=[0, MONTHS_A_YEAR]), name="budget_area_has_twelve_weights"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ShareOf(models.TextChoices):
    """What the parts of a deviation are told by."""

    TARGET_GROUP = "target_group", "målgruppe"
    PROVISION = "provision", "type af indsats"


class DeviationShare(models.Model):
    """A part of a year's deviation, as somebody told it: in kroner, in percent of the deviation, or both."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="deviation_shares"
    )
    area = models.ForeignKey(
        BudgetArea,
        verbose_name="område",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="Lad feltet være tomt, hvis delen gælder hele budgettet.",
    )
    year = models.PositiveSmallIntegerField("år")
    told_by = models.CharField("fordelt på", max_length=20, choices=ShareOf)
    label = models.CharField("del", max_length=120)
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField("procent", max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.CharField("kilde", max_length=200, blank=True)

    class Meta:
        verbose_name = "del af afvigelse"
        verbose_name_plural = "dele af afvigelser"
        ordering: ClassVar = ["year", "told_by", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "area", "year", "told_by", "label"],
                nulls_distinct=False,
                name="deviation_share_once",
                violation_error_message="Delen er allerede oplyst.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(percent__isnull=False),
                name="deviation_share_has_a_figure",
                violation_error_message="Skriv et beløb eller en procent.",
            ),
            models.CheckConstraint(condition=Q(told_by__in=ShareOf.values), name="deviation_share_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.year}"
