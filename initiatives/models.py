"""What was promised: catalogues, their themes and initiatives, the effects, and the figures as they were published.

Effects are stored in kroner with one sign: positive where the municipality spends less, negative where it costs.
Published figures are stored as they stand in the document, beside the effects, and neither is repaired by the other.
"""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from budgets.amounts import Unit
from budgets.models import Committee, LegalBasis, Municipality, SteeringArea
from initiatives.queries import CatalogueQuerySet, YearlyEffectQuerySet


class Sign(models.TextChoices):
    """How a document prints a saving."""

    SAVINGS_POSITIVE = "savings_positive", "besparelser uden fortegn"
    SAVINGS_NEGATIVE = "savings_negative", "besparelser med minus"

    @property
    def factor(self) -> int:
        """What a printed amount is multiplied by to get the stored sign, and back."""
        return -1 if self is Sign.SAVINGS_NEGATIVE else 1


class CatalogueKind(models.TextChoices):
    ACTION_PLAN = "action_plan", "handlingsplan"
    SAVINGS_CATALOGUE = "savings_catalogue", "effektiviseringskatalog"
    REPRIORITISATION = "reprioritisation", "omprioriteringskatalog"
    STATUS = "status", "status på styring"


class Catalogue(models.Model):
    """A published collection of initiatives, with the form it was published in."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.PROTECT, related_name="catalogues"
    )
    slug = models.SlugField("kortnavn", unique=True)
    title = models.CharField("titel", max_length=200)
    kind = models.CharField("slags", max_length=20, choices=CatalogueKind)
    scope = models.CharField("område", max_length=200, help_text="Den ramme eller det område, som kataloget dækker.")
    published = models.DateField("offentliggjort", help_text="Den første i måneden, hvor kun måneden er oplyst.")
    first_year = models.PositiveSmallIntegerField("første år")
    last_year = models.PositiveSmallIntegerField("sidste år")
    price_level = models.PositiveSmallIntegerField("p/l-niveau", null=True, blank=True, help_text="Tomt: ikke oplyst.")
    unit = models.CharField("enhed", max_length=5, choices=Unit)
    decimals = models.PositiveSmallIntegerField("decimaler", help_text="Det færreste antal, som kilden trykker.")
    sign = models.CharField("fortegn", max_length=20, choices=Sign)
    summary = models.TextField("resumé")
    source = models.TextField("kilde")
    reading_note = models.TextField("sådan er kilden læst", blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = "katalog"
        verbose_name_plural = "kataloger"
        ordering: ClassVar = ["-published", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="catalogue_years_in_order"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="catalogue_unit_is_known"),
            models.CheckConstraint(condition=Q(sign__in=Sign.values), name="catalogue_sign_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        """The catalogue's years, first to last."""
        return range(self.first_year, self.last_year + 1)


class Theme(models.Model):
    """A group of initiatives inside a catalogue."""

    catalogue = models.ForeignKey(Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField("rækkefølge")
    title = models.CharField("titel", max_length=200)
    summary = models.TextField("resumé", blank=True)
    beside_plan = models.BooleanField(
        "ved siden af planen", default=False, help_text="Vises med sin egen sum og indgår ikke i planens."
    )

    class Meta:
        verbose_name = "gruppe"
        verbose_name_plural = "grupper"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["catalogue", "order"], name="theme_order_once")]

    def __str__(self) -> str:
        return self.title


class Lifecycle(models.TextChoices):
    """Where an initiative is; dropped and replaced ones stay visible and count in no total."""

    PROPOSED = "proposed", "foreslået"
    ADOPTED = "adopted", "vedtaget"
    UNDER_WAY = "under_way", "i gang"
    FULLY_PHASED_IN = "fully_phased_in", "fuldt indfaset"
    CLOSED = "closed", "afsluttet"
    DROPPED = "dropped", "udgået"
    REPLACED = "replaced", "erstattet"


ENDED = (Lifecycle.DROPPED, Lifecycle.REPLACED)


class Risk(models.TextChoices):
    LOW = "low", "lav"
    MEDIUM = "medium", "middel"
    HIGH = "high", "høj"


