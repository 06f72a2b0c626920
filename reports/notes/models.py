"""Status notes, their texts, sections and logo, published editions and public links."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import slugify

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Committee, Municipality, User


class StatusNoteQuerySet(models.QuerySet[Any]):
    """Queries for the list of notes and for the editor."""

    def published(self) -> Self:
        """Published notes only; adds no query."""
        return self.filter(state="published")

    def for_list(self) -> Self:
        """With committee, area and related notes, newest month and meeting first; adds no query."""
        related = ("committee", "area", "municipality", "replaced_by", "replaces", "public_link")
        return self.select_related(*related).order_by("-month", F("meeting_date").desc(nulls_last=True), "-seq")

    def containing(self, words: str) -> Self:
        """Published notes whose open edition contains all the words, in any Danish inflection; adds no query."""
        editions = self.model._meta.get_field("editions").related_model
        matching = editions.objects.filter(variant="open", form="full").with_words(words)
        return self.filter(pk__in=matching.values("note"))

    def including(self, initiative: Any) -> Self:
        """Published, not replaced notes that include the initiative's forecast effect; adds no query."""
        editions = self.model._meta.get_field("editions").related_model
        matching = editions.objects.filter(
            variant="open", form="full", data__forecasts__contains=[{"id": initiative.pk}]
        )
        return self.published().filter(pk__in=matching.values("note")).exclude(replaced_by__state="published")

    def before(self, note: Any) -> Self:
        """The published notes on earlier months to the same committee and on the same area."""
        return self.published().filter(
            Q(month__lt=note.month), municipality=note.municipality_id, committee=note.committee_id, area=note.area_id
        )


class NoteEditionQuerySet(models.QuerySet[Any]):
    """Queries for published editions."""

    def with_words(self, words: str) -> Self:
        """Editions that contain all the words, in any Danish inflection; adds no query."""
        query = SearchQuery(words, config="danish", search_type="websearch")
        return self.annotate(search_vector=SearchVector("words", config="danish")).filter(search_vector=query)


ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


class Section(models.TextChoices):
    """The sections that a note can have, in the default order."""

    RECOMMENDATION = "recommendation", "Indstilling"
    SUMMARY = "summary", "Resumé"
    LAST_DECISION = "last_decision", "Udvalgets seneste beslutning"
    OVERVIEW = "overview", "Samlet oversigt"
    INITIATIVES = "initiatives", "Tiltag for tiltag"
    CHANGES = "changes", "Ændringer siden forrige notat"
    BUDGET = "budget", "Budget og forventet regnskab"
    CASES = "cases", "Borgere og sager"
    PLAN = "plan", "Planen som vedtaget"
    ENDED = "ended", "Udgåede og erstattede tiltag"
    INVESTMENTS = "investments", "Investeringer og tilbagebetaling"
    STAFF = "staff", "Personale"
    ASSUMPTIONS = "assumptions", "Forudsætninger og opmærksomhedspunkter"
    GOVERNANCE = "governance", "Styring og næste skridt"
    RESERVATIONS = "reservations", "Forbehold og kilde"


class NoteState(models.TextChoices):
    """A note's state; `reports.notes.states` has the transitions."""

    DRAFT = "draft", "kladde"
    APPROVED = "approved", "godkendt"
    PUBLISHED = "published", "udgivet"


