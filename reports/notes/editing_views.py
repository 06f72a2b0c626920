"""Views for creating and editing a note, previewing its pages, and its steps to publication."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets.foundation.access import Action, may
from budgets.foundation.form_pages import render_form_page
from budgets.foundation.models import Membership
from budgets.foundation.pages import CONFLICT, UNREADABLE, breadcrumbs, is_script, municipality_page
from budgets.foundation.posted import read_number
from reports.notes import life
from reports.notes.checking import find_doubts
from reports.notes.composing import DRAFT, get_previous_edition, load_head, load_note_material, load_sections
from reports.notes.document import FROM_DATA, build_document
from reports.notes.forms import NoteForm
from reports.notes.material import NothingToReportError
from reports.notes.models import Form, Section, StatusNote, Variant
from reports.notes.page_images import build_draft, draw_pages, get_note, get_page_image
from reports.notes.pdf import render_pdf
from reports.notes.proposing import propose_summary
from reports.notes.round_choice import load_round_choice
from reports.notes.states import NoteError

LEAD = "Tal og tabeller hentes fra den godkendte opfølgning. Teksterne skriver du bagefter."


@require_http_methods(["GET", "POST"])
@municipality_page(Action.WRITE_NOTES, section="notes")
def make(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Create a note for a month, committee, area, meeting and case number."""
    newest = load_round_choice(membership.municipality, "", fallback_year=timezone.localdate().year).reporting_period
    posted = request.POST if request.method == "POST" else None
    form = NoteForm(posted, municipality=membership.municipality, newest=date(newest.year, newest.month, 1))
    if request.method == "POST" and form.is_valid():
        try:
            note = life.make_note(membership=membership, **form.cleaned_data)
        except NothingToReportError:
            form.add_error("month", "Ingen kataloger dækker måneden. Vælg en anden, eller indlæs et katalog.")
        else:
            messages.success(request, "Notatet er oprettet. Resuméet er et forslag, som du kan rette.")
            return redirect("note_write", membership.municipality.slug, note.pk)
    status = UNREADABLE if form.errors else 200
    return render_form_page(request, form, "Nyt statusnotat", "Opret notatet", lead=LEAD, status=status)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.WRITE_NOTES, section="notes")
def write(request: HttpRequest, membership: Membership, note: int) -> HttpResponse:
    """The editor: the sections with their texts, the previous note's texts, and a preview of the pages."""
    selected_note = get_note(membership, note)
    if selected_note.is_published:
        return redirect("note", membership.municipality.slug, note)
    unsaved: dict[str, object] = {}
    if request.method == "POST":
        result = _save(request, membership, selected_note)
        if isinstance(result, HttpResponse):
            return result
        unsaved = result
    context = {
        "breadcrumbs": breadcrumbs(request, here=selected_note.label),
        "note": selected_note,
        "rows": _build_rows(selected_note, unsaved),
        "may_decide": may(membership, Action.DECIDE_NOTES),
        "is_own": selected_note.written_by_id == membership.user_id,
    }
    return render(request, "reports/notes/note_write.html", context, status=CONFLICT if unsaved else 200)


def _save(request: HttpRequest, membership: Membership, note: StatusNote) -> HttpResponse | dict[str, object]:
    """Save one section; on a concurrent change return the unsaved text, so that the user can choose between the two."""
    section, version = request.POST.get("afsnit", ""), read_number(request.POST.get("version", ""))
    if section not in Section.values or version is None:
        raise Http404
    text, is_closed = request.POST.get("tekst", ""), "lukket" in request.POST
    try:
        saved = life.write_text(
            membership=membership,
            note=note,
            section=Section(section),
            text=text,
            is_closed=is_closed,
            version=version,
        )
    except life.ConflictError as conflict:
        current = conflict.current_text
        if is_script(request):
            answer = {"message": str(conflict), "theirs": current.text, "version": current.version}
            return JsonResponse(answer, status=CONFLICT)
        return {"section": section, "text": text, "is_closed": is_closed, "message": str(conflict)}
    except NoteError as reason:
        if is_script(request):
            return JsonResponse({"message": str(reason)}, status=UNREADABLE)
        messages.error(request, str(reason))
        return redirect("note_write", membership.municipality.slug, note.pk)
    if is_script(request):
        return JsonResponse({"version": saved.version, "saved": f"Gemt {timezone.localtime():%H.%M}"})
    messages.success(request, f"{saved.get_section_display()} er gemt.")
    return redirect(f"{reverse('note_write', args=[membership.municipality.slug, note.pk])}#{section}")


def _build_rows(note: StatusNote, unsaved: Mapping[str, object]) -> list[dict[str, object]]:
    """Each section with its text, the previous note's text, and a text that could not be saved."""
    texts = {text.section: text for text in note.texts.all()}
    previous = get_previous_edition(note)
    previous_texts = {text.section: text.text for text in previous.note.texts.all()} if previous else {}
    return [
        {
            "section": section,
            "text": texts.get(section),
            "previous_text": previous_texts.get(section, ""),
            "previous_note": previous.note if previous else None,
            "from_data": section in FROM_DATA,
            "unsaved": unsaved if unsaved.get("section") == section else None,
        }
        for section in load_sections(note.municipality)
    ]


