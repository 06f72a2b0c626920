"""The forms of one initiative's row: one for each change."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from budgets.foundation.access import ALLOWED
from budgets.foundation.access import Action as Allowed
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.models import Municipality, User
from initiatives.catalogues.models.descriptions import SuccessCriterion
from initiatives.followup.details import LARGEST_FILE
from initiatives.results.models import Status

KILOBYTES = 1000


class StatusForm(forms.Form):
    """A status chosen instead of the proposed one, and the reason."""

    chosen_status = forms.ChoiceField(label="Status", choices=[("", "Som foreslået"), *Status.choices], required=False)
    status_reason = forms.CharField(
        label="Begrundelse for en anden status", widget=forms.Textarea({"rows": 2}), required=False
    )

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("chosen_status") and not self.cleaned_data.get("status_reason"):
            self.add_error("status_reason", "Skriv, hvorfor status er en anden end den foreslåede.")


class PriceForm(forms.Form):
    """The price of computing the effect; amounts are Danish texts, read by the view in the page's unit."""

    unit = forms.CharField(label="Enhed", max_length=60, help_text="Fx borgere, timer eller pladser.")
    price_difference = forms.CharField(label="Sparet pr. enhed og år")
    replacement_cost = forms.CharField(label="Erstatningens pris pr. enhed og år", required=False)
    lost_refund = forms.DecimalField(
        label="Tabt statsrefusion i procent", min_value=0, max_value=100, required=False, localize=True
    )


class ActivityForm(forms.Form):
    """The activity of a month."""

    month = forms.TypedChoiceField(label="Måned", coerce=int)
    identified = forms.DecimalField(label="Udpeget", max_digits=9, decimal_places=2, required=False, localize=True)
    left_out = forms.DecimalField(label="Ikke med", max_digits=9, decimal_places=2, required=False, localize=True)
    left_out_reason = forms.CharField(label="Begrundelse for ikke med", max_length=200, required=False)
    moved = forms.DecimalField(label="Flyttet (netto)", max_digits=9, decimal_places=2, required=False, localize=True)


class MeasurementForm(forms.Form):
    indicator = forms.CharField(label="Indikator", max_length=200)
    on = forms.DateField(label="Opgjort", widget=forms.DateInput({"type": "date"}))
    value = forms.DecimalField(label="Værdi", max_digits=15, decimal_places=2, localize=True)


class GoalForm(forms.Form):
    """The goal of one of the initiative's indicators."""

    indicator = forms.ChoiceField(label="Indikator")
    value = forms.DecimalField(label="Mål", max_digits=15, decimal_places=2, localize=True)
    by = forms.DateField(label="Senest", widget=forms.DateInput({"type": "date"}))

    def __init__(self, indicators: Iterable[str], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="id_goal_%s")
        self.fields["indicator"].choices = [(indicator, indicator) for indicator in dict.fromkeys(indicators)]  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    text = forms.CharField(label="Handling", max_length=400)
    owner = forms.CharField(label="Ansvarlig", max_length=120)
    deadline = forms.DateField(label="Frist", widget=forms.DateInput({"type": "date"}))


class EvidenceForm(forms.Form):
    """Either a link or a file."""

    title = forms.CharField(label="Titel", max_length=200)
    link = forms.URLField(label="Link", required=False, assume_scheme="https")
    file = forms.FileField(label="Fil", required=False, help_text=f"Højst {LARGEST_FILE // KILOBYTES**2} MB.")

    def clean(self) -> None:
        super().clean()
        file, link = self.cleaned_data.get("file"), self.cleaned_data.get("link")
        if bool(file) == bool(link) and not self.errors:
            self.add_error("link", "Angiv enten et link eller en fil.")
        if file and file.size > LARGEST_FILE:
            self.add_error("file", f"Filen må højst fylde {LARGEST_FILE // KILOBYTES**2} MB.")


class ReviseForm(forms.Form):
    reason = forms.CharField(label="Begrundelse for rettelsen", widget=forms.Textarea({"rows": 2}))


class StartForm(forms.Form):
    """Another month in which the effect could begin."""

    start = forms.TypedChoiceField(
        label="Effekten begynder i", coerce=int, choices=list(enumerate(MONTH_NAMES, start=1))
    )


class TransferForm(forms.Form):
    """A new initiative that takes over part of the target; amounts are read by the view in the page's unit."""

    title = forms.CharField(label="Det nye tiltag", max_length=400)
    start_month = forms.TypedChoiceField(
        label="Effekten begynder i", coerce=int, choices=list(enumerate(MONTH_NAMES, start=1))
    )
    reason = forms.CharField(label="Begrundelse", widget=forms.Textarea({"rows": 2}))


class CriterionForm(forms.Form):
    """The assessment of a success criterion, and the day of the next one."""

    seen = forms.ChoiceField(
        label="Status", choices=[("", "Ikke vurderet"), *SuccessCriterion.Seen.choices], required=False
    )
    seen_note = forms.CharField(label="Vurdering", widget=forms.Textarea({"rows": 2}), required=False)
    look_on = forms.DateField(
        label="Næste vurdering", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), required=False
    )

    def __init__(self, criterion: SuccessCriterion, data: Mapping[str, str] | None = None) -> None:
        stored = {name: getattr(criterion, name) for name in ("seen", "seen_note", "look_on")}
        super().__init__(data, initial=stored, auto_id=f"id_{criterion.pk}_%s")
        self.criterion = criterion


class ResponsibleForm(forms.Form):
    """The member who follows up on the initiative, among those with the right role."""

    responsible = forms.ModelChoiceField(
        label="Ansvarlig for opfølgningen", queryset=User.objects.none(), required=False, empty_label="Ingen"
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ALLOWED[Allowed.FILL_OWN_ROWS]
        members = User.objects.filter(memberships__municipality=municipality, memberships__role__in=roles).order_by(
            "username"
        )
        cast("forms.ModelChoiceField[User]", self.fields["responsible"]).queryset = members
