"""Loads what is needed to build the document of a note, or of a municipality and a month."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date

from budgets.foundation.models import Committee, Municipality
from reports.notes.arranging import load_section_order
from reports.notes.content import Json
from reports.notes.document import Head, SectionText, build_document
from reports.notes.material import Material, Scope, load_material
from reports.notes.models import Form, Letterhead, NoteEdition, Section, StatusNote

DRAFT, NOT_A_NOTE = "Kladde, ikke udgivet", "Udtræk af tallene, ikke et udgivet notat"


def compose_month(municipality: Municipality, month: date, committee: Committee | None = None) -> Json:
    """A month's figures as a document without any written texts; raises NothingToReportError."""
    material = load_material(Scope(municipality, month, committee))
    return build_document(
        material, Head(standing=NOT_A_NOTE, logo=load_logo(municipality), sections=load_sections(municipality))
    )


def load_note_material(note: StatusNote, data_date: date | None) -> Material:
    """Load the note's current data; raises NothingToReportError."""
    previous = get_previous_edition(note)
    return load_material(
        Scope(note.municipality, note.month, note.committee, note.area, data_date, previous.data if previous else None)
    )


def load_head(note: StatusNote, standing: str) -> Head:
    """Load everything in the note that is not figures; four queries."""
    return Head(
        standing=standing,
        meeting_date=note.meeting_date,
        case_number=note.case_number,
        replaces=f"notatet {note.replaces.file_name}" if note.replaces else "",
        logo=load_logo(note.municipality),
        sections=load_sections(note.municipality),
        texts={text.section: SectionText(text.text, text.is_closed) for text in note.texts.all()},
    )


def get_previous_edition(note: StatusNote) -> NoteEdition | None:
    """The full edition of the latest published note on an earlier month to the same committee; one query."""
    earlier_notes = StatusNote.objects.before(note)
    editions = NoteEdition.objects.filter(note__in=earlier_notes, form=Form.FULL).defer("pdf").select_related("note")
    edition: NoteEdition | None = editions.order_by("-note__month", "-note__seq", "variant").first()
    return edition


def load_logo(municipality: Municipality) -> str:
    """The municipality's logo in base64; empty without a logo."""
    letterhead = Letterhead.objects.filter(municipality=municipality).first()
    return b64encode(bytes(letterhead.logo)).decode() if letterhead else ""


def load_sections(municipality: Municipality) -> Sequence[Section]:
    """The sections that the municipality uses, in its order; one query."""
    order = load_section_order(municipality)
    return sorted((section for section in Section if order[section][1]), key=lambda section: order[section][0])
