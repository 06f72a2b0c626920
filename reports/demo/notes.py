"""Constructed status notes for the demo: one published and one draft."""

from datetime import date

from django.db import transaction

from budgets.foundation.models import Membership
from reports.notes import life
from reports.notes.models import NoteText, Section, StatusNote

TEXTS = {
    Section.RECOMMENDATION: "Direktionen indstiller, at udvalget\n- tager status for januar 2019 til efterretning\n"
    "- godkender, at den forudsatte effekt for **STU** tages op, når priserne kendes (konstrueret eksempel).",
    Section.LAST_DECISION: "Udvalget vedtog handlingsplanen i december 2018 og bad om en status hver måned "
    "(konstrueret eksempel).",
    Section.GOVERNANCE: "Næste status er for februar 2019 (konstrueret eksempel).",
}
CLOSED = "Forhandlinger med to leverandører er i gang og er ikke til offentliggørelse (konstrueret eksempel)."


@transaction.atomic
def load_note_samples() -> None:
    """Make Ballerup's published note for January 2019 and a draft for September; nothing if any note exists."""
    if StatusNote.objects.exists():
        return
    members = {
        member.user.username: member
        for member in Membership.objects.filter(municipality__slug="ballerup").select_related("user", "municipality")
    }
    january = _make_note(members["controller"], date(2019, 1, 1), date(2019, 2, 26), "2019-0121")
    for section, text in TEXTS.items():
        _write_section(members["controller"], january, section, text)
    _write_section(members["controller"], january, Section.INVESTMENTS, CLOSED, is_closed=True)
    life.publish(membership=members["leder"], note=life.approve(membership=members["leder"], note=january))
    _make_note(members["controller"], date(2019, 9, 1), date(2019, 10, 29), "2019-0934")


def _make_note(member: Membership, month: date, meeting: date, case_number: str) -> StatusNote:
    area = member.municipality.areas.get(code="50.54")
    return life.make_note(
        membership=member,
        month=month,
        committee=area.committee,
        area=area,
        meeting_date=meeting,
        case_number=case_number,
    )


def _write_section(
    member: Membership, note: StatusNote, section: Section, text: str, *, is_closed: bool = False
) -> NoteText:
    return life.write_text(membership=member, note=note, section=section, text=text, is_closed=is_closed, version=0)
