"""Pages about committees' decisions and their consequences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from budgets.areas.models import BudgetDecision
from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.models import Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from reports.trail.trail import get_agenda_items, load_decided_initiatives, load_posted_effects


@require_GET
@municipality_page(Action.READ, section="plan")
def agenda(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Every agenda item under which proposals were decided."""
    items = get_agenda_items(membership.municipality)
    return render(
        request, "reports/trail/agenda.html", {"breadcrumbs": breadcrumbs(request, here="Beslutninger"), "items": items}
    )


@require_GET
@municipality_page(Action.READ, section="plan")
def agenda_item(request: HttpRequest, membership: Membership, item: int) -> HttpResponse:
    """An agenda item: its decisions, with links to budget, follow-up and notes."""
    selected_item = get_object_or_404(membership.municipality.agenda_items.select_related("committee"), pk=item)
    context = {
        "breadcrumbs": breadcrumbs(request, here=selected_item.title),
        "item": selected_item,
        "decided_initiatives": load_decided_initiatives(selected_item),
        "presentation": in_unit(Unit.THOUSANDS),
        "may_decide": may(membership, Action.DECIDE_CASES),
    }
    return render(request, "reports/trail/agenda_item.html", context)


@require_GET
@municipality_page(Action.READ, section="budget")
def appropriation(request: HttpRequest, membership: Membership, decision: int) -> HttpResponse:
    """The initiatives whose effects a budget decision deducts."""
    budget_decision = get_object_or_404(
        BudgetDecision.objects.select_related("round"), pk=decision, round__municipality=membership.municipality
    )
    context = {
        "breadcrumbs": breadcrumbs(request, here="Tiltag bag bevillingen"),
        "decision": budget_decision,
        "effects": load_posted_effects(budget_decision),
        "presentation": in_unit(Unit.THOUSANDS),
    }
    return render(request, "reports/trail/appropriation.html", context)
