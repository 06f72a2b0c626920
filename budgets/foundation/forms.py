"""Form fields and forms shared by several pages."""

from collections.abc import Collection

from django import forms

from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import MONTHS

UNIT_LABEL = "Beløb i"


def rows_field(
    label: str, columns: Collection[str], example: str, *, required: bool = True, more: str = ""
) -> forms.CharField:
    """A text area for rows that are typed or pasted from a spreadsheet."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=f"Én række pr. linje: {', '.join(columns)}, adskilt af tabulator eller semikolon, fx {example}. "
        f"Rækker kan indsættes fra et regneark. {more}".strip(),
        widget=forms.Textarea({"rows": 6}),
    )


class PopulationForm(forms.Form):
    """Population by year."""

    rows = rows_field("Tilføj eller ret år", ("år", "18-64 år", "i alt"), "2019;28.300;48.602")


class PlaceForm(forms.Form):
    """Year, month and unit of a page; what is not in the query string gets the proposed value."""

    aar = forms.TypedChoiceField(label="År", coerce=int, required=False)
    maaned = forms.TypedChoiceField(label="Til og med", choices=MONTHS, coerce=int, required=False)
    enhed = forms.ChoiceField(label=UNIT_LABEL, choices=Unit.choices, required=False)

    def __init__(self, data: object, *, years: Collection[int], year: int, month: int) -> None:
        proposed = {"aar": str(year), "maaned": str(month), "enhed": Unit.THOUSANDS, **self.propose_extra(year, month)}
        chosen = {name: value for name, value in getattr(data, "items", dict)() if value}
        super().__init__({**proposed, **chosen})
        self.fields["aar"].choices = [(str(y), str(y)) for y in sorted({*years, year})]  # type: ignore[attr-defined]
        self.proposed = proposed

    def propose_extra(self, year: int, month: int) -> dict[str, str]:
        """Proposed values of a subclass's own fields, by field name."""
        return {}

    def chosen(self, name: str) -> str:
        """The valid choice, or the proposed value."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or self.proposed[name])

    @property
    def year(self) -> int:
        return int(self.chosen("aar"))

    @property
    def month(self) -> int:
        return int(self.chosen("maaned"))

    @property
    def unit(self) -> Unit:
        return Unit(self.chosen("enhed"))
