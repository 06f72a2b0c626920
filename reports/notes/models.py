"""A status note while it is written: whose it is, what people wrote in it, and the order of its sections."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import slugify

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Committee, Municipality, User


class StatusNoteQuerySet(models.QuerySet[Any]):
    """Notes as their list and their editor want them."""

    def published(self) -> Self:
        """Only published ones; part of the same query."""
        return self.filter(state="published")

    def for_list(self) -> Self:
        """With who, for whom and what replaced it, newest meeting first; part of the same query."""
        related = ("committee", "area", "municipality", "replaced_by", "replaces", "public_link")
        return self.select_related(*related).order_by("-month", F("meeting_date").desc(nulls_last=True), "-seq")

    def about(self, words: str) -> Self:
        """Published ones with an edition that has all the words, in any Danish form; part of the same query."""
        editions = self.model._meta.get_field("editions").related_model
        found = editions.objects.filter(variant="open", form="full").with_words(words)
        return self.filter(pk__in=found.values("note"))

    def telling_of(self, initiative: Any) -> Self:
        """Published ones that are not replaced and have the initiative's forecast; part of the same query."""
        editions = self.model._meta.get_field("editions").related_model
        found = editions.objects.filter(variant="open", form="full", data__forecasts__contains=[{"id": initiative.pk}])
        return self.published().filter(pk__in=found.values("note")).exclude(replaced_by__state="published")

    def before(self, note: Any) -> Self:
        """The published ones about earlier months to the same committee and about the same area, newest first."""
        return self.published().filter(
            Q(month__lt=note.month), municipality=note.municipality_id, committee=note.committee_id, area=note.area_id
        )


class NoteEditionQuerySet(models.QuerySet[Any]):
    """Editions as readers and the control of a file want them."""

    def with_words(self, words: str) -> Self:
        """Those that have all the words, in any Danish form; part of the same query."""
        query = SearchQuery(words, config="danish", search_type="websearch")
        return self.annotate(found_in=SearchVector("words", config="danish")).filter(found_in=query)


ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


class Section(models.TextChoices):
    """What a note can have, in the order that a municipality has until it chooses another."""

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
    """Where a note is on its way; `reports.note.states` has the ways between them."""

    DRAFT = "draft", "kladde"
    APPROVED = "approved", "godkendt"
    PUBLISHED = "published", "udgivet"


class StatusNote(models.Model):
    """A municipality's note to a committee about a month; several of one month are told apart by `seq`.

    Once published the database refuses to change or delete it: a correction is a new note that `replaces` it.
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
        """True once nobody can change it."""
        return self.state == NoteState.PUBLISHED

    @property
    def label(self) -> str:
        """What it is called in lists and sentences."""
        return f"Statusnotat {date_format(self.month, 'F Y')}" + (f", nr. {self.seq}" if self.seq > 1 else "")

    @property
    def file_name(self) -> str:
        """A stable name without what tells files apart: `2019-01_ballerup_statusnotat_ramme-50-54`, `_2` for a second.

        A note to a committee that is about no area has the committee in its name instead.
        """
        parts = [f"{self.month:%Y-%m}", self.municipality.slug, "statusnotat"]
        parts += [f"ramme-{self.area.code.replace('.', '-')}"] if self.area else []
        parts += [slugify(self.committee.name.translate(ASCII))] if self.committee and not self.area else []
        parts += [str(self.seq)] if self.seq > 1 else []
        return "_".join(parts)


class NoteText(models.Model):
    """What people wrote in a section, in the notation of `reports.note.blocks`; `version` guards against two at once.

    `is_closed`: the whole section is left out of the open variant.
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
    """A section's place in the municipality's notes, and whether they have it; without rows the usual order holds."""

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
    """The municipality's logo, which stands on its notes: PNG or JPEG."""

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
