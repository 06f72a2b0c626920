"""What is typed about the municipality itself and its budget."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms

from budgets.amounts import Unit
from budgets.areas import AREA_COLUMNS, SHARE_COLUMNS
from budgets.bookkeeping.headings import HEADING_COLUMNS
from budgets.bookkeeping.opening import as_pasted
from budgets.bookkeeping.reading import Asked, SignConvention
from budgets.calendar import FIRST_YEAR, LAST_YEAR, MONTHS
from budgets.cases.writing import CASELOAD_COLUMNS, COSTLY_COLUMNS, ENTRANT_COLUMNS
from budgets.decisions import APPROPRIATION_COLUMNS
from budgets.files.problems import ImportRefusedError
from budgets.forecasts import LINE_COLUMNS
from budgets.models import AppropriationKind, BudgetArea, LedgerRole
from budgets.queries import NET

PART_LABELS = [(NET, "netto"), ("gross", "bruttoudgifter"), ("income", "indtægter"), ("refund", "statsrefusion")]
UNIT_LABEL = "Beløb i"


def rows_field(
    label: str, columns: Collection[str], example: str, *, required: bool = True, more: str = ""
) -> forms.CharField:
    """A box for rows that are typed or pasted from a spreadsheet."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=f"Én række pr. linje: {', '.join(columns)}, adskilt af tabulator eller semikolon, fx {example}. "
        f"Rækker kan indsættes fra et regneark. {more}".strip(),
        widget=forms.Textarea({"rows": 6}),
    )


class PopulationForm(forms.Form):
    """Rows of population, typed or pasted from a spreadsheet."""

    rows = rows_field("Tilføj eller ret år", ("år", "18-64 år", "i alt"), "2019;28.300;48.602")


class HeadingsForm(forms.Form):
    """The whole list of headings."""

    rows = rows_field(
        "Overskrifter i kommunens filer",
        HEADING_COLUMNS,
        "Ompostering;beløb",
        required=False,
        more=f"Den anden kolonne er en af: {', '.join(LedgerRole.labels)}.",
    )


class PlaceForm(forms.Form):
    """Which year, month and unit a page is about; what is not chosen is the place that the page proposes."""

    aar = forms.TypedChoiceField(label="År", coerce=int, required=False)
    maaned = forms.TypedChoiceField(label="Til og med", choices=MONTHS, coerce=int, required=False)
    enhed = forms.ChoiceField(label=UNIT_LABEL, choices=Unit.choices, required=False)

    def __init__(self, data: object, *, years: Collection[int], year: int, month: int) -> None:
        proposed = {"aar": str(year), "maaned": str(month), "enhed": Unit.THOUSANDS, **self.more(year, month)}
        chosen = {name: value for name, value in getattr(data, "items", dict)() if value}
        super().__init__({**proposed, **chosen})
        self.fields["aar"].choices = [(str(found), str(found)) for found in sorted({*years, year})]  # type: ignore[attr-defined]
        self.proposed = proposed

    def more(self, year: int, month: int) -> dict[str, str]:
        """What else is proposed."""
        return {}

    def chosen(self, name: str) -> str:
        """The valid choice, or what was proposed."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or self.proposed[name])

    @property
    def year(self) -> int:
        return int(self.chosen("aar"))

    @property
    def month(self) -> int:
        return int(self.chosen("maaned"))

    @property
    def unit(self) -> Unit:
        return Unit(self.chosen("enhed"))


class BudgetPlaceForm(PlaceForm):
    """Also the day by which decisions count, and which part of the amounts is shown."""

    pr = forms.DateField(label="Besluttet senest", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    vis = forms.ChoiceField(label="Beløbsart", choices=PART_LABELS, required=False)
    prisniveau = forms.TypedChoiceField(label="Pris- og lønniveau", coerce=int, empty_value=None, required=False)

    def __init__(self, data: object, *, years: Collection[int], year: int, month: int) -> None:
        super().__init__(data, years=years, year=year, month=month)
        levels = [(str(found), f"{found}-priser") for found in sorted({*years, year})]
        self.fields["prisniveau"].choices = [("", "årets egne priser"), *levels]  # type: ignore[attr-defined]

    @property
    def price_level(self) -> int | None:
        """The prices that are asked for; None is each year's own."""
        self.is_valid()
        level: int | None = self.cleaned_data.get("prisniveau")
        return level

    def more(self, year: int, month: int) -> dict[str, str]:
        return {"vis": NET}

    @property
    def as_of(self) -> date:
        """The day that was chosen, or the last of the month."""
        self.is_valid()
        chosen: date | None = self.cleaned_data.get("pr")
        return chosen or date(self.year, self.month, monthrange(self.year, self.month)[1])


