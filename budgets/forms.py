"""What is typed about the municipality itself."""

from django import forms


class PopulationForm(forms.Form):
    """Rows of population, typed or pasted from a spreadsheet."""

    rows = forms.CharField(
        label="Tilføj eller ret år",
        help_text="Ét år pr. linje: år, antal på 18-64 år og antal i alt, med semikolon eller tabulator imellem. "
        "Rækker kan indsættes fra et regneark.",
        widget=forms.Textarea({"rows": 5}),
    )
