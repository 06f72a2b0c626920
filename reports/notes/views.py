"""Status notes to be read: the list, a published note as a page, and every file of it."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.models import Membership
from reports.notes.files import WRITERS, file_name, month_pdf
from reports.notes.material import NothingToReportError
from reports.notes.models import Form, NoteEdition, Section, StatusNote, Variant
from reports.notes.page_images import get_note

PDF = "application/pdf"


@require_GET
def note_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """The published notes, newest first, with what was searched for; and for those who write them the others."""
    membership = get_membership(request.user, municipality, Action.READ)
    words = request.GET.get("soeg", "").strip()
    own = StatusNote.objects.filter(municipality=membership.municipality).for_list()
    published = own.about(words) if words else own.published()
    writes = may(membership, Action.WRITE_NOTES)
    context = {
        "membership": membership,
        "notes": published,
        "drafts": own.exclude(state="published") if writes and not words else [],
        "words": words,
        "may_write": writes,
        "may_arrange": may(membership, Action.ARRANGE_NOTES),
        "section": "notes",
    }
    return render(request, "reports/notes/notes.html", context)


@require_GET
def note(request: HttpRequest, municipality: str, note: int) -> HttpResponse:
    """A published note as a page: the closed variant for those who may read it, where there is one."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = get_note(membership, note)
    if not found.is_published:
        return redirect("note_write", municipality, note)
    editions = list(found.editions.defer("pdf", "words"))
    readable = [one for one in editions if may_read(membership, one)]
    shown = max(readable, key=lambda one: (one.form == Form.FULL, one.variant == request.GET.get("variant", "closed")))
    context = {
        "membership": membership,
        "note": found,
        "edition": shown,
        "document": shown.data,
        "editions": readable,
        "has_changes": any(section["key"] == Section.CHANGES for section in shown.data["sections"]),
        "link": getattr(found, "public_link", None),
        "may_decide": may(membership, Action.DECIDE_NOTES),
        "may_write": may(membership, Action.WRITE_NOTES),
        "replaced_by": getattr(found, "replaced_by", None),
        "section": "notes",
    }
    return render(request, "reports/notes/note.html", context)


def may_read(membership: Membership, edition: NoteEdition) -> bool:
    """True of an open edition, and of a closed one for those who may read what is not for publication."""
    return edition.variant == Variant.OPEN or may(membership, Action.READ_CLOSED_NOTES)


@require_GET
def note_file(
    request: HttpRequest, municipality: str, note: int, variant: str, form: str, extension: str
) -> HttpResponse:
    """An edition as PDF, Word or workbook, from what was frozen and nothing else."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = get_object_or_404(
        NoteEdition.objects.select_related("note__municipality", "note__area"),
        note=note,
        note__municipality=membership.municipality,
        variant=variant,
        form=form,
    )
    if extension not in WRITERS:
        raise Http404
    if not may_read(membership, found):
        raise PermissionDenied
    return _file(found, extension)


def _file(edition: NoteEdition, extension: str) -> HttpResponse:
    write, kind = WRITERS[extension]
    name = file_name(edition, extension)
    disposition = content_disposition_header(as_attachment=extension != "pdf", filename=name)
    return HttpResponse(write(edition), content_type=kind, headers={"Content-Disposition": disposition or ""})


@login_not_required
@require_GET
def public_note(request: HttpRequest, municipality: str, key: str) -> HttpResponse:
    """A published note for whoever has the address: its open edition as a page, or as PDF with `?pdf`."""
    edition = get_object_or_404(
        NoteEdition.objects.select_related("note__municipality", "note__area", "note__committee", "note__replaced_by"),
        note__public_link__key=key,
        note__municipality__slug=municipality,
        variant=Variant.OPEN,
        form=Form.FULL,
    )
    if "pdf" in request.GET:
        return _file(edition, "pdf")
    context = {"note": edition.note, "edition": edition, "document": edition.data}
    return render(request, "reports/notes/note_public.html", context)


@require_GET
def status_note(request: HttpRequest, municipality: str, month: date) -> HttpResponse:
    """The published note of the month as PDF, or the figures as they are now where there is none."""
    membership = get_membership(request.user, municipality, Action.READ)
    try:
        pdf = month_pdf(membership.municipality, month)
    except NothingToReportError as nothing:
        raise Http404 from nothing
    name = f"{month:%Y-%m}_{membership.municipality.slug}_statusnotat.pdf"
    return HttpResponse(pdf, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'})