class CasesPlaceForm(PlaceForm):
    """Also one area, or all of them."""

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
    """Months of cases, typed, pasted, or in a file with the same columns."""

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
        """The rows, from the file where there is one; what was typed and a file together are not guessed at."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        file, rows = found.get("file"), found.get("rows")
        if bool(file) == bool(rows):
            raise forms.ValidationError("Vælg enten en fil, eller skriv rækker.")
        if file:
            try:
                found["rows"] = as_pasted(file.name, file.read())
            except ImportRefusedError as refusal:
                self.add_error("file", [str(problem) for problem in refusal.problems])
        return found


class CostlyCasesForm(forms.Form):
    """Cases above the municipality's threshold."""

    rows = rows_field("Dyre sager", COSTLY_COLUMNS, "50.54;2019;3;12;7;19.500.000")


class EntrantsForm(forms.Form):
    """Everybody who is expected, as counts."""

    rows = rows_field(
        "Forventet tilgang, hele listen", ENTRANT_COLUMNS, "50.54;SEL § 107;2020;8;2;0,75;to fra STU", required=False
    )


SIGNS = [
    ("", "vælg"),
    (SignConvention.EXPENSE_IS_PLUS.value, "udgifter er plus, indtægter er minus"),
    (SignConvention.EXPENSE_IS_MINUS.value, "udgifter er minus, indtægter er plus"),
]


class LedgerForm(forms.Form):
    """A file of expenditure, and what the file itself cannot tell."""

    file = forms.FileField(label="Fil fra økonomisystemet", help_text="CSV eller Excel (.xlsx), højst 10 MB.")
    fortegn = forms.ChoiceField(label="Fortegn i filen", choices=SIGNS)
    aar = forms.IntegerField(
        label="År",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Udfyldes kun, hvis filen ikke har et år.",
    )
    maaned = forms.TypedChoiceField(
        label="Måned",
        choices=[("", "står i filen"), *MONTHS],
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Udfyldes kun, hvis filen ikke har en måned.",
    )

    def __init__(self, data: Any, files: Any, *, is_confirmed: bool) -> None:
        super().__init__(data, files)
        self.fields["file"].required = not is_confirmed

    @property
    def asked(self) -> Asked:
        """What was told beside the file."""
        chosen = self.cleaned_data
        return Asked(SignConvention(chosen["fortegn"]), chosen["aar"], chosen["maaned"])


class RulesForm(forms.Form):
    """Which area each account belongs to."""

    rows = rows_field(
        "Kontoregler, hele listen i rækkefølge",
        ("konto", "kode", "del"),
        "5.38.50*;50.54.1;bruttoudgift",
        more="Del er bruttoudgift, indtægt eller statsrefusion. Den første regel, der passer, gælder. "
        "* er vilkårlige tegn, ? er ét tegn, og 53800000..53899999 er et interval.",
    )


class AreasForm(forms.Form):
    """Areas of the budget's tree."""

    rows = rows_field(
        "Tilføj eller ret områder",
        AREA_COLUMNS,
        "50.54;Botilbud;50;Socialudvalget;service;SEL § 107 + SEL § 108;5.38.52",
    )


class DecisionForm(forms.Form):
    """A decision about the budget with its appropriations."""

    round_year = forms.IntegerField(
        label="Budget", min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="Det vedtagne budgets første år, fx 2019."
    )
    kind = forms.ChoiceField(label="Type", choices=AppropriationKind.choices)
    decided_on = forms.DateField(label="Besluttet", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    title = forms.CharField(label="Titel", max_length=200)
    note = forms.CharField(label="Bemærkning", required=False, widget=forms.Textarea({"rows": 2}))
    rows = rows_field(
        "Bevillinger i kr.",
        APPROPRIATION_COLUMNS,
        "50.54;2019;125.000.000;−2.000.000;−500.000",
        more="Udgifter er plus; indtægter og statsrefusion er minus.",
    )


class ExpectedForm(forms.Form):
    """A forecast that was made elsewhere."""

    year = forms.IntegerField(label="År", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.TypedChoiceField(label="Opgjort efter", choices=MONTHS, coerce=int)
    source = forms.CharField(label="Kilde", max_length=200, required=False)
    comment = forms.CharField(label="Bemærkning", required=False, widget=forms.Textarea({"rows": 2}))
    rows = rows_field(
        "Forventet regnskab i kr.",
        LINE_COLUMNS,
        "50.54;2019;128.500.000;84,5;0;0",
        more="Tiltag er trukket fra beløbet, og engangsbeløb er lagt til. Skriv begge som positive tal.",
    )


class SharesForm(forms.Form):
    """Parts of a year's deviation."""

    rows = rows_field(
        "Dele af afvigelsen",
        SHARE_COLUMNS,
        ";2017;målgruppe;Socialpsykiatri;;80;Notat af 9. august",
        more="Lad koden være tom, hvis fordelingen gælder hele afvigelsen.",
    )
