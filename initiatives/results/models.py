"""Rounds, and the follow-up of each initiative in them: realised and forecast effects, and transferred targets."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, Subquery, When

from budgets.foundation.calendar import MONTH_NAMES, MONTHS_A_YEAR
from budgets.foundation.models import Municipality, User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Initiative, existing_by_round, until_round


class FollowUpRoundQuerySet(models.QuerySet[Any]):
    """Rounds with the annotations that their list needs."""

    def with_row_counts(self, responsible: int | None = None, *, where: Q | None = None) -> Self:
        """Adds `row_count`, the initiatives with a row to fill; with a user's id, hers only. Part of the same query.

        Only in the rounds `where` the condition holds are they counted; the others have None.
        """
        followed = Initiative.objects.filter(
            existing_by_round(OuterRef("year"), OuterRef("period")),
            lifecycle__in=("adopted", "under_way", "fully_phased_in"),
            catalogue__follow_up_rounds=OuterRef("pk"),
        )
        of_person = followed.filter(responsible=responsible) if responsible else followed
        number = Subquery(of_person.order_by().annotate(number=Func("pk", function="COUNT")).values("number"))
        return self.annotate(row_count=number if where is None else Case(When(where, then=number)))


class TargetTransferQuerySet(models.QuerySet[Any]):
    """Targets moved between initiatives."""

    def as_of(self, year: int, period: int) -> Self:
        """Those decided in the round or an earlier one; part of the same query."""
        return self.filter(until_round(year, period))

    def with_parties(self) -> Self:
        """With both initiatives and the first round; part of the same query."""
        return self.select_related("from_initiative__catalogue", "to_initiative", "round")

    def of(self, initiatives: Collection[int]) -> Self:
        """Those from or to any of the initiatives (ids); part of the same query."""
        return self.filter(Q(from_initiative__in=initiatives) | Q(to_initiative__in=initiatives))


class FollowUpQuerySet(models.QuerySet[Any]):
    """Follow-ups with the filters that working pages and reports need."""

    def approved(self) -> Self:
        """Only approved revisions; only these are shown outside the working pages."""
        return self.filter(state="approved")

    def newest_revisions(self) -> Self:
        """Only the newest revision of each initiative and round; part of the same query."""
        newer = self.model.objects.filter(
            round=OuterRef("round"), initiative=OuterRef("initiative"), revision__gt=OuterRef("revision")
        )
        return self.filter(~Exists(newer))

    def state_counts(self) -> dict[tuple[int, str], int]:
        """The number of newest revisions by round id and state; one query."""
        counted = self.newest_revisions().order_by().values_list("round_id", "state").annotate(Count("pk"))
        return {(round_id, state): count for round_id, state, count in counted}


ACCOUNTS = 13
"""The period of the year's accounts, after December."""


HALF_YEAR = 6
"""The period that may be followed up as the half-year."""


class FollowUpRound(models.Model):
    """A municipality's follow-up of one year at the end of a month, or of the year's accounts.

    It has no state of its own: whether it is open, sent or approved depends on its rows.
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
        """The last month that the figures include, 1-12."""
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
    """The state of a follow-up; the transitions are in `initiatives.results.states`."""

    DRAFT = "draft", "kladde"
    SUBMITTED = "submitted", "sendt"
    RETURNED = "returned", "sendt tilbage"
    APPROVED = "approved", "godkendt"


class Status(models.TextChoices):
    """How an initiative performs against its target; proposed by rules, and may be chosen by the user."""

    ON_TRACK = "on_track", "følger planen"
    RISK = "risk", "risiko"
    BEHIND = "behind", "bagefter planen"
    NOT_STARTED = "not_started", "ikke startet"
    FULLY_PHASED_IN = "fully_phased_in", "fuldt indfaset"
    OVERSPEND = "overspend", "merforbrug"
    UNDERSPEND = "underspend", "mindreforbrug"


class Cause(models.TextChoices):
    """The cause of a deviation from the target."""

    INFLOW = "inflow", "tilgang af sager"
    PRICE = "price", "pris"
    LATE_START = "late_start", "sen start"
    NO_HOUSING = "no_housing", "mangler boliger"
    RECRUITMENT = "recruitment", "rekruttering"
    LEGISLATION = "legislation", "lovgivning"
    OTHER = "other", "andet"


class Basis(models.TextChoices):
    """The source of the realised effect."""

    ENTERED = "entered", "indtastet"
    COMPUTED = "computed", "beregnet ud fra aktivitet"


class FollowUp(models.Model):
    """One revision of an initiative's follow-up in a round: the realised effect by its month, and the year's forecast.

    Amounts are kroner in the stored sign. `target` and `target_to_date` are the targets when the row was sent. An empty
    amount is not zero. An approved revision is never changed; a correction is the next revision, with a reason.
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
    """A follow-up of one economic line; without any, the initiative's figures are divided by the lines' targets."""

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
    """The forecast effect of the initiative in a later year."""

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


class TargetTransfer(models.Model):
    """A part of one initiative's target of a year that another delivers instead: kroner, always positive.

    The catalogue's own amounts stay as published. It applies from its round on, so that earlier rounds keep their
    targets, and it subtracts as much from the one as it adds to the other, so that the plan's total is unchanged.
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
