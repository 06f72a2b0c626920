"""The front page of a note, which can be published alone: five lines and one table."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.text import get_text_list

from budgets.foundation.amounts import Presentation
from budgets.foundation.wording import IN_SENTENCES, counted
from initiatives.catalogues.models.initiatives import ENDED
from initiatives.catalogues.plan.rows import PlanRow, PlanTable
from reports.notes.content import TOTAL, Grid, Heading, Json, Line, facts
from reports.notes.material import Material
from reports.notes.overview import NO_GROUP, build_groups
from reports.savings.rows import ZERO, Sums, add_up

NO_FOLLOW_UP = "Ikke oplyst. Der er ingen godkendt opfølgning for måneden."
NOT_FOLLOWED_UP = "Samme som den forudsatte effekt, fordi der ikke er fulgt op."
NO_AMOUNTS = "Kataloget har ingen beløb for året."
MAX_ROWS = 14
"""Maximum number of groups that fit on the page."""


def build_front(material: Material) -> list[Json]:
    """Target, realised and forecast effect, actions and ended initiatives in a line each; then a table by group."""
    lines = {
        "Forudsat": _describe_target(material),
        "Opnået": _describe_realised(material),
        "Forventet": _describe_forecast(material),
        "Handlinger": _describe_actions(material),
        "Udgået": _describe_ended(material),
    }
    table = _build_table(material)
    return [facts(lines.items()), *([table] if table else [])]


def _describe_target(material: Material) -> str:
    """The year's target effect, its course over the years, the costs, and how much of it is decided."""
    plans = [plan for plan in material.plans if plan.has_amounts and material.year in plan.catalogue.years]
    if not plans:
        return NO_AMOUNTS
    decided_target = material.sums.target
    if len(plans) > 1 or material.is_partial:
        catalogues = counted(len(plans), "katalog", "kataloger")
        return f"Mindreudgift på {_format_millions(decided_target)} i {material.year} fra {catalogues}."
    totals = plans[0].totals
    catalogue_target = _get_amount(totals.rows[-1], material.year) or ZERO
    course = _describe_course_and_costs(totals, material.year)
    sentence = f"Mindreudgift på {_format_millions(catalogue_target)} i {material.year}{course}"
    if decided_target < catalogue_target and material.proposed:
        return f"{sentence} Af årets beløb er {_format_millions(decided_target)} vedtaget og resten kun foreslået."
    decided_sentence = f"I alt er {_format_millions(decided_target)} vedtaget, når beløb uden for planen tælles med."
    return sentence if decided_target == catalogue_target else f"{sentence} {decided_sentence}"


def _get_amount(row: PlanRow, year: int) -> Decimal | None:
    return next((cell.computed for cell in row.cells if cell.year == year), None)


def _describe_course_and_costs(totals: PlanTable, year: int) -> str:
    """The course of the total up to the last year, and the costs that are subtracted in the first year."""
    *_, costs, total = totals.rows
    last_year = totals.years[-1]
    first_amount, last_amount = _get_amount(total, year), _get_amount(total, last_year)
    text = ""
    if last_year != year and first_amount is not None and last_amount is not None:
        direction = _describe_direction([cell.computed or ZERO for cell in total.cells if cell.year >= year])
        text = f", {direction} {_format_millions(last_amount)} i {last_year}"
    cost = _get_amount(costs, year)
    deduction = (
        f" Beløbet for {year} er efter fradrag af implementeringsomkostninger på {_format_millions(-cost)}"
        if cost
        else ""
    )
    return f"{text}.{deduction}"


def _describe_direction(amounts: Sequence[Decimal]) -> str:
    """The direction of the amounts from the first to the last, in Danish."""
    steps = [after - before for before, after in pairwise(amounts)]
    if all(step == 0 for step in steps):
        return "uændret"
    if all(step >= 0 for step in steps):
        return "stigende til"
    return "faldende til" if all(step <= 0 for step in steps) else "og"


def _format_millions(amount: Decimal) -> str:
    return f"{IN_SENTENCES.text(amount)} {IN_SENTENCES.unit.label}"


