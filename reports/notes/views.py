"""Views for reading status notes: the list, a published note as a page, and its files."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, may
from budgets.foundation.models import Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from reports.notes.files import WRITERS, build_file_name, load_month_pdf
from reports.notes.material import NothingToReportError
from reports.notes.models import Form, NoteEdition, Section, StatusNote, Variant
from reports.notes.page_images import get_note

PDF = "application/pdf"


@require_GET
@municipality_page(Action.READ, section="notes")
def note_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The published notes, newest first, filtered by the search; for those who write notes also the unpublished."""
    words = request.GET.get("soeg", "").strip()
    notes = StatusNote.objects.filter(municipality=membership.municipality).for_list()
    published = notes.containing(words) if words else notes.published()
    may_write = may(membership, Action.WRITE_NOTES)
    context = {
        "breadcrumbs": breadcrumbs(request),
        "notes": published,
        "drafts": notes.exclude(state="published") if may_write and not words else [],
        "words": words,
        "may_write": may_write,
        "may_arrange": may(membership, Action.ARRANGE_NOTES),
    }
    return render(request, "reports/notes/notes.html", context)


@require_GET
@municipality_page(Action.READ, section="notes")
def note(request: HttpRequest, membership: Membership, note: int) -> HttpResponse:
    """A published note as a page, in the closed variant where it exists and the user may read it."""
    selected_note = get_note(membership, note)
    if not selected_note.is_published:
        return redirect("note_write", membership.municipality.slug, note)
    editions = list(selected_note.editions.defer("pdf", "words"))
    readable = [edition for edition in editions if may_read(membership, edition)]
    displayed = max(
        readable,
        key=lambda edition: (edition.form == Form.FULL, edition.variant == request.GET.get("variant", "closed")),
    )
    context = {
        "breadcrumbs": breadcrumbs(request, here=selected_note.label),
        "note": selected_note,
        "edition": displayed,
        "document": displayed.data,
        "editions": readable,
        "has_changes": any(section["key"] == Section.CHANGES for section in displayed.data["sections"]),
        "link": getattr(selected_note, "public_link", None),
        "may_decide": may(membership, Action.DECIDE_NOTES),
        "may_write": may(membership, Action.WRITE_NOTES),
        "replaced_by": getattr(selected_note, "replaced_by", None),
    }
    return render(request, "reports/notes/note.html", context)


def may_read(membership: Membership, edition: NoteEdition) -> bool:
    """True for an open edition, and for a closed one if the user may read sections withheld from publication."""
    return edition.variant == Variant.OPEN or may(membership, Action.READ_CLOSED_NOTES)


@require_GET
@municipality_page(Action.READ)
def note_file(
    request: HttpRequest, membership: Membership, note: int, variant: str, form: str, extension: str
) -> HttpResponse:
    """An edition as PDF, Word or workbook, made from the frozen data only."""
    edition = get_object_or_404(
        NoteEdition.objects.select_related("note__municipality", "note__area"),
        note=note,
        note__municipality=membership.municipality,
        variant=variant,
        form=form,
    )
    if extension not in WRITERS:
        raise Http404
    if not may_read(membership, edition):
        raise PermissionDenied
    return _build_file_response(edition, extension)


def _build_file_response(edition: NoteEdition, extension: str) -> HttpResponse:
    write, kind = WRITERS[extension]
    name = build_file_name(edition, extension)
    disposition = content_disposition_header(as_attachment=extension != "pdf", filename=name)
    return HttpResponse(write(edition), content_type=kind, headers={"Content-Disposition": disposition or ""})


@login_not_required
@require_GET
def public_note(request: HttpRequest, municipality: str, key: str) -> HttpResponse:
    """A published note's open edition for anyone with the address, as a page, or as PDF with `?pdf`."""
    edition = get_object_or_404(
        NoteEdition.objects.select_related("note__municipality", "note__area", "note__committee", "note__replaced_by"),
        note__public_link__key=key,
        note__municipality__slug=municipality,
        variant=Variant.OPEN,
        form=Form.FULL,
    )
    if "pdf" in request.GET:
        return _build_file_response(edition, "pdf")
    context = {"note": edition.note, "edition": edition, "document": edition.data}
    return render(request, "reports/notes/note_public.html", context)


@require_GET
@municipality_page(Action.READ)
def status_note(request: HttpRequest, membership: Membership, month: date) -> HttpResponse:
    """The published note of the month as PDF; without one, the current figures."""
    try:
        pdf = load_month_pdf(membership.municipality, month)
    except NothingToReportError as error:
        raise Http404 from error
    name = f"{month:%Y-%m}_{membership.municipality.slug}_statusnotat.pdf"
    return HttpResponse(pdf, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'})
