"""The document as printed: tables, rows and figures.

Published figures are stored as printed, beside the effects; neither corrects the other.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from budgets.foundation.models import Committee, SteeringArea
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Theme
from initiatives.catalogues.models.initiatives import Initiative


class PublishedTable(models.Model):
    """A table of the document, or the figures in its prose; `ordinal` is its place in the document."""

    class TableKind(models.TextChoices):
        PLAN = "plan", "beløb pr. år"
        COLUMNS = "columns", "beløb i kolonner"
        COUNTS = "counts", "antal"
        PROSE = "prose", "tal i teksten"

    catalogue = models.ForeignKey(Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="tables")
    theme = models.ForeignKey(Theme, verbose_name="gruppe", null=True, blank=True, on_delete=models.RESTRICT)
    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", null=True, blank=True, on_delete=models.RESTRICT)
    ordinal = models.PositiveSmallIntegerField("nummer i dokumentet")
    kind = models.CharField("type", max_length=10, choices=TableKind)
    caption = models.CharField("overskrift", max_length=300)
    row_heading = models.CharField("rækkernes overskrift", max_length=80, blank=True)

    class Meta:
        verbose_name = "offentliggjort tabel"
        verbose_name_plural = "offentliggjorte tabeller"
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "ordinal"], name="published_table_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.caption


class PublishedRow(models.Model):
    """A printed row: its number, label and footnote, and what it covers.

    A line covers an initiative, or only some of its lines, one category, one steering area or one committee; or it sums
    the tables that it names. A total is the sum of the lines above it or in the named tables, of the same category and
    steering area where it names one; in a table that belongs to an initiative it is the sum of the initiative's lines.

    Outside tables of amounts per year a row is compared with the lines only in the `years` it names, or in the years
    that are its columns where it names a committee; without an initiative it covers its `theme`, or the whole plan.
    """

    class RowKind(models.TextChoices):
        LINE = "line", "linje"
        TOTAL = "total", "total"

    table = models.ForeignKey(PublishedTable, verbose_name="tabel", on_delete=models.CASCADE, related_name="rows")
    initiative = models.ForeignKey(
        Initiative,
        verbose_name="tiltag",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="published_rows",
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    kind = models.CharField("type", max_length=10, choices=RowKind)
    code = models.CharField("kildens nummer", max_length=40, blank=True)
    label = models.CharField("kildens tekst", max_length=400)
    category = models.CharField("kategori", max_length=20, choices=EffectCategory, blank=True)
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea, blank=True)
    lines = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="tiltagets linjer",
        default=list,
        blank=True,
        help_text="Uden numre er det alle tiltagets linjer.",
    )
    sums_tables = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="summerer tabeller",
        default=list,
        blank=True,
        help_text="Uden numre er det rækkerne over summen.",
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name="gruppe",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        help_text="Når rækken handler om en hel gruppe.",
    )
    committee = models.ForeignKey(
        Committee, verbose_name="udvalg", null=True, blank=True, on_delete=models.PROTECT, related_name="published_rows"
    )
    years = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="sammenlignes i år",
        default=list,
        blank=True,
        help_text="De år, hvor tallet skal være lig med linjernes sum. Uden år sammenlignes der ikke.",
    )
    scope = models.TextField(
        "andet omfang",
        blank=True,
        help_text="Grunden til, at tallet gerne må være et andet end linjernes sum.",
    )
    mark = models.CharField("fodnotetegn", max_length=10, blank=True)
    footnote = models.TextField("fodnote", blank=True)

    class Meta:
        verbose_name = "offentliggjort række"
        verbose_name_plural = "offentliggjorte rækker"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["table", "order"], name="published_row_order_once")]

    def __str__(self) -> str:
        return self.label

    def includes(self, line: "PublishedRow") -> bool:
        """True where this total includes the line: same category and steering area, where it names them."""
        return self.category in ("", line.category) and self.steering_area in ("", line.steering_area)


class PublishedFigure(models.Model):
    """One printed figure: its exact text and, where it can be read, its value.

    `value` is an amount in kroner with the stored sign in a plan, and the printed number itself elsewhere.
    """

    row = models.ForeignKey(PublishedRow, verbose_name="række", on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField("år", null=True, blank=True)
    column = models.CharField(
        "kolonne", max_length=80, blank=True, help_text="Kolonnens overskrift, når den ikke er et år."
    )
    printed = models.CharField("som i kilden", max_length=60)
    value = models.DecimalField("værdi", max_digits=15, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "offentliggjort tal"
        verbose_name_plural = "offentliggjorte tal"
        ordering: ClassVar = ["year", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["row", "year", "column"], name="published_figure_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        place = self.year or self.column
        return f"{self.row}, {place}" if place else str(self.row)


class ComparisonTerm(models.Model):
    """A printed figure in a comparison of printed figures: the stated one, or a term of the sum that it should equal.

    The terms of a comparison share its `number`. `scope` is on the stated figure, where a difference is legitimate.
    """

    class Role(models.TextChoices):
        STATED = "told", "tal"
        PLUS = "plus", "plus"
        MINUS = "minus", "minus"

    catalogue = models.ForeignKey(
        Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="comparison_terms"
    )
    number = models.PositiveSmallIntegerField("sammenligning")
    order = models.PositiveSmallIntegerField("rækkefølge")
    role = models.CharField("led", max_length=10, choices=Role)
    figure = models.ForeignKey(PublishedFigure, verbose_name="kildens tal", on_delete=models.CASCADE)
    scope = models.TextField("andet omfang", blank=True)

    class Meta:
        verbose_name = "led i en sammenligning"
        verbose_name_plural = "led i sammenligninger"
        ordering: ClassVar = ["number", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "number", "order"], name="comparison_term_order_once"),
            models.CheckConstraint(condition=Q(role__in=["told", "plus", "minus"]), name="comparison_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_role_display()} {self.figure}"