def _describe_realised(material: Material) -> str:
    follow_ups = [selected.row.approved for selected in material.counted if selected.row.approved]
    if not follow_ups:
        return NO_FOLLOW_UP
    if not material.has_amounts:
        return f"Der er fulgt op på {counted(len(follow_ups), 'tiltag', 'tiltag')} uden beløb."
    sums = material.sums
    realised, target_to_date = _format_millions(sums.realised), _format_millions(sums.to_date)
    return f"{realised} til og med {material.approved_until} mod forudsat {target_to_date} til dato."


def _describe_forecast(material: Material) -> str:
    if not any(selected.row.approved for selected in material.counted):
        return NOT_FOLLOWED_UP if material.has_amounts else "Ikke oplyst."
    sums: Sums = material.sums
    if not material.has_amounts:
        return ""
    if sums.forecast is None or sums.deviation is None:
        return NOT_FOLLOWED_UP
    forecast, target = _format_millions(sums.forecast), _format_millions(sums.assessed_target)
    conclusion = "Den forudsatte effekt ventes at blive nået."
    if sums.deviation < 0:
        conclusion = f"Der mangler {_format_millions(-sums.deviation)}"
    return f"{forecast} i {material.year} mod forudsat {target} {conclusion} {_describe_unassessed(material)}".strip()


def _describe_unassessed(material: Material) -> str:
    number = sum(selected.row.is_unassessed for selected in material.counted)
    if not number:
        return ""
    target = _format_millions(material.sums.unassessed_target)
    subject = counted(number, "tiltag", "tiltag")
    return f"{subject} er ikke vurderet og ikke regnet med i det forventede (forudsat {target})."


def _describe_actions(material: Material) -> str:
    actions = [action for selected in material.counted for action in material.get_actions(selected.row)]
    if not actions:
        return "Ingen handlinger er aftalt."
    late = sum(action.deadline < material.scope.day for action in actions)
    text = f"{counted(len(actions), 'handling', 'handlinger')} er i gang."
    share = "" if len(actions) == 1 else " for dem alle" if late == len(actions) else f" for {late} af dem"
    return f"{text} Fristen var overskredet{share} den {date_format(material.scope.day, 'j. F Y')}." if late else text


def _describe_ended(material: Material) -> str:
    rows = [selected.row for selected in material.decided if selected.row.initiative.lifecycle in ENDED]
    if not rows:
        return "Ingen tiltag."
    texts = [
        f"{row.initiative} ({'uden beløb' if row.target is None else _format_millions(row.target)})" for row in rows
    ]
    names = get_text_list(texts, "og") if len(texts) <= MAX_ROWS else counted(len(texts), "tiltag", "tiltag")
    subject = "Beløbet var forudsat" if len(rows) == 1 else "Beløbene var forudsat"
    return f"{names}. {subject} i {material.year} og tæller ikke med."


def _build_table(material: Material) -> Json | None:
    """Target, realised and forecast effect by group; groups beyond MAX_ROWS are added up in one row."""
    if not material.has_amounts:
        return None
    presentation, groups = material.presentation, build_groups(material)
    group_rows = [(label, sums) for label, _, sums in groups]
    if len(group_rows) > MAX_ROWS:
        group_rows = [
            *group_rows[: MAX_ROWS - 1],
            ("Øvrige grupper", add_up(sums for _, sums in group_rows[MAX_ROWS - 1 :])),
        ]
    lines = [_build_row(label or NO_GROUP, sums, presentation) for label, sums in group_rows]
    return Grid(
        caption=f"{material.year} efter gruppe, {presentation.unit.label}, plus betyder mindreudgift",
        first="Gruppe",
        columns=[
            Heading("Forudsat"),
            Heading("Forudsat til dato"),
            Heading("Opnået"),
            Heading("Forventet"),
            Heading("Afvigelse"),
        ],
        rows=[*lines, _build_row("I alt", material.sums, presentation, kind=TOTAL)],
        footnotes=[text] if (text := _describe_unassessed(material)) else [],
    ).as_json()


def _build_row(label: str, sums: Sums, presentation: Presentation, kind: str = "line") -> Line:
    amounts = [sums.target, sums.to_date, sums.realised, sums.forecast, sums.deviation]
    return Line(label, [presentation.text(amount) for amount in amounts], amounts, kind=kind)