class Initiative(models.Model):
    """One thing that is to be done, with its effects; known inside its catalogue by our own `key`.

    Printed numbers stand on the published rows: the same initiative may carry two, and two may share one.
    """

    catalogue = models.ForeignKey(
        Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="initiatives"
    )
    theme = models.ForeignKey(
        Theme, verbose_name="gruppe", null=True, blank=True, on_delete=models.RESTRICT, related_name="initiatives"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    key = models.SlugField("nøgle", max_length=40)
    title = models.CharField("titel", max_length=400)
    summary = models.TextField("resumé", blank=True)
    lifecycle = models.CharField("livscyklus", max_length=20, choices=Lifecycle)
    ended_on = models.DateField(
        "ophørt senest",
        null=True,
        blank=True,
        help_text="Dagen, eller sidste dag i kildens måned, hvor den ikke er oplyst.",
    )
    ended_by = models.CharField("besluttet af", max_length=120, blank=True)
    ended_reason = models.TextField("hvorfor ophørt", blank=True)
    is_residual = models.BooleanField("rest, ikke defineret", default=False)
    version = models.CharField("version", max_length=40, blank=True, help_text="Som trykt, fx REVIDERET.")
    replaces = models.CharField(
        "erstatter", max_length=40, blank=True, help_text="Nummeret på det erstattede forslag, som kun kendes ved det."
    )
    risk = models.CharField("risiko", max_length=10, choices=Risk, blank=True)
    risk_reason = models.TextField("hvorfor risikoen", blank=True)
    legal_bases = models.ManyToManyField(LegalBasis, verbose_name="lovgrundlag", blank=True)

    class Meta:
        verbose_name = "tiltag"
        verbose_name_plural = "tiltag"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "key"], name="initiative_key_once_per_catalogue"),
            models.CheckConstraint(condition=Q(lifecycle__in=Lifecycle.values), name="initiative_lifecycle_is_known"),
            models.CheckConstraint(
                condition=~Q(lifecycle__in=ENDED) | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                name="initiative_ended_has_date_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def counts(self) -> bool:
        """False for a dropped or replaced initiative, which is shown but counts in no total."""
        return self.lifecycle not in ENDED


class DecidedBy(models.TextChoices):
    """Who can make an assumption come true."""

    OWN = "own", "egen beslutningskompetence"
    PRACTICE = "practice", "ændret administrativ praksis"
    POLITICAL = "political", "politisk orientering eller godkendelse"


class Assumption(models.Model):
    """What must come true for a catalogue, or for one initiative of it, to give its effect."""

    catalogue = models.ForeignKey(
        Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="assumptions"
    )
    initiative = models.ForeignKey(
        Initiative,
        verbose_name="tiltag",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="assumptions",
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.TextField("forudsætning")
    decided_by = models.CharField("afgøres af", max_length=20, choices=DecidedBy)
    due = models.DateField("frist", null=True, blank=True)

    class Meta:
        verbose_name = "forudsætning"
        verbose_name_plural = "forudsætninger"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "order"], name="assumption_order_once"),
            models.CheckConstraint(condition=Q(decided_by__in=DecidedBy.values), name="assumption_decided_by_is_known"),
        ]

    def __str__(self) -> str:
        return self.text


class EffectCategory(models.TextChoices):
    PERMANENT = "permanent", "varig ændring"
    TEMPORARY = "temporary", "midlertidig ændring"
    IMPLEMENTATION = "implementation", "implementeringsomkostning"


class PublishedTable(models.Model):
    """A table of the document, or the figures that its prose names; `ordinal` is its place in the document."""

    class Kind(models.TextChoices):
        PLAN = "plan", "beløb pr. år"
        COLUMNS = "columns", "beløb i kolonner"
        COUNTS = "counts", "antal"
        PROSE = "prose", "tal i teksten"

    catalogue = models.ForeignKey(Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="tables")
    theme = models.ForeignKey(Theme, verbose_name="gruppe", null=True, blank=True, on_delete=models.RESTRICT)
    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", null=True, blank=True, on_delete=models.RESTRICT)
    ordinal = models.PositiveSmallIntegerField("nummer i dokumentet")
    kind = models.CharField("slags", max_length=10, choices=Kind)
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
    """A printed row: its printed number and label, the footnote it carries, and what it shows.

    A line shows an initiative, or of it only some lines, one category or one steering area. A total is the sum of the
    lines above it or in the named tables, of the same category and steering area where it names one; in a table that
    belongs to an initiative it is the sum of the initiative's own lines.
    """

    class Kind(models.TextChoices):
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
    kind = models.CharField("slags", max_length=10, choices=Kind)
    code = models.CharField("trykt nummer", max_length=40, blank=True)
    label = models.CharField("trykt tekst", max_length=400)
    category = models.CharField("kategori", max_length=20, choices=EffectCategory, blank=True)
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea, blank=True)
    lines = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="tiltagets linjer",
        default=list,
        blank=True,
        help_text="Tom: alle.",
    )
    sums_tables = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="summerer tabeller",
        default=list,
        blank=True,
        help_text="Tom: rækkerne over.",
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


