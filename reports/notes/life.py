"""A note's life: begun, written, approved by another, published for good, and corrected by a new one."""

import secrets
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from budgets.areas.models import BudgetArea
from budgets.foundation import audit
from budgets.foundation.models import Committee, Membership
from reports.notes.blocks import clean
from reports.notes.composing import last_edition, material_of
from reports.notes.editions import fingerprint, freeze
from reports.notes.models import NoteState, NoteText, PublicLink, Section, StatusNote
from reports.notes.proposing import propose
from reports.notes.states import NoteError, Step, get_transition

NOTE_BEGUN, NOTE_WRITTEN, NOTE_APPROVED = "notat begyndt", "notat skrevet", "notat godkendt"
NOTE_RETURNED, NOTE_PUBLISHED, NOTE_DISCARDED = "notat sendt tilbage", "notat udgivet", "notat slettet"
LINK_OPENED, LINK_CLOSED = "åbent link lavet", "åbent link lukket"


class ConflictError(Exception):
    """Somebody else has written in the section since; `theirs` is what stands there now."""

    def __init__(self, theirs: NoteText) -> None:
        super().__init__(
            "En anden har ændret afsnittet, mens du skrev. Din tekst er ikke gemt. Vælg, hvilken tekst der skal gælde."
        )
        self.theirs = theirs


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
    """Begin a note, with a resumé proposed from the figures. Raises NothingToReportError."""
    note = _add(
        membership, month=month, committee=committee, area=area, meeting_date=meeting_date, case_number=case_number
    )
    material = material_of(note, timezone.localdate())
    NoteText.objects.create(note=note, section=Section.SUMMARY, text=propose(material))
    _keep_closed(note)
    _record(membership, note, NOTE_BEGUN)
    return note


def _keep_closed(note: StatusNote) -> None:
    """What the last note kept from the public is kept in the new one too, until somebody opens it."""
    last = last_edition(note)
    closed = last.note.texts.filter(is_closed=True).exclude(section=Section.SUMMARY) if last else []
    NoteText.objects.bulk_create(NoteText(note=note, section=one.section, is_closed=True) for one in closed)


def _add(membership: Membership, **fields: object) -> StatusNote:
    """A draft with the next number of its month."""
    municipality = membership.municipality
    same = {name: fields[name] for name in ("month", "committee", "area")}
    highest = StatusNote.objects.filter(municipality=municipality, **same).aggregate(Max("seq"))["seq__max"]
    note: StatusNote = StatusNote.objects.create(
        municipality=municipality, seq=(highest or 0) + 1, written_by=membership.user, **fields
    )
    return note


def _record(membership: Membership, note: StatusNote, action: str, **changes: object) -> None:
    told = [{"felt": name, "efter": value} for name, value in changes.items()]
    audit.record(municipality=note.municipality, actor=membership.user, action=action, obj=note, changes=told)


def _held(note: StatusNote) -> StatusNote:
    """The note as it is now, held until the change is done."""
    held: StatusNote = StatusNote.objects.select_for_update().get(pk=note.pk)
    return held


@transaction.atomic
def write_text(
    *, membership: Membership, note: StatusNote, section: Section, text: str, is_closed: bool, version: int
) -> NoteText:
    """Write a section of a draft; `version` is the one that was read, 0 where there was none.

    Raises ConflictError where somebody has written since, and NoteError where the note is no draft.
    """
    held = _held(note)
    get_transition(held.state, Step.WRITE)
    found: NoteText | None = held.texts.filter(section=section).first()
    if (found.version if found else 0) != version:
        raise ConflictError(found or NoteText(note=held, section=section, version=0))
    before = (found.text, found.is_closed) if found else ("", False)
    after = (clean(text), is_closed)
    if found is None:
        found = NoteText(note=held, section=section, version=0)
    if after != before:
        found.text, found.is_closed = after
        found.version += 1
        found.save()
        held.written_by = membership.user
        held.save(update_fields=["written_by"])
        changes = [{"felt": section.label, "før": before[0], "efter": after[0], "lukket": is_closed}]
        audit.record(
            municipality=held.municipality, actor=membership.user, action=NOTE_WRITTEN, obj=held, changes=changes
        )
    return found


