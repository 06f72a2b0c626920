"""Small forms around a business case: a new proposal, a new catalogue, replacing, and connecting."""

from typing import Any

from django import forms
from django.utils import timezone

from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.models import Municipality
from initiatives.catalogues.keys import RESERVED_SLUGS
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import LinkKind

MOST_YEARS = 15


class ProposalForm(forms.Form):
    """A new proposal: its number, title and group."""

    code = forms.CharField(label="Nummer", max_length=40, required=False, help_text="Fx HA05. Kan være tomt.")
    title = forms.CharField(label="Titel", max_length=400)
    theme = forms.ModelChoiceField(Theme.objects.none(), label="Gruppe", required=False, empty_label="uden gruppe")

    def __init__(self, data: Any, *, catalogue: Catalogue) -> None:
        super().__init__(data)
        self.fields["theme"].queryset = catalogue.themes.all()  # type: ignore[attr-defined]


class CatalogueForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new catalogue without proposals."""

    groups = forms.CharField(
        label="Grupper",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="Skriv én gruppe på hver linje.",
    )

    class Meta:
        model = Catalogue
        fields = (
            *("title", "slug", "kind", "scope", "published", "first_year", "last_year", "price_level"),
            *("unit", "decimals", "sign", "summary", "source"),
        )
        widgets = {"published": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any, *, municipality: Municipality) -> None:
        instance, today = Catalogue(municipality=municipality), timezone.localdate()
        years = {"first_year": today.year + 1, "last_year": today.year + 4, "price_level": today.year + 1}
        super().__init__(data, instance=instance, initial={**years, "published": today.replace(day=1), "decimals": 0})
        self.fields["slug"].help_text = "Bruges i adressen: små bogstaver a–z, cifre og bindestreger, fx ballerup-2019."

    def clean(self) -> dict[str, Any]:
        """Check that the years are in order, and no more than a page can show."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first is not None and not FIRST_YEAR <= first <= LAST_YEAR:
            self.add_error("first_year", f"Skriv et år fra {FIRST_YEAR} til {LAST_YEAR}.")
        elif first is not None and last is not None and not first <= last < first + MOST_YEARS:
            self.add_error("last_year", f"Skriv et år fra {first} til {first + MOST_YEARS - 1}.")
        return cleaned

    def clean_slug(self) -> str:
        """Check that the short name is not used in addresses of the program."""
        slug = str(self.cleaned_data["slug"])
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError("Programmet bruger selv navnet i sine adresser. Vælg et andet.")
        return slug


class ReplacementForm(forms.Form):
    """The proposal that replaces another."""

    code = forms.CharField(label="Nyt nummer", max_length=40, help_text="Fx HA07b.")
    title = forms.CharField(label="Titel", max_length=400)
    version = forms.CharField(
        label="Version", max_length=40, required=False, help_text="Fx REVIDERET eller ERSTATNINGSFORSLAG."
    )
    reason = forms.CharField(label="Begrundelse", widget=forms.Textarea(attrs={"rows": 3}))


class ConnectionForm(forms.Form):
    """A relation of the proposal to another."""

    kind = forms.ChoiceField(label="Forslaget", choices=LinkKind)
    other = forms.ModelChoiceField(
        Initiative.objects.none(), label="Et forslag i kataloget", required=False, empty_label="ikke valgt"
    )
    code = forms.CharField(
        label="Eller nummeret på et forslag, der ikke er i programmet",
        max_length=40,
        required=False,
        help_text="Fx HA07.",
    )
    reason = forms.CharField(
        label="Begrundelse",
        required=False,
        help_text="Skal udfyldes, når et forslag i kataloget erstattes og dermed udgår.",
    )

    def __init__(self, data: Any, *, initiative: Initiative) -> None:
        super().__init__(data)
        others = initiative.catalogue.initiatives.exclude(pk=initiative.pk).order_by("order")
        self.fields["other"].queryset = others  # type: ignore[attr-defined]
