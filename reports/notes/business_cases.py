"""A catalogue, or one of its proposals, as a document: in the order of a business case, with the document's own tables.

Amounts are in the catalogue's own unit and sign, and the tables from the source stand as they are printed.
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
from reports.notes.case_parts import section_items
from reports.notes.content import Json, facts, heading, paragraphs
from reports.notes.plan import catalogue_items, figure_table, yearly_table


@dataclass(frozen=True)
class Case:
    """A proposal with everything that is known of it, and the tables of its own."""

    initiative: Initiative
    detail: InitiativeDetail
    yearly: Sequence[PlanTable]
    figures: Sequence[FigureTable]

    @property
    def title(self) -> str:
        """The number and the title."""
        return f"{number_of(self.initiative)} {self.initiative.title}".strip()


def load_cases(catalogue: Catalogue, key: str | None = None) -> list[Case]:
    """The catalogue's proposals in their order, or the one with the key; thirteen queries, whatever their number."""
    told = catalogue.initiatives.from_source().with_printed_codes()
    found = told.select_related("theme", "catalogue", "business_case").prefetch_related("legal_bases")
    initiatives = list(found.order_by("theme__order", "order") if key is None else found.filter(key=key))
    details = build_details(initiatives)
    yearly, figures = load_tables(catalogue, load_effects(catalogue))
    return [
        Case(
            one,
            details[one.pk],
            [table for table in yearly if table.initiative_id == one.pk],
            [table for table in figures if table.table.initiative_id == one.pk and table.belongs_to_case],
        )
        for one in initiatives
    ]


def case_document(catalogue: Catalogue, case: Case, logo: str) -> Json:
    """One proposal as a document: each part under its own heading."""
    return _document(catalogue, case.title, logo, list(_parts(case)))


def catalogue_document(catalogue: Catalogue, logo: str) -> Json:
    """The whole catalogue: what it is in all, then each proposal."""
    cases = [_as_section(case) for case in load_cases(catalogue)]
    sources = [paragraphs(catalogue.summary, catalogue.source, catalogue.reading_note)]
    sections = [_section("oversigt", "Oversigt", catalogue_items(build_plan(catalogue))), *cases]
    return _document(catalogue, catalogue.title, logo, [*sections, _section("kilde", "Kilde", sources)])


def _section(key: str, text: str, items: Sequence[Json]) -> Json:
    return {"key": key, "heading": text, "closed": False, "items": list(items)}


def _document(catalogue: Catalogue, title: str, logo: str, sections: Sequence[Json]) -> Json:
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


def _as_section(case: Case) -> Json:
    """A proposal as one section of a catalogue: its parts under headings below it."""
    items: list[Json] = []
    for part in _parts(case):
        items += [heading(str(part["heading"])), *part["items"]]  # type: ignore[misc]
    return _section(case.initiative.key, case.title, items)


def _parts(case: Case) -> Iterator[Json]:
    """What the proposal is, the sections of its business case in the order of the form, and the source's tables."""
    initiative, detail = case.initiative, case.detail
    yield _section("forslaget", "Forslaget", [paragraphs(initiative.summary), facts(_head(case))])
    for section in sections(detail):
        yield _section(section.anchor, section.heading, section_items(section, initiative, detail))
    shown = as_published(initiative.catalogue)
    tables = [*(yearly_table(table, shown) for table in case.yearly), *map(figure_table, case.figures)]
    if tables:
        yield _section("kilden", "Tabeller i kilden", tables)


def _head(case: Case) -> list[tuple[str, str]]:
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
