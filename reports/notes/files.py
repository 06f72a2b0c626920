"""A note as a file: of a published one the record, or what is made of its frozen data; else the figures as they are."""

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


def file_name(edition: NoteEdition, extension: str) -> str:
    """`2019-01_ballerup_statusnotat_ramme-50-54.pdf`, with what kind it is where it is not the open, full one."""
    closed = ["lukket"] if edition.variant == Variant.CLOSED else []
    short = ["en-side"] if edition.form == Form.SHORT else []
    return "_".join([edition.note.file_name, *closed, *short]) + f".{extension}"


def month_pdf(municipality: Municipality, month: date, committee: Committee | None = None) -> bytes:
    """The published open note of the month, the newest; where there is none, the figures as they are now.

    Raises NothingToReportError.
    """
    notes = StatusNote.objects.published().filter(municipality=municipality, month=month)
    if committee:
        notes = notes.filter(committee=committee)
    found = NoteEdition.objects.filter(note__in=notes, variant=Variant.OPEN, form=Form.FULL)
    edition = found.order_by("-note__published_at").first()
    return bytes(edition.pdf) if edition else render_pdf(compose_month(municipality, month, committee))
