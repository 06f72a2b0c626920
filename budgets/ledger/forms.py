"""Forms of ledger files, their headings and account rules."""

from typing import Any

from django import forms

from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR, MONTHS
from budgets.foundation.forms import rows_field
from budgets.ledger.headings import HEADING_COLUMNS
from budgets.ledger.models import LedgerRole
from budgets.ledger.reading import LedgerOptions, SignConvention


class HeadingsForm(forms.Form):
    """The whole list of the municipality's own headings as rows."""

    rows = rows_field(
        "Overskrifter i kommunens filer",
        HEADING_COLUMNS,
        "Ompostering;beløb",
        required=False,
        more=f"Den anden kolonne er en af: {', '.join(LedgerRole.labels)}.",
    )


SIGNS = [
    ("", "vælg"),
    (SignConvention.EXPENSE_IS_PLUS.value, "udgifter er plus, indtægter er minus"),
    (SignConvention.EXPENSE_IS_MINUS.value, "udgifter er minus, indtægter er plus"),
]


class LedgerForm(forms.Form):
    """A ledger file of expenditure, and what cannot be read from the file itself."""

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
    def options(self) -> LedgerOptions:
        """The chosen sign, year and month of the file."""
        cleaned = self.cleaned_data
        return LedgerOptions(SignConvention(cleaned["fortegn"]), cleaned["aar"], cleaned["maaned"])


class RulesForm(forms.Form):
    """The whole list of account rules as rows."""

    rows = rows_field(
        "Kontoregler, hele listen i rækkefølge",
        ("konto", "kode", "del"),
        "5.38.50*;50.54.1;bruttoudgift",
        more="Del er bruttoudgift, indtægt eller statsrefusion. Den første regel, der passer, gælder. "
        "* er vilkårlige tegn, ? er ét tegn, og 53800000..53899999 er et interval.",
    )
