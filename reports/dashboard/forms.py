"""What is chosen of estimates and forecasts."""

from collections.abc import Mapping, Sequence

from django import forms

from budgets.foundation.amounts import Unit
from initiatives.results.models import FollowUpRound
from reports.notes.places import Places
from reports.savings.grouping import By


class SavingsForm(forms.Form):
    """Which round, which initiatives, and how they are gathered; all of it stands in the address."""

    runde = forms.ChoiceField(label="Til og med", required=False)
    enhed = forms.ChoiceField(label="Beløb i", choices=Unit.choices, required=False)
    efter = forms.ChoiceField(label="Samlet efter", choices=[("", "hvert tiltag for sig"), *By.choices], required=False)

    def __init__(self, data: Mapping[str, str], *, places: Places, labels: Mapping[By, Sequence[str]]) -> None:
        proposed = {"runde": places.chosen.code if places.chosen else "", "enhed": Unit.THOUSANDS}
        super().__init__({**proposed, **{name: value for name, value in data.items() if value}})
        rounds = [(one.code, one.label) for one in places.rounds]
        self.fields["runde"].choices = rounds or [("", "ingen runder endnu")]  # type: ignore[attr-defined]
        for by, found in sorted(labels.items(), key=lambda pair: pair[0] is not By.LEGAL_BASIS):
            choices = [("", "alle"), *((label, label) for label in found)]
            self.fields[by.value] = forms.ChoiceField(label=by.label.capitalize(), choices=choices, required=False)
        self.is_valid()

    @property
    def unit(self) -> Unit:
        return Unit(self.cleaned_data.get("enhed") or Unit.THOUSANDS)

    @property
    def by(self) -> By | None:
        """What the rows are gathered by; None is each for itself."""
        chosen = self.cleaned_data.get("efter")
        return By(chosen) if chosen else None

    @property
    def chosen(self) -> dict[By, str]:
        """What was asked for; a label that nothing has is told as a fault of its field, and finds nothing."""
        return {by: self.data[by.value] for by in By if self.data.get(by.value)}

    @property
    def query(self) -> dict[str, str]:
        """What was chosen, as it stands in the address."""
        return {name: value for name, value in self.data.items() if value and name in self.fields}


class ChangesSinceForm(forms.Form):
    """Which round is now, and since which earlier one."""

    runde = forms.ChoiceField(label="Nu", required=False)
    fra = forms.ChoiceField(label="Siden", required=False)
    enhed = forms.ChoiceField(label="Beløb i", choices=Unit.choices, required=False)

    def __init__(self, data: Mapping[str, str], *, places: Places) -> None:
        self.places = places
        now = places.place
        self.rounds = [one for one in places.rounds if (one.year, one.period) < (now.year, now.period)]
        proposed = {
            "runde": places.chosen.code if places.chosen else "",
            "fra": self.rounds[0].code if self.rounds else "",
            "enhed": Unit.THOUSANDS,
        }
        super().__init__({**proposed, **{name: value for name, value in data.items() if value}})
        self.fields["runde"].choices = [(one.code, one.label) for one in places.rounds]  # type: ignore[attr-defined]
        self.fields["fra"].choices = [(one.code, one.label) for one in self.rounds]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def earlier(self) -> FollowUpRound | None:
        """The round to compare with; None where there is no earlier one."""
        code = self.cleaned_data.get("fra")
        return next((one for one in self.rounds if one.code == code), None)

    @property
    def unit(self) -> Unit:
        return Unit(self.cleaned_data.get("enhed") or Unit.THOUSANDS)
