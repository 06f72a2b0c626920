"""Builds the note's document: head, front page, and sections in the municipality's order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format

from reports.notes import background
from reports.notes.blocks import parse
from reports.notes.comparison import build_changes, build_forecasts
from reports.notes.content import Json
from reports.notes.front import build_front
from reports.notes.initiatives import build_initiatives
from reports.notes.material import Material
from reports.notes.models import Form, Section, Variant
from reports.notes.overview import build_overview
from reports.notes.plan import build_adopted_plan

FROM_DATA: Mapping[Section, Callable[[Material], list[Json]]] = {
    Section.OVERVIEW: build_overview,
    Section.INITIATIVES: build_initiatives,
    Section.CHANGES: build_changes,
    Section.BUDGET: background.build_budget,
    Section.CASES: background.build_cases,
    Section.PLAN: build_adopted_plan,
    Section.ENDED: background.build_ended,
    Section.INVESTMENTS: background.build_investments,
    Section.STAFF: background.build_staff,
    Section.ASSUMPTIONS: background.build_assumptions,
    Section.GOVERNANCE: background.build_governance,
    Section.RESERVATIONS: background.build_reservations,
}
"""The sections built from data; the other sections have only the users' texts."""


@dataclass(frozen=True)
class SectionText:
    """A user's text in a section, and whether the whole section is withheld from publication."""

    text: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class Head:
    """Everything in the note that is not figures; `standing` says why it is not published, empty if it is."""

    standing: str = ""
    meeting_date: date | None = None
    case_number: str = ""
    replaces: str = ""
    logo: str = ""
    sections: Sequence[Section] = field(default_factory=lambda: list(Section))
    texts: Mapping[str, SectionText] = field(default_factory=dict)

    @property
    def full_variant(self) -> Variant:
        """The variant with all sections: closed if any section is withheld from publication."""
        return Variant.CLOSED if any(text.is_closed for text in self.texts.values()) else Variant.OPEN


def build_document(material: Material, head: Head, *, variant: Variant = Variant.OPEN, form: Form = Form.FULL) -> Json:
    """The document as JSON; the open variant omits closed sections, and the short form omits all sections."""
    scope = material.scope
    day = scope.data_date or scope.day
    return {
        "title": f"Statusnotat {date_format(scope.month, 'F Y')}",
        "municipality": scope.municipality.name,
        "month": date_format(scope.month, "F Y"),
        "year": material.year,
        "unit": material.unit.value,
        "date": [day.year, day.month, day.day],
        "about": _build_about(material, head, variant),
        "logo": head.logo,
        "standing": head.standing,
        "closed": variant == Variant.CLOSED,
        "constructed": material.is_constructed,
        "front": build_front(material),
        "sections": _build_sections(material, head, variant) if form == Form.FULL else [],
        "forecasts": build_forecasts(material),
    }


def _build_about(material: Material, head: Head, variant: Variant) -> list[Json]:
    scope = material.scope
    is_reduced = variant != head.full_variant
    texts = {
        "Til": scope.committee.name if scope.committee else "",
        "Møde": date_format(head.meeting_date, "j. F Y") if head.meeting_date else "",
        "Ramme": str(scope.area or ""),
        "Sagsnummer": head.case_number,
        "Erstatter": head.replaces,
        "Udeladt": "afsnit, der ikke er til offentliggørelse" if is_reduced else "",
    }
    return [{"label": label, "text": text} for label, text in texts.items() if text]


def _build_sections(material: Material, head: Head, variant: Variant) -> list[Json]:
    """The sections with content; the user's text comes before what is built from data."""
    built_sections = []
    for section in head.sections:
        text = head.texts.get(section, SectionText())
        if text.is_closed and variant == Variant.OPEN:
            continue
        blocks = parse(text.text)
        items: list[Json] = [{"kind": "text", "blocks": blocks}] if blocks else []
        items += FROM_DATA[section](material) if section in FROM_DATA else []
        if items:
            built_sections.append(
                {"key": section.value, "heading": section.label, "closed": text.is_closed, "items": items}
            )
    return built_sections
