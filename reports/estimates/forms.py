"""Forms for the joined estimate and for forecasts."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import AssumptionsError
from budgets.forecasting.models import Forecast, ForecastLine
from budgets.forecasting.results import Method
from budgets.foundation.amounts import Unit, parse_amount, parse_number
from reports.estimates.forecasting import AreaPlan, Choice

TARGETS, FORECASTS = "maaltal", "prognose"
LARGEST_ONE_OFF = 1e12
"""Kroner; with it the sum of a line still fits its field in the database."""


class EstimateForm(forms.Form):
    """The forecast, the budget year to compare with, the effects to use, and the deficit carried in."""

    skoen = forms.ModelChoiceField(label="Forventet regnskab", queryset=Forecast.objects.none(), required=False)
    basisaar = forms.TypedChoiceField(label="Mod korrigeret budget", coerce=int, required=False)
    effekt = forms.ChoiceField(
        label="Tiltagenes effekt",
        choices=[(TARGETS, "forudsat"), (FORECASTS, "forventet i seneste opfølgning")],
        required=False,
    )
    saldo = forms.CharField(
        label="Samlet underskud fra tidligere år, kr.", required=False, help_text="Lægges til årenes forskelle."
    )
    enhed = forms.ChoiceField(label="Beløb i", choices=Unit.choices, required=False)

    def __init__(self, data: dict[str, str], *, forecasts: Sequence[Forecast], years: Sequence[int]) -> None:
        newest = forecasts[-1]
        proposed = {
            "skoen": str(newest.pk),
            "basisaar": str(next((year for year in years if year > newest.year), years[-1] if years else newest.year)),
            "effekt": TARGETS,
            "enhed": Unit.KRONER,
        }
        super().__init__({**proposed, **{name: value for name, value in data.items() if value}})
        self.fields["skoen"].queryset = Forecast.objects.filter(pk__in=[f.pk for f in forecasts])  # type: ignore[attr-defined]
        self.fields["basisaar"].choices = [(str(year), str(year)) for year in years or [newest.year]]  # type: ignore[attr-defined]

    def clean_saldo(self) -> Decimal:
        """Kroner; an empty field is zero."""
        try:
            return parse_amount(self.cleaned_data["saldo"], Unit.KRONER) or Decimal(0)
        except ValueError:
            raise forms.ValidationError("Skriv et beløb i kr., fx 62.500.000.") from None


class CommentForm(forms.Form):
    """A comment on a forecast that is being made."""

    comment = forms.CharField(label="Bemærkning", required=False, widget=forms.Textarea({"rows": 2}))


class AreaForm(forms.Form):
    """The method and premises of one area, and the initiatives to deduct."""

    method = forms.ChoiceField(label="Metode", choices=[(method.value, method.label) for method in Method])
    inflow_months = forms.IntegerField(label="Tilgang fra de seneste måneder", min_value=1, max_value=120)
    outflow_months = forms.IntegerField(label="Afgang fra de seneste måneder", min_value=1, max_value=120)
    price_months = forms.IntegerField(label="Pris fra de seneste måneder", min_value=1, max_value=120)
    price_trend = forms.CharField(
        label="Prisudvikling i procent om året",
        required=False,
        help_text="Lad feltet være tomt, hvis den skal beregnes ud fra historikken.",
    )
    one_off = forms.CharField(label="Engangsbeløb i året i kr.", required=False)
    counted = forms.MultipleChoiceField(
        label="Tiltag, som sagerne ikke viser endnu, og som trækkes fra",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, plan: AreaPlan) -> None:
        premises = plan.premises
        initial = {
            "method": plan.proposed.value,
            "inflow_months": premises.inflow_months,
            "outflow_months": premises.outflow_months,
            "price_months": premises.price_months,
            "counted": [str(measure.initiative.pk) for measure in plan.measures if measure.counts],
        }
        super().__init__(data, prefix=f"omraade-{plan.area.pk}", initial=initial)
        self.plan = plan
        choices = [(str(measure.initiative.pk), measure.initiative.title) for measure in plan.measures]
        self.fields["counted"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["counted"]

    def clean_price_trend(self) -> float | None:
        """Percent a year; None where it is computed from the history."""
        return _parse_number(self.cleaned_data["price_trend"], "Skriv en procent, fx 2,5.")

    def clean_one_off(self) -> float:
        """Kroner, positive is an expense."""
        expected = "Skriv et beløb i kr., fx 500.000."
        amount = _parse_number(self.cleaned_data["one_off"], expected) or 0.0
        if abs(amount) >= LARGEST_ONE_OFF:
            raise forms.ValidationError(f"{expected} Det skal være under 1.000 mia. kr.")
        return amount

    def clean(self) -> dict[str, Any]:
        """Check that the premises fit together, and set `choice`."""
        cleaned_data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.choice = self._build_choice(cleaned_data)
            except AssumptionsError as fault:
                self.add_error(None, str(fault))
        return cleaned_data

    def _build_choice(self, cleaned_data: dict[str, Any]) -> Choice:
        names = ("inflow_months", "outflow_months", "price_months", "price_trend")
        history = self.plan.area_history.history
        one_offs = {history.last[0]: cleaned_data["one_off"]} if history and cleaned_data["one_off"] else {}
        premises = replace(self.plan.premises, **{name: cleaned_data[name] for name in names}, one_offs=one_offs)
        return Choice(Method(cleaned_data["method"]), premises, frozenset(map(int, cleaned_data.get("counted", []))))

    @staticmethod
    def get_premises(line: ForecastLine) -> Assumptions:
        """The premises that a line was made with."""
        return Assumptions.from_dict(line.assumptions)


def _parse_number(text: str, expected: str) -> float | None:
    try:
        number = parse_number(text)
    except ValueError:
        raise forms.ValidationError(expected) from None
    return None if number is None else float(number)


class ChangesForm(forms.Form):
    """The earlier forecast to compare with, and the year."""

    mod = forms.ChoiceField(label="Mod prognosen", required=False)
    aar = forms.ChoiceField(label="År", required=False)
    enhed = forms.ChoiceField(label="Beløb i", choices=Unit.choices, required=False)

    def __init__(self, data: Any, *, earlier: Sequence[Forecast], years: Sequence[int]) -> None:
        self.forecasts = {str(forecast.pk): forecast for forecast in earlier}
        self.proposed = {"mod": str(earlier[-1].pk), "aar": str(years[0]), "enhed": Unit.THOUSANDS.value}
        super().__init__({**self.proposed, **{name: value for name, value in data.items() if value}})
        self.fields["mod"].choices = [(pk, str(forecast)) for pk, forecast in self.forecasts.items()]  # type: ignore[attr-defined]
        self.fields["aar"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]

    def get_choice(self, name: str) -> str:
        """The field's value if it is valid, else the proposed one."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or self.proposed[name])

    @property
    def before(self) -> Forecast:
        return self.forecasts[self.get_choice("mod")]

    @property
    def year(self) -> int:
        return int(self.get_choice("aar"))

    @property
    def unit(self) -> Unit:
        return Unit(self.get_choice("enhed"))