@require_GET
@municipality_page(Action.WRITE_NOTES, section="notes")
def preview(request: HttpRequest, membership: Membership, note: int) -> HttpResponse:
    """The note's current pages and what to check; a part of the editor, or a page of its own."""
    selected_note = get_note(membership, note)
    if selected_note.is_published:
        return redirect("note", membership.municipality.slug, note)
    material = load_note_material(selected_note, timezone.localdate())
    head = load_head(selected_note, DRAFT)
    cache_name, count = draw_pages(build_document(material, head, variant=head.full_variant))
    without_texts = build_document(material, replace(head, texts={}))
    texts = [(Section(section).label, text.text) for section, text in head.texts.items()]
    context = {
        "breadcrumbs": breadcrumbs(request, here=selected_note.label),
        "note": selected_note,
        "name": cache_name,
        "pages": range(1, count + 1),
        "doubts": find_doubts(texts, without_texts, material.scope.previous),
        "proposal": propose_summary(material),
    }
    partial = "reports/notes/partials/note_preview.html"
    return render(request, partial if request.GET.get("del") else "reports/notes/note_preview.html", context)


@require_GET
@municipality_page(Action.WRITE_NOTES)
def page(request: HttpRequest, membership: Membership, note: int, name: str, number: int) -> HttpResponse:
    """One page of a draft as an image."""
    return HttpResponse(get_page_image(get_note(membership, note), name, number), content_type="image/png")


@require_GET
@municipality_page(Action.WRITE_NOTES)
def draft_pdf(request: HttpRequest, membership: Membership, note: int) -> HttpResponse:
    """A draft as PDF in one variant and form, marked as a draft on every page."""
    selected_note = get_note(membership, note)
    variant, form = request.GET.get("variant", Variant.OPEN), request.GET.get("form", Form.FULL)
    if variant not in Variant.values or form not in Form.values:
        raise Http404
    pdf = render_pdf(build_draft(selected_note, variant=Variant(variant), form=Form(form)))
    disposition = content_disposition_header(as_attachment=False, filename=f"{selected_note.file_name}_kladde.pdf")
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition or ""})


StepResult = tuple[str, str, StatusNote | None]
"""The message to the user, the URL name of the next page, and the note it shows (None for the list)."""


def _approve(membership: Membership, note: StatusNote, request: HttpRequest) -> StepResult:
    return "Notatet er godkendt.", "note_write", life.approve(membership=membership, note=note)


def _return_to_draft(membership: Membership, note: StatusNote, request: HttpRequest) -> StepResult:
    reason = request.POST.get("hvorfor", "")
    return (
        "Notatet er en kladde igen.",
        "note_write",
        life.return_to_draft(membership=membership, note=note, reason=reason),
    )


def _publish(membership: Membership, note: StatusNote, request: HttpRequest) -> StepResult:
    return "Notatet er udgivet og kan ikke ændres mere.", "note", life.publish(membership=membership, note=note)


def _correct(membership: Membership, note: StatusNote, request: HttpRequest) -> StepResult:
    new = life.correct(membership=membership, note=note)
    return "Det nye notat erstatter det gamle, når det udgives.", "note_write", new


def _discard(membership: Membership, note: StatusNote, request: HttpRequest) -> StepResult:
    life.discard(membership=membership, note=note)
    return "Kladden er slettet.", "notes", None


def _open(membership: Membership, note: StatusNote, request: HttpRequest) -> StepResult:
    life.open_link(membership=membership, note=note)
    return "Notatet kan nu læses af alle, der har linket.", "note", note


def _close(membership: Membership, note: StatusNote, request: HttpRequest) -> StepResult:
    life.close_link(membership=membership, note=note)
    return "Det offentlige link er fjernet.", "note", note


STEPS: Mapping[str, tuple[Action, Callable[[Membership, StatusNote, HttpRequest], StepResult]]] = {
    "godkend": (Action.DECIDE_NOTES, _approve),
    "send-tilbage": (Action.DECIDE_NOTES, _return_to_draft),
    "udgiv": (Action.DECIDE_NOTES, _publish),
    "ret": (Action.WRITE_NOTES, _correct),
    "slet": (Action.WRITE_NOTES, _discard),
    "aabn-link": (Action.DECIDE_NOTES, _open),
    "luk-link": (Action.DECIDE_NOTES, _close),
}
"""The required permission and the function of each step, by the step's word in the address."""


def _right_to_step(request: HttpRequest, note: int, step: str) -> Action:
    """The right that the step needs; Http404 where there is no such step."""
    if step not in STEPS:
        raise Http404
    return STEPS[step][0]


@require_POST
@municipality_page(_right_to_step)
def take_step(request: HttpRequest, membership: Membership, note: int, step: str) -> HttpResponse:
    """Take one step with a note; a step that is not allowed gives an error message on the note's page."""
    _, take = STEPS[step]
    selected_note = get_note(membership, note)
    try:
        message, next_page, next_note = take(membership, selected_note, request)
    except (NoteError, NothingToReportError) as reason:
        messages.error(request, str(reason))
        return redirect("note", membership.municipality.slug, note)
    messages.success(request, message)
    slug = membership.municipality.slug
    return redirect(next_page, slug, next_note.pk) if next_note else redirect(next_page, slug)
