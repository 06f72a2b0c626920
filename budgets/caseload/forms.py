"""Forms of caseloads, costly cases and expected entrants."""

from collections.abc import Sequence
from typing import Any

from django import forms

from budgets.areas.models import BudgetArea
from budgets.caseload.writing import CASELOAD_COLUMNS, COSTLY_COLUMNS, ENTRANT_COLUMNS
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.forms import PlaceForm, rows_field
from budgets.ledger.opening import read_as_pasted


class CasesPlaceForm(PlaceForm):
    """Year, month, unit, and one area or all of them."""

    omraade = forms.ChoiceField(label="Område", required=False)

    def __init__(self, data: object, *, areas: Sequence[BudgetArea], **place: Any) -> None:
        super().__init__(data, **place)
        self.areas = areas
        choices = [("", "alle områder"), *((area.code, str(area)) for area in areas)]
        self.fields["omraade"].choices = choices  # type: ignore[attr-defined]

    @property
    def area(self) -> str:
        """The area's code; empty for all."""
        self.is_valid()
        return str(self.cleaned_data.get("omraade") or "")


class CaseloadForm(forms.Form):
    """Caseloads by month as rows, or as a file with the same columns."""

    file = forms.FileField(
        label="Fil", required=False, help_text="CSV eller Excel (.xlsx) med kolonnerne nedenfor, højst 10 MB."
    )

    rows = rows_field(
        "Sager og priser",
        CASELOAD_COLUMNS,
        "50.54;SEL § 107;socialpsykiatri;ekstern;2019;3;24;22;1,85;2;1;1.250.000",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the rows from the file if there is one; rows and a file together are refused as ambiguous."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file, rows = cleaned.get("file"), cleaned.get("rows")
        if bool(file) == bool(rows):
            raise forms.ValidationError("Vælg enten en fil, eller skriv rækker.")
        if file:
            try:
                cleaned["rows"] = read_as_pasted(file.name, file.read())
            except ImportRefusedError as refusal:
                self.add_error("file", [str(problem) for problem in refusal.problems])
        return cleaned


class CostlyCasesForm(forms.Form):
    """Counts of cases above the municipality's threshold as rows."""

    rows = rows_field("Dyre sager", COSTLY_COLUMNS, "50.54;2019;3;12;7;19.500.000")


class EntrantsForm(forms.Form):
    """All expected entrants as rows of counts."""

    rows = rows_field(
        "Forventet tilgang, hele listen", ENTRANT_COLUMNS, "50.54;SEL § 107;2020;8;2;0,75;to fra STU", required=False
    )
