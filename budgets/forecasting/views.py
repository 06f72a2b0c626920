"""The page where a forecast that was made elsewhere is entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from budgets.forecasting.forms import ExpectedForm
from budgets.forecasting.storing import enter_forecast
from budgets.foundation.access import Action, get_membership
from budgets.foundation.form_pages import build_form, render_form_page, save_form


@require_http_methods(["GET", "POST"])
def expected(request: HttpRequest, municipality: str) -> HttpResponse:
    """Enter a forecast that was made elsewhere."""
    membership = get_membership(request.user, municipality, Action.MAKE_FORECASTS)
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
        return redirect(reverse("budget", args=[municipality]) + place)
    return render_form_page(request, membership, form, "Skriv forventet regnskab", "Gem det forventede regnskab")
