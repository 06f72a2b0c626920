"""How a reader wants a plan shown, and what a controller uploads."""

from django import forms


class UploadForm(forms.Form):
    """A workbook with a catalogue; the one that was tried last may be brought in without choosing it again."""

    file = forms.FileField(label="Regneark (.xlsx)", help_text="Højst 10 MB og uden formler.")
