"""The note as one document: its head, its first page, and its sections in the municipality's order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format

from reports.notes import around
from reports.notes.blocks import parse
from reports.notes.content import Json
from reports.notes.front import front
from reports.notes.initiatives import initiatives
from reports.notes.material import Material
from reports.notes.models import Form, Section, Variant
from reports.notes.overview import overview
from reports.notes.plan import adopted_plan
from reports.notes.since import changes, forecasts

FROM_DATA: Mapping[Section, Callable[[Material], list[Json]]] = {
    Section.OVERVIEW: overview,
    Section.INITIATIVES: initiatives,
    Section.CHANGES: changes,
    Section.BUDGET: around.budget,
    Section.CASES: around.cases,
    Section.PLAN: adopted_plan,
    Section.ENDED: around.ended,
    Section.INVESTMENTS: around.investments,
    Section.STAFF: around.staff,
    Section.ASSUMPTIONS: around.assumptions,
    Section.GOVERNANCE: around.governance,
    Section.RESERVATIONS: around.reservations,
}
"""What comes from the data; the other sections have only what people write."""


@dataclass(frozen=True)
class Written:
    """What people wrote in a section, and whether the whole of it is kept from the public."""

    text: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class Head:
    """What stands on the note beside its figures. `standing` is empty for a published note, else why it is not one."""

    standing: str = ""
    meeting_date: date | None = None
    case_number: str = ""
    replaces: str = ""
    logo: str = ""
    sections: Sequence[Section] = field(default_factory=lambda: list(Section))
    texts: Mapping[str, Written] = field(default_factory=dict)

    @property
    def fullest(self) -> Variant:
        """The variant with everything in it: closed where something is not for publication."""
        return Variant.CLOSED if any(one.is_closed for one in self.texts.values()) else Variant.OPEN


def build_document(material: Material, head: Head, *, variant: Variant = Variant.OPEN, form: Form = Form.FULL) -> Json:
    """The document as JSON; the open variant has nothing of a closed section, and a page has no sections at all."""
    scope = material.scope
    day = scope.data_date or scope.day
    return {
        "title": f"Statusnotat {date_format(scope.month, 'F Y')}",
        "municipality": scope.municipality.name,
        "month": date_format(scope.month, "F Y"),
        "year": material.year,
        "unit": material.unit.value,
        "date": [day.year, day.month, day.day],
        "about": _about(material, head, variant),
        "logo": head.logo,
        "standing": head.standing,
        "closed": variant == Variant.CLOSED,
        "constructed": material.is_constructed,
        "front": front(material),
        "sections": _sections(material, head, variant) if form == Form.FULL else [],
        "forecasts": forecasts(material),
    }


def _about(material: Material, head: Head, variant: Variant) -> list[Json]:
    scope = material.scope
    is_cut = variant != head.fullest
    named = {
        "Til": scope.committee.name if scope.committee else "",
        "Møde": date_format(head.meeting_date, "j. F Y") if head.meeting_date else "",
        "Ramme": str(scope.area or ""),
        "Sagsnummer": head.case_number,
        "Erstatter": head.replaces,
        "Udeladt": "afsnit, der ikke er til offentliggørelse" if is_cut else "",
    }
    return [{"label": label, "text": text} for label, text in named.items() if text]


def _sections(material: Material, head: Head, variant: Variant) -> list[Json]:
    """Those that have anything to say; what people wrote stands before what the data give."""
    found = []
    for section in head.sections:
        written = head.texts.get(section, Written())
        if written.is_closed and variant == Variant.OPEN:
            continue
        blocks = parse(written.text)
        items: list[Json] = [{"kind": "text", "blocks": blocks}] if blocks else []
        items += FROM_DATA[section](material) if section in FROM_DATA else []
        if items:
            found.append({"key": section.value, "heading": section.label, "closed": written.is_closed, "items": items})
    return found
