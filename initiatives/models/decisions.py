"""What was decided about proposals, and what of it has been posted in the budget (udmøntet)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from budgets.areas.models import Appropriation
from budgets.foundation.models import Committee, Municipality, User
from initiatives.models.effects import YearlyEffect
from initiatives.models.initiatives import Initiative
from initiatives.models.proposals import ProposalPart
from initiatives.models.versions import CaseVersion


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
    """What a committee made of a proposal."""

    ADOPTED = "adopted", "vedtaget"
    ADOPTED_CHANGED = "adopted_changed", "vedtaget med ændringer"
    REJECTED = "rejected", "forkastet"
    POSTPONED = "postponed", "udsat"
    DROPPED = "dropped", "udgået"


class Decision(models.Model):
    """What was decided about a proposal, or about one part of it. Append-only: another decision comes after it."""

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


class BudgetPosting(models.Model):
    """The part of a yearly effect that an appropriation takes out of the budget.

    `amount` is kroner in the budget's prices with the effect's sign, so that the appropriation's net is minus the sum
    of its postings; `of_effect` is the same in the catalogue's prices.
    """

    effect = models.ForeignKey(YearlyEffect, verbose_name="effekt", on_delete=models.PROTECT, related_name="postings")
    appropriation = models.ForeignKey(
        Appropriation, verbose_name="bevilling", on_delete=models.PROTECT, related_name="postings"
    )
    amount = models.DecimalField("beløb i budgettets priser", max_digits=15, decimal_places=2)
    of_effect = models.DecimalField("beløb i katalogets priser", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "udmøntning i budgettet"
        verbose_name_plural = "udmøntninger i budgettet"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["effect", "appropriation"], name="budget_posting_once")
        ]

    def __str__(self) -> str:
        return f"{self.effect}: {self.amount}"
