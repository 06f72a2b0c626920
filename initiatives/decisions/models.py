"""Agenda items and decisions about proposals."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from budgets.foundation.models import Committee, Municipality, User
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import ProposalPart
from initiatives.catalogues.models.versions import CaseVersion


class AgendaItem(models.Model):
    """A point on a committee's agenda."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="agenda_items"
    )
    committee = models.ForeignKey(Committee, verbose_name="udvalg", on_delete=models.PROTECT, related_name="agenda")
    held_on = models.DateField("mødedato")
    number = models.CharField("punkt", max_length=20)
    title = models.CharField("titel", max_length=300)
    link = models.URLField("dagsordenen på nettet", blank=True)
    is_constructed = models.BooleanField("konstrueret eksempel", default=False)

    class Meta:
        verbose_name = "dagsordenspunkt"
        verbose_name_plural = "dagsordenspunkter"
        ordering: ClassVar = ["-held_on", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "committee", "held_on", "number"], name="agenda_item_once_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.committee}, punkt {self.number}: {self.title}"


class Outcome(models.TextChoices):
    """What a committee decided about a proposal."""

    ADOPTED = "adopted", "vedtaget"
    ADOPTED_CHANGED = "adopted_changed", "vedtaget med ændringer"
    REJECTED = "rejected", "forkastet"
    POSTPONED = "postponed", "udsat"
    DROPPED = "dropped", "udgået"


class Decision(models.Model):
    """A decision about a proposal, or about one part of it. Append-only: a change is a later decision."""

    item = models.ForeignKey(
        AgendaItem, verbose_name="dagsordenspunkt", on_delete=models.PROTECT, related_name="decisions"
    )
    initiative = models.ForeignKey(
        Initiative, verbose_name="forslag", on_delete=models.PROTECT, related_name="decisions"
    )
    part = models.ForeignKey(
        ProposalPart,
        verbose_name="del",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text="Feltet er tomt, når beslutningen gælder hele forslaget.",
    )
    outcome = models.CharField("beslutning", max_length=20, choices=Outcome)
    note = models.TextField("bemærkning", blank=True)
    version = models.ForeignKey(CaseVersion, verbose_name="udgave", on_delete=models.PROTECT, related_name="decisions")
    by = models.ForeignKey(User, verbose_name="registreret af", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("skrevet", auto_now_add=True)

    class Meta:
        verbose_name = "beslutning"
        verbose_name_plural = "beslutninger"
        ordering: ClassVar = ["item__held_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "initiative", "part"], nulls_distinct=False, name="decision_once_an_item"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_is_known"),
        ]

    def __str__(self) -> str:
        about = f"{self.initiative}, {self.part}" if self.part else str(self.initiative)
        return f"{about}: {self.get_outcome_display()}"
