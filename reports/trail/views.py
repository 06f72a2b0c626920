"""Pages about committees' decisions and their consequences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from budgets.areas.models import BudgetDecision
from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import Unit, in_unit
from reports.trail.trail import get_agenda_items, load_decided_initiatives, load_posted_effects


@require_GET
def agenda(request: HttpRequest, municipality: str) -> HttpResponse:
    """Every agenda item under which proposals were decided."""
    membership = get_membership(request.user, municipality, Action.READ)
    items = get_agenda_items(membership.municipality)
    return render(request, "reports/trail/agenda.html", {"membership": membership, "items": items, "section": "plan"})


@require_GET
def agenda_item(request: HttpRequest, municipality: str, item: int) -> HttpResponse:
    """An agenda item: its decisions, with links to budget, follow-up and notes."""
    membership = get_membership(request.user, municipality, Action.READ)
    selected_item = get_object_or_404(membership.municipality.agenda_items.select_related("committee"), pk=item)
    context = {
        "membership": membership,
        "item": selected_item,
        "decided_initiatives": load_decided_initiatives(selected_item),
        "presentation": in_unit(Unit.THOUSANDS),
        "may_decide": may(membership, Action.DECIDE_CASES),
        "section": "plan",
    }
    return render(request, "reports/trail/agenda_item.html", context)


@require_GET
def appropriation(request: HttpRequest, municipality: str, decision: int) -> HttpResponse:
    """The initiatives whose effects a budget decision deducts."""
    membership = get_membership(request.user, municipality, Action.READ)
    budget_decision = get_object_or_404(
        BudgetDecision.objects.select_related("round"), pk=decision, round__municipality=membership.municipality
    )
    context = {
        "membership": membership,
        "decision": budget_decision,
        "effects": load_posted_effects(budget_decision),
        "presentation": in_unit(Unit.THOUSANDS),
        "section": "budget",
    }
    return render(request, "reports/trail/appropriation.html", context)
