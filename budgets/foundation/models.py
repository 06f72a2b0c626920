"""Municipalities, members and roles, the audit trail, uploaded files awaiting confirmation, and reference data."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When


class MunicipalityQuerySet(models.QuerySet[Any]):
    """Queries of municipalities."""

    def of_member(self, user: "User") -> Self:
        """The municipalities that the user is a member of, by name; one query."""
        return self.filter(memberships__user=user).order_by("name")


class MembershipQuerySet(models.QuerySet[Any]):
    """Queries of memberships."""

    def of_user(self, user: "User | AnonymousUser") -> Self:
        """The user's memberships with their municipalities, by municipality name; one query."""
        return self.filter(user=user.pk).select_related("municipality").order_by("municipality__name")


class AuditEntryQuerySet(models.QuerySet[Any]):
    """Queries of audit entries."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's entries with their actors, newest first; one query.

        `person` is the username of an entry about a user, and None otherwise.
        """
        username = User.objects.filter(pk=OuterRef("object_id")).values("username")
        is_about_person = Q(content_type__app_label="budgets", content_type__model="user")
        return (
            self.filter(municipality=municipality)
            .select_related("actor")
            .annotate(person=Case(When(is_about_person, then=Subquery(username))))
        )

    def about(self, objects: models.QuerySet[Any]) -> Self:
        """The entries about any of the objects, whatever their label was at the time."""
        of_model = {
            "content_type__app_label": objects.model._meta.app_label,
            "content_type__model": objects.model._meta.model_name,
        }
        return self.filter(**of_model, object_id__in=objects.values("pk"))


RESERVED_SLUGS = frozenset({"admin", "konto", "kommuner", "static", "om", "hjaelp", "api"})


def validate_slug_is_free(slug: str) -> None:
    """Refuse a slug that would hide a fixed path: a municipality's slug is the first part of its addresses."""
    if slug in RESERVED_SLUGS:
        raise ValidationError("“%(slug)s” bruges af programmet. Vælg et andet kortnavn.", params={"slug": slug})


class User(AbstractUser):
    """A person who logs in; the memberships decide what she may do in each municipality."""


class DeviationSign(models.TextChoices):
    """The sign with which a municipality shows an expected overspend."""

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
    """A member's role in a municipality; its permissions are in `budgets.foundation.access`."""

    READER = "reader", "læser"
    CONTRIBUTOR = "contributor", "indberetter"
    CONTROLLER = "controller", "controller"
    MANAGER = "manager", "leder"
    ADMINISTRATOR = "administrator", "administrator"


