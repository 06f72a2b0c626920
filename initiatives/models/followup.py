"""The monthly follow-up: rounds, what each initiative has delivered and is expected to deliver, and what is done."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.models import Municipality, User
from initiatives.models.catalogues import Catalogue
from initiatives.models.effects import EffectLine
from initiatives.models.initiatives import Initiative
from initiatives.queries import FollowUpQuerySet, FollowUpRoundQuerySet

ACCOUNTS = 13
"""The period of the year's accounts, after December."""
HALF_YEAR = 6
"""The period that may be followed up as the half-year."""


class FollowUpRound(models.Model):
    """A municipality's follow-up of one year at the end of a month, or of the year's accounts.

    It has no state of its own: what is open, sent or approved is told by its rows.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.PROTECT, related_name="follow_up_rounds"
    )
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveSmallIntegerField("måned", help_text="1–12, eller 13 for årets regnskab.")
    deadline = models.DateField("frist")
    is_half_year = models.BooleanField("halvår", default=False, help_text="Runden for juni er årets halvårsopfølgning.")
    catalogues = models.ManyToManyField(Catalogue, verbose_name="kataloger", related_name="follow_up_rounds")

    objects = FollowUpRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "opfølgningsrunde"
        verbose_name_plural = "opfølgningsrunder"
        ordering: ClassVar = ["-year", "-period"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "year", "period"], name="follow_up_round_once_a_period"),
            models.CheckConstraint(
                condition=Q(period__gte=1, period__lte=ACCOUNTS), name="follow_up_round_period_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_half_year=False) | Q(period=HALF_YEAR), name="follow_up_round_half_year_is_june"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.label}"

    @property
    def is_accounts(self) -> bool:
        """True for the round of the year's accounts, which ends the year."""
        return self.period == ACCOUNTS

    @property
    def month(self) -> int:
        """The month that the figures reach to, 1-12."""
        return min(self.period, 12)

    @property
    def code(self) -> str:
        """The round in an address: `2019-03`, or `2019-regnskab`."""
        return f"{self.year}-regnskab" if self.is_accounts else f"{self.year}-{self.period:02}"

    @property
    def label(self) -> str:
        """The round in words: marts 2019, juni 2019 (halvår), regnskab 2019."""
        if self.is_accounts:
            return f"regnskab {self.year}"
        return f"{MONTH_NAMES[self.period - 1]} {self.year}{' (halvår)' if self.is_half_year else ''}"


class State(models.TextChoices):
    """Where a follow-up is; the ways between stand in `initiatives.followup.states`."""

    DRAFT = "draft", "kladde"
    SUBMITTED = "submitted", "sendt"
    RETURNED = "returned", "sendt tilbage"
    APPROVED = "approved", "godkendt"


class Status(models.TextChoices):
    """How an initiative stands against its target; proposed by rules, and chosen by those who know better."""

    ON_TRACK = "on_track", "følger planen"
    RISK = "risk", "risiko"
    BEHIND = "behind", "bagefter planen"
    NOT_STARTED = "not_started", "ikke startet"
    FULLY_PHASED_IN = "fully_phased_in", "fuldt indfaset"
    OVERSPEND = "overspend", "merforbrug"
    UNDERSPEND = "underspend", "mindreforbrug"


class Cause(models.TextChoices):
    """Why an initiative delivers something else than its target."""

    INFLOW = "inflow", "tilgang af sager"
    PRICE = "price", "pris"
    LATE_START = "late_start", "sen start"
    NO_HOUSING = "no_housing", "mangler boliger"
    RECRUITMENT = "recruitment", "rekruttering"
    LEGISLATION = "legislation", "lovgivning"
    OTHER = "other", "andet"


class Basis(models.TextChoices):
    """Where the realised effect comes from."""

    ENTERED = "entered", "indtastet"
    COMPUTED = "computed", "beregnet ud fra aktivitet"