class PublishedFigure(models.Model):
    """One printed figure: its text to the letter and, where it can be read, its value.

    `value` is an amount in kroner with the stored sign in a plan, and the printed number itself elsewhere.
    """

    row = models.ForeignKey(PublishedRow, verbose_name="række", on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField("år", null=True, blank=True)
    column = models.CharField("kolonne", max_length=80, blank=True, help_text="Overskriften, hvor den ikke er et år.")
    printed = models.CharField("trykt", max_length=60)
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
        return self.printed


class EffectLine(models.Model):
    """An economic line of an initiative, with one yearly effect for each year that has an amount."""

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.CharField("tekst", max_length=400)
    part = models.CharField("del", max_length=80, blank=True)
    committee = models.ForeignKey(
        Committee, verbose_name="udvalg", null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    category = models.CharField("kategori", max_length=20, choices=EffectCategory)
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea, blank=True)
    price_level = models.PositiveSmallIntegerField(
        "p/l-niveau", null=True, blank=True, help_text="Kun hvor linjen har sit eget."
    )

    class Meta:
        verbose_name = "økonomisk linje"
        verbose_name_plural = "økonomiske linjer"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="effect_line_order_once"),
            models.CheckConstraint(
                condition=Q(category__in=EffectCategory.values), name="effect_line_category_is_known"
            ),
            models.CheckConstraint(
                condition=Q(steering_area__in=["", *SteeringArea.values]), name="effect_line_steering_area_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class YearlyEffect(models.Model):
    """The target effect of a line in one year: kroner, positive where the municipality spends less."""

    line = models.ForeignKey(EffectLine, verbose_name="linje", on_delete=models.CASCADE, related_name="effects")
    year = models.PositiveSmallIntegerField("år")
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)
    source_table = models.ForeignKey(
        PublishedTable, verbose_name="kildens tabel", null=True, blank=True, on_delete=models.RESTRICT
    )

    objects = YearlyEffectQuerySet.as_manager()

    class Meta:
        verbose_name = "årlig effekt"
        verbose_name_plural = "årlige effekter"
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "year"], name="yearly_effect_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class Activity(models.Model):
    """A thing that is done under an initiative, without an amount of its own."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="activities"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.TextField("aktivitet")
    responsible = models.CharField("ansvarlig", max_length=120, blank=True)
    due = models.DateField("frist", null=True, blank=True)

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["initiative", "order"], name="activity_order_once")]

    def __str__(self) -> str:
        return self.text


class Remark(models.Model):
    """What a catalogue says beside its amounts: what it recommends, what it watches, how it is steered."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "anbefaling"
        ATTENTION = "attention", "opmærksomhedspunkt"
        GOVERNANCE = "governance", "styring og opfølgning"

    catalogue = models.ForeignKey(Catalogue, verbose_name="katalog", on_delete=models.CASCADE, related_name="remarks")
    order = models.PositiveSmallIntegerField("rækkefølge")
    kind = models.CharField("slags", max_length=20, choices=Kind)
    text = models.TextField("tekst")

    class Meta:
        verbose_name = "bemærkning"
        verbose_name_plural = "bemærkninger"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["catalogue", "order"], name="remark_order_once")]

    def __str__(self) -> str:
        return self.text


REMARK_HEADINGS = {
    Remark.Kind.RECOMMENDATION: "Anbefalinger",
    Remark.Kind.ATTENTION: "Opmærksomhedspunkter",
    Remark.Kind.GOVERNANCE: "Styring og opfølgning",
}


