"""A catalogue, or one of its proposals, as a document: in the order of a business case, with the document's own tables.

Amounts are in the catalogue's own unit and sign, and the tables from the source stand as they are printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from budgets.amounts import Presentation, format_number
from initiatives.models import Catalogue, Claim, EffectCategory, EffectLine, Initiative
from initiatives.plan import (
    FigureTable,
    InitiativeDetail,
    PlanRow,
    PlanTable,
    add,
    as_published,
    build_details,
    build_plan,
    load_effects,
    load_tables,
)
from reports.note.content import GROUP, LINE, TOTAL, Grid, Heading, Json, Line, bullets, facts, heading, paragraphs
from reports.note.plan import catalogue_items, figure_table, yearly_table

CATEGORIES = {
    EffectCategory.PERMANENT: ("Varige ændringer", "Samlet varig ændring"),
    EffectCategory.TEMPORARY: ("Midlertidige ændringer", "Samlet midlertidig ændring"),
    EffectCategory.IMPLEMENTATION: ("Implementeringsomkostninger", "Implementeringsomkostninger i alt"),
}


@dataclass(frozen=True)
class Case:
    """A proposal with everything that is known of it, and the tables of its own."""

    initiative: Initiative
    detail: InitiativeDetail
    yearly: Sequence[PlanTable]
    figures: Sequence[FigureTable]

    @property
    def codes(self) -> str:
        """The printed numbers, each once."""
        return ", ".join(dict.fromkeys(row.code for row in self.detail.mentions if row.code))

    @property
    def title(self) -> str:
        """The number and the title."""
        return f"{self.codes} {self.initiative.title}".strip()


def load_cases(catalogue: Catalogue, key: str | None = None) -> list[Case]:
    """The catalogue's proposals in their order, or the one with the key; fifteen queries, whatever their number."""
    found = catalogue.initiatives.from_source().select_related("theme", "catalogue").prefetch_related("legal_bases")
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
    about = {"Område": catalogue.scope, "Offentliggjort": date_format(published, "F Y")}
    return {
        "title": title,
        "municipality": catalogue.municipality.name,
        "date": [published.year, published.month, published.day],
        "about": [{"label": label, "text": text} for label, text in about.items() if text],
        "logo": logo,
        "standing": "",
        "closed": False,
        "constructed": False,
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
    """The parts of a business case that have anything to say, in its order."""
    initiative, detail = case.initiative, case.detail
    shown = as_published(initiative.catalogue)
    parts: Mapping[str, list[Json]] = {
        "Forslaget": [paragraphs(initiative.summary), facts(_head(case))],
        "Forslagets samlede økonomiske konsekvenser": _economy(detail, shown, initiative.catalogue),
        "Antal og enhedspris": _units(detail),
        "Personale": _staff(detail),
        "Andel af budgettet og tilbagebetaling": _claims(detail),
        "Tabeller i kilden": [
            *(yearly_table(table, shown) for table in case.yearly),
            *(figure_table(table) for table in case.figures),
        ],
        "Implementering af forslaget": _activities(detail),
        "Opfølgning": _criteria(detail),
        "Risikovurdering": _risk(initiative),
        "Forudsætninger": [bullets(f"{one.text} ({one.get_decided_by_display()})" for one in detail.assumptions)]
        if detail.assumptions
        else [],
    }
    for place, (text, items) in enumerate(parts.items()):
        if items:
            yield _section(f"del-{place}", text, items)


def _head(case: Case) -> list[tuple[str, str]]:
    initiative, detail = case.initiative, case.detail
    committees = dict.fromkeys(str(line.committee) for line, *_ in detail.lines if line.committee)
    ended = f" ({date_format(initiative.ended_on, 'F Y')}): {initiative.ended_reason}" if initiative.ended_on else ""
    return [
        ("Gruppe", str(initiative.theme or "")),
        ("Udvalg", ", ".join(committees)),
        ("Lovgrundlag", ", ".join(map(str, initiative.legal_bases.all()))),
        ("Version", initiative.version.lower().capitalize()),
        ("Erstatter", initiative.replaces),
        ("Status", initiative.get_lifecycle_display().capitalize() + ended),
        ("Pris- og lønniveau", str(initiative.catalogue.price_level or "ikke oplyst")),
    ]


def _economy(detail: InitiativeDetail, shown: Presentation, catalogue: Catalogue) -> list[Json]:
    """The lines by category with their sums, and all of it; a year without any amount is left out."""
    if not detail.lines:
        return [paragraphs("Forslaget har ingen beløb.")]
    years = [cell.year for cell in detail.total.cells if cell.computed is not None]
    rows: list[Line] = []
    categories = [name for name in CATEGORIES if any(line.category == name for line, *_ in detail.lines)]
    for name in categories:
        title, total = CATEGORIES[name]
        found = [(line, row, parts) for line, row, parts in detail.lines if line.category == name]
        rows.append(Line(title, [""] * (len(years) + 1), kind=GROUP))
        for line, row, parts in found:
            rows.append(_row(row, shown, years, line))
            rows += [_row(part, shown, years, about="heraf") for part in parts]
        cells = add((cell for _, row, _ in found if row.counts for cell in row.cells), years)
        rows.append(_row(PlanRow(total, cells, is_total=True), shown, years))
    if len(categories) > 1:
        rows.append(_row(PlanRow("Samlet økonomisk påvirkning", detail.total.cells, is_total=True), shown, years))
    return [
        Grid(
            caption=f"Forslagets samlede økonomi, {shown.unit.label}, {catalogue.get_sign_display()}",
            first="Linje",
            columns=[Heading("Styringsområde", is_text=True), *(Heading(str(year)) for year in years)],
            rows=rows,
        ).as_json()
    ]


def _row(
    row: PlanRow, shown: Presentation, years: Sequence[int], line: EffectLine | None = None, about: str = ""
) -> Line:
    amounts = [cell.computed for cell in row.cells if cell.year in years]
    prices = f"{line.price_level}-priser" if line and line.price_level else ""
    ended = "udgået, tæller ikke med" if line and line.ended_by_id else ""
    own = [line.part, str(line.committee or ""), prices, ended] if line else []
    return Line(
        row.label,
        [line.get_steering_area_display() if line else "", *(shown.text(amount) for amount in amounts)],
        [None, *amounts],
        kind=TOTAL if row.is_total else LINE,
        about=about or ", ".join(filter(None, own)),
    )


def _number(value: Decimal) -> str:
    return format_number(value, most=2)


def _units(detail: InitiativeDetail) -> list[Json]:
    columns = ("Antal før", "Pris før", "Antal efter", "Pris efter", "Effekt")
    rows = []
    for one in detail.unit_calculations:
        values = [one.quantity_before, one.price_before, one.quantity_after, one.price_after, one.effect]
        rows.append(Line(one.service, [_number(value) for value in values], values))
    caption = "Antal gange enhedspris, pris og effekt i kr., plus er mindre udgift"
    return [Grid(caption, "Ydelse", [*map(Heading, columns)], rows).as_json()] if rows else []


def _staff(detail: InitiativeDetail) -> list[Json]:
    rows = []
    for one in detail.staff:
        values = [one.before, one.after, one.change]
        rows.append(Line(one.group, [_number(value) for value in values], values))
    headings = [*map(Heading, ("Før", "Efter", "Ændring"))]
    return [Grid("Personale, som kilden oplyser det", "Personale", headings, rows).as_json()] if rows else []


def _claims(detail: InitiativeDetail) -> list[Json]:
    return [bullets(map(_claim, detail.claims))] if detail.claims else []


def _claim(one: Claim) -> str:
    base = f", budget {_number(one.base)} kr." + (f" i {one.base_year}" if one.base_year else "") if one.base else ""
    how = f" ({one.get_method_display()})" if one.method else ""
    return f"{one.get_kind_display().capitalize()}: {one.printed}{how}{f', {one.area}' if one.area else ''}{base}"


def _activities(detail: InitiativeDetail) -> list[Json]:
    found = []
    for one in detail.activities:
        when = f"senest {date_format(one.due, 'j. F Y')}" if one.due else ""
        named = ", ".join(filter(None, (one.responsible, when)))
        found.append(f"{one.text} ({named})" if named else one.text)
    return [bullets(found)] if found else []


def _criteria(detail: InitiativeDetail) -> list[Json]:
    headings = [Heading(text, is_text=True) for text in ("Måles ved", "Ansvarlig", "Hvornår")]
    rows = [Line(one.text, [one.measured_by, one.responsible, one.when]) for one in detail.criteria]
    return [Grid("Succeskriterier", "Kriterium", headings, rows).as_json()] if rows else []


def _risk(initiative: Initiative) -> list[Json]:
    if not initiative.risk:
        return []
    return [paragraphs(f"Risikoen er {initiative.get_risk_display()}. {initiative.risk_reason}".strip())]
