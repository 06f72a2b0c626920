"""Forms of budget areas and budget decisions."""

from django import forms

from budgets.areas.decisions import APPROPRIATION_COLUMNS
from budgets.areas.models import AppropriationKind
from budgets.areas.writing import AREA_COLUMNS
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.forms import rows_field


class AreasForm(forms.Form):
    """Budget areas as rows."""

    rows = rows_field(
        "Tilføj eller ret områder",
        AREA_COLUMNS,
        "50.54;Botilbud;50;Socialudvalget;service;SEL § 107 + SEL § 108;5.38.52",
    )


class DecisionForm(forms.Form):
    """A budget decision with its appropriations as rows."""

    round_year = forms.IntegerField(
        label="Budget", min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="Det vedtagne budgets første år, fx 2019."
    )
    kind = forms.ChoiceField(label="Type", choices=AppropriationKind.choices)
    decided_on = forms.DateField(label="Besluttet", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    title = forms.CharField(label="Titel", max_length=200)
    note = forms.CharField(label="Bemærkning", required=False, widget=forms.Textarea({"rows": 2}))
    rows = rows_field(
        "Bevillinger i kr.",
        APPROPRIATION_COLUMNS,
        "50.54;2019;125.000.000;−2.000.000;−500.000",
        more="Udgifter er plus; indtægter og statsrefusion er minus.",
    )
