"""Which initiatives a forecast has considered, and whether it deducted them."""

from typing import ClassVar

from django.db import models

from budgets.forecasting.models import ForecastLine
from initiatives.catalogues.models.initiatives import Initiative


class ForecastInitiative(models.Model):
    """An initiative that was considered for a forecast line, and the amount deducted for it.

    Counted: the cases do not show its effect yet, so `amount` (kroner, positive is less expenditure) was deducted. Not
    counted: the cases show its effect already, so nothing was deducted. Never changed, like the line itself.
    """

    line = models.ForeignKey(
        ForecastLine, verbose_name="linje i forventet regnskab", on_delete=models.CASCADE, related_name="initiatives"
    )
    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.PROTECT, related_name="forecast_lines"
    )
    counted = models.BooleanField("trukket fra")
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "tiltag i forventet regnskab"
        verbose_name_plural = "tiltag i forventet regnskab"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "initiative"], name="forecast_initiative_once")
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.line}"
