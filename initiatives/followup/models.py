"""Details of a follow-up: evidence, actions, activity, distributed shortfalls, and reminders."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.models import User
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import FollowUp, FollowUpRound


class Evidence(models.Model):
    """Documentation of a realised effect: a link, or a file."""

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
    """An action against a deviation; it is shown from month to month until it is done."""

    class ActionState(models.TextChoices):
        OPEN = "open", "i gang"
        DONE = "done", "udført"
        STOPPED = "stopped", "opgivet"

    initiative = models.ForeignKey(Initiative, verbose_name="tiltag", on_delete=models.CASCADE, related_name="actions")
    text = models.CharField("handling", max_length=400)
    owner = models.CharField("ansvarlig", max_length=120)
    deadline = models.DateField("frist")
    state = models.CharField("behandling", max_length=10, choices=ActionState, default=ActionState.OPEN)
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
    """The price that an initiative's realised effect is computed with: the saving of one unit less in a whole year.

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
    """Units of a month that were identified, left out with a reason, and moved, which count from then on."""

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
    """A part of an initiative's shortfall in the accounts and its treatment; the parts add up to the shortfall."""

    class Treatment(models.TextChoices):
        CARRIED = "carried", "føres videre til næste år"
        WRITTEN_DOWN = "written_down", "skrives ned"
        REPLACED = "replaced", "erstattes af et andet tiltag"

    follow_up = models.ForeignKey(
        FollowUp, verbose_name="opfølgning", on_delete=models.CASCADE, related_name="shortfall_parts"
    )
    kind = models.CharField("fordeling", max_length=20, choices=Treatment)
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
    """A reminder that was sent, so that it is not sent again."""

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
