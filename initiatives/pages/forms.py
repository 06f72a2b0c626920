"""The form of how a plan is shown."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.db.models import TextChoices

from budgets.foundation.amounts import Presentation, Unit, in_unit
from budgets.foundation.models import LegalBasis, SteeringArea
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory
from initiatives.catalogues.models.initiatives import Lifecycle, Risk
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.effects import EffectFilter
from initiatives.catalogues.plan.selection import Selection, price_levels


class View(TextChoices):
    SOURCE = "kilde", "som i kilden"
    COMMON = "faelles", "i fælles enhed"


EVERYTHING = ("", "Alle")


class PlanForm(forms.Form):
    """The choices in the page's address; unknown values mean the form of the source, and everything.

    `catalogue` comes from `with_source`.
    """

    visning = forms.ChoiceField(label="Visning", choices=View, required=False, widget=forms.HiddenInput)
    enhed = forms.ChoiceField(label="Enhed", choices=Unit, required=False)
    lovgrundlag = forms.ChoiceField(label="Lovgrundlag", required=False)
    styringsomraade = forms.ChoiceField(
        label="Styringsområde", choices=[EVERYTHING, *SteeringArea.choices], required=False
    )
    kategori = forms.ChoiceField(label="Kategori", choices=[EVERYTHING, *EffectCategory.choices], required=False)
    livscyklus = forms.ChoiceField(label="Fase", choices=[EVERYTHING, *Lifecycle.choices], required=False)
    risiko = forms.ChoiceField(label="Risiko", choices=[EVERYTHING, *Risk.choices], required=False)
    prisniveau = forms.TypedChoiceField(label="Pris- og lønniveau", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Mapping[str, str], *, catalogue: Catalogue, legal_bases: list[LegalBasis]) -> None:
        super().__init__({"visning": View.SOURCE, "enhed": catalogue.unit, **{k: data[k] for k in data}})
        self.catalogue, self.has_source = catalogue, catalogue.has_source  # type: ignore[attr-defined]
        self._set_choices("lovgrundlag", [EVERYTHING, *((str(basis.pk), str(basis)) for basis in legal_bases)])
        levels = [(str(level), f"{level}-priser") for level in price_levels(catalogue)]
        self._set_choices("prisniveau", [("", "Som i kilden"), *levels])
        self.is_valid()

    def _set_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def is_source(self) -> bool:
        """True where the plan is shown in the form of the source."""
        return self.has_source and self.cleaned_data.get("visning") != View.COMMON

    @property
    def presentation(self) -> Presentation:
        """Unit, sign and decimals of the amounts on the page."""
        if self.is_source:
            return as_published(self.catalogue)
        return in_unit(Unit(self.cleaned_data.get("enhed") or self.catalogue.unit))

    @property
    def selection(self) -> Selection:
        """The filters of initiatives and lines; the form of the source always shows everything."""
        if self.is_source:
            return Selection()
        chosen = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return Selection(
            legal_basis=chosen["lovgrundlag"],
            lifecycle=chosen["livscyklus"],
            risk=chosen["risiko"],
            lines=EffectFilter(category=chosen["kategori"], steering_area=chosen["styringsomraade"]),
        )

    @property
    def price_level(self) -> int | None:
        """The chosen price level; None is the source's own."""
        return None if self.is_source else self.cleaned_data.get("prisniveau")
