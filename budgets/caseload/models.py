"""Caseloads, costly cases and expected entrants. Counts only, never a person."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from budgets.areas.models import BudgetArea
from budgets.foundation.calendar import MONTHS_A_YEAR
from budgets.foundation.models import LegalBasis, Municipality
from budgets.ledger.models import ImportBatch


class CaseloadQuerySet(models.QuerySet[Any]):
    """Queries of caseloads."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's caseloads with their area and legal basis; one query."""
        return self.filter(area__municipality=municipality).select_related("area", "legal_basis")

    def counted_months(self) -> list[tuple[int, int]]:
        """Years and months with caseloads, sorted; one query."""
        return list(self.order_by("year", "month").values_list("year", "month").distinct())


class Provider(models.TextChoices):
    """Who provides the service: the municipality itself, or an external provider that it pays."""

    OWN = "own", "egen"
    EXTERNAL = "external", "ekstern"


class Caseload(models.Model):
    """One month of one kind of cases in an area: cases, citizens, helårspersoner, inflow, outflow and expenditure.

    `full_year_persons` is the month's person-days over the days of the year, so that twelve months add up to the
    year's helårspersoner. `expenditure` is kroner, positive as an expense.
    """

    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.PROTECT, related_name="caseloads")
    legal_basis = models.ForeignKey(
        LegalBasis, verbose_name="lovgrundlag", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    target_group = models.CharField("målgruppe", max_length=80, blank=True)
    provider = models.CharField("udfører", max_length=10, choices=Provider)
    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    month = models.PositiveSmallIntegerField("måned", validators=[MinValueValidator(1), MaxValueValidator(12)])
    cases = models.PositiveIntegerField("sager", null=True, blank=True)
    citizens = models.PositiveIntegerField("borgere", null=True, blank=True)
    full_year_persons = models.DecimalField(
        "helårspersoner", max_digits=9, decimal_places=3, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    inflow = models.PositiveIntegerField("tilgang", null=True, blank=True)
    outflow = models.PositiveIntegerField("afgang", null=True, blank=True)
    expenditure = models.DecimalField("udgift", max_digits=15, decimal_places=2, null=True, blank=True)
    batch = models.ForeignKey(
        ImportBatch, verbose_name="fil", null=True, blank=True, on_delete=models.PROTECT, related_name="caseloads"
    )
    is_constructed = models.BooleanField("konstrueret eksempel", default=False)

    objects = CaseloadQuerySet.as_manager()

    class Meta:
        verbose_name = "sager i en måned"
        verbose_name_plural = "sager og priser"
        ordering: ClassVar = ["year", "month", "area__code", "legal_basis", "target_group", "provider"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "legal_basis", "target_group", "provider", "year", "month"],
                nulls_distinct=False,
                name="caseload_once_a_month",
                violation_error_message="Der er allerede tal for de samme sager i måneden.",
            ),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=MONTHS_A_YEAR), name="caseload_month_is_known"),
            models.CheckConstraint(condition=Q(provider__in=Provider.values), name="caseload_provider_is_known"),
            models.CheckConstraint(
                condition=Q(full_year_persons__isnull=True) | Q(full_year_persons__gte=0),
                name="caseload_persons_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.month}/{self.year}"


class CostlyCases(models.Model):
    """Number of cases above a yearly cost threshold at a month's end, their total cost, and how many were reviewed."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="costly_cases"
    )
    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.PROTECT, related_name="costly_cases")
    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    month = models.PositiveSmallIntegerField("måned", validators=[MinValueValidator(1), MaxValueValidator(12)])
    threshold = models.DecimalField("grænse", max_digits=15, decimal_places=2)
    cases = models.PositiveIntegerField("sager over grænsen")
    reviewed = models.PositiveIntegerField("heraf gennemgået")
    expenditure = models.DecimalField("årlig udgift i alt", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "dyre sager"
        verbose_name_plural = "dyre sager"
        ordering: ClassVar = ["year", "month", "area__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "year", "month", "threshold"],
                name="costly_cases_once_a_month",
                violation_error_message="De dyre sager er allerede registreret for måneden.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed__lte=models.F("cases")),
                name="costly_cases_reviewed_are_part",
                violation_error_message="Antallet af gennemgåede sager kan ikke være større end antallet af sager.",
            ),
            models.CheckConstraint(
                condition=Q(expenditure__gte=models.F("threshold") * models.F("cases")),
                name="costly_cases_cost_more_than_the_threshold",
                violation_error_message="Den årlige udgift kan ikke være mindre end antallet af sager gange grænsen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.month}/{self.year}"


class ExpectedEntrant(models.Model):
    """Number of people expected to need the service from a month on, and the probability; never a person."""

    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.CASCADE, related_name="entrants")
    legal_basis = models.ForeignKey(
        LegalBasis, verbose_name="lovgrundlag", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    month = models.PositiveSmallIntegerField("måned", validators=[MinValueValidator(1), MaxValueValidator(12)])
    count = models.PositiveSmallIntegerField("antal", validators=[MinValueValidator(1)])
    probability = models.DecimalField(
        "sandsynlighed",
        max_digits=4,
        decimal_places=3,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Fra 0 til 1.",
    )
    note = models.CharField("bemærkning", max_length=200, blank=True, help_text="Ingen navne og ingen CPR-numre.")

    class Meta:
        verbose_name = "forventet tilgang"
        verbose_name_plural = "forventet tilgang"
        ordering: ClassVar = ["year", "month", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=MONTHS_A_YEAR), name="expected_entrant_month_is_known"
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="expected_entrant_probability_is_one_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} til {self.area}, {self.month}/{self.year}"
