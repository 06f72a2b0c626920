"""The forms of the page of a pasted table: the text, the corrections, and the destination."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms

from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.wording import counted
from initiatives.catalogues.models.catalogues import Catalogue, CatalogueKind, EffectCategory, Sign
from initiatives.pasting.corrections import Corrections
from initiatives.pasting.importing import Destination
from initiatives.pasting.table import PastedTable

MOST_LETTERS, MOST_LINES = 200_000, 1_000
AS_READ = "som læst"
ABOUT_TABLE = ("maal", "overskrift", "kategori")
NEW_FIELDS = ("titel", "kortnavn", "slags", "omraade", "offentliggjort", "kilde")


class TextForm(forms.Form):
    """The pasted text, unchanged: a tab at its beginning is an empty cell."""

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
    """Unit, sign and decimal sign, where the text does not give them or is read wrong."""

    enhed = forms.ChoiceField(label="Enhed", required=False)
    fortegn = forms.ChoiceField(label="Fortegn", required=False)
    decimal = forms.ChoiceField(label="Decimaltegn", required=False)

    def __init__(self, data: Mapping[str, str], *, table: PastedTable) -> None:
        super().__init__(data)
        unit = f"{AS_READ}: {table.unit.label}" if table.unit else "vælg enhed"
        self._set_choices("enhed", unit, Unit.choices)
        self._set_choices("fortegn", f"{AS_READ}: {table.sign.label}", Sign.choices)
        signs = {",": "komma", ".": "punktum"}
        self._set_choices("decimal", f"{AS_READ}: {signs[table.decimal]}", signs.items())
        self.is_valid()

    def _set_choices(self, name: str, as_read: str, choices: Iterable[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", as_read), *choices]

    @property
    def corrections(self) -> Corrections:
        """The user's corrections; an empty choice means as read."""
        unit, sign = self.cleaned_data.get("enhed"), self.cleaned_data.get("fortegn")
        return Corrections(
            unit=Unit(unit) if unit else None,
            sign=Sign(sign) if sign else None,
            decimal=self.cleaned_data.get("decimal") or "",
        )


class DestinationForm(forms.Form):
    """An existing catalogue, or a new one with its fields."""

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
        """The fields show what was typed; errors are shown only where `is_asked`."""
        typed_fields = {name: typed[name] for name in self.base_fields if name in typed}
        super().__init__(typed) if is_asked else super().__init__(initial=typed_fields)
        self.typed = typed_fields
        self.catalogues = {catalogue.slug: catalogue for catalogue in catalogues}
        choices = [("", "et nyt katalog"), *((slug, catalogue.title) for slug, catalogue in self.catalogues.items())]
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
        """The chosen catalogue, also where the rest of the form is invalid."""
        return self.catalogues.get(self.typed.get("maal", ""))

    def destination(self, table: PastedTable, same: Mapping[int, str], seen_doubts: int) -> Destination:
        """The destination of the table; call it when the form is valid."""
        cleaned = self.cleaned_data
        category = EffectCategory(cleaned["kategori"])
        fields = {} if self.catalogue else self._fields(table, seen_doubts)
        return Destination(cleaned["overskrift"], category, self.catalogue, fields, same)

    def _fields(self, table: PastedTable, seen_doubts: int) -> dict[str, str]:
        cleaned = self.cleaned_data
        years = table.years or [date.fromisoformat(f"{cleaned['offentliggjort']}-01").year]
        return {
            "kortnavn": cleaned["kortnavn"],
            "titel": cleaned["titel"],
            "slags": str(CatalogueKind(cleaned["slags"]).label),
            "område": cleaned["omraade"],
            "offentliggjort": cleaned["offentliggjort"],
            "første år": str(min(years)),
            "sidste år": str(max(years)),
            "p/l-niveau": str(cleaned["prisniveau"] or ""),
            "enhed": str((table.unit or Unit.KRONER).label),
            "decimaler": str(_fewest_decimals(table)),
            "fortegn": str(table.sign.label),
            "resumé": cleaned["resume"] or cleaned["overskrift"],
            "kilde": cleaned["kilde"],
            "sådan er kilden læst": _reading_note(seen_doubts),
        }


def _fewest_decimals(table: PastedTable) -> int:
    exponents = [amount.as_tuple().exponent for row in table.rows for amount in row.amounts.values()]
    return min((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)


def _reading_note(seen_doubts: int) -> str:
    count = counted(seen_doubts, "usikkert tal", "usikre tal")
    review = f" {count} blev gennemgået." if seen_doubts else ""
    return f"Tabellen er indsat som tekst.{review}"
