"""Status notes."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from budgets.access import Action, get_membership
from reports.notes import NothingToReportError, build_note, file_name
from reports.pdf import render_pdf


@require_GET
def status_note(request: HttpRequest, municipality: str, month: date) -> HttpResponse:
    """The municipality's status note for the month, as PDF."""
    membership = get_membership(request.user, municipality, Action.READ)
    try:
        note = build_note(membership.municipality, month)
    except NothingToReportError as nothing:
        raise Http404 from nothing
    headers = {"Content-Disposition": f'inline; filename="{file_name(membership.municipality, month)}"'}
    return HttpResponse(render_pdf("status_note.typ", note), content_type="application/pdf", headers=headers)
