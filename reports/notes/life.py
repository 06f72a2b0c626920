"""A note's life cycle: created, edited, approved by another user, published permanently, corrected by a new note."""

import secrets
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from budgets.areas.models import BudgetArea
from budgets.foundation import audit
from budgets.foundation.models import Committee, Membership
from reports.notes.blocks import clean
from reports.notes.composing import get_previous_edition, load_note_material
from reports.notes.editions import compute_fingerprint, freeze
from reports.notes.models import NoteState, NoteText, PublicLink, Section, StatusNote
from reports.notes.proposing import propose_summary
from reports.notes.states import NoteError, Step, get_transition

NOTE_BEGUN, NOTE_WRITTEN, NOTE_APPROVED = "notat begyndt", "notat skrevet", "notat godkendt"
NOTE_RETURNED, NOTE_PUBLISHED, NOTE_DISCARDED = "notat sendt tilbage", "notat udgivet", "notat slettet"
LINK_OPENED, LINK_CLOSED = "åbent link lavet", "åbent link lukket"


class ConflictError(Exception):
    """Another user has changed the section in the meantime; `current_text` is the section's current text."""

    def __init__(self, current_text: NoteText) -> None:
        super().__init__(
            "En anden har ændret afsnittet, mens du skrev. Din tekst er ikke gemt. Vælg, hvilken tekst der skal gælde."
        )
        self.current_text = current_text


@transaction.atomic
def make_note(
    *,
    membership: Membership,
    month: date,
    committee: Committee | None = None,
    area: BudgetArea | None = None,
    meeting_date: date | None = None,
    case_number: str = "",
) -> StatusNote:
    """Create a draft with a summary proposed from the figures. Raises NothingToReportError."""
    note = _create_draft(
        membership, month=month, committee=committee, area=area, meeting_date=meeting_date, case_number=case_number
    )
    material = load_note_material(note, timezone.localdate())
    NoteText.objects.create(note=note, section=Section.SUMMARY, text=propose_summary(material))
    _copy_closed_sections(note)
    _record(membership, note, NOTE_BEGUN)
    return note


def _copy_closed_sections(note: StatusNote) -> None:
    """Mark the sections closed that were closed in the previous note, except the summary."""
    previous = get_previous_edition(note)
    closed_texts = previous.note.texts.filter(is_closed=True).exclude(section=Section.SUMMARY) if previous else []
    NoteText.objects.bulk_create(NoteText(note=note, section=text.section, is_closed=True) for text in closed_texts)


def _create_draft(membership: Membership, **fields: object) -> StatusNote:
    """Create a draft with the next number among notes of the same month, committee and area."""
    municipality = membership.municipality
    same_subject = {name: fields[name] for name in ("month", "committee", "area")}
    highest = StatusNote.objects.filter(municipality=municipality, **same_subject).aggregate(Max("seq"))["seq__max"]
    note: StatusNote = StatusNote.objects.create(
        municipality=municipality, seq=(highest or 0) + 1, written_by=membership.user, **fields
    )
    return note


def _record(membership: Membership, note: StatusNote, action: str, **changes: object) -> None:
    change_rows = [{"felt": name, "efter": value} for name, value in changes.items()]
    audit.record(municipality=note.municipality, actor=membership.user, action=action, obj=note, changes=change_rows)


def _lock(note: StatusNote) -> StatusNote:
    """The current note, locked in the database until the transaction ends."""
    locked: StatusNote = StatusNote.objects.select_for_update().get(pk=note.pk)
    return locked


@transaction.atomic
def write_text(
    *, membership: Membership, note: StatusNote, section: Section, text: str, is_closed: bool, version: int
) -> NoteText:
    """Save a section's text in a draft; `version` is the version that the user edited, 0 for a section without text.

    Raises ConflictError if the section was changed in the meantime, and NoteError if the note is not a draft.
    """
    locked = _lock(note)
    get_transition(locked.state, Step.WRITE)
    section_text: NoteText | None = locked.texts.filter(section=section).first()
    if (section_text.version if section_text else 0) != version:
        raise ConflictError(section_text or NoteText(note=locked, section=section, version=0))
    before = (section_text.text, section_text.is_closed) if section_text else ("", False)
    after = (clean(text), is_closed)
    if section_text is None:
        section_text = NoteText(note=locked, section=section, version=0)
    if after != before:
        section_text.text, section_text.is_closed = after
        section_text.version += 1
        section_text.save()
        locked.written_by = membership.user
        locked.save(update_fields=["written_by"])
        changes = [{"felt": section.label, "før": before[0], "efter": after[0], "lukket": is_closed}]
        audit.record(
            municipality=locked.municipality, actor=membership.user, action=NOTE_WRITTEN, obj=locked, changes=changes
        )
    return section_text


