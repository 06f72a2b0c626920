"""Pages about the municipality itself: the list of municipalities, audit trail, glossary and population."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.form_pages import build_form, save_form
from budgets.foundation.forms import PopulationForm
from budgets.foundation.models import AuditEntry, Municipality, User
from budgets.foundation.population import write_population
from budgets.foundation.reference import load_glossary
from budgets.foundation.tables import EventTable, PopulationTable

UNAUTHORISED = 401


@login_not_required
@require_GET
def token(request: HttpRequest) -> JsonResponse:
    """A new CSRF token and the user's key, for the scripts of a page that has been open long; 401 without log-in."""
    if not request.user.is_authenticated:
        return JsonResponse({"message": "Du er logget ud."}, status=UNAUTHORISED)
    return JsonResponse({"token": get_token(request), "user": request.user.pk})


@require_GET
def municipality_list(request: HttpRequest) -> HttpResponse:
    """The municipalities that the user may see."""
    municipalities = Municipality.objects.of_member(cast("User", request.user))
    return render(request, "budgets/foundation/municipality_list.html", {"municipalities": municipalities})


@require_GET
def event_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """The municipality's audit trail."""
    membership = get_membership(request.user, municipality, Action.SEE_EVENTS)
    table = EventTable(AuditEntry.objects.of_municipality(membership.municipality))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"membership": membership, "table": table, "section": "events"}
    return render(request, "budgets/foundation/event_list.html", context)


@require_GET
def glossary(request: HttpRequest, municipality: str) -> HttpResponse:
    """The glossary."""
    membership = get_membership(request.user, municipality, Action.READ)
    return render(request, "budgets/foundation/glossary.html", {"membership": membership, "terms": load_glossary()})


@require_http_methods(["GET", "POST"])
def population(request: HttpRequest, municipality: str) -> HttpResponse:
    """The municipality's population by year, with a form to add or change rows."""
    action = Action.EDIT_POPULATION if request.method == "POST" else Action.READ
    membership = get_membership(request.user, municipality, action)
    form = build_form(request, PopulationForm)

    def write() -> None:
        text = form.cleaned_data["rows"]
        population_changes = write_population(actor=membership.user, municipality=membership.municipality, text=text)
        messages.success(request, f"Folketallet er gemt: {population_changes.in_words}.")

    if save_form(form, write):
        return redirect("population", municipality)
    table = PopulationTable(membership.municipality.populations.all())
    may_edit = may(membership, Action.EDIT_POPULATION)
    context = {"membership": membership, "table": table, "form": form, "may_edit": may_edit, "section": "plan"}
    return render(request, "budgets/foundation/population.html", context)
