"""What is typed about a note beside its texts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Committee, Municipality
from budgets.foundation.months import parse_month
from reports.notes.logo import LARGEST_LOGO, find_fault
from reports.notes.models import Section


class NoteForm(forms.Form):
    """Whose a new note is and what it is about."""

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
        """The first of the month."""
        text = self.cleaned_data["month"]
        try:
            return parse_month(text)
        except ValueError:
            raise forms.ValidationError(f"“{text}” er ikke en måned. Skriv den som 2019-01.") from None


class SectionsForm(forms.Form):
    """Which sections the notes have, and in which order; one place and one tick for each."""

    def __init__(self, data: Any, *, chosen: Mapping[Section, tuple[int, bool]]) -> None:
        super().__init__(data)
        self.sections = sorted(Section, key=lambda section: chosen[section][0])
        for section in self.sections:
            place, is_used = chosen[section]
            self.fields[f"plads-{section}"] = forms.IntegerField(
                label=f"Plads for {section.label}", min_value=1, max_value=99, initial=place
            )
            self.fields[f"med-{section}"] = forms.BooleanField(
                label=f"{section.label} er med", required=False, initial=is_used
            )

    @property
    def rows(self) -> list[tuple[Section, forms.BoundField, forms.BoundField]]:
        """Each section with its two fields."""
        return [(section, self[f"plads-{section}"], self[f"med-{section}"]) for section in self.sections]

    @property
    def chosen(self) -> dict[Section, tuple[int, bool]]:
        """The place of each section and whether it is used."""
        found = self.cleaned_data
        return {section: (found[f"plads-{section}"], found[f"med-{section}"]) for section in Section}


class LogoForm(forms.Form):
    """The municipality's logo; none takes it away."""

    logo = forms.FileField(
        label="Logo (PNG eller JPEG)",
        required=False,
        help_text=f"Højst {LARGEST_LOGO // 1000} kB. Lad feltet være tomt for at fjerne logoet.",
    )

    def clean_logo(self) -> bytes:
        """The picture, judged by its content."""
        file = self.cleaned_data["logo"]
        content: bytes = file.read() if file else b""
        if fault := find_fault(content):
            raise forms.ValidationError(f"{file.name}: {fault}")
        return content


class VerifyForm(forms.Form):
    """A file to be held up against what was published."""

    file = forms.FileField(label="Statusnotat (PDF)")
