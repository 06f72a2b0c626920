"""Budget areas (a tree for each municipality), budget rounds, decisions and appropriations."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum

from budgets.foundation.calendar import MONTHS_A_YEAR
from budgets.foundation.models import Committee, LegalBasis, Municipality, SteeringArea


class AppropriationQuerySet(models.QuerySet[Any]):
    """Sums of appropriations; `part` is `gross`, `income`, `refund` or their sum, `net`."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's appropriations."""
        return self.filter(area__municipality=municipality)

    def of_year(self, year: int, as_of: date) -> Self:
        """The year's appropriations in its own round, decided by `as_of`; no estimate years of earlier rounds."""
        return self.filter(decision__round__year=year, year=year, decision__decided_on__lte=as_of)

    def by_municipality(self) -> dict[int, Decimal]:
        """Net kroner by municipality id; one query."""
        return sum_by_municipality(self)

    def by_area(self, part: str) -> dict[int, Decimal]:
        """Kroner by area id; one query."""
        return dict(self.order_by().values_list("area_id").annotate(sum=Sum(part_expression(part))))

    def by_area_and_kind(self, part: str) -> dict[tuple[int, str], Decimal]:
        """Kroner by area id and decision kind; one query."""
        sums = self.order_by().values_list("area_id", "decision__kind").annotate(sum=Sum(part_expression(part)))
        return {(area_id, kind): amount for area_id, kind, amount in sums}


NET = "net"
PARTS = ("gross", "income", "refund")


def part_expression(part: str) -> F | Any:
    """The expression of one of the three parts, or of their sum."""
    return F("gross") + F("income") + F("refund") if part == NET else F(part)


def sum_by_municipality(rows: models.QuerySet[Any]) -> dict[int, Decimal]:
    """Net kroner by municipality id, of appropriations or expenditure; one query."""
    return dict(rows.order_by().values_list("area__municipality_id").annotate(sum=Sum(part_expression(NET))))


