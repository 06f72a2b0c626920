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
from budgets.foundation.access import Action
from budgets.foundation.form_pages import build_form, render_form_page, save_form
from budgets.foundation.models import Membership
from budgets.foundation.pages import municipality_page


@require_http_methods(["GET", "POST"])
@municipality_page(Action.EDIT_BUDGET, section="budget")
def decision(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Enter a budget, or a decision that corrects one, with its appropriations."""
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
        return redirect(
            f"{reverse('budget', args=[membership.municipality.slug])}?aar={form.cleaned_data['round_year']}&maaned=12"
        )
    return render_form_page(request, form, "Skriv bevilling", "Gem bevillingen")
