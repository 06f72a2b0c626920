"""Pages about the municipality itself: the list of municipalities, audit trail, glossary and population."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from budgets.foundation.access import Action, may
from budgets.foundation.form_pages import build_form, save_form
from budgets.foundation.forms import PopulationForm
from budgets.foundation.models import AuditEntry, Membership, Municipality, User
from budgets.foundation.pages import UNAUTHORISED, breadcrumbs, municipality_page
from budgets.foundation.population import write_population
from budgets.foundation.reference import load_glossary
from budgets.foundation.tables import EventTable, PopulationTable


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
@municipality_page(Action.SEE_EVENTS, section="events")
def event_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The municipality's audit trail."""
    table = EventTable(AuditEntry.objects.of_municipality(membership.municipality))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"breadcrumbs": breadcrumbs(request), "table": table}
    return render(request, "budgets/foundation/event_list.html", context)


@require_GET
@municipality_page(Action.READ)
def glossary(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The glossary."""
    return render(
        request,
        "budgets/foundation/glossary.html",
        {"breadcrumbs": breadcrumbs(request, here="Ordliste"), "terms": load_glossary()},
    )


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="plan", post=Action.EDIT_POPULATION)
def population(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The municipality's population by year, with a form to add or change rows."""
    form = build_form(request, PopulationForm)

    def write() -> None:
        text = form.cleaned_data["rows"]
        population_changes = write_population(actor=membership.user, municipality=membership.municipality, text=text)
        messages.success(request, f"Folketallet er gemt: {population_changes.in_words}.")

    if save_form(form, write):
        return redirect("population", membership.municipality.slug)
    table = PopulationTable(membership.municipality.populations.all())
    may_edit = may(membership, Action.EDIT_POPULATION)
    context = {"breadcrumbs": breadcrumbs(request, here="Folketal"), "table": table, "form": form, "may_edit": may_edit}
    return render(request, "budgets/foundation/population.html", context)
