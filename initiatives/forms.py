"""How a reader wants a plan shown."""

from collections.abc import Mapping

from django import forms
from django.db.models import TextChoices

from budgets.amounts import Presentation, Unit, in_unit
from initiatives.models import Catalogue
from initiatives.plan import as_published


class View(TextChoices):
    SOURCE = "kilde", "som i kilden"
    COMMON = "faelles", "i fælles enhed"


class PlanForm(forms.Form):
    """The choice in the page's address; what it does not know it takes as the form of the source."""

    visning = forms.ChoiceField(label="Visning", choices=View, required=False)
    enhed = forms.ChoiceField(label="Enhed", choices=Unit, required=False)

    def __init__(self, data: Mapping[str, str], *, catalogue: Catalogue) -> None:
        super().__init__({"visning": View.SOURCE, "enhed": catalogue.unit, **{k: data[k] for k in data}})
        self.catalogue = catalogue
        self.is_valid()

    @property
    def is_source(self) -> bool:
        """True for the form of the source."""
        return self.cleaned_data.get("visning") != View.COMMON

    @property
    def presentation(self) -> Presentation:
        """Unit, sign and decimals of the amounts on the page."""
        if self.is_source:
            return as_published(self.catalogue)
        return in_unit(Unit(self.cleaned_data.get("enhed") or self.catalogue.unit))


class UploadForm(forms.Form):
    """A workbook with a catalogue; `prøv` tells what would change and writes nothing."""

    file = forms.FileField(label="Regneark (.xlsx)", help_text="Højst 10 MB og uden formler.")
