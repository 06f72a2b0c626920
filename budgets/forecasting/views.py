"""The page where a forecast that was made elsewhere is entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from budgets.forecasting.forms import ExpectedForm
from budgets.forecasting.storing import enter_forecast
from budgets.foundation.access import Action
from budgets.foundation.form_pages import build_form, render_form_page, save_form
from budgets.foundation.models import Membership
from budgets.foundation.pages import municipality_page


@require_http_methods(["GET", "POST"])
@municipality_page(Action.MAKE_FORECASTS, section="budget")
def expected(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Enter a forecast that was made elsewhere."""
    today = timezone.localdate()
    form = build_form(request, ExpectedForm, {"year": today.year, "month": today.month})

    def write() -> None:
        typed = form.cleaned_data
        forecast = enter_forecast(
            actor=membership.user,
            municipality=membership.municipality,
            year=typed["year"],
            month=typed["month"],
            text=typed["rows"],
            comment=typed["comment"],
            source=typed["source"],
        )
        messages.success(request, f"Forventet regnskab {forecast} er gemt.")

    if save_form(form, write):
        place = f"?aar={form.cleaned_data['year']}&maaned={form.cleaned_data['month']}"
        return redirect(reverse("budget", args=[membership.municipality.slug]) + place)
    return render_form_page(request, form, "Skriv forventet regnskab", "Gem det forventede regnskab")
