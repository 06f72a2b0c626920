"""The section with status, figures, cause, explanation, actions and indicators of each initiative."""

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
from reports.notes.suppression import HIDDEN, WHY, format_suppressed, is_count_of_people
from reports.savings.grouping import SelectedRow
from reports.savings.rows import OpenAction, SavingRow


def build_initiatives(material: Material) -> list[Json]:
    """The initiatives with follow-up, actions or measurements, in the catalogues' order; the others are only named."""
    with_content = [selected for selected in material.counted if _has_content(selected.row, material)]
    without_content = [
        str(selected.row.initiative) for selected in material.counted if not _has_content(selected.row, material)
    ]
    items: list[Json] = []
    for selected in with_content:
        items += _build_initiative(selected, material)
    if without_content:
        items.append(paragraphs(f"Der er ikke fulgt op på {get_text_list(without_content, 'og')}."))
    if any(HIDDEN in str(item) for item in items):
        items.append(paragraphs(WHY))
    return items


def _has_content(row: SavingRow, material: Material) -> bool:
    return row.is_followed or bool(material.get_actions(row)) or row.initiative.pk in material.measurements


def _build_initiative(selected: SelectedRow, material: Material) -> list[Json]:
    row, presentation = selected.row, material.presentation
    approved = row.approved
    pairs = [
        ("Status", row.status.label.capitalize() if row.status else ""),
        ("Tal", _describe_figures(selected, presentation)),
        ("Årsag", Cause(approved.cause).label.capitalize() if approved and approved.cause else ""),
        ("Forklaring", approved.explanation if approved else ""),
        *(("Handling", _format_action(action, material.scope.day)) for action in material.get_actions(row)),
        *_build_indicators(material.measurements.get(row.initiative.pk, ())),
    ]
    return [heading(str(row.initiative)), facts(pairs)]


def _describe_figures(selected: SelectedRow, presentation: Presentation) -> str:
    """A sentence with target, realised and forecast effect."""
    row, sums = selected.row, selected.sums
    if row.target is None:
        return ""
    unit = presentation.unit.after_number
    text = f"Forudsat {presentation.text(sums.target)} {unit}; ikke vurderet"
    if sums.forecast is not None:
        text = (
            f"Forudsat {presentation.text(sums.target)}, opnået {presentation.text(sums.realised)}, "
            f"forventet {presentation.text(sums.forecast)} {unit}; afvigelse {presentation.text(sums.deviation)}"
        )
    return f"{text}. Kun udvalgets del af tiltaget." if not selected.is_whole else text


def _format_action(action: OpenAction, day: date) -> str:
    late = ", fristen er overskredet" if action.deadline < day else ""
    return f"{action.text} ({action.owner}, frist {date_format(action.deadline, 'j. F Y')}{late})"


def _build_indicators(measurements: Sequence[Measurement]) -> list[tuple[str, str]]:
    """Each indicator's newest and first value and its goal, as pairs of label and text.

    Values that the catalogue has published are quoted; counts of people measured here are hidden where they are small.
    """
    groups = [list(group) for _, group in groupby(measurements, key=lambda measurement: measurement.indicator)]
    newest_values, first_values = (
        _format_values([group[-1] for group in groups]),
        _format_values([group[0] for group in groups]),
    )
    return [
        ("Indikator", _format_indicator(group, newest_value, first_value))
        for group, newest_value, first_value in zip(groups, newest_values, first_values, strict=True)
    ]


def _format_values(measurements: Sequence[Measurement]) -> list[str]:
    suppressed = iter(
        format_suppressed([measurement.value for measurement in measurements if _is_observed(measurement)])
    )
    return [
        next(suppressed) if _is_observed(measurement) else format_number(measurement.value, most=2)
        for measurement in measurements
    ]


def _is_observed(measurement: Measurement) -> bool:
    return measurement.measured_here and is_count_of_people(measurement.unit)


def _format_indicator(measurements: Sequence[Measurement], newest_value: str, first_value: str) -> str:
    newest = measurements[-1]
    text = f"{newest.indicator}: {newest_value} {newest.unit}".strip() + f" ({date_format(newest.on, 'j. F Y')})"
    if len(measurements) > 1:
        text += f", fra {first_value} ({date_format(measurements[0].on, 'j. F Y')})"
    goal, goal_by = newest.goal, newest.goal_by  # type: ignore[attr-defined]
    return (
        f"{text}; mål {format_number(goal, most=2)} senest {date_format(goal_by, 'j. F Y')}"
        if goal is not None
        else text
    )
