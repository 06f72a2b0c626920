"""The page where budget decisions are entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from budgets.areas.decisions import write_decision
from budgets.areas.forms import DecisionForm
from budgets.areas.models import AppropriationKind
from budgets.foundation.access import Action, get_membership
from budgets.foundation.form_pages import build_form, render_form_page, save_form


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, municipality: str) -> HttpResponse:
    """Enter a budget, or a decision that corrects one, with its appropriations."""
    membership = get_membership(request.user, municipality, Action.EDIT_BUDGET)
    form = build_form(request, DecisionForm, {"round_year": timezone.localdate().year})

    def write() -> None:
        typed = form.cleaned_data
        write_decision(
            actor=membership.user,
            municipality=membership.municipality,
            round_year=typed["round_year"],
            kind=AppropriationKind(typed["kind"]),
            decided_on=typed["decided_on"],
            title=typed["title"],
            note=typed["note"],
            text=typed["rows"],
        )
        messages.success(request, f"{typed['title']} er gemt i budget {typed['round_year']}.")

    if save_form(form, write):
        return redirect(f"{reverse('budget', args=[municipality])}?aar={form.cleaned_data['round_year']}&maaned=12")
    return render_form_page(request, membership, form, "Skriv bevilling", "Gem bevillingen")
