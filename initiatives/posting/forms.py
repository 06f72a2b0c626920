"""The form of a posting: the budget decision, and the lines that are ticked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms
from django.http import QueryDict

from budgets.foundation.amounts import EXACT_DECIMALS, Unit, format_amount
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.posted import read_ids
from initiatives.posting.effects import Effect
from initiatives.results.amounts import read_amount


class DecisionForm(forms.Form):
    """The budget, the date of the decision, and its title."""

    round_year = forms.IntegerField(
        label="Budget",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Budgettets år. Linjer i budgetåret og de tre overslagsår kan udmøntes.",
    )
    decided_on = forms.DateField(label="Besluttet", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    title = forms.CharField(label="Titel", max_length=200)


@dataclass
class TickedLines:
    """Ticked lines by effect id: typed texts, kroner where they could be read, and faults where they could not.

    `problems` are those of the whole.
    """

    texts: Mapping[int, str] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()
    amounts: dict[int, Decimal] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """True where something must be mended before anything is posted."""
        return bool(self.problems or self.faults)


def read_ticked(posted: QueryDict, effects: Mapping[int, Effect], unit: Unit) -> TickedLines:
    """The ticked lines with their amounts in the unit; a ticked line must have an amount."""
    chosen = read_ids(posted.getlist("med"))
    texts = {pk: str(posted[f"beloeb-{pk}"]) for pk in effects if f"beloeb-{pk}" in posted}
    ticked = TickedLines(texts, frozenset(chosen))
    for pk in dict.fromkeys(chosen):
        text = texts.get(pk, "")
        try:
            amount = read_amount(text, unit)
        except ValueError as error:
            ticked.faults[pk] = f"Der står “{text}”. Skal være: {str(error).removesuffix('.')}."
            continue
        if amount is not None:
            ticked.amounts[pk] = amount
        elif pk in effects:
            ticked.faults[pk] = "Beløbet mangler. Skriv et beløb, eller fjern fluebenet."
        else:
            ticked.problems.append(f"Effekt nr. {pk}: Beløbet mangler. Skriv et beløb, eller fjern fluebenet.")
    return ticked


@dataclass(frozen=True)
class PostingLineRow:
    """A line in a year in the form; `text` is the typed or proposed amount, `fault` why it is refused."""

    effect: Effect
    area: str
    text: str
    is_ticked: bool
    fault: str

    @property
    def input_name(self) -> str:
        """The name and the id of the input of the amount."""
        return f"beloeb-{self.effect.pk}"


def line_rows(
    effects: Iterable[Effect], labels: Mapping[int, str], ticked: TickedLines, unit: Unit, *, tick_all: bool
) -> Sequence[PostingLineRow]:
    """A row for each line and year; where nothing is typed, the remaining amount is proposed."""
    return [
        PostingLineRow(
            effect,
            labels[effect.pk],
            ticked.texts.get(effect.pk, format_amount(effect.remaining, unit, most=EXACT_DECIMALS[unit])),
            effect.pk in ticked.chosen or (tick_all and effect.may_be_posted),
            ticked.faults.get(effect.pk, ""),
        )
        for effect in effects
    ]


def initial_decision(effects: Iterable[Effect], catalogue: str, today: date) -> dict[str, object]:
    """Initial values: the budget of the first year in which something can be posted, today, and a title."""
    years = sorted({effect.year for effect in effects if effect.may_be_posted})
    return {
        "round_year": years[0] if years else today.year,
        "decided_on": today,
        "title": f"Udmøntning: {catalogue}"[:200],
    }
