"""Alternatives: choices among a catalogue's proposals and parts, and their targets."""

from typing import ClassVar

from django.db import models

from budgets.foundation.models import User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import ProposalPart


class Alternative(models.Model):
    """A named choice among a catalogue's proposals, measured against a target in one of its years."""

    catalogue = models.ForeignKey(
        Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="alternatives"
    )
    name = models.CharField("navn", max_length=80)
    note = models.TextField("bemærkning", blank=True)
    target = models.DecimalField(
        "mål", max_digits=15, decimal_places=2, null=True, blank=True, help_text="Kroner, plus betyder mindreudgift."
    )
    target_year = models.PositiveSmallIntegerField("målets år", null=True, blank=True)
    by = models.ForeignKey(User, verbose_name="hvem", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("ændret", auto_now=True)

    class Meta:
        verbose_name = "alternativ"
        verbose_name_plural = "alternativer"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["catalogue", "name"],
                name="alternative_name_once",
                violation_error_message="Kataloget har allerede et alternativ med det navn.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AlternativePick(models.Model):
    """A proposal, or one part of it, that an alternative has chosen."""

    alternative = models.ForeignKey(
        Alternative, verbose_name="alternativ", on_delete=models.CASCADE, related_name="picks"
    )
    initiative = models.ForeignKey(Initiative, verbose_name="forslag", on_delete=models.CASCADE, related_name="picks")
    part = models.ForeignKey(
        ProposalPart, verbose_name="del", null=True, blank=True, on_delete=models.CASCADE, related_name="picks"
    )

    class Meta:
        verbose_name = "valg"
        verbose_name_plural = "valg"
        ordering: ClassVar = ["initiative__order", "part__order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alternative", "initiative", "part"], nulls_distinct=False, name="alternative_pick_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.part}" if self.part else str(self.initiative)
