"""The business case of a proposal: its texts, the parts that can be chosen separately, its links and side effects."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from budgets.areas.models import BudgetArea
from initiatives.catalogues.models.descriptions import DecidedBy
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative, Risk


class Origin(models.TextChoices):
    """Where a proposal comes from."""

    BUDGET_AGREEMENT = "budget_agreement", "budgetaftale"
    MASTER_PLAN = "master_plan", "masterplan"
    BUDGET_WISH = "budget_wish", "budgetønske"
    OTHER = "other", "andet"


class BusinessCase(models.Model):
    """The texts of a proposal."""

    initiative = models.OneToOneField(
        Initiative, verbose_name="forslag", on_delete=models.CASCADE, related_name="business_case"
    )
    proposed_by = models.CharField("fremstillende forvaltning", max_length=120, blank=True)
    departments = ArrayField(
        models.CharField(max_length=120), verbose_name="øvrige berørte forvaltninger", default=list, blank=True
    )
    background = models.TextField("baggrund og formål", blank=True)
    content = models.TextField("forslagets indhold", blank=True)
    economy = models.TextField("økonomi i ord", blank=True)
    implementation = models.TextField("implementering", blank=True)
    involvement = models.TextField("inddragelse af samarbejdspartnere", blank=True)
    expected_effect = models.TextField("forslagets effekt", blank=True)
    monitoring = models.TextField("opfølgning", blank=True)
    baseline = models.TextField("udgangspunkt", blank=True, help_text="Den situation, som ændringen måles ud fra.")
    decided_by = models.CharField("kan besluttes af", max_length=20, choices=DecidedBy, blank=True)
    origin = models.CharField("oprindelse", max_length=20, choices=Origin, blank=True)
    origin_note = models.CharField("hvilken", max_length=200, blank=True, help_text="Fx Budgetaftale 2018, punkt 12.")
    is_frame = models.BooleanField(
        "rammebesparelse", default=False, help_text="Besparelsen fordeles på enheder, når forslaget er vedtaget."
    )

    class Meta:
        verbose_name = "business case"
        verbose_name_plural = "business cases"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__in=["", *DecidedBy.values]), name="business_case_decided_by_is_known"
            ),
            models.CheckConstraint(condition=Q(origin__in=["", *Origin.values]), name="business_case_origin_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.initiative)


class ProposalPart(models.Model):
    """A part of a proposal that can be chosen by itself; its lines name it."""

    initiative = models.ForeignKey(Initiative, verbose_name="forslag", on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField("rækkefølge")
    name = models.CharField("del", max_length=80)
    text = models.TextField("indhold", blank=True)
    risk = models.CharField("risiko", max_length=10, choices=Risk, blank=True)
    risk_reason = models.TextField("begrundelse for risikoen", blank=True)

    class Meta:
        verbose_name = "del af forslag"
        verbose_name_plural = "dele af forslag"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "name"], name="proposal_part_name_once"),
            models.CheckConstraint(condition=Q(risk__in=["", *Risk.values]), name="proposal_part_risk_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceLevel(models.Model):
    """What citizens receive before and after."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="forslag", on_delete=models.CASCADE, related_name="service_levels"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    subject = models.CharField("ydelse", max_length=200)
    before = models.TextField("serviceniveau før", blank=True)
    after = models.TextField("serviceniveau efter", blank=True)

    class Meta:
        verbose_name = "serviceniveau"
        verbose_name_plural = "serviceniveauer"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="service_level_order_once")
        ]

    def __str__(self) -> str:
        return self.subject


class CounterEffect(models.Model):
    """The effect of a proposal on another area, in a year with full effect: kroner, negative where it costs there."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="forslag", on_delete=models.CASCADE, related_name="counter_effects"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    area = models.CharField("område", max_length=200)
    text = models.TextField("virkning")
    amount = models.DecimalField("beløb pr. år", max_digits=15, decimal_places=2, null=True, blank=True)
    is_in_lines = models.BooleanField("indgår i linjerne", default=False)

    class Meta:
        verbose_name = "virkning på andre områder"
        verbose_name_plural = "virkninger på andre områder"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="counter_effect_order_once")
        ]

    def __str__(self) -> str:
        return self.area


class LinkKind(models.TextChoices):
    """How a proposal relates to another."""

    REPLACES = "replaces", "erstatter"
    ALTERNATIVE = "alternative", "er et alternativ til"


class ProposalLink(models.Model):
    """A relation to another proposal, which may be known only by its code."""

    initiative = models.ForeignKey(Initiative, verbose_name="forslag", on_delete=models.CASCADE, related_name="links")
    kind = models.CharField("type", max_length=20, choices=LinkKind)
    other = models.ForeignKey(
        Initiative,
        verbose_name="det andet forslag",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="links_to",
    )
    code = models.CharField(
        "det andet forslags nummer", max_length=40, blank=True, help_text="Når kun nummeret er kendt."
    )

    class Meta:
        verbose_name = "forbindelse mellem forslag"
        verbose_name_plural = "forbindelser mellem forslag"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative", "kind", "other", "code"], nulls_distinct=False, name="proposal_link_once"
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=False, code="") | (Q(other__isnull=True) & ~Q(code="")),
                name="proposal_link_has_one_other",
            ),
            models.CheckConstraint(condition=~Q(other=models.F("initiative")), name="proposal_link_is_to_another"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="proposal_link_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.get_kind_display()} {self.other or self.code}"


class FrameShare(models.Model):
    """A unit's share of a frame saving's yearly effect: kroner, same sign as the effect."""

    effect = models.ForeignKey(YearlyEffect, verbose_name="effekt", on_delete=models.PROTECT, related_name="spread")
    unit = models.CharField("enhed", max_length=120)
    area = models.ForeignKey(
        BudgetArea, verbose_name="ramme", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "enheds andel af rammebesparelse"
        verbose_name_plural = "enheders andele af rammebesparelser"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["effect", "unit"], name="frame_share_once")]

    def __str__(self) -> str:
        return f"{self.unit}, {self.effect}"
