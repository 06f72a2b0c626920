"""From a note, or a municipality and a month, to its document: what must be read, is read here."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date

from budgets.foundation.models import Committee, Municipality
from reports.notes.arranging import places_of
from reports.notes.content import Json
from reports.notes.document import Head, Written, build_document
from reports.notes.material import Material, Scope, load_material
from reports.notes.models import Form, Letterhead, NoteEdition, Section, StatusNote

DRAFT, NOT_A_NOTE = "Kladde, ikke udgivet", "Udtræk af tallene, ikke et udgivet notat"


def compose_month(municipality: Municipality, month: date, committee: Committee | None = None) -> Json:
    """A month's figures in the form of a note that nobody has written; raises NothingToReportError."""
    material = load_material(Scope(municipality, month, committee))
    return build_document(
        material, Head(standing=NOT_A_NOTE, logo=logo_of(municipality), sections=sections_of(municipality))
    )


def material_of(note: StatusNote, data_date: date | None) -> Material:
    """Everything that the note is built from, as it stands now; raises NothingToReportError."""
    last = last_edition(note)
    return load_material(
        Scope(note.municipality, note.month, note.committee, note.area, data_date, last.data if last else None)
    )


def head_of(note: StatusNote, standing: str) -> Head:
    """What stands on the note beside its figures; four queries."""
    return Head(
        standing=standing,
        meeting_date=note.meeting_date,
        case_number=note.case_number,
        replaces=f"notatet {note.replaces.file_name}" if note.replaces else "",
        logo=logo_of(note.municipality),
        sections=sections_of(note.municipality),
        texts={one.section: Written(one.text, one.is_closed) for one in note.texts.all()},
    )


def last_edition(note: StatusNote) -> NoteEdition | None:
    """What was published last about an earlier month to the same committee: the fullest edition; one query."""
    before = StatusNote.objects.before(note)
    found = NoteEdition.objects.filter(note__in=before, form=Form.FULL).defer("pdf").select_related("note")
    edition: NoteEdition | None = found.order_by("-note__month", "-note__seq", "variant").first()
    return edition


def logo_of(municipality: Municipality) -> str:
    """The logo in base64; empty where there is none."""
    found = Letterhead.objects.filter(municipality=municipality).first()
    return b64encode(bytes(found.logo)).decode() if found else ""


def sections_of(municipality: Municipality) -> Sequence[Section]:
    """The sections in the municipality's order, without those that its notes do not have; one query."""
    places = places_of(municipality)
    return sorted((s for s in Section if places[s][1]), key=lambda section: places[section][0])
