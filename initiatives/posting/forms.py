"""The decision that a posting makes, and the lines that are ticked in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms
from django.http import QueryDict

from budgets.foundation.amounts import EXACT_DECIMALS, Unit, format_amount
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from initiatives.posting.effects import Effect
from initiatives.results.amounts import read_amount


class DecisionForm(forms.Form):
    """Which budget, when it was decided, and what it is called."""

    round_year = forms.IntegerField(
        label="Budget",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Budgettets år. Linjer i budgetåret og de tre overslagsår kan udmøntes.",
    )
    decided_on = forms.DateField(label="Besluttet", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    title = forms.CharField(label="Titel", max_length=200)


@dataclass
class Ticked:
    """What was ticked and typed by effect: texts as they stood, kroner where they could be read, and why not."""

    texts: Mapping[int, str] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()
    amounts: dict[int, Decimal] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_ticked(posted: QueryDict, effects: Mapping[int, Effect], unit: Unit) -> Ticked:
    """The ticked lines with their amounts in the unit; one that is ticked needs an amount."""
    chosen = [int(pk) for pk in posted.getlist("med") if pk.isascii() and pk.isdecimal()]
    texts = {pk: str(posted[f"beloeb-{pk}"]) for pk in effects if f"beloeb-{pk}" in posted}
    ticked = Ticked(texts, frozenset(chosen))
    for pk in dict.fromkeys(chosen):
        name = effects[pk].name if pk in effects else f"Effekt nr. {pk}"
        text = texts.get(pk, "")
        try:
            amount = read_amount(text, unit)
        except ValueError as expected:
            ticked.problems.append(f"{name}: Der står “{text}”. Skal være: {str(expected).removesuffix('.')}.")
            continue
        if amount is None:
            ticked.problems.append(f"{name}: Beløbet mangler. Skriv et beløb, eller fjern fluebenet.")
        else:
            ticked.amounts[pk] = amount
    return ticked


@dataclass(frozen=True)
class LineRow:
    """A line in a year as the form shows it; `text` is the amount as it is typed, empty where it cannot be posted."""

    effect: Effect
    area: str
    text: str
    is_ticked: bool


def line_rows(
    effects: Iterable[Effect], labels: Mapping[int, str], ticked: Ticked, unit: Unit, *, tick_all: bool
) -> Sequence[LineRow]:
    """A row for each line and year, with what is left as the amount where nothing has been typed."""
    return [
        LineRow(
            one,
            labels[one.pk],
            ticked.texts.get(one.pk, format_amount(one.left, unit, most=EXACT_DECIMALS[unit])),
            one.pk in ticked.chosen or (tick_all and one.may_be_posted),
        )
        for one in effects
    ]


def proposed(effects: Iterable[Effect], catalogue: str, today: date) -> dict[str, object]:
    """The budget of the first year in which something can be posted, today, and a title."""
    years = sorted({one.year for one in effects if one.may_be_posted})
    return {
        "round_year": years[0] if years else today.year,
        "decided_on": today,
        "title": f"Udmøntning: {catalogue}"[:200],
    }
