"""Versions of a business case, which never change, and the draft that is being typed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from budgets.foundation.models import User
from initiatives.catalogues.models.initiatives import Initiative


class VersionKind(models.TextChoices):
    """How a version was made."""

    WRITTEN = "written", "skrevet"
    IMPORTED = "imported", "indlæst"
    AMENDMENT = "amendment", "ændring efter vedtagelsen"


class CaseVersion(models.Model):
    """The content of a business case at a time, as text in the unit and sign of its catalogue. Immutable."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="forslag", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField("udgave")
    kind = models.CharField("type", max_length=20, choices=VersionKind)
    content = models.JSONField("indhold")
    reason = models.TextField("hvorfor", blank=True)
    by = models.ForeignKey(User, verbose_name="hvem", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("hvornår", auto_now_add=True)

    class Meta:
        verbose_name = "udgave af business case"
        verbose_name_plural = "udgaver af business cases"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="case_version_number_once"),
            models.CheckConstraint(condition=Q(kind__in=VersionKind.values), name="case_version_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=VersionKind.AMENDMENT) | ~Q(reason=""), name="case_version_amendment_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, udgave {self.number}"


class CaseDraft(models.Model):
    """The text that a user is typing in a business case, stored exactly, also where it cannot be read."""

    initiative = models.OneToOneField(
        Initiative, verbose_name="forslag", on_delete=models.CASCADE, related_name="draft"
    )
    content = models.JSONField("indhold")
    version = models.PositiveIntegerField("antal gange gemt", default=1)
    by = models.ForeignKey(User, verbose_name="hvem", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("hvornår", auto_now=True)

    class Meta:
        verbose_name = "kladde til business case"
        verbose_name_plural = "kladder til business cases"

    def __str__(self) -> str:
        return f"{self.initiative}, kladde"
