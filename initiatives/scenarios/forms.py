"""The form of an alternative's name, note and target."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms

from budgets.foundation.amounts import EXACT_DECIMALS, Unit, format_amount
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.results.amounts import read_amount
from initiatives.scenarios.models import Alternative
from initiatives.scenarios.writing import Details


class AlternativeForm(forms.Form):
    """Name, note and target; the amount is read in the unit that is chosen beside it."""

    amount: Decimal | None = None
    name = forms.CharField(label="Navn", max_length=80)
    note = forms.CharField(label="Bemærkning", widget=forms.Textarea({"rows": 2}), required=False)
    target = forms.CharField(
        label="Mål",
        required=False,
        help_text="Den besparelse, der skal findes. Lad feltet være tomt, hvis der ikke er et mål.",
    )
    unit = forms.ChoiceField(label="Målet er i", choices=Unit)
    target_year = forms.IntegerField(label="Målets år", required=False)

    def __init__(
        self, data: Mapping[str, str] | None, *, catalogue: Catalogue, alternative: Alternative | None = None
    ) -> None:
        super().__init__(data, initial=_initial(catalogue, alternative), auto_id="alternativ-%s")
        self._years = catalogue.years

    def clean(self) -> None:
        """Read the amount in its unit, and check that the year is one of the catalogue's."""
        super().clean()
        text, year = self.cleaned_data.get("target", ""), self.cleaned_data.get("target_year")
        try:
            self.amount = read_amount(text, Unit(self.cleaned_data.get("unit") or Unit.KRONER))
        except ValueError as error:
            self.add_error("target", f"Der står “{text}”. Skal være: {str(error).removesuffix('.')}.")
            return
        if year is not None and year not in self._years:
            expected = f"et af katalogets år, {self._years[0]}–{self._years[-1]}"
            self.add_error("target_year", f"Der står “{year}”. Skal være: {expected}.")
        elif (self.amount is None) != (year is None) and "target_year" not in self.errors:
            missing = "target" if self.amount is None else "target_year"
            self.add_error(missing, "Et mål er et beløb i et år. Skriv begge dele, eller lad begge felter være tomme.")

    @property
    def details(self) -> Details:
        """The typed details, where the form is valid."""
        cleaned = self.cleaned_data
        return Details(cleaned["name"], cleaned["note"], self.amount, cleaned["target_year"])


def _initial(catalogue: Catalogue, alternative: Alternative | None) -> dict[str, object]:
    unit = Unit(catalogue.unit)
    if alternative is None:
        return {"unit": unit}
    target = alternative.target
    return {
        "unit": unit,
        "name": alternative.name,
        "note": alternative.note,
        "target": "" if target is None else format_amount(target, unit, most=EXACT_DECIMALS[unit]),
        "target_year": alternative.target_year,
    }
