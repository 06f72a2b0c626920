"""Pages about whose money it is."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from budgets.access import Action, get_membership
from budgets.models import AuditEntry, Municipality, User
from budgets.tables import EventTable


@require_GET
def municipality_list(request: HttpRequest) -> HttpResponse:
    """The municipalities that the user may see."""
    municipalities = Municipality.objects.of_member(cast("User", request.user))
    return render(request, "budgets/municipality_list.html", {"municipalities": municipalities})


@require_GET
def event_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """Who did what in the municipality."""
    membership = get_membership(request.user, municipality, Action.SEE_EVENTS)
    table = EventTable(AuditEntry.objects.of_municipality(membership.municipality))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"membership": membership, "table": table, "section": "events"}
    return render(request, "budgets/event_list.html", context)
