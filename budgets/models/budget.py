"""Budgets and what is spent, in kroner with one sign: expenses are positive, income and refund negative."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from budgets.calendar import MONTHS_A_YEAR
from budgets.models.areas import BudgetArea
from budgets.models.people import Municipality, User
from budgets.queries import AppropriationQuerySet, ExpenditureQuerySet


class BudgetRound(models.Model):
    """The budget that was adopted for one year (B2018), with its overslagsår; in the prices of that year."""

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
    """What made the budget what it is. A corrected budget that is only known as one figure is a kind of its own."""

    ADOPTED = "adopted", "vedtaget budget"
    SUPPLEMENTARY = "supplementary", "tillægsbevilling"
    TRANSFER = "transfer", "omplacering"
    CARRY_OVER = "carry_over", "overførsel mellem år"
    PRICE_ADJUSTMENT = "price_adjustment", "p/l-regulering"
    CORRECTED = "corrected", "korrigeret budget, kun samlet oplyst"


ORIGINAL = (AppropriationKind.ADOPTED, AppropriationKind.CORRECTED)
"""Where a year's budget begins."""


class BudgetDecision(models.Model):
    """A decision about a round's budget: its kind, its day, and the appropriations that it made."""

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
    """What a decision gives an area in a year: the budget's own, or one of its overslagsår."""

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


class ImportKind(models.TextChoices):
    """What a file from the ledger holds."""

    EXPENDITURE = "expenditure", "forbrug"
    APPROPRIATION = "appropriation", "bevillinger"
    CASELOAD = "caseload", "sager og priser"


class ImportBatch(models.Model):
    """A file that was brought in: who, when, its fingerprint, and its total in kroner, positive for expenses."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="import_batches"
    )
    kind = models.CharField("type", max_length=20, choices=ImportKind)
    sha256 = models.CharField("fingeraftryk", max_length=64)
    name = models.CharField("filnavn", max_length=200)
    by = models.ForeignKey(User, verbose_name="hvem", null=True, on_delete=models.PROTECT)
    at = models.DateTimeField("hvornår", auto_now_add=True)
    rows = models.PositiveIntegerField("rækker")
    total = models.DecimalField("i alt", max_digits=17, decimal_places=2)
    unmapped = models.JSONField("uden område", default=list, help_text="Konti uden regel, med rækker og sum.")
    is_constructed = models.BooleanField("konstrueret eksempel", default=False)

    class Meta:
        verbose_name = "indlæst fil"
        verbose_name_plural = "indlæste filer"
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "kind", "sha256"], name="import_batch_file_once"),
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="import_batch_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    """The three parts that amounts are told in."""

    GROSS = "gross", "bruttoudgift"
    INCOME = "income", "indtægt"
    REFUND = "refund", "statsrefusion"


class LedgerRole(models.TextChoices):
    """What a column of a ledger's file tells."""

    ACCOUNT = "account", "konto"
    TEXT = "text", "tekst"
    YEAR = "year", "år"
    MONTH = "month", "måned"
    DAY = "day", "dato"
    AMOUNT = "amount", "beløb"
    DEBIT = "debit", "debet"
    CREDIT = "credit", "kredit"
    SIDE = "side", "debet/kredit"


class LedgerHeading(models.Model):
    """What a heading in the municipality's own ledger files means, where the program does not know it."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="ledger_headings"
    )
    heading = models.CharField("overskrift", max_length=80, help_text="Med små bogstaver.")
    role = models.CharField("betyder", max_length=20, choices=LedgerRole)

    class Meta:
        verbose_name = "overskrift i økonomisystemets filer"
        verbose_name_plural = "overskrifter i økonomisystemets filer"
        ordering: ClassVar = ["heading"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "heading"], name="ledger_heading_once"),
            models.CheckConstraint(condition=Q(role__in=LedgerRole.values), name="ledger_heading_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.get_role_display()}"


class AccountRule(models.Model):
    """Which area and part an account belongs to; the first rule in order that fits an account wins."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="account_rules"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    pattern = models.CharField("konto", max_length=80, help_text="Fx 5.38.50*, 538???? eller 53800000..53899999.")
    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.PROTECT, related_name="account_rules")
    part = models.CharField("del", max_length=10, choices=Part, default=Part.GROSS)

    class Meta:
        verbose_name = "kontoregel"
        verbose_name_plural = "kontoregler"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "order"], name="account_rule_order_once"),
            models.UniqueConstraint(
                fields=["municipality", "pattern"],
                name="account_rule_pattern_once",
                violation_error_message="Der er allerede en regel for kontoen.",
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="account_rule_part_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern} → {self.area}"


class Expenditure(Amounts):
    """What was booked in an area in a month."""

    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.PROTECT, related_name="expenditures")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("måned")
    batch = models.ForeignKey(
        ImportBatch, verbose_name="fil", null=True, on_delete=models.PROTECT, related_name="expenditures"
    )

    objects = ExpenditureQuerySet.as_manager()

    class Meta:
        verbose_name = "forbrug"
        verbose_name_plural = "forbrug"
        ordering: ClassVar = ["year", "month", "area__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "year", "month"], name="expenditure_once_a_month"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=MONTHS_A_YEAR), name="expenditure_month_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.month}/{self.year}"
