"""Forecasts of a year and later years: created once with their assumptions, and never changed."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum

from budgets.areas.models import BudgetArea
from budgets.foundation.calendar import MONTH_NAMES, MONTHS_A_YEAR
from budgets.foundation.models import Municipality, User


class ForecastQuerySet(models.QuerySet[Any]):
    """Queries of forecasts."""

    def with_totals(self) -> Self:
        """Newest first, with the user, and `total`: kroner of the forecast's own year; one query."""
        of_own_year = models.Q(lines__year=F("year"))
        forecasts = self.annotate(total=Sum("lines__amount", filter=of_own_year)).select_related("by")
        return forecasts.order_by("-year", "-month", "-seq")

    def before(self, forecast: Any) -> Self:
        """The forecasts made before `forecast`, oldest first."""
        year, month, seq = forecast.year, forecast.month, forecast.seq
        return self.filter(
            models.Q(year__lt=year)
            | models.Q(year=year, month__lt=month)
            | models.Q(year=year, month=month, seq__lt=seq)
        )


class ForecastMethod(models.TextChoices):
    """How a line was calculated; ENTERED comes from elsewhere, such as a document."""

    ENTERED = "entered", "indtastet"
    CASES = "cases", "sagsmodel"
    LAST_YEAR = "last_year", "sidste år"
    RUN_RATE = "run_rate", "lige fremskrivning"
    LAST_TWELVE = "last_twelve", "seneste tolv måneder"


class Forecast(models.Model):
    """A forecast made at the end of a month; the database refuses changes (row triggers)."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="forecasts"
    )
    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    month = models.PositiveSmallIntegerField("måned", validators=[MinValueValidator(1), MaxValueValidator(12)])
    seq = models.PositiveSmallIntegerField("nummer", help_text="I måneden: 1 er den første.")
    by = models.ForeignKey(User, verbose_name="hvem", null=True, on_delete=models.PROTECT)
    at = models.DateTimeField("hvornår", auto_now_add=True)
    comment = models.TextField("bemærkning", blank=True)
    source = models.CharField("kilde", max_length=200, blank=True)
    is_constructed = models.BooleanField("konstrueret eksempel", default=False)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        verbose_name = "forventet regnskab"
        verbose_name_plural = "forventede regnskaber"
        ordering: ClassVar = ["year", "month", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "year", "month", "seq"], name="forecast_number_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=MONTHS_A_YEAR), name="forecast_month_is_known"),
        ]

    def __str__(self) -> str:
        return f"{MONTH_NAMES[self.month - 1]} {self.year}, nr. {self.seq}"


class ForecastLine(models.Model):
    """Expected expenditure of an area in a year: kroner, expenses positive.

    `amount` is after `measures`, the effect of initiatives that the cases do not show yet (positive is less
    expenditure), and with `one_offs` (positive is more). `persons` are helårspersoner. `assumptions` are those of the
    method (see `Assumptions.to_dict`).
    """

    forecast = models.ForeignKey(
        Forecast, verbose_name="forventet regnskab", on_delete=models.CASCADE, related_name="lines"
    )
    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.PROTECT, related_name="forecast_lines")
    year = models.PositiveSmallIntegerField("år")
    method = models.CharField("metode", max_length=20, choices=ForecastMethod)
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)
    low = models.DecimalField("lavt skøn", max_digits=15, decimal_places=2, null=True, blank=True)
    high = models.DecimalField("højt skøn", max_digits=15, decimal_places=2, null=True, blank=True)
    persons = models.DecimalField("helårspersoner", max_digits=12, decimal_places=3, null=True, blank=True)
    measures = models.DecimalField("tiltag", max_digits=15, decimal_places=2, default=0)
    one_offs = models.DecimalField("engangsbeløb", max_digits=15, decimal_places=2, default=0)
    assumptions = models.JSONField("forudsætninger", default=dict, blank=True)

    class Meta:
        verbose_name = "linje i forventet regnskab"
        verbose_name_plural = "linjer i forventet regnskab"
        ordering: ClassVar = ["area__code", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["forecast", "area", "year"], name="forecast_line_once"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, low__lte=F("amount"), amount__lte=F("high")),
                name="forecast_line_estimates_in_order",
            ),
            models.CheckConstraint(condition=Q(method__in=ForecastMethod.values), name="forecast_line_method_is_known"),
            models.CheckConstraint(
                condition=Q(persons__isnull=True) | Q(persons__gte=0), name="forecast_line_persons_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.year}"


class ForecastComment(models.Model):
    """A comment on how a forecast differs from the one before it; `area` is None for the total."""

    forecast = models.ForeignKey(
        Forecast, verbose_name="forventet regnskab", on_delete=models.CASCADE, related_name="comments"
    )
    area = models.ForeignKey(BudgetArea, verbose_name="område", null=True, blank=True, on_delete=models.CASCADE)
    text = models.TextField("bemærkning")
    by = models.ForeignKey(User, verbose_name="hvem", null=True, on_delete=models.PROTECT)
    at = models.DateTimeField("hvornår", auto_now=True)

    class Meta:
        verbose_name = "bemærkning til forventet regnskab"
        verbose_name_plural = "bemærkninger til forventet regnskab"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["forecast", "area"], nulls_distinct=False, name="forecast_comment_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]