class Membership(models.Model):
    """A user's role in a municipality; one per user and municipality."""

    user = models.ForeignKey(User, verbose_name="bruger", on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("rolle", max_length=20, choices=Role)

    objects = MembershipQuerySet.as_manager()

    of_same_user: Sequence["Membership"] = ()
    """All memberships of the same user, this one included; set by `get_membership`."""

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
    """A file that a member uploaded to see what it would change, kept until she imports it or uploads another.

    One for each member and kind, so that old files are not kept.
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
    """A change that somebody made; written once, in the same transaction as the change.

    The database refuses to change or delete an entry (row triggers). `actor` is empty for a command run on the server.
    The object is identified by its content type and key; `label` is its name at the time, and empty for a user, whose
    name is only in the user's own row. Entries older than the keys may have only a label.
    """

    municipality = models.ForeignKey(Municipality, verbose_name="kommune", null=True, on_delete=models.PROTECT)
    actor = models.ForeignKey(User, verbose_name="hvem", null=True, on_delete=models.PROTECT)
    at = models.DateTimeField("hvornår", auto_now_add=True)
    action = models.CharField("handling", max_length=40)
    model = models.CharField("hvad", max_length=60)
    content_type = models.ForeignKey(ContentType, null=True, editable=False, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField("nøgle", null=True, editable=False)
    label = models.CharField("hvilken", max_length=100, blank=True)
    changes = models.JSONField("ændringer", default=list)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-at"], name="audit_by_municipality"),
            models.Index(fields=["content_type", "object_id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.label}"


class Population(models.Model):
    """Number of citizens of a municipality on 1 January of a year; used to compare expenditure per citizen."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="populations"
    )
    year = models.PositiveSmallIntegerField(
        "år", validators=[MinValueValidator(2000), MaxValueValidator(2100)], help_text="Pr. 1. januar."
    )
    adults = models.PositiveIntegerField("18-64 år")
    everybody = models.PositiveIntegerField("alle")
    is_constructed = models.BooleanField("konstrueret", default=False, help_text="Eksempel, ikke et optalt folketal.")

    class Meta:
        verbose_name = "folketal"
        verbose_name_plural = "folketal"
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "year"],
                name="population_once_a_year",
                violation_error_message="Der er allerede et folketal for året.",
            ),
            models.CheckConstraint(
                condition=Q(adults__lte=F("everybody")),
                name="population_adults_are_part_of_everybody",
                violation_error_message="Der kan ikke være flere på 18-64 år end i alt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.year}"


class Committee(models.Model):
    """A committee of the municipality's council."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="committees"
    )
    name = models.CharField("navn", max_length=120)

    class Meta:
        verbose_name = "udvalg"
        verbose_name_plural = "udvalg"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "name"], name="committee_name_once")]

    def __str__(self) -> str:
        return self.name


class ServiceCategory(models.TextChoices):
    """Kinds of services to citizens, as Varde municipality divides them."""

    HOUSING = "housing", "bolig"
    SUPPORT = "support", "støtte"
    ACTIVATION = "activation", "aktivering"
    TREATMENT = "treatment", "behandling"


class LegalBasis(models.Model):
    """A section of a law under which a service is granted; shared by all municipalities."""

    law = models.CharField("lov", max_length=20, help_text="Forkortelse, fx SEL eller ABL.")
    section = models.CharField("paragraf", max_length=20, help_text="Uden paragraftegn, fx 85 eller 82 b.")
    title = models.CharField("ydelse", max_length=120)
    category = models.CharField("kategori", max_length=20, choices=ServiceCategory, blank=True)
    account_function = models.CharField(
        "funktion i kontoplanen",
        max_length=20,
        blank=True,
        help_text="Lad feltet være tomt, hvis funktionen ikke er oplyst.",
    )

    class Meta:
        verbose_name = "lovgrundlag"
        verbose_name_plural = "lovgrundlag"
        ordering: ClassVar = ["law", "section"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["law", "section"], name="legal_basis_law_and_section_once"),
            models.CheckConstraint(
                condition=Q(category__in=["", *ServiceCategory.values]), name="legal_basis_category_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law} § {self.section}"


class SteeringArea(models.TextChoices):
    """The four kinds of municipal expenditure that the state regulates separately."""

    SERVICE = "service", "service"
    TRANSFERS = "transfers", "overførsler"
    ACTIVITY = "activity", "indsats"
    CONSTRUCTION = "construction", "anlæg"


class PriceIndex(models.Model):
    """The rise in prices and wages from the year before, in percent, for one steering area."""

    year = models.PositiveSmallIntegerField("år")
    steering_area = models.CharField("styringsområde", max_length=20, choices=SteeringArea)
    percent = models.DecimalField("procent", max_digits=6, decimal_places=3)
    source = models.CharField("kilde", max_length=200)
    is_example = models.BooleanField("eksempel", default=False, help_text="Et konstrueret tal, kun til demonstration.")

    class Meta:
        verbose_name = "pris- og lønfremskrivning"
        verbose_name_plural = "pris- og lønfremskrivninger"
        ordering: ClassVar = ["year", "steering_area"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "steering_area"], name="price_index_once_per_year_and_area"),
            models.CheckConstraint(
                condition=Q(steering_area__in=SteeringArea.values), name="price_index_steering_area_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.get_steering_area_display()}"
