"""What budgets and effects are described by: population, committees, legal bases, steering areas, price indices."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from budgets.models.people import Municipality


class Population(models.Model):
    """Citizens of a municipality on 1 January of a year: what expenditure is compared by."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="populations"
    )
    year = models.PositiveSmallIntegerField(
        "år", validators=[MinValueValidator(2000), MaxValueValidator(2100)], help_text="Pr. 1. januar."
    )
    adults = models.PositiveIntegerField("18-64 år")
    everybody = models.PositiveIntegerField("alle")
    is_constructed = models.BooleanField("konstrueret", default=False, help_text="Eksempel, ikke et optalt folketal.")

    class Meta:
        verbose_name = "folketal"
        verbose_name_plural = "folketal"
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "year"],
                name="population_once_a_year",
                violation_error_message="Der er allerede et folketal for året.",
            ),
            models.CheckConstraint(
                condition=Q(adults__lte=F("everybody")),
                name="population_adults_are_part_of_everybody",
                violation_error_message="Der kan ikke være flere på 18-64 år end i alt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.year}"


class Committee(models.Model):
    """A committee of the municipality's council."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="committees"
    )
    name = models.CharField("navn", max_length=120)

    class Meta:
        verbose_name = "udvalg"
        verbose_name_plural = "udvalg"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "name"], name="committee_name_once")]

    def __str__(self) -> str:
        return self.name


class ServiceCategory(models.TextChoices):
    """Varde's taxonomy of what a provision gives the citizen."""

    HOUSING = "housing", "bolig"
    SUPPORT = "support", "støtte"
    ACTIVATION = "activation", "aktivering"
    TREATMENT = "treatment", "behandling"


class LegalBasis(models.Model):
    """A section of a law under which a service is granted, the same in all municipalities."""

    law = models.CharField("lov", max_length=20, help_text="Forkortelse, fx SEL eller ABL.")
    section = models.CharField("paragraf", max_length=20, help_text="Uden paragraftegn, fx 85 eller 82 b.")
    title = models.CharField("ydelse", max_length=120)
    category = models.CharField("kategori", max_length=20, choices=ServiceCategory, blank=True)
    account_function = models.CharField(
        "funktion i kontoplanen",
        max_length=20,
        blank=True,
        help_text="Lad feltet være tomt, hvis funktionen ikke er oplyst.",
    )

    class Meta:
        verbose_name = "lovgrundlag"
        verbose_name_plural = "lovgrundlag"
        ordering: ClassVar = ["law", "section"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["law", "section"], name="legal_basis_law_and_section_once"),
            models.CheckConstraint(
                condition=Q(category__in=["", *ServiceCategory.values]), name="legal_basis_category_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law} § {self.section}"


class SteeringArea(models.TextChoices):
    """The four kinds of municipal expenditure that are steered apart."""

    SERVICE = "service", "service"
    TRANSFERS = "transfers", "overførsler"
    ACTIVITY = "activity", "indsats"
    CONSTRUCTION = "construction", "anlæg"


class PriceIndex(models.Model):
    """The year's rise in prices and wages, in percent over the year before, for one steering area."""

    year = models.PositiveSmallIntegerField("år")
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea)
    percent = models.DecimalField("procent", max_digits=6, decimal_places=3)
    source = models.CharField("kilde", max_length=200)
    is_example = models.BooleanField("eksempel", default=False, help_text="Et konstrueret tal, kun til demonstration.")

    class Meta:
        verbose_name = "pris- og lønfremskrivning"
        verbose_name_plural = "pris- og lønfremskrivninger"
        ordering: ClassVar = ["year", "steering_area"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "steering_area"], name="price_index_once_per_year_and_area"),
            models.CheckConstraint(
                condition=Q(steering_area__in=SteeringArea.values), name="price_index_steering_area_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.get_steering_area_display()}"