class BudgetArea(models.Model):
    """A budget frame, policy area or part of one; its totals on pages include those of its children."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="areas"
    )
    parent = models.ForeignKey(
        "self", verbose_name="under", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.CharField("kode", max_length=20, help_text="Fx 50.54.")
    title = models.CharField("navn", max_length=120)
    committee = models.ForeignKey(
        Committee, verbose_name="udvalg", null=True, blank=True, on_delete=models.PROTECT, related_name="areas"
    )
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea, blank=True)
    legal_bases = models.ManyToManyField(LegalBasis, verbose_name="lovgrundlag", blank=True, related_name="areas")
    account_functions = models.CharField("funktioner i kontoplanen", max_length=120, blank=True)
    month_weights = ArrayField(
        models.DecimalField(max_digits=9, decimal_places=4),
        verbose_name="periodisering",
        default=list,
        blank=True,
        help_text="Tolv vægte. Er feltet tomt, gælder det overordnede områdes vægte, ellers ens beløb hver måned.",
    )

    class Meta:
        verbose_name = "område"
        verbose_name_plural = "områder"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                name="budget_area_code_once",
                violation_error_message="Der er allerede et område med koden.",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="budget_area_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(steering_area__in=["", *SteeringArea.values]), name="budget_area_steering_area_is_known"
            ),
            models.CheckConstraint(
                condition=Q(month_weights__len__in=[0, MONTHS_A_YEAR]), name="budget_area_has_twelve_weights"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ShareOf(models.TextChoices):
    """The dimension by which a deviation is divided into parts."""

    TARGET_GROUP = "target_group", "målgruppe"
    PROVISION = "provision", "type af indsats"


class DeviationShare(models.Model):
    """A stated part of a year's deviation: in kroner, in percent of the deviation, or both."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="deviation_shares"
    )
    area = models.ForeignKey(
        BudgetArea,
        verbose_name="område",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="Lad feltet være tomt, hvis delen gælder hele budgettet.",
    )
    year = models.PositiveSmallIntegerField("år")
    told_by = models.CharField("fordelt på", max_length=20, choices=ShareOf)
    label = models.CharField("del", max_length=120)
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField("procent", max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.CharField("kilde", max_length=200, blank=True)

    class Meta:
        verbose_name = "del af afvigelse"
        verbose_name_plural = "dele af afvigelser"
        ordering: ClassVar = ["year", "told_by", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "area", "year", "told_by", "label"],
                nulls_distinct=False,
                name="deviation_share_once",
                violation_error_message="Delen er allerede oplyst.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(percent__isnull=False),
                name="deviation_share_has_a_figure",
                violation_error_message="Skriv et beløb eller en procent.",
            ),
            models.CheckConstraint(condition=Q(told_by__in=ShareOf.values), name="deviation_share_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.year}"


class BudgetRound(models.Model):
    """The budget adopted for a year (B2018) and its estimate years (overslagsår); in the prices of that year."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="budget_rounds"
    )
    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    note = models.TextField("bemærkning", blank=True)

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetter"
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "year"],
                name="budget_round_once_a_year",
                violation_error_message="Der er allerede et budget for året.",
            )
        ]

    def __str__(self) -> str:
        return f"B{self.year}"


class AppropriationKind(models.TextChoices):
    """The kind of a budget decision. CORRECTED is a corrected budget that is known only as one figure."""

    ADOPTED = "adopted", "vedtaget budget"
    SUPPLEMENTARY = "supplementary", "tillægsbevilling"
    TRANSFER = "transfer", "omplacering"
    CARRY_OVER = "carry_over", "overførsel mellem år"
    PRICE_ADJUSTMENT = "price_adjustment", "p/l-regulering"
    CORRECTED = "corrected", "korrigeret budget, kun samlet oplyst"


ORIGINAL = (AppropriationKind.ADOPTED, AppropriationKind.CORRECTED)
"""The kinds that a year's budget begins with; the others correct it."""


class BudgetDecision(models.Model):
    """A decision about a round's budget: its kind, date and appropriations."""

    round = models.ForeignKey(BudgetRound, verbose_name="budget", on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField("type", max_length=20, choices=AppropriationKind)
    decided_on = models.DateField("besluttet")
    title = models.CharField("titel", max_length=200)
    note = models.TextField("bemærkning", blank=True)
    is_constructed = models.BooleanField("konstrueret eksempel", default=False)

    class Meta:
        verbose_name = "bevillingsbeslutning"
        verbose_name_plural = "bevillingsbeslutninger"
        ordering: ClassVar = ["decided_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=AppropriationKind.values), name="budget_decision_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.decided_on}"


class Amounts(models.Model):
    """Gross expenditure, income and state refund in kroner; the net is their sum, because income is negative."""

    gross = models.DecimalField("bruttoudgift", max_digits=15, decimal_places=2, default=0)
    income = models.DecimalField("indtægt", max_digits=15, decimal_places=2, default=0, help_text="Negativ.")
    refund = models.DecimalField("statsrefusion", max_digits=15, decimal_places=2, default=0, help_text="Negativ.")

    class Meta:
        abstract = True

    @property
    def net(self) -> Decimal:
        """Kroner, positive as an expense."""
        return self.gross + self.income + self.refund


class Appropriation(Amounts):
    """The amounts that a decision gives an area in the round's year or one of its estimate years."""

    decision = models.ForeignKey(
        BudgetDecision, verbose_name="beslutning", on_delete=models.CASCADE, related_name="appropriations"
    )
    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.PROTECT, related_name="appropriations")
    year = models.PositiveSmallIntegerField("år")

    objects = AppropriationQuerySet.as_manager()

    class Meta:
        verbose_name = "bevilling"
        verbose_name_plural = "bevillinger"
        ordering: ClassVar = ["year", "area__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "area", "year"], name="appropriation_once_per_decision")
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.year}"
