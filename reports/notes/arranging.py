"""A municipality's choices for its notes: the order of the sections, and the logo."""

from base64 import b64encode
from collections.abc import Mapping

import typst
from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.models import Membership, Municipality
from reports.notes.models import Letterhead, NoteSection, Section
from reports.notes.pdf import render_pdf

SectionOrder = Mapping[Section, tuple[int, bool]]
"""Position and whether it is used, by section."""


def load_section_order(municipality: Municipality) -> SectionOrder:
    """The municipality's own order, or the default order with all sections in use; one query."""
    rows = {row.section: row for row in municipality.note_sections.all()}
    return {
        section: (rows[section].order, rows[section].is_used) if section in rows else (position, True)
        for position, section in enumerate(Section, start=1)
    }


@transaction.atomic
def save_section_order(*, membership: Membership, section_order: SectionOrder) -> None:
    """Store the order; it applies to notes that are not published yet."""
    municipality = membership.municipality
    before = load_section_order(municipality)
    NoteSection.objects.filter(municipality=municipality).delete()
    NoteSection.objects.bulk_create(
        NoteSection(municipality=municipality, section=section, order=order, is_used=is_used)
        for section, (order, is_used) in section_order.items()
    )
    changes = [
        {"felt": section.label, "før": list(before[section]), "efter": list(section_order[section])}
        for section in Section
        if before[section] != section_order[section]
    ]
    audit.record(
        municipality=municipality, actor=membership.user, action="afsnit valgt", obj=municipality, changes=changes
    )


class LogoError(Exception):
    """The picture cannot be used in a document; the message is for the user."""


@transaction.atomic
def set_logo(*, membership: Membership, logo: bytes) -> None:
    """Store the picture as the municipality's logo; empty bytes remove the logo. Raises LogoError."""
    municipality = membership.municipality
    if logo:
        _check_logo(municipality, logo)
        Letterhead.objects.update_or_create(municipality=municipality, defaults={"logo": logo})
    else:
        Letterhead.objects.filter(municipality=municipality).delete()
    audit.record(
        municipality=municipality,
        actor=membership.user,
        action="logo valgt" if logo else "logo fjernet",
        obj=municipality,
    )


def _check_logo(municipality: Municipality, logo: bytes) -> None:
    """Render an empty document with the logo, because a picture that fails here would break every note."""
    empty = {
        "title": "Prøve",
        "municipality": municipality.name,
        "date": [2000, 1, 1],
        "standing": "",
        "closed": False,
        "about": [],
        "constructed": False,
        "front": [],
        "sections": [],
        "logo": b64encode(logo).decode(),
    }
    try:
        render_pdf(empty)
    except typst.TypstError:
        raise LogoError("Billedet kan ikke vises i et notat. Gem det som PNG, og prøv igen.") from None
