"""What a reader chooses of the joined estimate."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms

from budgets.amounts import Unit, parse_amount
from budgets.models import Forecast

TARGETS, FORECASTS = "maaltal", "prognose"


class EstimateForm(forms.Form):
    """Which forecast, against which year's budget, with which effects, and what is carried in."""

    skoen = forms.ModelChoiceField(label="Forventet regnskab", queryset=Forecast.objects.none(), required=False)
    basisaar = forms.TypedChoiceField(label="Mod korrigeret budget", coerce=int, required=False)
    effekt = forms.ChoiceField(
        label="Tiltagenes effekt", choices=[(TARGETS, "måltal"), (FORECASTS, "seneste prognose")], required=False
    )
    saldo = forms.CharField(
        label="Underskud ved begyndelsen", required=False, help_text="I den viste enhed; lægges til årenes forskelle."
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
        """Kroner; nothing is zero."""
        unit = self.data.get("enhed")
        try:
            return parse_amount(
                self.cleaned_data["saldo"], Unit(unit) if unit in Unit.values else Unit.KRONER
            ) or Decimal(0)
        except ValueError:
            raise forms.ValidationError("Skriv et beløb, fx 62,5 eller 62.500.000.") from None
