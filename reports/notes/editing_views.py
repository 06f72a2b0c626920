"""Writing a note, seeing its pages, and taking it through its life."""

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

from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.models import Membership
from reports.notes import life
from reports.notes.checking import doubts_of
from reports.notes.composing import DRAFT, head_of, last_edition, material_of, sections_of
from reports.notes.document import FROM_DATA, build_document
from reports.notes.forms import NoteForm
from reports.notes.material import NothingToReportError
from reports.notes.models import Form, Section, StatusNote, Variant
from reports.notes.page_images import draft_document, draw, drawn_page, get_note
from reports.notes.pdf import render_pdf
from reports.notes.places import load_places
from reports.notes.proposing import propose
from reports.notes.states import NoteError

CONFLICT, UNREADABLE = 409, 422
LEAD = "Tal og tabeller hentes fra den godkendte opfølgning. Teksterne skriver du bagefter."


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, municipality: str) -> HttpResponse:
    """Begin a note: month, committee, area, meeting and case number."""
    membership = get_membership(request.user, municipality, Action.WRITE_NOTES)
    newest = load_places(membership.municipality, "", fallback_year=timezone.localdate().year).place
    posted = request.POST if request.method == "POST" else None
    form = NoteForm(posted, municipality=membership.municipality, newest=date(newest.year, newest.month, 1))
    if request.method == "POST" and form.is_valid():
        try:
            note = life.make_note(membership=membership, **form.cleaned_data)
        except NothingToReportError:
            form.add_error("month", "Ingen kataloger dækker måneden. Vælg en anden, eller indlæs et katalog.")
        else:
            messages.success(request, "Notatet er oprettet. Resuméet er et forslag, som du kan rette.")
            return redirect("note_write", municipality, note.pk)
    context = {"membership": membership, "form": form, "heading": "Nyt statusnotat", "button": "Opret notatet"}
    context |= {"section": "notes", "lead": LEAD}
    status = UNREADABLE if form.errors else 200
    return render(request, "budgets/foundation/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, municipality: str, note: int) -> HttpResponse:
    """The sections with what people have written, the last note's words beside them, and the pages."""
    membership = get_membership(request.user, municipality, Action.WRITE_NOTES)
    found = get_note(membership, note)
    if found.is_published:
        return redirect("note", municipality, note)
    unsaved: dict[str, object] = {}
    if request.method == "POST":
        answer = _save(request, membership, found)
        if isinstance(answer, HttpResponse):
            return answer
        unsaved = answer
    context = {
        "membership": membership,
        "note": found,
        "rows": _rows(found, unsaved),
        "may_decide": may(membership, Action.DECIDE_NOTES),
        "is_own": found.written_by_id == membership.user_id,
        "section": "notes",
    }
    return render(request, "reports/notes/note_write.html", context, status=CONFLICT if unsaved else 200)


def _save(request: HttpRequest, membership: Membership, note: StatusNote) -> HttpResponse | dict[str, object]:
    """Save one section; where somebody has written since, what was typed and what stands there, to be chosen from."""
    is_script = request.headers.get("Accept") == "application/json"
    section, version = request.POST.get("afsnit", ""), request.POST.get("version", "")
    if section not in Section.values or not version.isdecimal():
        raise Http404
    text, is_closed = request.POST.get("tekst", ""), "lukket" in request.POST
    try:
        saved = life.write_text(
            membership=membership,
            note=note,
            section=Section(section),
            text=text,
            is_closed=is_closed,
            version=int(version),
        )
    except life.ConflictError as conflict:
        theirs = conflict.theirs
        if is_script:
            told = {"message": str(conflict), "theirs": theirs.text, "version": theirs.version}
            return JsonResponse(told, status=CONFLICT)
        return {"section": section, "text": text, "is_closed": is_closed, "message": str(conflict)}
    except NoteError as reason:
        if is_script:
            return JsonResponse({"message": str(reason)}, status=UNREADABLE)
        messages.error(request, str(reason))
        return redirect("note_write", membership.municipality.slug, note.pk)
    if is_script:
        return JsonResponse({"version": saved.version, "saved": f"Gemt {timezone.localtime():%H.%M}"})
    messages.success(request, f"{saved.get_section_display()} er gemt.")
    return redirect(f"{reverse('note_write', args=[membership.municipality.slug, note.pk])}#{section}")


def _rows(note: StatusNote, unsaved: Mapping[str, object]) -> list[dict[str, object]]:
    """Each section with its text, the last note's, and what could not be saved."""
    texts = {one.section: one for one in note.texts.all()}
    last = last_edition(note)
    before = {one.section: one.text for one in last.note.texts.all()} if last else {}
    return [
        {
            "section": section,
            "text": texts.get(section),
            "before": before.get(section, ""),
            "before_of": last.note if last else None,
            "from_data": section in FROM_DATA,
            "unsaved": unsaved if unsaved.get("section") == section else None,
        }
        for section in sections_of(note.municipality)
    ]


@require_GET
def preview(request: HttpRequest, municipality: str, note: int) -> HttpResponse:
    """The note's pages as they are now, and what to look at; a part of the editor, or a page of its own."""
    membership = get_membership(request.user, municipality, Action.WRITE_NOTES)
    found = get_note(membership, note)
    if found.is_published:
        return redirect("note", municipality, note)
    material = material_of(found, timezone.localdate())
    head = head_of(found, DRAFT)
    name, count = draw(build_document(material, head, variant=head.fullest))
    without_texts = build_document(material, replace(head, texts={}))
    written = [(Section(section).label, one.text) for section, one in head.texts.items()]
    context = {
        "membership": membership,
        "note": found,
        "name": name,
        "pages": range(1, count + 1),
        "doubts": doubts_of(written, without_texts, material.scope.last),
        "proposal": propose(material),
        "section": "notes",
    }
    part = "reports/notes/partials/note_preview.html"
    return render(request, part if request.GET.get("del") else "reports/notes/note_preview.html", context)


@require_GET
def page(request: HttpRequest, municipality: str, note: int, name: str, number: int) -> HttpResponse:
    """One page of a draft as a picture."""
    membership = get_membership(request.user, municipality, Action.WRITE_NOTES)
    return HttpResponse(drawn_page(get_note(membership, note), name, number), content_type="image/png")


@require_GET
def draft_pdf(request: HttpRequest, municipality: str, note: int) -> HttpResponse:
    """A draft as PDF in a variant and form, marked as a draft on every page."""
    membership = get_membership(request.user, municipality, Action.WRITE_NOTES)
    found = get_note(membership, note)
    variant, form = request.GET.get("variant", Variant.OPEN), request.GET.get("form", Form.FULL)
    if variant not in Variant.values or form not in Form.values:
        raise Http404
    pdf = render_pdf(draft_document(found, variant=Variant(variant), form=Form(form)))
    disposition = content_disposition_header(as_attachment=False, filename=f"{found.file_name}_kladde.pdf")
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition or ""})


