"""What is typed on the page of a pasted table: the text, what is settled about it, and where it goes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms

from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.wording import counted
from initiatives.catalogues.models.catalogues import Catalogue, CatalogueKind, EffectCategory, Sign
from initiatives.pasting.bringing_in import Destination
from initiatives.pasting.corrections import Corrections
from initiatives.pasting.table import PastedTable

MOST_LETTERS, MOST_LINES = 200_000, 1_000
AS_READ = "som læst"
ABOUT_TABLE = ("maal", "overskrift", "kategori")
NEW_FIELDS = ("titel", "kortnavn", "slags", "omraade", "offentliggjort", "kilde")


class TextForm(forms.Form):
    """The pasted text, to the letter: a tab at its beginning is an empty cell."""

    tekst = forms.CharField(
        label="Tabellens tekst",
        strip=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        help_text="Kopiér tabellen fra Word, PDF eller et regneark, og indsæt den her med overskrifter og noter.",
        error_messages={"required": "Indsæt en tabel."},
    )

    def clean_tekst(self) -> str:
        text: str = self.cleaned_data["tekst"]
        if not text.strip():
            raise forms.ValidationError("Indsæt en tabel.")
        if len(text.splitlines()) > MOST_LINES:
            raise forms.ValidationError(f"Teksten har mere end {MOST_LINES} linjer. Indsæt én tabel ad gangen.")
        return text


class SettledForm(forms.Form):
    """Unit, sign and decimal sign, where the text does not tell them or is read wrong."""

    enhed = forms.ChoiceField(label="Enhed", required=False)
    fortegn = forms.ChoiceField(label="Fortegn", required=False)
    decimal = forms.ChoiceField(label="Decimaltegn", required=False)

    def __init__(self, data: Mapping[str, str], *, read: PastedTable) -> None:
        super().__init__(data)
        unit = f"{AS_READ}: {read.unit.label}" if read.unit else "vælg enhed"
        self._set_choices("enhed", unit, Unit.choices)
        self._set_choices("fortegn", f"{AS_READ}: {read.sign.label}", Sign.choices)
        signs = {",": "komma", ".": "punktum"}
        self._set_choices("decimal", f"{AS_READ}: {signs[read.decimal]}", signs.items())
        self.is_valid()

    def _set_choices(self, name: str, as_read: str, choices: Iterable[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", as_read), *choices]

    @property
    def corrections(self) -> Corrections:
        """What is settled; what is not one of the choices is as read."""
        unit, sign = self.cleaned_data.get("enhed"), self.cleaned_data.get("fortegn")
        return Corrections(
            unit=Unit(unit) if unit else None,
            sign=Sign(sign) if sign else None,
            decimal=self.cleaned_data.get("decimal") or "",
        )


class DestinationForm(forms.Form):
    """A catalogue that is there, or a new one with its fields."""

    use_required_attribute = False

    maal = forms.ChoiceField(label="Indlæs tabellen i", required=False)
    overskrift = forms.CharField(
        label="Tabellens overskrift", max_length=250, help_text="Som i kilden, fx Tabel 2. Varige ændringer."
    )
    kategori = forms.ChoiceField(label="Linjernes kategori", choices=EffectCategory)
    titel = forms.CharField(label="Katalogets titel", max_length=200, required=False)
    kortnavn = forms.SlugField(
        label="Kortnavn",
        max_length=50,
        required=False,
        help_text="Bliver en del af adressen: små bogstaver a–z, cifre og bindestreger, fx ballerup-2019.",
        error_messages={"invalid": "Brug små bogstaver a–z, cifre og bindestreger, fx ballerup-2019."},
    )
    slags = forms.ChoiceField(label="Type", choices=CatalogueKind, required=False)
    omraade = forms.CharField(
        label="Dækningsområde", max_length=200, required=False, help_text="Det fagområde, som kataloget dækker."
    )
    offentliggjort = forms.RegexField(
        regex=r"^\d{4}-(0[1-9]|1[0-2])$",
        label="Offentliggjort",
        required=False,
        widget=forms.TextInput({"type": "month"}),
        help_text="År og måned, fx 2019-01.",
        error_messages={"invalid": "Skriv år og måned, fx 2019-01."},
    )
    prisniveau = forms.IntegerField(
        label="Pris- og lønniveau",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text="Det år, som beløbene er i priser fra. Lad feltet være tomt, hvis det ikke er oplyst.",
    )
    kilde = forms.CharField(
        label="Kilde", required=False, widget=forms.Textarea({"rows": 2}), help_text="Dokumentets navn og dato."
    )
    resume = forms.CharField(
        label="Resumé",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Skriv med egne ord. Er feltet tomt, bruges tabellens overskrift.",
    )

    def __init__(self, typed: Mapping[str, str], *, catalogues: Iterable[Catalogue], is_asked: bool) -> None:
        """What was typed stands in the fields; only where the answer is asked for are faults told."""
        kept = {name: typed[name] for name in self.base_fields if name in typed}
        super().__init__(typed) if is_asked else super().__init__(initial=kept)
        self.typed = kept
        self.catalogues = {catalogue.slug: catalogue for catalogue in catalogues}
        choices = [("", "et nyt katalog"), *((slug, found.title) for slug, found in self.catalogues.items())]
        cast("forms.ChoiceField", self.fields["maal"]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in NEW_FIELDS if not cleaned.get("maal") else ():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Udfyld feltet for det nye katalog.")
        return cleaned

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields about the table."""
        return [field for field in self if field.name in ABOUT_TABLE]

    @property
    def new_fields(self) -> list[forms.BoundField]:
        """The fields of a new catalogue."""
        return [field for field in self if field.name not in ABOUT_TABLE]

    @property
    def catalogue(self) -> Catalogue | None:
        """The catalogue that is chosen, whether the rest can be read or not."""
        return self.catalogues.get(self.typed.get("maal", ""))

    def destination(self, table: PastedTable, same: Mapping[int, str], seen_doubts: int) -> Destination:
        """Where the table goes, once the form is valid."""
        found = self.cleaned_data
        category = EffectCategory(found["kategori"])
        fields = {} if self.catalogue else self._fields(table, seen_doubts)
        return Destination(found["overskrift"], category, self.catalogue, fields, same)

    def _fields(self, table: PastedTable, seen_doubts: int) -> dict[str, str]:
        found = self.cleaned_data
        years = table.years or [date.fromisoformat(f"{found['offentliggjort']}-01").year]
        return {
            "kortnavn": found["kortnavn"],
            "titel": found["titel"],
            "slags": str(CatalogueKind(found["slags"]).label),
            "område": found["omraade"],
            "offentliggjort": found["offentliggjort"],
            "første år": str(min(years)),
            "sidste år": str(max(years)),
            "p/l-niveau": str(found["prisniveau"] or ""),
            "enhed": str((table.unit or Unit.KRONER).label),
            "decimaler": str(_fewest_decimals(table)),
            "fortegn": str(table.sign.label),
            "resumé": found["resume"] or found["overskrift"],
            "kilde": found["kilde"],
            "sådan er kilden læst": _how(seen_doubts),
        }


def _fewest_decimals(table: PastedTable) -> int:
    exponents = [amount.as_tuple().exponent for row in table.rows for amount in row.amounts.values()]
    return min((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)


def _how(seen_doubts: int) -> str:
    seen = counted(seen_doubts, "usikkert tal", "usikre tal")
    told = f" {seen} blev gennemgået." if seen_doubts else ""
    return f"Tabellen er indsat som tekst.{told}"
