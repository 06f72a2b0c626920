"""Effects posted in the budget (udmøntet)."""

from typing import ClassVar

from django.db import models

from budgets.areas.models import Appropriation
from initiatives.catalogues.models.effects import YearlyEffect


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
