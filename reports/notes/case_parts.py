"""The sections of a business case as a document: what stands below each heading, beside its text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.formats import date_format

from budgets.foundation.amounts import Presentation, format_number
from initiatives.catalogues.models.descriptions import Activity, Claim
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import ProposalPart
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.economy import ENDED as HAS_ENDED
from initiatives.catalogues.plan.economy import EconomyGroup, EconomyLine
from initiatives.catalogues.plan.payback import COUNTED_AS, percent_of_budget
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, cells
from initiatives.decisions.models import Decision
from initiatives.pages.detail import InitiativeDetail
from initiatives.pages.sections import Section
from reports.notes.content import ENDED, GROUP, LINE, TOTAL, Grid, Heading, Json, Line, bullets, heading, paragraphs

NOT_STATED = "ikke oplyst"


def section_items(section: Section, initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    """The section's text, a paragraph for each line of it, and what else belongs to it."""
    text = [paragraphs(*section.text.splitlines())] if section.text else []
    return text + (MORE[section.anchor](initiative, detail) if section.has_more else [])


def _economy(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    """The lines by category with their sums, and all of it."""
    economy, shown = detail.economy, as_published(initiative.catalogue)
    if not economy.groups:
        return [paragraphs("Forslaget har ingen beløb.")]
    rows = [row for group in economy.groups for row in _of_category(group, shown)]
    if economy.has_total:
        rows.append(_amounts(economy.total, shown, before=[""]))
    columns = [Heading("Styringsområde", is_text=True), *(Heading(str(year)) for year in economy.years)]
    return [Grid(_in_unit("Forslagets samlede økonomi", initiative, shown), "Linje", columns, rows).as_json()]


def _of_category(group: EconomyGroup, shown: Presentation) -> list[Line]:
    rows = [Line(group.title, [""] * (len(group.total.cells) + 1), kind=GROUP)]
    for one in group.lines:
        rows.append(_line(one, shown))
        rows += [_amounts(share, shown, before=[""], about="heraf") for share in one.shares]
    return [*rows, _amounts(group.total, shown, before=[""])]


def _line(one: EconomyLine, shown: Presentation) -> Line:
    return _amounts(one.row, shown, before=[one.line.get_steering_area_display()], about=one.about)


def _amounts(row: PlanRow, shown: Presentation, *, before: Sequence[str] = (), about: str = "") -> Line:
    """The row's amounts after other texts."""
    amounts = [cell.computed for cell in row.cells]
    return Line(
        row.label,
        [*before, *(shown.text(amount) for amount in amounts)],
        [*[None] * len(before), *amounts],
        kind=TOTAL if row.is_total else LINE if row.counts else ENDED,
        about=about,
    )


def _in_unit(caption: str, initiative: Initiative, shown: Presentation) -> str:
    return f"{caption}, {shown.unit.label}, {initiative.catalogue.get_sign_display()}"


def _paybacks(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = [[one.label, one.printed or NOT_STATED, one.method or NOT_STATED, one.computed] for one in detail.paybacks]
    columns = ["Ifølge kilden", "Kildens opgørelse", "Beregnet"]
    return [_texts("Tilbagebetalingstid", "Opgjort på", columns, rows), paragraphs(COUNTED_AS)]


def _texts(caption: str, first: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> Json:
    """A table of nothing but texts; each row's first is its heading."""
    lines = [Line(label, cells) for label, *cells in rows]
    return Grid(caption, first, [Heading(column, is_text=True) for column in columns], lines).as_json()


def _parts(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    shown, years = as_published(initiative.catalogue), detail.economy.years
    columns = [Heading("Risiko", is_text=True), *(Heading(str(year)) for year in years)]
    rows = [_part(part, row or PlanRow(part.name, cells({}, years)), shown) for part, row in detail.parts]
    caption = _in_unit("Hver del med summen af dens linjer", initiative, shown)
    told = (text for part, _ in detail.parts for text in _about_part(part))
    return [Grid(caption, "Del", columns, rows).as_json(), paragraphs(*told)]


def _part(part: ProposalPart, row: PlanRow, shown: Presentation) -> Line:
    about = "" if row.counts else HAS_ENDED
    return _amounts(row, shown, before=[part.get_risk_display() or NOT_STATED], about=about)


def _about_part(part: ProposalPart) -> list[str]:
    told = (part.name, part.text), (f"Risikoen for {part.name}", part.risk_reason)
    return [line for label, text in told if text for line in f"{label}: {text}".splitlines()]


def _service_levels(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = [[one.subject, one.before, one.after] for one in detail.service_levels]
    return [_texts("Serviceniveau før og efter", "Ydelse", ["Før", "Efter"], rows)]


def _units(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    columns = ("Antal før", "Pris før", "Antal efter", "Pris efter", "Effekt")
    rows = []
    for one in detail.unit_calculations:
        values = [one.quantity_before, one.price_before, one.quantity_after, one.price_after, one.effect]
        rows.append(Line(one.service, [_number(value) for value in values], values))
    caption = "Antal × enhedspris; pris og effekt i kr., plus betyder mindreudgift"
    return [Grid(caption, "Ydelse", [*map(Heading, columns)], rows).as_json()]


def _number(value: Decimal) -> str:
    return format_number(value, most=2)


def _shares_of_budget(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [bullets(map(_claim, detail.shares_of_budget))]


def _claim(one: Claim) -> str:
    base = f", budget {_number(one.base)} kr." + (f" i {one.base_year}" if one.base_year else "") if one.base else ""
    effect = f", effekt {_number(one.effect)} kr." if one.effect is not None else ""
    computed = f", beregnet {percent}" if (percent := percent_of_budget(one)) else ""
    return f"{one.area or 'Rammen er ikke oplyst'}: {one.printed}{base}{effect}{computed}"


def _staff(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = []
    for one in detail.staff:
        values = [one.before, one.after, one.change]
        rows.append(Line(one.group, ["–" if value is None else _number(value) for value in values], values))
    headings = [*map(Heading, ("Før", "Efter", "Ændring"))]
    return [Grid("Personale, som kilden oplyser det", "Personale", headings, rows).as_json()]


def _divisions(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [_division(table, initiative) for table in detail.economy.divisions]


def _division(table: PlanTable, initiative: Initiative) -> Json:
    shown = as_published(initiative.catalogue)
    rows = [_amounts(row, shown) for row in table.rows]
    columns = [Heading(str(year)) for year in table.years]
    return Grid(_in_unit(table.caption, initiative, shown), "Hvem", columns, rows).as_json()


def _counter_effects(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    shown = as_published(initiative.catalogue)
    rows = [
        Line(
            one.area,
            [one.text, shown.text(one.amount), "regnet med" if one.is_in_lines else "ikke regnet med"],
            [None, one.amount, None],
        )
        for one in detail.counter_effects
    ]
    columns = [Heading("Virkning", is_text=True), Heading("Beløb om året"), Heading("I linjerne", is_text=True)]
    caption = _in_unit("Virkning på andre områder", initiative, shown)
    return [Grid(caption, "Område", columns, rows).as_json()]


def _activities(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [heading("Aktiviteter"), bullets(map(_activity, detail.activities))]


def _activity(one: Activity) -> str:
    when = f"senest {date_format(one.due, 'j. F Y')}" if one.due else ""
    named = ", ".join(filter(None, (one.responsible, when)))
    return f"{one.text} ({named})" if named else one.text


def _criteria(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = [[one.text, one.measured_by, one.responsible, one.when] for one in detail.criteria]
    return [_texts("Succeskriterier", "Kriterium", ["Måles ved", "Ansvarlig", "Hvornår"], rows)]


def _risk(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    level = f"Risikoen er {initiative.get_risk_display()}. " if initiative.risk else ""
    return [paragraphs(*f"{level}{initiative.risk_reason}".strip().splitlines())]


def _assumptions(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [bullets(f"{one.text} ({one.get_decided_by_display()})" for one in detail.assumptions)]


def _relations(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [bullets(f"{one.words} {one.text}" for one in detail.relations)]


def _decisions(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    columns = ["Udvalg og punkt", "Om", "Beslutning"]
    return [_texts("Beslutninger", "Mødedato", columns, map(_decision, detail.decisions))]


def _decision(one: Decision) -> list[str]:
    example = " (konstrueret eksempel)" if one.item.is_constructed else ""
    return [
        date_format(one.item.held_on, "j. F Y"),
        f"{one.item.committee}, punkt {one.item.number}: {one.item.title}{example}",
        f"{one.part or 'Hele forslaget'}, udgave {one.version.number}",
        ". ".join(filter(None, (one.get_outcome_display().capitalize(), one.note))),
    ]


MORE: Mapping[str, Callable[[Initiative, InitiativeDetail], list[Json]]] = {
    "oekonomi": _economy,
    "tilbagebetaling": _paybacks,
    "dele": _parts,
    "serviceniveau": _service_levels,
    "antal-og-enhedspris": _units,
    "andel-af-budgettet": _shares_of_budget,
    "personale": _staff,
    "fordeling": _divisions,
    "andre-omraader": _counter_effects,
    "implementering": _activities,
    "succeskriterier": _criteria,
    "risiko": _risk,
    "forudsaetninger": _assumptions,
    "andre-forslag": _relations,
    "beslutninger": _decisions,
}
"""By the section's anchor."""
