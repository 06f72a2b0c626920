"""The forms of the overview's filters and of the search."""

from collections.abc import Iterable, Mapping
from typing import cast

from django import forms
from django.db.models import Q, QuerySet

from budgets.foundation.models import LegalBasis, SteeringArea
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import DecidedBy
from initiatives.catalogues.models.initiatives import Lifecycle, Risk
from initiatives.catalogues.plan.effects import EffectFilter
from initiatives.catalogues.plan.selection import Selection, get_decider
from initiatives.pages.overview import NO_GROUP, OverviewMaterial, group_key

EVERYTHING = ("", "Alle")
Choices = list[tuple[str, str]]


class OverviewForm(forms.Form):
    """The filters in the page's address, among the values of the catalogue; unknown values mean everything."""

    gruppe = forms.ChoiceField(label="Gruppe", required=False)
    livscyklus = forms.ChoiceField(label="Fase", required=False)
    risiko = forms.ChoiceField(label="Risiko", required=False)
    styringsomraade = forms.ChoiceField(label="Styringsområde", required=False)
    udvalg = forms.ChoiceField(label="Udvalg", required=False)
    lovgrundlag = forms.ChoiceField(label="Lovgrundlag", required=False)
    besluttes_af = forms.ChoiceField(label="Kan besluttes af", required=False)

    def __init__(self, data: Mapping[str, str], *, material: OverviewMaterial) -> None:
        super().__init__({name: data[name] for name in data})
        for name, choices in _choices(material).items():
            cast("forms.ChoiceField", self.fields[name]).choices = [EVERYTHING, *choices]
        self.is_valid()

    @property
    def selection(self) -> Selection:
        """The filters of proposals and lines, without the group."""
        return Selection(
            legal_basis=self._value("lovgrundlag"),
            lifecycle=self._value("livscyklus"),
            risk=self._value("risiko"),
            decided_by=self._value("besluttes_af"),
            lines=EffectFilter(
                steering_area=self._value("styringsomraade"),
                committee_id=int(self._value("udvalg")) if self._value("udvalg") else None,
            ),
        )

    @property
    def group(self) -> str:
        """The key of the chosen group, or empty for all."""
        return self._value("gruppe")

    @property
    def chosen(self) -> Choices:
        """Label and value of each chosen filter, in Danish."""
        fields = {name: cast("forms.ChoiceField", field) for name, field in self.fields.items()}
        return [
            (str(field.label), str(dict(cast("Choices", field.choices))[self._value(name)]))
            for name, field in fields.items()
            if self._value(name)
        ]

    def _value(self, name: str) -> str:
        return self.cleaned_data.get(name) or ""


def _choices(material: OverviewMaterial) -> dict[str, Choices]:
    """The values of each filter that the catalogue has."""
    initiatives, facts = material.initiatives, material.data.facts
    ungrouped = [(NO_GROUP, "Uden gruppe")] if any(initiative.theme_id is None for initiative in initiatives) else []
    bases = {basis for initiative in initiatives for basis in initiative.legal_bases.all()}
    return {
        "gruppe": [*((group_key(theme), theme.title) for theme in material.themes), *ungrouped],
        "livscyklus": _present(Lifecycle.choices, {initiative.lifecycle for initiative in initiatives}),
        "risiko": _present(Risk.choices, {initiative.risk for initiative in initiatives}),
        "styringsomraade": _present(SteeringArea.choices, {fact.steering_area for fact in facts}),
        "udvalg": [(str(committee.pk), committee.name) for committee in material.committees],
        "lovgrundlag": [(str(basis.pk), str(basis)) for basis in sorted(bases, key=str)],
        "besluttes_af": _present(DecidedBy.choices, {get_decider(initiative) for initiative in initiatives}),
    }


def _present(choices: Iterable[tuple[str, str]], present: set[str]) -> Choices:
    return [(value, str(label)) for value, label in choices if value in present]


class SearchForm(forms.Form):
    """The search words and filters; unknown filter values are ignored."""

    ord = forms.CharField(label="Søg efter", required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    katalog = forms.ModelChoiceField(
        label="Katalog", queryset=Catalogue.objects.none(), required=False, empty_label="Alle", to_field_name="slug"
    )
    livscyklus = forms.ChoiceField(label="Fase", choices=[EVERYTHING, *Lifecycle.choices], required=False)
    lovgrundlag = forms.ModelChoiceField(
        label="Lovgrundlag", queryset=LegalBasis.objects.none(), required=False, empty_label="Alle"
    )
    risiko = forms.ChoiceField(label="Risiko", choices=[EVERYTHING, *Risk.choices], required=False)
    alle = forms.BooleanField(label="Også mine andre kommuner", required=False)

    def __init__(self, data: Mapping[str, str], *, catalogues: QuerySet[Catalogue], has_others: bool) -> None:
        super().__init__(data)
        bases = LegalBasis.objects.filter(initiative__catalogue__in=catalogues).distinct()
        cast("forms.ModelChoiceField[Catalogue]", self.fields["katalog"]).queryset = catalogues
        cast("forms.ModelChoiceField[LegalBasis]", self.fields["lovgrundlag"]).queryset = bases
        if not has_others:
            del self.fields["alle"]
        self.is_valid()

    @property
    def words(self) -> str:
        """The search words."""
        return self.cleaned_data.get("ord") or ""

    @property
    def conditions(self) -> Q:
        """The chosen filters as a query condition."""
        filters = {
            "catalogue": self.cleaned_data.get("katalog"),
            "lifecycle": self.cleaned_data.get("livscyklus"),
            "legal_bases": self.cleaned_data.get("lovgrundlag"),
            "risk": self.cleaned_data.get("risiko"),
        }
        return Q(**{name: value for name, value in filters.items() if value})

    @property
    def is_asked(self) -> bool:
        """True where there are search words or filters."""
        return bool(self.words or self.conditions)