@transaction.atomic
def approve(*, membership: Membership, note: StatusNote) -> StatusNote:
    """Approve a draft written by another user, with its current figures. Raises NoteError."""
    locked = _lock(note)
    transition = get_transition(locked.state, Step.APPROVE)
    if transition.by_another and locked.written_by_id == membership.user_id:
        raise NoteError("Du har selv skrevet i notatet sidst. En anden leder skal godkende det.")
    locked.state, locked.approved_by, locked.approved_at = NoteState.APPROVED, membership.user, timezone.now()
    locked.approved_content = compute_fingerprint(locked, load_note_material(locked, None))
    locked.save()
    _record(membership, locked, NOTE_APPROVED)
    return locked


@transaction.atomic
def return_to_draft(*, membership: Membership, note: StatusNote, reason: str) -> StatusNote:
    """Make an approved note a draft again, with a reason. Raises NoteError."""
    locked = _lock(note)
    get_transition(locked.state, Step.RETURN)
    if not reason.strip():
        raise NoteError("Skriv, hvorfor notatet sendes tilbage.")
    locked.state, locked.approved_by, locked.approved_at, locked.approved_content = NoteState.DRAFT, None, None, ""
    locked.save()
    _record(membership, locked, NOTE_RETURNED, hvorfor=reason.strip())
    return locked


@transaction.atomic
def publish(*, membership: Membership, note: StatusNote) -> StatusNote:
    """Freeze an approved note's data, texts and PDF; they cannot be changed afterwards. Raises NoteError.

    A note whose figures have changed since the approval must be approved again.
    """
    locked = _lock(note)
    get_transition(locked.state, Step.PUBLISH)
    if compute_fingerprint(locked, load_note_material(locked, None)) != locked.approved_content:
        raise NoteError("Tallene er ændret, siden notatet blev godkendt. Send det tilbage, og godkend det igen.")
    editions = freeze(locked, load_note_material(locked, timezone.localdate()))
    locked.state, locked.published_by, locked.published_at = NoteState.PUBLISHED, membership.user, timezone.now()
    locked.save()
    _record(membership, locked, NOTE_PUBLISHED, sha256=[edition.sha256 for edition in editions])
    return locked


@transaction.atomic
def correct(*, membership: Membership, note: StatusNote) -> StatusNote:
    """Create a draft with the same texts that replaces a published note when published. Raises NoteError."""
    locked = _lock(note)
    get_transition(locked.state, Step.CORRECT)
    if StatusNote.objects.filter(replaces=locked).exists():
        raise NoteError("Der er allerede oprettet et notat, der erstatter det.")
    new = _create_draft(
        membership,
        month=locked.month,
        committee=locked.committee,
        area=locked.area,
        meeting_date=locked.meeting_date,
        case_number=locked.case_number,
        replaces=locked,
    )
    NoteText.objects.bulk_create(
        NoteText(note=new, section=text.section, text=text.text, is_closed=text.is_closed)
        for text in locked.texts.all()
    )
    _record(membership, new, NOTE_BEGUN, erstatter=str(locked))
    return new


@transaction.atomic
def discard(*, membership: Membership, note: StatusNote) -> None:
    """Delete a draft; its texts remain in the audit log. Raises NoteError."""
    locked = _lock(note)
    get_transition(locked.state, Step.DISCARD)
    _record(membership, locked, NOTE_DISCARDED, tekster={text.section: text.text for text in locked.texts.all()})
    locked.delete()


@transaction.atomic
def open_link(*, membership: Membership, note: StatusNote) -> PublicLink:
    """Make the open edition readable by its address without log-in; an existing address is kept. Raises NoteError."""
    locked = _lock(note)
    if not locked.is_published:
        raise NoteError("Kun et udgivet notat kan åbnes for læsning uden login. Udgiv notatet først.")
    link, is_new = PublicLink.objects.get_or_create(
        note=locked, defaults={"key": secrets.token_urlsafe(24), "opened_by": membership.user}
    )
    if is_new:
        _record(membership, locked, LINK_OPENED)
    return link


@transaction.atomic
def close_link(*, membership: Membership, note: StatusNote) -> None:
    """Remove the public address; opening the note again gives a new address."""
    deleted, _ = PublicLink.objects.filter(note=note).delete()
    if deleted:
        _record(membership, note, LINK_CLOSED)