Done = tuple[str, str, StatusNote | None]
"""What is told, the name of the page that comes next, and its note."""


def _approve(membership: Membership, note: StatusNote, request: HttpRequest) -> Done:
    return "Notatet er godkendt.", "note_write", life.approve(membership=membership, note=note)


def _give_back(membership: Membership, note: StatusNote, request: HttpRequest) -> Done:
    reason = request.POST.get("hvorfor", "")
    return "Notatet er en kladde igen.", "note_write", life.give_back(membership=membership, note=note, reason=reason)


def _publish(membership: Membership, note: StatusNote, request: HttpRequest) -> Done:
    return "Notatet er udgivet og kan ikke ændres mere.", "note", life.publish(membership=membership, note=note)


def _correct(membership: Membership, note: StatusNote, request: HttpRequest) -> Done:
    new = life.correct(membership=membership, note=note)
    return "Det nye notat erstatter det gamle, når det udgives.", "note_write", new


def _discard(membership: Membership, note: StatusNote, request: HttpRequest) -> Done:
    life.discard(membership=membership, note=note)
    return "Kladden er slettet.", "notes", None


def _open(membership: Membership, note: StatusNote, request: HttpRequest) -> Done:
    life.open_link(membership=membership, note=note)
    return "Notatet kan nu læses af alle, der har linket.", "note", note


def _close(membership: Membership, note: StatusNote, request: HttpRequest) -> Done:
    life.close_link(membership=membership, note=note)
    return "Det offentlige link er fjernet.", "note", note


STEPS: Mapping[str, tuple[Action, Callable[[Membership, StatusNote, HttpRequest], Done]]] = {
    "godkend": (Action.DECIDE_NOTES, _approve),
    "send-tilbage": (Action.DECIDE_NOTES, _give_back),
    "udgiv": (Action.DECIDE_NOTES, _publish),
    "ret": (Action.WRITE_NOTES, _correct),
    "slet": (Action.WRITE_NOTES, _discard),
    "aabn-link": (Action.DECIDE_NOTES, _open),
    "luk-link": (Action.DECIDE_NOTES, _close),
}
"""What is done with a note, by its word in the address: who may, and how."""


@require_POST
def take_step(request: HttpRequest, municipality: str, note: int, step: str) -> HttpResponse:
    """One step of the note's life; what cannot be done is told where one was."""
    if step not in STEPS:
        raise Http404
    action, take = STEPS[step]
    membership = get_membership(request.user, municipality, action)
    found = get_note(membership, note)
    try:
        told, name, to = take(membership, found, request)
    except (NoteError, NothingToReportError) as reason:
        messages.error(request, str(reason))
        return redirect("note", municipality, note)
    messages.success(request, told)
    return redirect(name, municipality, to.pk) if to else redirect(name, municipality)
