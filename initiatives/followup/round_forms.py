"""The forms that open a year's rounds and that return a row."""

from collections.abc import Mapping
from typing import cast

from django import forms

from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.results.models import ACCOUNTS


class RoundsForm(forms.Form):
    """A year's rounds, which are opened together."""

    year = forms.IntegerField(label="År", min_value=2000, max_value=2100)
    periods = forms.TypedMultipleChoiceField(
        label="Runder",
        coerce=int,
        choices=[*((number, name) for number, name in enumerate(MONTH_NAMES, start=1)), (ACCOUNTS, "årets regnskab")],
        widget=forms.CheckboxSelectMultiple,
        initial=[*range(1, ACCOUNTS + 1)],
    )
    days = forms.IntegerField(
        label="Frist, dage efter månedens udgang",
        min_value=1,
        max_value=90,
        initial=10,
        help_text="Fristen for årets regnskab regnes fra udgangen af februar.",
    )
    half_year_days = forms.IntegerField(
        label="Halvårets frist, dage efter udgangen af juni",
        min_value=1,
        max_value=90,
        required=False,
        initial=45,
        help_text="Udfyld feltet, hvis runden for juni er halvårsopfølgning. Lad det ellers være tomt.",
    )
    catalogues = forms.ModelMultipleChoiceField(
        label="Kataloger", queryset=Catalogue.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Mapping[str, str] | None, *, municipality: Municipality) -> None:
        super().__init__(data)
        cast(
            "forms.ModelMultipleChoiceField[Catalogue]", self.fields["catalogues"]
        ).queryset = municipality.catalogues.all()


class QuestionForm(forms.Form):
    """The question with which a row is returned."""

    question = forms.CharField(label="Hvad skal den ansvarlige afklare?", widget=forms.Textarea({"rows": 3}))
