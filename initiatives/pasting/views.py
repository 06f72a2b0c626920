"""The page that takes a pasted table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action, get_membership
from budgets.foundation.models import Membership
from initiatives.pasting.bringing_in import BroughtIn, PasteRefusedError, SomethingChangedError, bring_in
from initiatives.pasting.page import PastePage
from initiatives.pasting.table import PastedTable, RowRole


@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, municipality: str) -> HttpResponse:
    """Read a pasted table, correct what was understood, see what it would bring in, and bring it in."""
    membership = get_membership(request.user, municipality, Action.IMPORT)
    page = PastePage(membership, request.POST if request.method == "POST" else None)
    if page.table and page.is_ready():
        seen = request.POST.get("set", "") if page.is_bringing_in else None
        page.result = _bring_in(page, page.table, membership, seen=seen)
        if page.result and page.is_bringing_in and not page.has_changed:
            return _brought_in(request, membership, page.result)
    context = {"membership": membership, "page": page, "roles": RowRole.choices, "section": "plan"}
    return render(request, "initiatives/pasting/paste.html", context)


def _bring_in(page: PastePage, table: PastedTable, membership: Membership, *, seen: str | None) -> BroughtIn | None:
    """What came in or would; where it is no longer what was seen, it is tried anew, to be seen first."""
    try:
        return bring_in(table=table, destination=page.destination(table), membership=membership, seen=seen)
    except PasteRefusedError as refusal:
        page.problems = refusal.problems
    except SomethingChangedError:
        page.has_changed = True
        return _bring_in(page, table, membership, seen=None)
    return None


def _brought_in(request: HttpRequest, membership: Membership, result: BroughtIn) -> HttpResponse:
    place = membership.municipality.slug, result.catalogue.slug
    link = reverse("reconciliation", args=place)
    text = 'Tabellen er indlæst: {}. <a href="{}">Se afstemningen</a>.'
    messages.success(request, format_html(text, result.in_words, link))
    return redirect("catalogue", *place)
