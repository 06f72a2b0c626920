"""The page with the joined estimate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_GET

from budgets.areas.models import BudgetRound
from budgets.forecasting.models import Forecast
from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.models import Membership, Municipality
from budgets.foundation.pages import breadcrumbs, municipality_page
from reports.estimates.forms import FORECASTS, EstimateForm
from reports.estimates.joined_estimate import build_estimate


@require_GET
@municipality_page(Action.READ, section="budget")
def joined_estimate(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Expected expenditure less the measures, against a year's corrected budget."""
    forecasts = list(Forecast.objects.filter(municipality=membership.municipality))
    rounds = BudgetRound.objects.filter(municipality=membership.municipality)
    years = list(rounds.values_list("year", flat=True))
    context = {"breadcrumbs": breadcrumbs(request, here="Samlet skøn"), "may_edit": may(membership, Action.EDIT_BUDGET)}
    missing = [
        name for name, available in (("budgettet", years), ("det forventede regnskab", forecasts)) if not available
    ]
    context["missing"] = get_text_list(missing, "og")
    if not missing:
        form = EstimateForm(request.GET.dict(), forecasts=forecasts, years=years)
        context |= {"form": form, **_build_context(membership.municipality, form)}
    return render(request, "reports/estimates/joined_estimate.html", context)


def _build_context(municipality: Municipality, form: EstimateForm) -> dict[str, object]:
    """Template context of the requested estimate; empty where the request is not valid."""
    if not form.is_valid():
        return {}
    cleaned_data = form.cleaned_data
    unit = Unit(cleaned_data["enhed"])
    estimate = build_estimate(
        municipality,
        forecast=cleaned_data["skoen"],
        base_year=cleaned_data["basisaar"],
        as_of=timezone.localdate(),
        use_forecasts=cleaned_data["effekt"] == FORECASTS,
        opening=cleaned_data["saldo"],
    )
    return {"estimate": estimate, "presentation": in_unit(unit), "unit": unit}
