"""What was published: frozen data with the PDF made of them, and links for those who have no log-in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from budgets.foundation.models import User
from reports.models.notes import StatusNote
from reports.queries import NoteEditionQuerySet


class Variant(models.TextChoices):
    """Who an edition is for; the closed one is there only where something is not for publication."""

    OPEN = "open", "åben"
    CLOSED = "closed", "lukket"


class Form(models.TextChoices):
    """How much of the note an edition has."""

    FULL = "full", "hele notatet"
    SHORT = "short", "en side"


class NoteEdition(models.Model):
    """A published note in one variant and form: the record. The database refuses to change or delete it.

    `data` with the template and the Typst of these versions give `pdf` byte for byte; `words` is what it says, for
    searching.
    """

    note = models.ForeignKey(StatusNote, verbose_name="notat", on_delete=models.PROTECT, related_name="editions")
    variant = models.CharField("variant", max_length=10, choices=Variant)
    form = models.CharField("form", max_length=10, choices=Form)
    data = models.JSONField("data")
    template_version = models.CharField("skabelonens version", max_length=64)
    typst_version = models.CharField("Typst", max_length=20)
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("sha256", max_length=64)
    words = models.TextField("ord")

    objects = NoteEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "udgave"
        verbose_name_plural = "udgaver"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "variant", "form"], name="note_edition_once"),
            models.CheckConstraint(
                condition=Q(variant__in=Variant.values, form__in=Form.values), name="note_edition_kind_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="note_edition_by_sha256")]

    def __str__(self) -> str:
        return f"{self.note}, {self.get_variant_display()}, {self.get_form_display()}"


class PublicLink(models.Model):
    """Lets whoever has the address read a published note's open edition without logging in, until it is taken away."""

    note = models.OneToOneField(StatusNote, verbose_name="notat", on_delete=models.CASCADE, related_name="public_link")
    key = models.CharField("nøgle", max_length=64, unique=True)
    opened_by = models.ForeignKey(User, verbose_name="åbnet af", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("åbnet", auto_now_add=True)

    class Meta:
        verbose_name = "åbent link"
        verbose_name_plural = "åbne links"

    def __str__(self) -> str:
        return str(self.note)
