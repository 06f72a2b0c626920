"""Builds the sections of a business case: the text of each section, and its tables and lists."""

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


def build_section_items(section: Section, initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    """The section's text, one paragraph for each line, and its tables and lists."""
    text = [paragraphs(*section.text.splitlines())] if section.text else []
    return text + (SECTION_BUILDERS[section.anchor](initiative, detail) if section.has_more else [])


def _build_economy(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    """The effect lines by category with their sums, and the total."""
    economy, presentation = detail.economy, as_published(initiative.catalogue)
    if not economy.groups:
        return [paragraphs("Forslaget har ingen beløb.")]
    rows = [row for group in economy.groups for row in _build_category_rows(group, presentation)]
    if economy.has_total:
        rows.append(_build_amounts_row(economy.total, presentation, leading_cells=[""]))
    columns = [Heading("Styringsområde", is_text=True), *(Heading(str(year)) for year in economy.years)]
    return [
        Grid(_format_caption("Forslagets samlede økonomi", initiative, presentation), "Linje", columns, rows).as_json()
    ]


def _build_category_rows(group: EconomyGroup, presentation: Presentation) -> list[Line]:
    rows = [Line(group.title, [""] * (len(group.total.cells) + 1), kind=GROUP)]
    for line in group.lines:
        rows.append(_build_economy_row(line, presentation))
        rows += [_build_amounts_row(share, presentation, leading_cells=[""], about="heraf") for share in line.shares]
    return [*rows, _build_amounts_row(group.total, presentation, leading_cells=[""])]


def _build_economy_row(line: EconomyLine, presentation: Presentation) -> Line:
    return _build_amounts_row(
        line.row, presentation, leading_cells=[line.line.get_steering_area_display()], about=line.about
    )


def _build_amounts_row(
    row: PlanRow, presentation: Presentation, *, leading_cells: Sequence[str] = (), about: str = ""
) -> Line:
    """A row of amounts, with `leading_cells` before them."""
    amounts = [cell.computed for cell in row.cells]
    return Line(
        row.label,
        [*leading_cells, *(presentation.text(amount) for amount in amounts)],
        [*[None] * len(leading_cells), *amounts],
        kind=TOTAL if row.is_total else LINE if row.counts else ENDED,
        about=about,
    )


def _format_caption(caption: str, initiative: Initiative, presentation: Presentation) -> str:
    return f"{caption}, {presentation.unit.label}, {initiative.catalogue.get_sign_display()}"


def _build_paybacks(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = [
        [payback.label, payback.printed or NOT_STATED, payback.method or NOT_STATED, payback.computed]
        for payback in detail.paybacks
    ]
    columns = ["Ifølge kilden", "Kildens opgørelse", "Beregnet"]
    return [_build_text_table("Tilbagebetalingstid", "Opgjort på", columns, rows), paragraphs(COUNTED_AS)]


def _build_text_table(caption: str, first: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> Json:
    """A table with texts only; the first text of each row is the row's label."""
    lines = [Line(label, cells) for label, *cells in rows]
    return Grid(caption, first, [Heading(column, is_text=True) for column in columns], lines).as_json()


def _build_parts(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    presentation, years = as_published(initiative.catalogue), detail.economy.years
    columns = [Heading("Risiko", is_text=True), *(Heading(str(year)) for year in years)]
    rows = [
        _build_part_row(part, row or PlanRow(part.name, cells({}, years)), presentation) for part, row in detail.parts
    ]
    caption = _format_caption("Hver del med summen af dens linjer", initiative, presentation)
    part_texts = (text for part, _ in detail.parts for text in _describe_part(part))
    return [Grid(caption, "Del", columns, rows).as_json(), paragraphs(*part_texts)]


def _build_part_row(part: ProposalPart, row: PlanRow, presentation: Presentation) -> Line:
    about = "" if row.counts else HAS_ENDED
    return _build_amounts_row(row, presentation, leading_cells=[part.get_risk_display() or NOT_STATED], about=about)


def _describe_part(part: ProposalPart) -> list[str]:
    labelled_texts = (part.name, part.text), (f"Risikoen for {part.name}", part.risk_reason)
    return [line for label, text in labelled_texts if text for line in f"{label}: {text}".splitlines()]


def _build_service_levels(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = [[level.subject, level.before, level.after] for level in detail.service_levels]
    return [_build_text_table("Serviceniveau før og efter", "Ydelse", ["Før", "Efter"], rows)]


def _build_units(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    columns = ("Antal før", "Pris før", "Antal efter", "Pris efter", "Effekt")
    rows = []
    for calculation in detail.unit_calculations:
        values = [
            calculation.quantity_before,
            calculation.price_before,
            calculation.quantity_after,
            calculation.price_after,
            calculation.effect,
        ]
        rows.append(Line(calculation.service, [_format_number(value) for value in values], values))
    caption = "Antal × enhedspris; pris og effekt i kr., plus betyder mindreudgift"
    return [Grid(caption, "Ydelse", [*map(Heading, columns)], rows).as_json()]


def _format_number(value: Decimal) -> str:
    return format_number(value, most=2)


def _build_shares_of_budget(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [bullets(map(_format_claim, detail.shares_of_budget))]


def _format_claim(claim: Claim) -> str:
    base = (
        f", budget {_format_number(claim.base)} kr." + (f" i {claim.base_year}" if claim.base_year else "")
        if claim.base
        else ""
    )
    effect = f", effekt {_format_number(claim.effect)} kr." if claim.effect is not None else ""
    computed = f", beregnet {percent}" if (percent := percent_of_budget(claim)) else ""
    return f"{claim.area or 'Rammen er ikke oplyst'}: {claim.printed}{base}{effect}{computed}"


def _build_staff(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = []
    for change in detail.staff:
        values = [change.before, change.after, change.change]
        rows.append(Line(change.group, ["–" if value is None else _format_number(value) for value in values], values))
    headings = [*map(Heading, ("Før", "Efter", "Ændring"))]
    return [Grid("Personale, som kilden oplyser det", "Personale", headings, rows).as_json()]


def _build_divisions(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [_build_division_table(table, initiative) for table in detail.economy.divisions]


def _build_division_table(table: PlanTable, initiative: Initiative) -> Json:
    presentation = as_published(initiative.catalogue)
    rows = [_build_amounts_row(row, presentation) for row in table.rows]
    columns = [Heading(str(year)) for year in table.years]
    return Grid(_format_caption(table.caption, initiative, presentation), "Hvem", columns, rows).as_json()


def _build_counter_effects(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    presentation = as_published(initiative.catalogue)
    rows = [
        Line(
            effect.area,
            [effect.text, presentation.text(effect.amount), "regnet med" if effect.is_in_lines else "ikke regnet med"],
            [None, effect.amount, None],
        )
        for effect in detail.counter_effects
    ]
    columns = [Heading("Virkning", is_text=True), Heading("Beløb om året"), Heading("I linjerne", is_text=True)]
    caption = _format_caption("Virkning på andre områder", initiative, presentation)
    return [Grid(caption, "Område", columns, rows).as_json()]


def _build_activities(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [heading("Aktiviteter"), bullets(map(_format_activity, detail.activities))]


def _format_activity(activity: Activity) -> str:
    deadline = f"senest {date_format(activity.due, 'j. F Y')}" if activity.due else ""
    details = ", ".join(filter(None, (activity.responsible, deadline)))
    return f"{activity.text} ({details})" if details else activity.text


def _build_criteria(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    rows = [
        [criterion.text, criterion.measured_by, criterion.responsible, criterion.when] for criterion in detail.criteria
    ]
    return [_build_text_table("Succeskriterier", "Kriterium", ["Måles ved", "Ansvarlig", "Hvornår"], rows)]


def _build_risk(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    level = f"Risikoen er {initiative.get_risk_display()}. " if initiative.risk else ""
    return [paragraphs(*f"{level}{initiative.risk_reason}".strip().splitlines())]


def _build_assumptions(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [bullets(f"{assumption.text} ({assumption.get_decided_by_display()})" for assumption in detail.assumptions)]


def _build_relations(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    return [bullets(f"{relation.words} {relation.text}" for relation in detail.relations)]


def _build_decisions(initiative: Initiative, detail: InitiativeDetail) -> list[Json]:
    columns = ["Udvalg og punkt", "Om", "Beslutning"]
    return [_build_text_table("Beslutninger", "Mødedato", columns, map(_build_decision_cells, detail.decisions))]


def _build_decision_cells(decision: Decision) -> list[str]:
    example = " (konstrueret eksempel)" if decision.item.is_constructed else ""
    return [
        date_format(decision.item.held_on, "j. F Y"),
        f"{decision.item.committee}, punkt {decision.item.number}: {decision.item.title}{example}",
        f"{decision.part or 'Hele forslaget'}, udgave {decision.version.number}",
        ". ".join(filter(None, (decision.get_outcome_display().capitalize(), decision.note))),
    ]


SECTION_BUILDERS: Mapping[str, Callable[[Initiative, InitiativeDetail], list[Json]]] = {
    "oekonomi": _build_economy,
    "tilbagebetaling": _build_paybacks,
    "dele": _build_parts,
    "serviceniveau": _build_service_levels,
    "antal-og-enhedspris": _build_units,
    "andel-af-budgettet": _build_shares_of_budget,
    "personale": _build_staff,
    "fordeling": _build_divisions,
    "andre-omraader": _build_counter_effects,
    "implementering": _build_activities,
    "succeskriterier": _build_criteria,
    "risiko": _build_risk,
    "forudsaetninger": _build_assumptions,
    "andre-forslag": _build_relations,
    "beslutninger": _build_decisions,
}
"""The function that builds a section's tables and lists, by the section's anchor."""
