"""What committees decided, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from budgets.areas.models import BudgetDecision
from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import Unit, in_unit
from reports.trail.trail import agenda_of, effects_behind, points_of


@require_GET
def agenda(request: HttpRequest, municipality: str) -> HttpResponse:
    """Every point of an agenda under which proposals were decided."""
    membership = get_membership(request.user, municipality, Action.READ)
    items = agenda_of(membership.municipality)
    return render(request, "reports/trail/agenda.html", {"membership": membership, "items": items, "section": "plan"})


@require_GET
def agenda_item(request: HttpRequest, municipality: str, item: int) -> HttpResponse:
    """A point of the agenda: each decision, and on to the budget, the follow-up and the notes."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = get_object_or_404(membership.municipality.agenda_items.select_related("committee"), pk=item)
    context = {
        "membership": membership,
        "item": found,
        "points": points_of(found),
        "presentation": in_unit(Unit.THOUSANDS),
        "may_decide": may(membership, Action.DECIDE_CASES),
        "section": "plan",
    }
    return render(request, "reports/trail/agenda_item.html", context)


@require_GET
def appropriation(request: HttpRequest, municipality: str, decision: int) -> HttpResponse:
    """The initiatives whose effects a decision about the budget takes out of it."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = get_object_or_404(
        BudgetDecision.objects.select_related("round"), pk=decision, round__municipality=membership.municipality
    )
    context = {
        "membership": membership,
        "decision": found,
        "effects": effects_behind(found),
        "presentation": in_unit(Unit.THOUSANDS),
        "section": "budget",
    }
    return render(request, "reports/trail/appropriation.html", context)
