"""Forms that select what the savings pages show."""

from collections.abc import Mapping, Sequence

from django import forms

from budgets.foundation.amounts import Unit
from initiatives.results.models import FollowUpRound
from reports.notes.round_choice import RoundChoice
from reports.savings.grouping import Dimension


class SavingsForm(forms.Form):
    """The round, the selected initiatives and the grouping; everything is in the query string."""

    runde = forms.ChoiceField(label="Til og med", required=False)
    enhed = forms.ChoiceField(label="Beløb i", choices=Unit.choices, required=False)
    efter = forms.ChoiceField(
        label="Samlet efter", choices=[("", "hvert tiltag for sig"), *Dimension.choices], required=False
    )

    def __init__(
        self, data: Mapping[str, str], *, round_choice: RoundChoice, labels: Mapping[Dimension, Sequence[str]]
    ) -> None:
        proposed = {"runde": round_choice.chosen.code if round_choice.chosen else "", "enhed": Unit.THOUSANDS}
        super().__init__({**proposed, **{name: value for name, value in data.items() if value}})
        rounds = [(round_.code, round_.label) for round_ in round_choice.rounds]
        self.fields["runde"].choices = rounds or [("", "ingen runder endnu")]  # type: ignore[attr-defined]
        for dimension, dimension_labels in sorted(
            labels.items(), key=lambda pair: pair[0] is not Dimension.LEGAL_BASIS
        ):
            choices = [("", "alle"), *((label, label) for label in dimension_labels)]
            self.fields[dimension.value] = forms.ChoiceField(
                label=dimension.label.capitalize(), choices=choices, required=False
            )
        self.is_valid()

    @property
    def unit(self) -> Unit:
        return Unit(self.cleaned_data.get("enhed") or Unit.THOUSANDS)

    @property
    def dimension(self) -> Dimension | None:
        """The dimension to group by; None shows each initiative by itself."""
        value = self.cleaned_data.get("efter")
        return Dimension(value) if value else None

    @property
    def labels(self) -> dict[Dimension, str]:
        """The selected label of each dimension; an unknown label is an error of its field, and selects no rows."""
        return {dimension: self.data[dimension.value] for dimension in Dimension if self.data.get(dimension.value)}

    @property
    def query(self) -> dict[str, str]:
        """The form's values as parameters of a query string."""
        return {name: value for name, value in self.data.items() if value and name in self.fields}


class ChangesSinceForm(forms.Form):
    """The current round and the earlier round to compare it with."""

    runde = forms.ChoiceField(label="Nu", required=False)
    fra = forms.ChoiceField(label="Siden", required=False)
    enhed = forms.ChoiceField(label="Beløb i", choices=Unit.choices, required=False)

    def __init__(self, data: Mapping[str, str], *, round_choice: RoundChoice) -> None:
        self.round_choice = round_choice
        reporting_period = round_choice.reporting_period
        self.rounds = [
            round_
            for round_ in round_choice.rounds
            if (round_.year, round_.period) < (reporting_period.year, reporting_period.period)
        ]
        proposed = {
            "runde": round_choice.chosen.code if round_choice.chosen else "",
            "fra": self.rounds[0].code if self.rounds else "",
            "enhed": Unit.THOUSANDS,
        }
        super().__init__({**proposed, **{name: value for name, value in data.items() if value}})
        self.fields["runde"].choices = [(round_.code, round_.label) for round_ in round_choice.rounds]  # type: ignore[attr-defined]
        self.fields["fra"].choices = [(round_.code, round_.label) for round_ in self.rounds]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def earlier(self) -> FollowUpRound | None:
        """The round to compare with; None where there is no earlier one."""
        code = self.cleaned_data.get("fra")
        return next((round_ for round_ in self.rounds if round_.code == code), None)

    @property
    def unit(self) -> Unit:
        return Unit(self.cleaned_data.get("enhed") or Unit.THOUSANDS)
