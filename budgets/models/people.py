"""Municipalities, their members and roles, what members did, and files on trial."""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from budgets.queries import AuditEntryQuerySet, MembershipQuerySet, MunicipalityQuerySet

RESERVED_SLUGS = frozenset({"admin", "konto", "kommuner", "static", "om", "hjaelp", "api"})


def validate_slug_is_free(slug: str) -> None:
    """A municipality's slug is the first part of its addresses, and must not hide a fixed path."""
    if slug in RESERVED_SLUGS:
        raise ValidationError("“%(slug)s” bruges af programmet. Vælg et andet kortnavn.", params={"slug": slug})


class User(AbstractUser):
    """A person who logs in; what she may do is decided per municipality by her memberships."""


class DeviationSign(models.TextChoices):
    """What a municipality shows an expected overspend with."""

    MORE_IS_PLUS = "plus", "merforbrug er plus"
    MORE_IS_MINUS = "minus", "merforbrug er minus"


class Municipality(models.Model):
    """A Danish municipality, known by its three-digit code (151) and its slug (`ballerup`)."""

    code = models.CharField("kommunekode", max_length=3, unique=True, validators=[RegexValidator(r"^\d{3}$")])
    slug = models.SlugField("kortnavn i adressen", unique=True, validators=[validate_slug_is_free])
    name = models.CharField("navn", max_length=60, unique=True)
    region = models.CharField("region", max_length=40)
    on_track_from = models.DecimalField(
        "følger planen fra",
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.95"),
        help_text="Målopfyldelse: 0,95 er 95 %.",
    )
    risk_from = models.DecimalField(
        "risiko fra",
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.75"),
        help_text="Ved lavere målopfyldelse er tiltaget bagefter planen.",
    )
    minimum_amount = models.DecimalField(
        "bagatelgrænse",
        max_digits=15,
        decimal_places=2,
        default=50_000,
        help_text="Kroner. Afvigelser under beløbet udløser hverken status eller krav om forklaring.",
    )

    deviation_sign = models.CharField(
        "fortegn på afvigelser",
        max_length=10,
        choices=DeviationSign,
        default=DeviationSign.MORE_IS_PLUS,
        help_text="Ordet mer- eller mindreforbrug står altid ved tallet.",
    )
    costly_case = models.DecimalField(
        "dyre sager koster over", max_digits=15, decimal_places=2, default=1_000_000, help_text="Kroner om året."
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "kommune"
        verbose_name_plural = "kommuner"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{3}$"), name="municipality_code_has_three_digits"),
            models.CheckConstraint(condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="municipality_slug_is_free"),
            models.CheckConstraint(
                condition=Q(risk_from__gte=0, risk_from__lte=F("on_track_from"), on_track_from__lte=1),
                name="municipality_thresholds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(deviation_sign__in=DeviationSign.values), name="municipality_deviation_sign_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member is in a municipality; what each role may do stands in `budgets.access`."""

    READER = "reader", "læser"
    CONTRIBUTOR = "contributor", "indberetter"
    CONTROLLER = "controller", "controller"
    MANAGER = "manager", "leder"
    ADMINISTRATOR = "administrator", "administrator"


class Membership(models.Model):
    """The one role that a user has in a municipality."""

    user = models.ForeignKey(User, verbose_name="bruger", on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("rolle", max_length=20, choices=Role)

    objects = MembershipQuerySet.as_manager()

    of_same_user: Sequence["Membership"] = ()
    """The user's memberships, this one included, where the access helper read them."""

    class Meta:
        verbose_name = "medlemskab"
        verbose_name_plural = "medlemskaber"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "municipality"], name="membership_once_per_municipality"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.municipality} · {self.get_role_display()}"


class StagedFile(models.Model):
    """A file that a member uploaded to see what it would change, kept until she brings it in or tries another.

    One for each member and kind, so that nothing piles up.
    """

    membership = models.ForeignKey(Membership, verbose_name="medlemskab", on_delete=models.CASCADE)
    kind = models.CharField("type", max_length=20)
    name = models.CharField("filnavn", max_length=200)
    content = models.BinaryField("indhold")
    at = models.DateTimeField("hvornår", auto_now=True)

    class Meta:
        verbose_name = "fil på prøve"
        verbose_name_plural = "filer på prøve"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "kind"], name="staged_file_once_per_kind")
        ]

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """What somebody did; written once, by the use case, in the transaction of the change itself.

    The database refuses to change or delete an entry (row triggers). `actor` is empty for a command run on the server.
    """

    municipality = models.ForeignKey(Municipality, verbose_name="kommune", null=True, on_delete=models.PROTECT)
    actor = models.ForeignKey(User, verbose_name="hvem", null=True, on_delete=models.PROTECT)
    at = models.DateTimeField("hvornår", auto_now_add=True)
    action = models.CharField("handling", max_length=40)
    model = models.CharField("hvad", max_length=60)
    object_id = models.CharField("hvilken", max_length=100)
    changes = models.JSONField("ændringer", default=list)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["municipality", "-at"], name="audit_by_municipality")]

    def __str__(self) -> str:
        return f"{self.action} · {self.object_id}"
