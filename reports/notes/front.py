"""The first page of a note, which can stand alone: five lines and one table."""

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
from reports.notes.overview import NO_GROUP, groups_of
from reports.savings.rows import ZERO, Sums, add_up

NO_FOLLOW_UP = "Ikke oplyst. Der er ingen godkendt opfølgning for måneden."
NOT_FOLLOWED_UP = "Samme som den forudsatte effekt, fordi der ikke er fulgt op."
NO_AMOUNTS = "Kataloget har ingen beløb for året."
MOST_ROWS = 14
"""So many groups stand on one page."""


def front(material: Material) -> list[Json]:
    """What was promised, what came, what is expected, what is done about it and what was dropped; then the groups."""
    lines = {
        "Forudsat": _promised(material),
        "Opnået": _came(material),
        "Forventet": _expected(material),
        "Handlinger": _done(material),
        "Udgået": _ended(material),
    }
    table = _table(material)
    return [facts(lines.items()), *([table] if table else [])]


def _promised(material: Material) -> str:
    """What the catalogue gives in the year, where it goes, what it costs, and what of it is decided."""
    plans = [plan for plan in material.plans if plan.has_amounts and material.year in plan.catalogue.years]
    if not plans:
        return NO_AMOUNTS
    decided = material.sums.target
    if len(plans) > 1 or material.is_partial:
        catalogues = counted(len(plans), "katalog", "kataloger")
        return f"Mindreudgift på {_millions(decided)} i {material.year} fra {catalogues}."
    totals = plans[0].totals
    whole = _amount(totals.rows[-1], material.year) or ZERO
    sentence = f"Mindreudgift på {_millions(whole)} i {material.year}{_way_and_costs(totals, material.year)}"
    if decided < whole and material.proposed:
        return f"{sentence} Af årets beløb er {_millions(decided)} vedtaget og resten kun foreslået."
    beside = f"I alt er {_millions(decided)} vedtaget, når beløb uden for planen tælles med."
    return sentence if decided == whole else f"{sentence} {beside}"


def _amount(row: PlanRow, year: int) -> Decimal | None:
    return next((cell.computed for cell in row.cells if cell.year == year), None)


def _way_and_costs(totals: PlanTable, year: int) -> str:
    """Where the sum goes by the last year, and the costs that are subtracted in it."""
    *_, costs, total = totals.rows
    last = totals.years[-1]
    first, final = _amount(total, year), _amount(total, last)
    text = ""
    if last != year and first is not None and final is not None:
        way = _way([cell.computed or ZERO for cell in total.cells if cell.year >= year])
        text = f", {way} {_millions(final)} i {last}"
    cost = _amount(costs, year)
    less = f" Beløbet for {year} er efter fradrag af implementeringsomkostninger på {_millions(-cost)}" if cost else ""
    return f"{text}.{less}"


def _way(amounts: Sequence[Decimal]) -> str:
    """How the amounts go from the first to the last."""
    steps = [after - before for before, after in pairwise(amounts)]
    if all(step == 0 for step in steps):
        return "uændret"
    if all(step >= 0 for step in steps):
        return "stigende til"
    return "faldende til" if all(step <= 0 for step in steps) else "og"


def _millions(amount: Decimal) -> str:
    return f"{IN_SENTENCES.text(amount)} {IN_SENTENCES.unit.label}"


def _came(material: Material) -> str:
    told = [one.row.approved for one in material.counting if one.row.approved]
    if not told:
        return NO_FOLLOW_UP
    if not material.has_amounts:
        return f"Der er fulgt op på {counted(len(told), 'tiltag', 'tiltag')} uden beløb."
    sums = material.sums
    return (
        f"{_millions(sums.realised)} til og med {material.told_until} mod forudsat {_millions(sums.to_date)} til dato."
    )


def _expected(material: Material) -> str:
    if not any(one.row.approved for one in material.counting):
        return NOT_FOLLOWED_UP if material.has_amounts else "Ikke oplyst."
    sums: Sums = material.sums
    if not material.has_amounts:
        return ""
    lacking = -sums.deviation
    sentence = f"{_millions(sums.forecast)} i {material.year} mod forudsat {_millions(sums.target)} "
    sentence += f"Der mangler {_millions(lacking)}" if lacking > 0 else "Den forudsatte effekt ventes at blive nået."
    return f"{sentence} {_unfollowed(material)}".strip()


def _unfollowed(material: Material) -> str:
    number = sum(one.row.approved is None and one.row.target is not None for one in material.counting)
    if not number:
        return ""
    which = "Det indgår med sin" if number == 1 else "De indgår med deres"
    return f"Der er ikke fulgt op på {counted(number, 'tiltag', 'tiltag')}. {which} forudsatte effekt."


def _done(material: Material) -> str:
    actions = [action for one in material.counting for action in material.actions_of(one.row)]
    if not actions:
        return "Ingen handlinger er aftalt."
    late = sum(action.deadline < material.scope.day for action in actions)
    text = f"{counted(len(actions), 'handling', 'handlinger')} er i gang."
    of_them = "" if len(actions) == 1 else " for dem alle" if late == len(actions) else f" for {late} af dem"
    return f"{text} Fristen var overskredet{of_them} den {date_format(material.scope.day, 'j. F Y')}." if late else text


def _ended(material: Material) -> str:
    rows = [one.row for one in material.shown if one.row.initiative.lifecycle in ENDED]
    if not rows:
        return "Ingen tiltag."
    texts = [f"{row.initiative} ({'uden beløb' if row.target is None else _millions(row.target)})" for row in rows]
    named = get_text_list(texts, "og") if len(texts) <= MOST_ROWS else counted(len(texts), "tiltag", "tiltag")
    which = "Beløbet var forudsat" if len(rows) == 1 else "Beløbene var forudsat"
    return f"{named}. {which} i {material.year} og tæller ikke med."


def _table(material: Material) -> Json | None:
    """The groups with what was promised, came and is expected; the largest, and the rest as one row."""
    if not material.has_amounts:
        return None
    shown, groups = material.shown_in, groups_of(material)
    rows = [(label, sums) for label, _, sums in groups]
    if len(rows) > MOST_ROWS:
        rows = [*rows[: MOST_ROWS - 1], ("Øvrige grupper", add_up(sums for _, sums in rows[MOST_ROWS - 1 :]))]
    lines = [_line(label or NO_GROUP, sums, shown) for label, sums in rows]
    return Grid(
        caption=f"{material.year} efter gruppe, {shown.unit.label}, plus betyder mindreudgift",
        first="Gruppe",
        columns=[
            Heading("Forudsat"),
            Heading("Forudsat til dato"),
            Heading("Opnået"),
            Heading("Forventet"),
            Heading("Afvigelse"),
        ],
        rows=[*lines, _line("I alt", material.sums, shown, kind=TOTAL)],
        footnotes=[text] if (text := _unfollowed(material)) else [],
    ).as_json()


def _line(label: str, sums: Sums, shown: Presentation, kind: str = "line") -> Line:
    amounts = [sums.target, sums.to_date, sums.realised, sums.forecast, sums.deviation]
    return Line(label, [shown.text(amount) for amount in amounts], amounts, kind=kind)