class StatusNote(models.Model):
    """A municipality's note to a committee about a month; `seq` numbers notes on the same month.

    The database refuses to change or delete a published note; a correction is a new note that `replaces` it.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.PROTECT, related_name="status_notes"
    )
    committee = models.ForeignKey(
        Committee, verbose_name="udvalg", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey(
        BudgetArea,
        verbose_name="ramme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Notatets afsnit om budgettet gælder kun rammen. Lad feltet være tomt for hele budgettet.",
    )
    month = models.DateField("måned", help_text="Den første i måneden.")
    seq = models.PositiveSmallIntegerField("nummer")
    meeting_date = models.DateField("møde", null=True, blank=True)
    case_number = models.CharField("sagsnummer", max_length=40, blank=True)
    state = models.CharField("behandling", max_length=20, choices=NoteState, default=NoteState.DRAFT)
    replaces = models.OneToOneField(
        "self", verbose_name="erstatter", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    written_by = models.ForeignKey(User, verbose_name="skrevet af", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        User, verbose_name="godkendt af", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("godkendt", null=True, blank=True)
    approved_content = models.CharField("fingeraftryk af det godkendte", max_length=64, blank=True)
    published_by = models.ForeignKey(
        User, verbose_name="udgivet af", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField("udgivet", null=True, blank=True)

    objects = StatusNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "statusnotat"
        verbose_name_plural = "statusnotater"
        ordering: ClassVar = ["-month", "-seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "committee", "area", "month", "seq"],
                nulls_distinct=False,
                name="status_note_number_once",
            ),
            models.CheckConstraint(condition=Q(state__in=NoteState.values), name="status_note_state_is_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="status_note_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(state=NoteState.DRAFT) | (Q(approved_by__isnull=False) & ~Q(approved_by=F("written_by"))),
                name="status_note_is_approved_by_another_than_who_wrote_it",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoteState.PUBLISHED)
                | (Q(published_by__isnull=False) & Q(published_at__isnull=False)),
                name="status_note_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} nr. {self.seq}"

    @property
    def is_published(self) -> bool:
        """True where the note is published, and thus cannot be changed."""
        return self.state == NoteState.PUBLISHED

    @property
    def label(self) -> str:
        """The note's name in lists and sentences."""
        return f"Statusnotat {date_format(self.month, 'F Y')}" + (f", nr. {self.seq}" if self.seq > 1 else "")

    @property
    def file_name(self) -> str:
        """The start of the names of the note's files: `2019-01_ballerup_statusnotat_ramme-50-54`, `_2` for number two.

        A note without an area has the committee, if any, in its name instead.
        """
        parts = [f"{self.month:%Y-%m}", self.municipality.slug, "statusnotat"]
        parts += [f"ramme-{self.area.code.replace('.', '-')}"] if self.area else []
        parts += [slugify(self.committee.name.translate(ASCII))] if self.committee and not self.area else []
        parts += [str(self.seq)] if self.seq > 1 else []
        return "_".join(parts)


class NoteText(models.Model):
    """A user's text in a section, in the notation of `reports.notes.blocks`; `version` detects concurrent changes.

    With `is_closed` the whole section is left out of the open variant.
    """

    note = models.ForeignKey(StatusNote, verbose_name="notat", on_delete=models.CASCADE, related_name="texts")
    section = models.CharField("afsnit", max_length=20, choices=Section)
    text = models.TextField("tekst", blank=True)
    is_closed = models.BooleanField("ikke til offentliggørelse", default=False)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "tekst i et notat"
        verbose_name_plural = "tekster i et notat"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "section"], name="note_text_once_a_section"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="note_text_section_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_section_display()


class NoteSection(models.Model):
    """A section's position in the municipality's notes, and whether it is used; without rows the default applies."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="note_sections"
    )
    section = models.CharField("afsnit", max_length=20, choices=Section)
    order = models.PositiveSmallIntegerField("rækkefølge")
    is_used = models.BooleanField("er med", default=True)

    class Meta:
        verbose_name = "afsnit i notater"
        verbose_name_plural = "afsnit i notater"
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "section"], name="note_section_once"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="note_section_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_section_display()


class Letterhead(models.Model):
    """The municipality's logo on its notes, PNG or JPEG."""

    municipality = models.OneToOneField(
        Municipality, verbose_name="kommune", on_delete=models.CASCADE, related_name="letterhead"
    )
    logo = models.BinaryField("logo")

    class Meta:
        verbose_name = "brevhoved"
        verbose_name_plural = "brevhoveder"

    def __str__(self) -> str:
        return str(self.municipality)


class Variant(models.TextChoices):
    """An edition's audience; a closed edition exists only if some section is withheld from publication."""

    OPEN = "open", "åben"
    CLOSED = "closed", "lukket"


class Form(models.TextChoices):
    """The extent of an edition: the whole note or one page."""

    FULL = "full", "hele notatet"
    SHORT = "short", "en side"


class NoteEdition(models.Model):
    """A published note in one variant and form. The database refuses to change or delete it.

    `data` rendered with the template and Typst of the stored versions gives `pdf` byte for byte; `words` is the text
    for searching.
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
    """Lets anyone with the address read a published note's open edition without log-in, until the link is removed."""

    note = models.OneToOneField(StatusNote, verbose_name="notat", on_delete=models.CASCADE, related_name="public_link")
    key = models.CharField("nøgle", max_length=64, unique=True)
    opened_by = models.ForeignKey(User, verbose_name="åbnet af", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("åbnet", auto_now_add=True)

    class Meta:
        verbose_name = "åbent link"
        verbose_name_plural = "åbne links"

    def __str__(self) -> str:
        return str(self.note)
