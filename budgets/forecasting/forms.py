"""The form of a forecast that was made elsewhere."""

from django import forms

from budgets.forecasting.storing import LINE_COLUMNS
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR, MONTHS
from budgets.foundation.forms import rows_field


class ExpectedForm(forms.Form):
    """A forecast that was made elsewhere: month, source, comment and lines as rows."""

    year = forms.IntegerField(label="År", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.TypedChoiceField(label="Opgjort efter", choices=MONTHS, coerce=int)
    source = forms.CharField(label="Kilde", max_length=200, required=False)
    comment = forms.CharField(label="Bemærkning", required=False, widget=forms.Textarea({"rows": 2}))
    rows = rows_field(
        "Forventet regnskab i kr.",
        LINE_COLUMNS,
        "50.54;2019;128.500.000;84,5;0;0",
        more="Tiltag er trukket fra beløbet, og engangsbeløb er lagt til. Skriv begge som positive tal.",
    )