class Measurement(models.Model):
    """An indicator of an initiative as it stood on a day, or at the latest on the last day of the month told."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="measurements"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    indicator = models.CharField("indikator", max_length=200)
    unit = models.CharField("enhed", max_length=40, blank=True)
    on = models.DateField("opgjort")
    value = models.DecimalField("værdi", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "måling"
        verbose_name_plural = "målinger"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="measurement_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class ThemeShare(models.Model):
    """The part of a yearly effect that belongs to another group than the initiative's own."""

    effect = models.ForeignKey(YearlyEffect, verbose_name="effekt", on_delete=models.CASCADE, related_name="shares")
    theme = models.ForeignKey(Theme, verbose_name="gruppe", on_delete=models.RESTRICT, related_name="shares")
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "gruppes andel"
        verbose_name_plural = "gruppers andele"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["effect", "theme"], name="theme_share_once")]

    def __str__(self) -> str:
        return f"{self.theme}: {self.amount}"


class StaffChange(models.Model):
    """Staff before and after, as printed: the change is checked against them, not computed from them."""

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="staff")
    order = models.PositiveSmallIntegerField("rækkefølge")
    group = models.CharField("personale", max_length=200)
    before = models.DecimalField("før", max_digits=9, decimal_places=2)
    after = models.DecimalField("efter", max_digits=9, decimal_places=2)
    change = models.DecimalField("ændring", max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = "personaleændring"
        verbose_name_plural = "personaleændringer"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="staff_change_order_once")
        ]

    def __str__(self) -> str:
        return self.group


class UnitCalculation(models.Model):
    """Quantity and unit price before and after; prices in kroner."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="unit_calculations"
    )
    order = models.PositiveSmallIntegerField("rækkefølge")
    service = models.CharField("ydelse", max_length=200)
    quantity_before = models.DecimalField("antal før", max_digits=15, decimal_places=2)
    price_before = models.DecimalField("enhedspris før", max_digits=15, decimal_places=4)
    quantity_after = models.DecimalField("antal efter", max_digits=15, decimal_places=2)
    price_after = models.DecimalField("enhedspris efter", max_digits=15, decimal_places=4)

    class Meta:
        verbose_name = "antal gange enhedspris"
        verbose_name_plural = "antal gange enhedspris"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "order"], name="unit_calculation_order_once")
        ]

    def __str__(self) -> str:
        return self.service

    @property
    def effect(self) -> Decimal:
        """What the change of quantity and price gives, in kroner: positive where less is spent."""
        return self.quantity_before * self.price_before - self.quantity_after * self.price_after


class SuccessCriterion(models.Model):
    """How one will know, who looks, and when."""

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField("rækkefølge")
    text = models.TextField("succeskriterium")
    measured_by = models.TextField("måles ved", blank=True)
    responsible = models.TextField("ansvarlig", blank=True)
    when = models.TextField("hvornår", blank=True)

    class Meta:
        verbose_name = "succeskriterium"
        verbose_name_plural = "succeskriterier"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["initiative", "order"], name="criterion_order_once")]

    def __str__(self) -> str:
        return self.text


class Claim(models.Model):
    """A printed percent of a budget, or a printed payback time."""

    class Kind(models.TextChoices):
        PERCENT = "percent", "procent af budget"
        PAYBACK_SERVICE = "payback_service", "tilbagebetaling på service"
        PAYBACK_TOTAL = "payback_total", "tilbagebetaling på totaløkonomi"

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="claims")
    order = models.PositiveSmallIntegerField("rækkefølge")
    kind = models.CharField("slags", max_length=20, choices=Kind)
    area = models.CharField("område", max_length=200, blank=True)
    base = models.DecimalField("budget", max_digits=15, decimal_places=2, null=True, blank=True)
    base_year = models.PositiveSmallIntegerField("budgetår", null=True, blank=True)
    effect = models.DecimalField("effekt", max_digits=15, decimal_places=2, null=True, blank=True)
    printed = models.CharField("trykt", max_length=60)
    value = models.DecimalField("værdi", max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = "påstand"
        verbose_name_plural = "påstande"
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["initiative", "order"], name="claim_order_once")]

    def __str__(self) -> str:
        return self.printed
