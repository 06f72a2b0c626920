"""Imported ledger files, account rules and expenditure; in kroner, expenses positive, income and refund negative."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, Sum

from budgets.areas.models import Amounts, BudgetArea, part_expression, sum_by_municipality
from budgets.foundation.calendar import MONTHS_A_YEAR
from budgets.foundation.models import Municipality, User


class ExpenditureQuerySet(models.QuerySet[Any]):
    """Queries and sums of expenditure; `part` is `gross`, `income`, `refund` or their sum, `net`."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's expenditure."""
        return self.filter(area__municipality=municipality)

    def by_area_with_year_before(self, part: str, year: int, month: int) -> dict[tuple[int, int], Decimal]:
        """Kroner by area id and year: of `year` up to the month, and of the whole year before; one query."""
        rows = self.filter(models.Q(year=year, month__lte=month) | models.Q(year=year - 1)).order_by()
        return {
            (area, year): amount
            for area, year, amount in rows.values_list("area_id", "year").annotate(sum=Sum(part_expression(part)))
        }

    def by_municipality(self) -> dict[int, Decimal]:
        """Net kroner by municipality id; one query."""
        return sum_by_municipality(self)

    def by_month(self, part: str) -> dict[tuple[int, int], Decimal]:
        """Kroner by year and month; one query."""
        sums = self.order_by().values_list("year", "month").annotate(sum=Sum(part_expression(part)))
        return {(year, month): amount for year, month, amount in sums}

    def booked_months(self) -> list[tuple[int, int]]:
        """Years and months with expenditure, sorted; one query."""
        return list(self.order_by("year", "month").values_list("year", "month").distinct())


class ImportKind(models.TextChoices):
    """The kind of figures in a ledger file."""

    EXPENDITURE = "expenditure", "forbrug"
    APPROPRIATION = "appropriation", "bevillinger"
    CASELOAD = "caseload", "sager og priser"


class ImportBatch(models.Model):
    """An imported file: by whom, when, its fingerprint, and its total in kroner (expenses positive)."""

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


class AmountPart(models.TextChoices):
    """The three parts of an amount."""

    GROSS = "gross", "bruttoudgift"
    INCOME = "income", "indtægt"
    REFUND = "refund", "statsrefusion"


class LedgerRole(models.TextChoices):
    """The meaning of a column in a ledger file."""

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
    """The meaning of a heading in the municipality's ledger files that the program does not know itself."""

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
    """Assigns accounts that match the pattern to an area and part; the first matching rule in order wins."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="account_rules"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    pattern = models.CharField("konto", max_length=80, help_text="Fx 5.38.50*, 538???? eller 53800000..53899999.")
    area = models.ForeignKey(BudgetArea, verbose_name="område", on_delete=models.PROTECT, related_name="account_rules")
    part = models.CharField("del", max_length=10, choices=AmountPart, default=AmountPart.GROSS)

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
            models.CheckConstraint(condition=Q(part__in=AmountPart.values), name="account_rule_part_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern} → {self.area}"


class Expenditure(Amounts):
    """Kroner booked in an area in a month."""

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
