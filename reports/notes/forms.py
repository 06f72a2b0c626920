"""Forms for notes: a new note, the order of sections, the logo, and the verification of a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Committee, Municipality
from budgets.foundation.months import parse_month
from reports.notes.logo import MAX_LOGO_BYTES, find_fault
from reports.notes.models import Section


class NoteForm(forms.Form):
    """The month, committee, area, meeting and case number of a new note."""

    month = forms.CharField(
        label="Måned", help_text="Den sidste måned, som notatet har tal for.", widget=forms.TextInput({"type": "month"})
    )
    committee = forms.ModelChoiceField(
        label="Udvalg", queryset=Committee.objects.none(), required=False, empty_label="alle udvalg"
    )
    area = forms.ModelChoiceField(
        label="Ramme",
        queryset=BudgetArea.objects.none(),
        required=False,
        empty_label="hele budgettet",
        help_text="Budget og sager vises kun for rammen. Tiltag er med, uanset hvilken ramme de hører til.",
    )
    meeting_date = forms.DateField(
        label="Møde", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    case_number = forms.CharField(label="Sagsnummer", required=False, max_length=40)

    def __init__(self, data: Any, *, municipality: Municipality, newest: date | None) -> None:
        super().__init__(data, initial={"month": f"{newest:%Y-%m}" if newest else ""})
        self.fields["committee"].queryset = municipality.committees.all()  # type: ignore[attr-defined]
        self.fields["area"].queryset = municipality.areas.all()  # type: ignore[attr-defined]

    def clean_month(self) -> date:
        """The first day of the month."""
        text = self.cleaned_data["month"]
        try:
            return parse_month(text)
        except ValueError:
            raise forms.ValidationError(f"“{text}” er ikke en måned. Skriv den som 2019-01.") from None


class SectionsForm(forms.Form):
    """The sections of the notes and their order: a number field and a checkbox for each section."""

    def __init__(self, data: Any, *, section_order: Mapping[Section, tuple[int, bool]]) -> None:
        super().__init__(data)
        self.sections = sorted(Section, key=lambda section: section_order[section][0])
        for section in self.sections:
            position, is_used = section_order[section]
            self.fields[f"plads-{section}"] = forms.IntegerField(
                label=f"Plads for {section.label}", min_value=1, max_value=99, initial=position
            )
            self.fields[f"med-{section}"] = forms.BooleanField(
                label=f"{section.label} er med", required=False, initial=is_used
            )

    @property
    def rows(self) -> list[tuple[Section, forms.BoundField, forms.BoundField]]:
        """Each section with its position field and its checkbox."""
        return [(section, self[f"plads-{section}"], self[f"med-{section}"]) for section in self.sections]

    @property
    def section_order(self) -> dict[Section, tuple[int, bool]]:
        """Position and whether it is used, by section."""
        cleaned_data = self.cleaned_data
        return {section: (cleaned_data[f"plads-{section}"], cleaned_data[f"med-{section}"]) for section in Section}


class LogoForm(forms.Form):
    """The municipality's logo; an empty field removes it."""

    logo = forms.FileField(
        label="Logo (PNG eller JPEG)",
        required=False,
        help_text=f"Højst {MAX_LOGO_BYTES // 1000} kB. Lad feltet være tomt for at fjerne logoet.",
    )

    def clean_logo(self) -> bytes:
        """The picture's bytes, validated by their content rather than the file name."""
        file = self.cleaned_data["logo"]
        content: bytes = file.read() if file else b""
        if fault := find_fault(content):
            raise forms.ValidationError(f"{file.name}: {fault}")
        return content


class VerifyForm(forms.Form):
    """A file to compare with the published notes."""

    file = forms.FileField(label="Statusnotat (PDF)")
