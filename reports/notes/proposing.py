"""A resumé in plain sentences, proposed from the figures by rules, for people to edit. Pure: no database."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from django.utils.text import get_text_list

from budgets.foundation.wording import IN_SENTENCES, counted, millions
from initiatives.results.models import Cause, Status
from reports.notes.material import Material
from reports.notes.since import forecasts
from reports.savings.grouping import SelectedRow
from reports.statements import sentences

MOST_NAMED = 3
STATUS_IN_SENTENCES = {
    Status.ON_TRACK: "følger planen",
    Status.RISK: "er i risiko",
    Status.BEHIND: "er bagefter planen",
    Status.NOT_STARTED: "er ikke startet",
    Status.FULLY_PHASED_IN: "er fuldt indfaset",
    Status.OVERSPEND: "har merforbrug",
    Status.UNDERSPEND: "har mindreforbrug",
}


def propose(material: Material) -> str:
    """What was promised, came and is expected; where it slips and why; what has changed; and the budget."""
    lines = [
        " ".join(_savings(material)),
        _status(material),
        _change(material),
        sentences.describe_budget(material.own_budget),
    ]
    return "\n".join(line for line in lines if line)


def _savings(material: Material) -> Iterator[str]:
    sums, year = material.sums, material.year
    if not material.has_amounts:
        number = counted(len(material.counting), "tiltag", "tiltag")
        yield f"{number} følges med indikatorer og tekst i {year}, ikke med beløb."
        return
    yield f"Planen forudsætter en mindreudgift på {millions(sums.target)} i {year}."
    if not material.told_until:
        yield "Der er ikke godkendt nogen opfølgning endnu."
        return
    until = material.told_until
    yield f"Til og med {until} er der opnået {millions(sums.realised)} mod forudsat {millions(sums.to_date)} til dato."
    if sums.deviation >= 0:
        yield f"For hele året forventes {millions(sums.forecast)}, så den forudsatte effekt nås."
        return
    yield f"For hele året forventes {millions(sums.forecast)} Der mangler {millions(-sums.deviation)}{_worst(material)}"
    told_of = [one.row.approved for one in _behind(material)[:MOST_NAMED] if one.row.approved]
    causes = list(dict.fromkeys(_noun(Cause(one.cause)) for one in told_of if one.cause))
    if causes:
        most = "Den vigtigste årsag" if len(causes) == 1 else "De vigtigste årsager"
        yield f"{most} er {get_text_list(causes, 'og')}."


def _noun(cause: Cause) -> str:
    """The cause as a sentence needs it, where its label is no noun."""
    return "mangel på boliger" if cause is Cause.NO_HOUSING else cause.label


def _behind(material: Material) -> list[SelectedRow]:
    """The initiatives that lack, those that lack most first."""
    found = [one for one in material.counting if one.sums.deviation < 0]
    return sorted(found, key=lambda one: one.sums.deviation)


def _worst(material: Material) -> str:
    texts = [
        f"{one.row.initiative} ({IN_SENTENCES.text(-one.sums.deviation)})" for one in _behind(material)[:MOST_NAMED]
    ]
    return f", især på {get_text_list(texts, 'og')}." if texts else ""


def _status(material: Material) -> str:
    """How many initiatives have each status."""
    found = Counter(one.row.status for one in material.counting if one.row.status)
    named = [f"{found[status]} {STATUS_IN_SENTENCES[status]}" for status in Status if found[status]]
    if not named:
        return ""
    number, _, first = named[0].partition(" ")
    *others, last = [f"{number} tiltag {first}", *named[1:]]
    return f"{', '.join(others)}, og {last}." if others else f"{last}."


def _change(material: Material) -> str:
    """How the whole forecast has changed since the last note."""
    last = material.scope.last
    if last is None or last["year"] != material.year:
        return ""
    before = sum((Decimal(str(one["forecast"])) for one in last["forecasts"]), Decimal(0))  # type: ignore[attr-defined]
    now = sum((Decimal(str(one["forecast"])) for one in forecasts(material)), Decimal(0))
    if now == before:
        return f"Den forventede effekt er den samme som i notatet for {last['month']}."
    way = "højere" if now > before else "lavere"
    return f"Den forventede effekt er {millions(abs(now - before))} {way} end i notatet for {last['month']}."
