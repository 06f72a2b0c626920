"""Forms of the budget page and of parts of a deviation."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from django import forms

from budgets.areas.models import NET
from budgets.areas.writing import SHARE_COLUMNS
from budgets.foundation.forms import PlaceForm, rows_field

PART_LABELS = [(NET, "netto"), ("gross", "bruttoudgifter"), ("income", "indtægter"), ("refund", "statsrefusion")]


class BudgetPlaceForm(PlaceForm):
    """Year, month, unit, latest day of decisions, part of the amounts, and price level."""

    pr = forms.DateField(label="Besluttet senest", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    vis = forms.ChoiceField(label="Beløbsart", choices=PART_LABELS, required=False)
    prisniveau = forms.TypedChoiceField(label="Pris- og lønniveau", coerce=int, empty_value=None, required=False)

    def __init__(self, data: object, *, years: Collection[int], year: int, month: int) -> None:
        super().__init__(data, years=years, year=year, month=month)
        levels = [(str(y), f"{y}-priser") for y in sorted({*years, year})]
        self.fields["prisniveau"].choices = [("", "årets egne priser"), *levels]  # type: ignore[attr-defined]

    @property
    def price_level(self) -> int | None:
        """The year of the chosen price level; None is each year's own prices."""
        self.is_valid()
        level: int | None = self.cleaned_data.get("prisniveau")
        return level

    def propose_extra(self, year: int, month: int) -> dict[str, str]:
        return {"vis": NET}

    @property
    def as_of(self) -> date:
        """The chosen day, or the last day of the month."""
        self.is_valid()
        chosen: date | None = self.cleaned_data.get("pr")
        return chosen or date(self.year, self.month, monthrange(self.year, self.month)[1])


class SharesForm(forms.Form):
    """Parts of a year's deviation as rows."""

    rows = rows_field(
        "Dele af afvigelsen",
        SHARE_COLUMNS,
        ";2017;målgruppe;Socialpsykiatri;;80;Notat af 9. august",
        more="Lad koden være tom, hvis fordelingen gælder hele afvigelsen.",
    )
