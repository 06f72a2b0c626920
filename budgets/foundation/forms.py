"""What is typed about the municipality itself and its budget."""

from collections.abc import Collection

from django import forms

from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import MONTHS

UNIT_LABEL = "Beløb i"


def rows_field(
    label: str, columns: Collection[str], example: str, *, required: bool = True, more: str = ""
) -> forms.CharField:
    """A box for rows that are typed or pasted from a spreadsheet."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=f"Én række pr. linje: {', '.join(columns)}, adskilt af tabulator eller semikolon, fx {example}. "
        f"Rækker kan indsættes fra et regneark. {more}".strip(),
        widget=forms.Textarea({"rows": 6}),
    )


class PopulationForm(forms.Form):
    """Rows of population, typed or pasted from a spreadsheet."""

    rows = rows_field("Tilføj eller ret år", ("år", "18-64 år", "i alt"), "2019;28.300;48.602")


class PlaceForm(forms.Form):
    """Which year, month and unit a page is about; what is not chosen is the place that the page proposes."""

    aar = forms.TypedChoiceField(label="År", coerce=int, required=False)
    maaned = forms.TypedChoiceField(label="Til og med", choices=MONTHS, coerce=int, required=False)
    enhed = forms.ChoiceField(label=UNIT_LABEL, choices=Unit.choices, required=False)

    def __init__(self, data: object, *, years: Collection[int], year: int, month: int) -> None:
        proposed = {"aar": str(year), "maaned": str(month), "enhed": Unit.THOUSANDS, **self.more(year, month)}
        chosen = {name: value for name, value in getattr(data, "items", dict)() if value}
        super().__init__({**proposed, **chosen})
        self.fields["aar"].choices = [(str(found), str(found)) for found in sorted({*years, year})]  # type: ignore[attr-defined]
        self.proposed = proposed

    def more(self, year: int, month: int) -> dict[str, str]:
        """What else is proposed."""
        return {}

    def chosen(self, name: str) -> str:
        """The valid choice, or what was proposed."""
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
