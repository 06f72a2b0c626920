"""Builds the document of a catalogue, or of one proposal, in the order of a business case.

Amounts are in the catalogue's own unit and sign, and tables from the source are as printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.catalogue import as_published, load_tables
from initiatives.catalogues.plan.effects import load_effects
from initiatives.catalogues.plan.figures import FigureTable
from initiatives.catalogues.plan.numbers import number_of
from initiatives.catalogues.plan.rows import PlanTable
from initiatives.pages.detail import InitiativeDetail, build_details
from initiatives.pages.plan import build_plan
from initiatives.pages.sections import about, sections
from reports.notes.case_parts import build_section_items
from reports.notes.content import Json, facts, heading, paragraphs
from reports.notes.plan import build_catalogue_items, build_figure_table, build_yearly_table


@dataclass(frozen=True)
class CaseContent:
    """A proposal with its details and its own tables from the source."""

    initiative: Initiative
    detail: InitiativeDetail
    yearly: Sequence[PlanTable]
    figures: Sequence[FigureTable]

    @property
    def title(self) -> str:
        """The proposal's number and title."""
        return f"{number_of(self.initiative)} {self.initiative.title}".strip()


def load_cases(catalogue: Catalogue, key: str | None = None) -> list[CaseContent]:
    """The catalogue's proposals in order, or the one with the key; thirteen queries regardless of their number."""
    proposals = catalogue.initiatives.from_source().with_printed_codes()
    proposals = proposals.select_related("theme", "catalogue", "business_case").prefetch_related("legal_bases")
    initiatives = list(proposals.order_by("theme__order", "order") if key is None else proposals.filter(key=key))
    details = build_details(initiatives)
    yearly, figures = load_tables(catalogue, load_effects(catalogue))
    return [
        CaseContent(
            initiative,
            details[initiative.pk],
            [table for table in yearly if table.initiative_id == initiative.pk],
            [table for table in figures if table.table.initiative_id == initiative.pk and table.belongs_to_case],
        )
        for initiative in initiatives
    ]


def build_case_document(catalogue: Catalogue, case: CaseContent, logo: str) -> Json:
    """The document of one proposal: each part under its own heading."""
    return _build_document(catalogue, case.title, logo, list(_build_parts(case)))


def build_catalogue_document(catalogue: Catalogue, logo: str) -> Json:
    """The document of the whole catalogue: an overview, then each proposal."""
    cases = [_build_case_section(case) for case in load_cases(catalogue)]
    sources = [paragraphs(catalogue.summary, catalogue.source, catalogue.reading_note)]
    sections = [_build_section("oversigt", "Oversigt", build_catalogue_items(build_plan(catalogue))), *cases]
    return _build_document(catalogue, catalogue.title, logo, [*sections, _build_section("kilde", "Kilde", sources)])


def _build_section(key: str, text: str, items: Sequence[Json]) -> Json:
    return {"key": key, "heading": text, "closed": False, "items": list(items)}


def _build_document(catalogue: Catalogue, title: str, logo: str, sections: Sequence[Json]) -> Json:
    published: date = catalogue.published
    about = {"Dækningsområde": catalogue.scope, "Offentliggjort": date_format(published, "F Y")}
    return {
        "title": title,
        "municipality": catalogue.municipality.name,
        "date": [published.year, published.month, published.day],
        "about": [{"label": label, "text": text} for label, text in about.items() if text],
        "logo": logo,
        "standing": "",
        "closed": False,
        "constructed": catalogue.is_constructed,
        "front": [],
        "sections": list(sections),
    }


def _build_case_section(case: CaseContent) -> Json:
    """A proposal as one section of a catalogue, with its parts under subheadings."""
    items: list[Json] = []
    for part in _build_parts(case):
        items += [heading(str(part["heading"])), *part["items"]]  # type: ignore[misc]
    return _build_section(case.initiative.key, case.title, items)


def _build_parts(case: CaseContent) -> Iterator[Json]:
    """The proposal's facts, the sections of its business case in the form's order, and the source's tables."""
    initiative, detail = case.initiative, case.detail
    yield _build_section("forslaget", "Forslaget", [paragraphs(initiative.summary), facts(_build_facts(case))])
    for section in sections(detail):
        yield _build_section(section.anchor, section.heading, build_section_items(section, initiative, detail))
    presentation = as_published(initiative.catalogue)
    tables = [
        *(build_yearly_table(table, presentation) for table in case.yearly),
        *map(build_figure_table, case.figures),
    ]
    if tables:
        yield _build_section("kilden", "Tabeller i kilden", tables)


def _build_facts(case: CaseContent) -> list[tuple[str, str]]:
    initiative = case.initiative
    ended = f" ({date_format(initiative.ended_on, 'F Y')}): {initiative.ended_reason}" if initiative.ended_on else ""
    return [
        ("Gruppe", str(initiative.theme or "")),
        *about(initiative, case.detail),
        ("Lovgrundlag", ", ".join(map(str, initiative.legal_bases.all()))),
        ("Version", initiative.version.lower().capitalize()),
        ("Fase", initiative.get_lifecycle_display().capitalize() + ended),
        ("Pris- og lønniveau", str(initiative.catalogue.price_level or "ikke oplyst")),
    ]
