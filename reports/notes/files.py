"""Files of a note: the stored PDF, or files made from the frozen data; without a published note, current figures."""

from collections.abc import Callable, Mapping
from datetime import date

from budgets.foundation.downloads import XLSX
from budgets.foundation.models import Committee, Municipality
from reports.notes.composing import compose_month
from reports.notes.models import Form, NoteEdition, StatusNote, Variant
from reports.notes.pdf import render_pdf
from reports.notes.word import write_word
from reports.notes.workbook import write_workbook

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS: Mapping[str, tuple[Callable[[NoteEdition], bytes], str]] = {
    "pdf": (lambda edition: bytes(edition.pdf), "application/pdf"),
    "docx": (lambda edition: write_word(edition.data), DOCX),
    "xlsx": (lambda edition: write_workbook(edition.data), XLSX),
}


def build_file_name(edition: NoteEdition, extension: str) -> str:
    """Such as `2019-01_ballerup_statusnotat_ramme-50-54.pdf`; other editions than open and full have a suffix."""
    closed = ["lukket"] if edition.variant == Variant.CLOSED else []
    short = ["en-side"] if edition.form == Form.SHORT else []
    return "_".join([edition.note.file_name, *closed, *short]) + f".{extension}"


def load_month_pdf(municipality: Municipality, month: date, committee: Committee | None = None) -> bytes:
    """The newest published open note of the month as PDF; without one, a PDF of the current figures.

    Raises NothingToReportError.
    """
    notes = StatusNote.objects.published().filter(municipality=municipality, month=month)
    if committee:
        notes = notes.filter(committee=committee)
    editions = NoteEdition.objects.filter(note__in=notes, variant=Variant.OPEN, form=Form.FULL)
    edition = editions.order_by("-note__published_at").first()
    return bytes(edition.pdf) if edition else render_pdf(compose_month(municipality, month, committee))