class FollowUp(models.Model):
    """What one initiative has delivered by the round's month, and what it is expected to deliver: one revision of it.

    Amounts are kroner in the stored sign. `target` and `target_to_date` are what they were when the row was sent. An
    empty amount is not zero. An approved revision is never changed; a correction is the next revision, with a reason.
    """

    round = models.ForeignKey(FollowUpRound, verbose_name="runde", on_delete=models.PROTECT, related_name="follow_ups")
    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.PROTECT, related_name="follow_ups"
    )
    revision = models.PositiveSmallIntegerField("rettelse", default=0)
    revision_reason = models.TextField("begrundelse for rettelsen", blank=True)
    version = models.PositiveIntegerField("version", default=1)
    state = models.CharField("behandling", max_length=10, choices=State, default=State.DRAFT)
    target = models.DecimalField("forudsat effekt", max_digits=15, decimal_places=2, null=True, blank=True)
    target_to_date = models.DecimalField("forudsat til dato", max_digits=15, decimal_places=2, null=True, blank=True)
    realised = models.DecimalField("opnået effekt", max_digits=15, decimal_places=2, null=True, blank=True)
    forecast = models.DecimalField("forventet effekt", max_digits=15, decimal_places=2, null=True, blank=True)
    full_year_effect = models.DecimalField("helårseffekt", max_digits=15, decimal_places=2, null=True, blank=True)
    basis = models.CharField("opnået effekt er", max_length=10, choices=Basis, default=Basis.ENTERED)
    chosen_status = models.CharField("valgt status", max_length=20, choices=Status, blank=True)
    status_reason = models.TextField("begrundelse for status", blank=True)
    status = models.CharField("status", max_length=20, choices=Status, blank=True)
    cause = models.CharField("årsag", max_length=20, choices=Cause, blank=True)
    explanation = models.TextField("forklaring", blank=True)
    question = models.TextField("spørgsmål", blank=True)
    question_by = models.ForeignKey(
        User, verbose_name="spurgt af", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    booked = models.DecimalField(
        "bekræftet af økonomi i regnskabet", max_digits=15, decimal_places=2, null=True, blank=True
    )
    booked_by = models.ForeignKey(
        User,
        verbose_name="bekræftet i regnskabet af",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    posted = models.DecimalField(
        "bekræftet af økonomi i budgettet", max_digits=15, decimal_places=2, null=True, blank=True
    )
    posted_by = models.ForeignKey(
        User, verbose_name="bekræftet i budgettet af", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_by = models.ForeignKey(
        User, verbose_name="indtastet af", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField("indtastet", auto_now=True)
    submitted_by = models.ForeignKey(
        User, verbose_name="sendt af", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField("sendt", null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name="godkendt eller sendt tilbage af",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("godkendt eller sendt tilbage", null=True, blank=True)
    is_constructed = models.BooleanField("konstrueret", default=False, help_text="Eksempel, ikke kommunens egne tal.")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "opfølgning"
        verbose_name_plural = "opfølgninger"
        ordering: ClassVar = ["initiative", "revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "initiative", "revision"], name="follow_up_revision_once"),
            models.UniqueConstraint(
                fields=["round", "initiative"],
                condition=~Q(state=State.APPROVED),
                name="follow_up_one_open_revision",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="follow_up_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED)
                | (Q(submitted_by__isnull=False, decided_by__isnull=False) & ~Q(submitted_by=F("decided_by"))),
                name="follow_up_is_approved_by_another_than_who_sent_it",
            ),
            models.CheckConstraint(
                condition=Q(revision=0) | ~Q(revision_reason=""), name="follow_up_revision_has_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["initiative", "round", "-revision"], name="follow_up_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.round.label}"


class FollowUpLine(models.Model):
    """A follow-up opened into the initiative's economic lines; without any, its figures are spread by the targets."""

    follow_up = models.ForeignKey(FollowUp, verbose_name="opfølgning", on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(EffectLine, verbose_name="linje", on_delete=models.PROTECT, related_name="+")
    realised = models.DecimalField("opnået effekt", max_digits=15, decimal_places=2, null=True, blank=True)
    forecast = models.DecimalField("forventet effekt", max_digits=15, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "opfølgning på en linje"
        verbose_name_plural = "opfølgninger på linjer"
        ordering: ClassVar = ["line__order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follow_up", "line"], name="follow_up_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up}, {self.line}"


class FollowUpYear(models.Model):
    """What the initiative is expected to deliver in a later year."""

    follow_up = models.ForeignKey(FollowUp, verbose_name="opfølgning", on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("år")
    forecast = models.DecimalField("forventet effekt", max_digits=15, decimal_places=2)

    class Meta:
        verbose_name = "forventet effekt i et senere år"
        verbose_name_plural = "forventede effekter i senere år"
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["follow_up", "year"], name="follow_up_year_once")]

    def __str__(self) -> str:
        return f"{self.follow_up}, {self.year}"


class Evidence(models.Model):
    """What a realised effect can be seen from: a link, or a file."""

    follow_up = models.ForeignKey(
        FollowUp, verbose_name="opfølgning", on_delete=models.CASCADE, related_name="evidence"
    )
    title = models.CharField("titel", max_length=200)
    link = models.URLField("link", blank=True, max_length=500)
    file_name = models.CharField("filnavn", max_length=200, blank=True)
    content = models.BinaryField("indhold", null=True, blank=True)
    added_by = models.ForeignKey(User, verbose_name="tilføjet af", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("tilføjet", auto_now_add=True)

    class Meta:
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        ordering: ClassVar = ["added_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(content__isnull=True) ^ Q(link=""), name="evidence_is_a_link_or_a_file"),
        ]

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """Something that is done about a deviation; it stands from month to month until it is done."""

    class State(models.TextChoices):
        OPEN = "open", "i gang"
        DONE = "done", "udført"
        STOPPED = "stopped", "opgivet"

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="actions")
    text = models.CharField("handling", max_length=400)
    owner = models.CharField("ansvarlig", max_length=120)
    deadline = models.DateField("frist")
    state = models.CharField("behandling", max_length=10, choices=State, default=State.OPEN)
    opened = models.ForeignKey(
        FollowUpRound, verbose_name="oprettet i runden", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlinger"
        ordering: ClassVar = ["deadline", "pk"]

    def __str__(self) -> str:
        return self.text


class ActivityPrice(models.Model):
    """How the realised effect of an initiative is computed: what one unit less, in effect a whole year, saves.

    `price_difference` is kroner a year for one unit (one citizen home, one place fewer), after the replacement's cost;
    `lost_refund` is the part of it in percent that the municipality loses in refund from the state.
    """

    initiative = models.OneToOneField(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="activity_price"
    )
    unit = models.CharField("enhed", max_length=60, help_text="Fx borgere, timer eller pladser.")
    price_difference = models.DecimalField("sparet pr. enhed og år", max_digits=15, decimal_places=2)
    replacement_cost = models.DecimalField(
        "erstatningens pris pr. enhed og år", max_digits=15, decimal_places=2, default=0
    )
    lost_refund = models.DecimalField("tabt statsrefusion i procent", max_digits=5, decimal_places=2, default=0)

    class Meta:
        verbose_name = "effekt beregnet ud fra aktivitet"
        verbose_name_plural = "effekter beregnet ud fra aktivitet"

    def __str__(self) -> str:
        return f"{self.initiative}: {self.unit}"


class ActivityMonth(models.Model):
    """What happened in a month: how many were identified, left out with a reason, and moved, who count from then on."""

    initiative = models.ForeignKey(
        Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="activity_months"
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("måned")
    identified = models.DecimalField("udpeget", max_digits=9, decimal_places=2, default=0)
    left_out = models.DecimalField("ikke med", max_digits=9, decimal_places=2, default=0)
    left_out_reason = models.CharField("begrundelse for ikke med", max_length=200, blank=True)
    moved = models.DecimalField("flyttet", max_digits=9, decimal_places=2, default=0)

    class Meta:
        verbose_name = "aktivitet i en måned"
        verbose_name_plural = "aktivitet i måneder"
        ordering: ClassVar = ["year", "month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "year", "month"], name="activity_month_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="activity_month_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.month_name} {self.year}"

    @property
    def month_name(self) -> str:
        """The month in words."""
        return MONTH_NAMES[self.month - 1]


class ShortfallPart(models.Model):
    """What becomes of what an initiative did not deliver by the accounts; the parts add up to the shortfall."""

    class Kind(models.TextChoices):
        CARRIED = "carried", "føres videre til næste år"
        WRITTEN_DOWN = "written_down", "skrives ned"
        REPLACED = "replaced", "erstattes af et andet tiltag"

    follow_up = models.ForeignKey(
        FollowUp, verbose_name="opfølgning", on_delete=models.CASCADE, related_name="shortfall_parts"
    )
    kind = models.CharField("fordeling", max_length=20, choices=Kind)
    amount = models.DecimalField("beløb", max_digits=15, decimal_places=2)
    replaced_by = models.ForeignKey(
        Initiative, verbose_name="erstattes af", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "del af manglende effekt"
        verbose_name_plural = "dele af manglende effekt"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up", "kind", "replaced_by"], name="shortfall_part_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="shortfall_part_is_positive"),
            models.CheckConstraint(
                condition=Q(kind="replaced", replaced_by__isnull=False)
                | (~Q(kind="replaced") & Q(replaced_by__isnull=True)),
                name="shortfall_part_names_what_replaces",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


class Reminder(models.Model):
    """A reminder that was sent, so that nobody is reminded twice of the same."""

    user = models.ForeignKey(User, verbose_name="modtager", on_delete=models.CASCADE, related_name="reminders")
    about = models.CharField("om", max_length=60)
    at = models.DateTimeField("sendt", auto_now_add=True)

    class Meta:
        verbose_name = "påmindelse"
        verbose_name_plural = "påmindelser"
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "about"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.about}"
