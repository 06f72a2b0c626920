"""Initiative for initiative: status, figures, cause, explanation, what is done, and indicators."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import get_text_list

from budgets.foundation.amounts import Presentation, format_number
from initiatives.catalogues.models.descriptions import Measurement
from initiatives.results.models import Cause
from reports.notes.content import Json, facts, heading, paragraphs
from reports.notes.material import Material
from reports.notes.suppression import HIDDEN, WHY, counts_people, shown_values
from reports.savings.grouping import SelectedRow
from reports.savings.rows import OpenAction, SavingRow


def initiatives(material: Material) -> list[Json]:
    """Those of which something is told, in the order of the catalogues; the others are named."""
    told = [one for one in material.counting if _is_told(one.row, material)]
    others = [str(one.row.initiative) for one in material.counting if not _is_told(one.row, material)]
    items: list[Json] = []
    for one in told:
        items += _initiative(one, material)
    if others:
        items.append(paragraphs(f"Der er ikke fulgt op på {get_text_list(others, 'og')}."))
    if any(HIDDEN in str(item) for item in items):
        items.append(paragraphs(WHY))
    return items


def _is_told(row: SavingRow, material: Material) -> bool:
    return row.is_followed or bool(material.actions_of(row)) or row.initiative.pk in material.measurements


def _initiative(one: SelectedRow, material: Material) -> list[Json]:
    row, shown = one.row, material.shown_in
    told = row.approved
    found = [
        ("Status", row.status.label.capitalize() if row.status else ""),
        ("Tal", _figures(one, shown)),
        ("Årsag", Cause(told.cause).label.capitalize() if told and told.cause else ""),
        ("Forklaring", told.explanation if told else ""),
        *(("Handling", _action(action, material.scope.day)) for action in material.actions_of(row)),
        *_indicators(material.measurements.get(row.initiative.pk, ())),
    ]
    return [heading(str(row.initiative)), facts(found)]


def _figures(one: SelectedRow, shown: Presentation) -> str:
    """Target, what came and what is expected, in a sentence."""
    row, sums = one.row, one.sums
    if row.target is None:
        return ""
    unit = shown.unit.after_number
    text = f"Forudsat {shown.text(sums.target)}, forventet {shown.text(sums.forecast)} {unit}"
    if row.is_followed:
        text = (
            f"Forudsat {shown.text(sums.target)}, opnået {shown.text(sums.realised)}, "
            f"forventet {shown.text(sums.forecast)} {unit}; afvigelse {shown.text(sums.deviation)}"
        )
    return f"{text}. Kun udvalgets del af tiltaget." if not one.is_whole else text


def _action(action: OpenAction, day: date) -> str:
    late = ", fristen er overskredet" if action.deadline < day else ""
    return f"{action.text} ({action.owner}, frist {date_format(action.deadline, 'j. F Y')}{late})"


def _indicators(measured: Sequence[Measurement]) -> list[tuple[str, str]]:
    """Each indicator as it stands, where it began and where it is to be; few people are not told of.

    What the catalogue itself has published is quoted; what was counted here is hidden where it is few.
    """
    groups = [list(found) for _, found in groupby(measured, key=lambda one: one.indicator)]
    newest, first = _values([found[-1] for found in groups]), _values([found[0] for found in groups])
    return [
        ("Indikator", _indicator(found, now, began)) for found, now, began in zip(groups, newest, first, strict=True)
    ]


def _values(found: Sequence[Measurement]) -> list[str]:
    hidden = iter(shown_values([one.value for one in found if _is_observed(one)]))
    return [next(hidden) if _is_observed(one) else format_number(one.value, most=2) for one in found]


def _is_observed(one: Measurement) -> bool:
    return one.measured_here and counts_people(one.unit)


def _indicator(found: Sequence[Measurement], now: str, began: str) -> str:
    newest = found[-1]
    text = f"{newest.indicator}: {now} {newest.unit}".strip() + f" ({date_format(newest.on, 'j. F Y')})"
    if len(found) > 1:
        text += f", fra {began} ({date_format(found[0].on, 'j. F Y')})"
    goal, by = newest.goal, newest.goal_by  # type: ignore[attr-defined]
    return f"{text}; mål {format_number(goal, most=2)} senest {date_format(by, 'j. F Y')}" if goal is not None else text