@transaction.atomic
def approve(*, membership: Membership, note: StatusNote) -> StatusNote:
    """Approve a draft that somebody else wrote, with the figures it has now. Raises NoteError."""
    held = _held(note)
    step = get_transition(held.state, Step.APPROVE)
    if step.by_another and held.written_by_id == membership.user_id:
        raise NoteError("Du har selv skrevet i notatet sidst. En anden leder skal godkende det.")
    held.state, held.approved_by, held.approved_at = NoteState.APPROVED, membership.user, timezone.now()
    held.approved_content = fingerprint(held, material_of(held, None))
    held.save()
    _record(membership, held, NOTE_APPROVED)
    return held


@transaction.atomic
def give_back(*, membership: Membership, note: StatusNote, reason: str) -> StatusNote:
    """Make an approved note a draft again, with a reason. Raises NoteError."""
    held = _held(note)
    get_transition(held.state, Step.RETURN)
    if not reason.strip():
        raise NoteError("Skriv, hvorfor notatet sendes tilbage.")
    held.state, held.approved_by, held.approved_at, held.approved_content = NoteState.DRAFT, None, None, ""
    held.save()
    _record(membership, held, NOTE_RETURNED, hvorfor=reason.strip())
    return held


@transaction.atomic
def publish(*, membership: Membership, note: StatusNote) -> StatusNote:
    """Freeze an approved note: data, text and PDF, which nobody can change after. Raises NoteError.

    A note whose figures have changed since it was approved must be approved again.
    """
    held = _held(note)
    get_transition(held.state, Step.PUBLISH)
    if fingerprint(held, material_of(held, None)) != held.approved_content:
        raise NoteError("Tallene er ændret, siden notatet blev godkendt. Send det tilbage, og godkend det igen.")
    editions = freeze(held, material_of(held, timezone.localdate()))
    held.state, held.published_by, held.published_at = NoteState.PUBLISHED, membership.user, timezone.now()
    held.save()
    _record(membership, held, NOTE_PUBLISHED, sha256=[edition.sha256 for edition in editions])
    return held


@transaction.atomic
def correct(*, membership: Membership, note: StatusNote) -> StatusNote:
    """Begin a new note that replaces a published one, with the same texts. Raises NoteError."""
    held = _held(note)
    get_transition(held.state, Step.CORRECT)
    if StatusNote.objects.filter(replaces=held).exists():
        raise NoteError("Der er allerede oprettet et notat, der erstatter det.")
    new = _add(
        membership,
        month=held.month,
        committee=held.committee,
        area=held.area,
        meeting_date=held.meeting_date,
        case_number=held.case_number,
        replaces=held,
    )
    NoteText.objects.bulk_create(
        NoteText(note=new, section=one.section, text=one.text, is_closed=one.is_closed) for one in held.texts.all()
    )
    _record(membership, new, NOTE_BEGUN, erstatter=str(held))
    return new


@transaction.atomic
def discard(*, membership: Membership, note: StatusNote) -> None:
    """Delete a draft; the audit keeps what was written. Raises NoteError."""
    held = _held(note)
    get_transition(held.state, Step.DISCARD)
    _record(membership, held, NOTE_DISCARDED, tekster={one.section: one.text for one in held.texts.all()})
    held.delete()


@transaction.atomic
def open_link(*, membership: Membership, note: StatusNote) -> PublicLink:
    """Let whoever has the address read the open edition; opening twice keeps the address. Raises NoteError."""
    held = _held(note)
    if not held.is_published:
        raise NoteError("Kun et udgivet notat kan åbnes for læsning uden login. Udgiv notatet først.")
    link, is_new = PublicLink.objects.get_or_create(
        note=held, defaults={"key": secrets.token_urlsafe(24), "opened_by": membership.user}
    )
    if is_new:
        _record(membership, held, LINK_OPENED)
    return link


@transaction.atomic
def close_link(*, membership: Membership, note: StatusNote) -> None:
    """Take the address away; it cannot be had back, a new one is another."""
    deleted, _ = PublicLink.objects.filter(note=note).delete()
    if deleted:
        _record(membership, note, LINK_CLOSED)
