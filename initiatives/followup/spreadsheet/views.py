"""The pages of a round in Excel: download, preview of a filled workbook, and import."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.downloads import XLSX
from budgets.foundation.models import Membership, StagedFile
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.foundation.staging import find_staged, stage
from budgets.foundation.wording import counted
from initiatives.catalogues.imports.workbook import UploadForm
from initiatives.followup.grid import Grid, build_grid
from initiatives.followup.locking import is_locked
from initiatives.followup.spreadsheet.importing import RefusedError, import_round
from initiatives.followup.spreadsheet.reading import read_round
from initiatives.followup.spreadsheet.writing import file_name, write_round
from initiatives.followup.views import Period, get_round, unit_of

ROUND_FILE = "opfølgning"
PAGE = "initiatives/followup/round_upload.html"


@require_GET
@municipality_page(Action.READ)
def workbook(request: HttpRequest, membership: Membership, period: Period) -> HttpResponse:
    """The round as a workbook in the unit that the user chose; she may fill the same fields as on the page."""
    round_ = get_round(membership, period)
    out = BytesIO()
    write_round(build_grid(round_), membership=membership, unit=unit_of(request), locked=is_locked(round_), out=out)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(round_)}"'}
    return HttpResponse(out.getvalue(), content_type=XLSX, headers=headers)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.FILL_OWN_ROWS, section="followup")
def upload(request: HttpRequest, membership: Membership, period: Period) -> HttpResponse:
    """Preview the changes of a filled workbook, then import the same workbook."""
    round_ = get_round(membership, period)
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {
        "breadcrumbs": breadcrumbs(request, here=capfirst(round_.label)),
        "form": form,
        "grid": Grid(round_, []),
    }
    staged = find_staged(membership, ROUND_FILE) if "confirm" in request.POST else None
    if staged is None:
        if not form.is_valid():
            return render(request, PAGE, context)
        staged = stage(membership, ROUND_FILE, form.cleaned_data["file"])
    context |= {"form": UploadForm(), "staged": staged, "seen": _file_mark(staged)}
    content = bytes(staged.content)
    if request.POST.get("confirm") != context["seen"]:
        context["reading"] = read_round(membership=membership, round_=round_, content=content)
        return render(request, PAGE, context)
    try:
        reading = import_round(membership=membership, round_=round_, content=content)
    except RefusedError as refusal:
        return render(request, PAGE, context | {"reading": refusal.reading})
    staged.delete()
    fields = counted(len(reading.changes), "felt", "felter")
    messages.success(request, f"{fields} i {len(reading.by_row)} tiltag er ændret.")
    return redirect(f"{reverse('grid', args=[membership.municipality.slug, period])}?enhed={reading.unit}")


def _file_mark(staged: StagedFile) -> str:
    """Identifies the previewed file, so that no other is imported by the same button."""
    return staged.at.isoformat()
