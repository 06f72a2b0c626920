"""The form of an agenda item."""

from typing import Any

from django import forms

from budgets.foundation.models import Committee, Municipality
from initiatives.decisions.models import AgendaItem


class AgendaForm(forms.ModelForm):  # type: ignore[type-arg]
    """The point on the agenda that decisions were made under."""

    link = forms.URLField(label="Link til dagsordenen", required=False, assume_scheme="https")

    class Meta:
        model = AgendaItem
        fields = ("committee", "held_on", "number", "title", "link")
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any, *, municipality: Municipality) -> None:
        super().__init__(data, instance=AgendaItem(municipality=municipality))
        committees = Committee.objects.filter(municipality=municipality)
        self.fields["committee"].queryset = committees  # type: ignore[attr-defined]
        self.fields["committee"].empty_label = "vælg et udvalg"  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """An existing agenda item is no error: it gets more decisions and is not created again."""
