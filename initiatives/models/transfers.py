"""Targets that were moved after the catalogue was adopted: what an initiative took over from another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from budgets.foundation.calendar import MONTHS_A_YEAR
from initiatives.models.followup import FollowUpRound
from initiatives.models.initiatives import Initiative
from initiatives.queries import TargetTransferQuerySet


class TargetTransfer(models.Model):
    """A part of one initiative's target of a year that another delivers instead: kroner, always positive.

    The catalogue's own amounts stay as they were published. It holds from its round on, so that earlier rounds keep
    the targets they had, and it takes as much from the one as it gives the other: the plan promises the same.
    `start_month` (1-12) is when the effect begins in the first year that is moved.
    """

    from_initiative = models.ForeignKey(
        Initiative, verbose_name="fra tiltag", on_delete=models.PROTECT, related_name="target_given"
    )
    to_initiative = models.ForeignKey(
        Initiative, verbose_name="til tiltag", on_delete=models.CASCADE, related_name="target_taken"
    )
    year = models.PositiveSmallIntegerField("år")
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)
    start_month = models.PositiveSmallIntegerField("startmåned", default=1)
    round = models.ForeignKey(FollowUpRound, verbose_name="fra runden", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("hvorfor")

    objects = TargetTransferQuerySet.as_manager()

    class Meta:
        verbose_name = "flyttet forudsat effekt"
        verbose_name_plural = "flyttede forudsatte effekter"
        ordering: ClassVar = ["to_initiative", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_initiative", "to_initiative", "year"], name="target_transfer_once_a_year"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="target_transfer_is_positive"),
            models.CheckConstraint(
                condition=~Q(from_initiative=F("to_initiative")), name="target_transfer_is_between_two"
            ),
            models.CheckConstraint(
                condition=Q(start_month__gte=1, start_month__lte=MONTHS_A_YEAR), name="target_transfer_start_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_initiative} → {self.to_initiative}, {self.year}"
