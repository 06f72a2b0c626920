"""What a municipality's notes look like: the order of their sections, and its logo."""

from base64 import b64encode
from collections.abc import Mapping

import typst
from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.models import Membership, Municipality
from reports.notes.models import Letterhead, NoteSection, Section
from reports.notes.pdf import render_pdf

Places = Mapping[Section, tuple[int, bool]]
"""Of each section its place in the order, and whether it is used."""


def places_of(municipality: Municipality) -> Places:
    """The municipality's own choice, else the usual order with everything; one query."""
    chosen = {one.section: one for one in municipality.note_sections.all()}
    return {
        section: (chosen[section].order, chosen[section].is_used) if section in chosen else (place, True)
        for place, section in enumerate(Section, start=1)
    }


@transaction.atomic
def arrange(*, membership: Membership, places: Places) -> None:
    """Keep the order for the notes that are not published yet."""
    municipality = membership.municipality
    before = places_of(municipality)
    NoteSection.objects.filter(municipality=municipality).delete()
    NoteSection.objects.bulk_create(
        NoteSection(municipality=municipality, section=section, order=order, is_used=is_used)
        for section, (order, is_used) in places.items()
    )
    changes = [
        {"felt": section.label, "før": list(before[section]), "efter": list(places[section])}
        for section in Section
        if before[section] != places[section]
    ]
    audit.record(
        municipality=municipality, actor=membership.user, action="afsnit valgt", obj=municipality, changes=changes
    )


class LogoError(Exception):
    """A picture that cannot be set in a document; the message is for the one who chose it."""


@transaction.atomic
def set_logo(*, membership: Membership, logo: bytes) -> None:
    """Keep the picture as the municipality's logo, or take it away with no bytes. Raises LogoError."""
    municipality = membership.municipality
    if logo:
        _try(municipality, logo)
        Letterhead.objects.update_or_create(municipality=municipality, defaults={"logo": logo})
    else:
        Letterhead.objects.filter(municipality=municipality).delete()
    audit.record(
        municipality=municipality,
        actor=membership.user,
        action="logo valgt" if logo else "logo fjernet",
        obj=municipality,
    )


def _try(municipality: Municipality, logo: bytes) -> None:
    """Set an empty document with the picture: what fails here would stop every note."""
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
