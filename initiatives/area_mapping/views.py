"""The page that places a catalogue's initiatives in the budget."""

from collections.abc import Container, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.models import Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.foundation.posted import read_named
from budgets.foundation.wording import counted
from budgets.overview.rows import list_areas_in_order
from initiatives.area_mapping.mapping import place_in_budget
from initiatives.catalogues.crumbs import catalogue_crumb
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import BudgetEffect


@require_http_methods(["GET", "POST"])
@municipality_page(Action.EDIT_BUDGET, section="plan")
def placing(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """The area of each line and the budget effect of each initiative, all saved at once."""
    catalogue = get_object_or_404(membership.municipality.catalogues, slug=slug)
    areas = list_areas_in_order(membership.municipality)
    if request.method == "POST":
        by_id = {str(area.pk): area for area, _ in areas}
        changed = place_in_budget(
            membership=membership,
            catalogue=catalogue,
            areas={pk: by_id.get(value) for pk, value in _chosen(request.POST, "ramme", by_id)},
            effects=dict(_chosen(request.POST, "virkning", BudgetEffect.values)),
        )
        messages.success(request, f"{counted(changed, 'ændring', 'ændringer')} er gemt.")
        return redirect("placing", membership.municipality.slug, slug)
    lines = EffectLine.objects.filter(initiative__catalogue=catalogue).select_related("initiative", "area")
    context = {
        "breadcrumbs": breadcrumbs(request, catalogue_crumb(membership, catalogue), here="Plads i budgettet"),
        "catalogue": catalogue,
        "lines": lines.order_by("initiative__order", "order"),
        "areas": areas,
        "effects": BudgetEffect,
    }
    return render(request, "initiatives/area_mapping/placing.html", context)


def _chosen(posted: QueryDict, name: str, allowed: Container[str]) -> Iterator[tuple[int, str]]:
    """Ids and choices of the selects with that name: empty, or one of the allowed values."""
    return ((pk, value) for pk, value in read_named(posted, name) if not value or value in allowed)
