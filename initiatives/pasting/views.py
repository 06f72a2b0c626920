"""The page that imports a pasted table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.models import Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from initiatives.pasting.importing import OutdatedPreviewError, PasteRefusedError, PasteResult, import_table
from initiatives.pasting.page import PastePage
from initiatives.pasting.table import PastedTable, RowRole


@require_http_methods(["GET", "POST"])
@municipality_page(Action.IMPORT, section="plan")
def paste(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Read a pasted table, correct the reading, preview the import, and import it."""
    page = PastePage(membership, request.POST if request.method == "POST" else None)
    if page.table and page.is_ready():
        seen_digest = request.POST.get("set", "") if page.is_importing else None
        page.result = _import(page, page.table, membership, seen_digest=seen_digest)
        if page.result and page.is_importing and not page.has_changed:
            return _redirect_to_catalogue(request, membership, page.result)
    context = {"breadcrumbs": breadcrumbs(request, here="Indsæt en tabel"), "page": page, "roles": RowRole.choices}
    return render(request, "initiatives/pasting/paste.html", context)


def _import(
    page: PastePage, table: PastedTable, membership: Membership, *, seen_digest: str | None
) -> PasteResult | None:
    """The imported or previewed result; where the preview is outdated, a new one is made for the user to see."""
    try:
        return import_table(
            table=table, destination=page.destination(table), membership=membership, seen_digest=seen_digest
        )
    except PasteRefusedError as refusal:
        page.problems = [(problem, "") for problem in refusal.problems]
    except OutdatedPreviewError:
        page.has_changed = True
        return _import(page, table, membership, seen_digest=None)
    return None


def _redirect_to_catalogue(request: HttpRequest, membership: Membership, result: PasteResult) -> HttpResponse:
    place = membership.municipality.slug, result.catalogue.slug
    link = reverse("reconciliation", args=place)
    text = 'Tabellen er indlæst: {}. <a href="{}">Se afstemningen</a>.'
    messages.success(request, format_html(text, result.summary, link))
    return redirect("catalogue", *place)
