"""Proposes a note's summary as Danish sentences made by rules, for users to edit. Pure: no database."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import cast

from django.utils.text import get_text_list

from budgets.foundation.wording import IN_SENTENCES, counted, millions
from initiatives.results.models import Cause, Status
from reports.notes.comparison import build_forecasts, index_by_id, sum_compared
from reports.notes.content import Json
from reports.notes.material import Material
from reports.savings.grouping import SelectedRow
from reports.savings.rows import ZERO
from reports.statements import sentences

MAX_NAMED = 3
STATUS_IN_SENTENCES = {
    Status.ON_TRACK: "følger planen",
    Status.RISK: "er i risiko",
    Status.BEHIND: "er bagefter planen",
    Status.NOT_STARTED: "er ikke startet",
    Status.FULLY_PHASED_IN: "er fuldt indfaset",
    Status.OVERSPEND: "har merforbrug",
    Status.UNDERSPEND: "har mindreforbrug",
}


def propose_summary(material: Material) -> str:
    """Sentences on target, realised and forecast effect, shortfalls and causes, changes, and the budget."""
    lines = [
        " ".join(_describe_savings(material)),
        _describe_statuses(material),
        _describe_change(material),
        sentences.describe_budget(material.own_budget),
    ]
    return "\n".join(line for line in lines if line)


def _describe_savings(material: Material) -> Iterator[str]:
    sums, year = material.sums, material.year
    if not material.has_amounts:
        number = counted(len(material.counted), "tiltag", "tiltag")
        yield f"{number} følges med indikatorer og tekst i {year}, ikke med beløb."
        return
    yield f"Planen forudsætter en mindreudgift på {millions(sums.target)} i {year}."
    if not material.approved_until:
        yield "Der er ikke godkendt nogen opfølgning endnu."
        return
    until = material.approved_until
    yield f"Til og med {until} er der opnået {millions(sums.realised)} mod forudsat {millions(sums.to_date)} til dato."
    if sums.forecast is None or sums.deviation is None:
        return
    if sums.deviation >= 0:
        yield f"For hele året forventes {millions(sums.forecast)}, så den forudsatte effekt nås."
        yield from _describe_unassessed(material)
        return
    shortfall = f"Der mangler {millions(-sums.deviation)}{_describe_worst(material)}"
    yield f"For hele året forventes {millions(sums.forecast)} {shortfall}"
    yield from _describe_unassessed(material)
    follow_ups = [selected.row.approved for selected in _get_behind(material)[:MAX_NAMED] if selected.row.approved]
    causes = list(dict.fromkeys(_get_noun(Cause(follow_up.cause)) for follow_up in follow_ups if follow_up.cause))
    if causes:
        subject = "Den vigtigste årsag" if len(causes) == 1 else "De vigtigste årsager"
        yield f"{subject} er {get_text_list(causes, 'og')}."


def _describe_unassessed(material: Material) -> Iterator[str]:
    number = sum(selected.row.is_unassessed for selected in material.counted)
    if number:
        target = millions(material.sums.unassessed_target)
        yield f"{counted(number, 'tiltag', 'tiltag')} er ikke vurderet og ikke regnet med her (forudsat {target})."


def _get_noun(cause: Cause) -> str:
    """The cause as a noun phrase that fits a sentence."""
    return "mangel på boliger" if cause is Cause.NO_HOUSING else cause.label


def _get_behind(material: Material) -> list[SelectedRow]:
    """The initiatives with a forecast below target, largest shortfall first."""
    behind = [selected for selected in material.counted if (selected.sums.deviation or ZERO) < 0]
    return sorted(behind, key=lambda selected: selected.sums.deviation or ZERO)


def _describe_worst(material: Material) -> str:
    texts = [
        f"{selected.row.initiative} ({IN_SENTENCES.text(-(selected.sums.deviation or ZERO))})"
        for selected in _get_behind(material)[:MAX_NAMED]
    ]
    return f", især på {get_text_list(texts, 'og')}." if texts else ""


def _describe_statuses(material: Material) -> str:
    """A sentence with the number of initiatives in each status."""
    counts = Counter(selected.row.status for selected in material.counted if selected.row.status)
    phrases = [f"{counts[status]} {STATUS_IN_SENTENCES[status]}" for status in Status if counts[status]]
    if not phrases:
        return ""
    number, _, first_status = phrases[0].partition(" ")
    *all_but_last, last = [f"{number} tiltag {first_status}", *phrases[1:]]
    return f"{', '.join(all_but_last)}, og {last}." if all_but_last else f"{last}."


def _describe_change(material: Material) -> str:
    """A sentence with the change in total forecast effect since the previous note."""
    previous = material.scope.previous
    if previous is None or previous["year"] != material.year:
        return ""
    forecasts_before = cast(Sequence[Json], previous["forecasts"])
    before, now = sum_compared(index_by_id(forecasts_before), index_by_id(build_forecasts(material)))
    if now == before:
        return f"Den forventede effekt er den samme som i notatet for {previous['month']}."
    direction = "højere" if now > before else "lavere"
    return f"Den forventede effekt er {millions(abs(now - before))} {direction} end i notatet for {previous['month']}."
