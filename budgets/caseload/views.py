"""Pages where caseloads, costly cases and expected entrants are entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from budgets.caseload.forms import CaseloadForm, CostlyCasesForm, EntrantsForm
from budgets.caseload.models import ExpectedEntrant
from budgets.caseload.writing import ENTRANT_COLUMNS, write_caseload, write_costly_cases, write_entrants
from budgets.foundation.access import Action
from budgets.foundation.form_pages import build_form, render_form_page, save_form
from budgets.foundation.models import Membership
from budgets.foundation.pages import municipality_page
from budgets.foundation.wording import counted


@require_http_methods(["GET", "POST"])
@municipality_page(Action.EDIT_CASES, section="cases")
def write(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Enter caseloads by month."""
    form = build_form(request, CaseloadForm)

    def save() -> None:
        caseloads = write_caseload(
            actor=membership.user, municipality=membership.municipality, text=form.cleaned_data["rows"]
        )
        messages.success(request, f"Sager og priser er gemt ({counted(len(caseloads), 'række', 'rækker')}).")

    if save_form(form, save):
        return redirect("cases", membership.municipality.slug)
    return render_form_page(request, form, "Skriv sager og priser", "Gem sager og priser")


@require_http_methods(["GET", "POST"])
@municipality_page(Action.EDIT_CASES, section="cases")
def write_costly(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Enter costly cases."""
    form = build_form(request, CostlyCasesForm)

    def save() -> None:
        write_costly_cases(actor=membership.user, municipality=membership.municipality, text=form.cleaned_data["rows"])
        messages.success(request, "De dyre sager er gemt.")

    if save_form(form, save):
        return redirect("cases", membership.municipality.slug)
    return render_form_page(request, form, "Skriv dyre sager", "Gem dyre sager")


@require_http_methods(["GET", "POST"])
@municipality_page(Action.EDIT_CASES, section="cases")
def write_expected(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Edit the whole list of expected entrants as one text."""
    entrants = ExpectedEntrant.objects.filter(area__municipality=membership.municipality)
    lines = [_format_line(entrant) for entrant in entrants.select_related("area", "legal_basis")]
    form = build_form(request, EntrantsForm, {"rows": "\n".join([";".join(ENTRANT_COLUMNS), *lines])})

    def save() -> None:
        write_entrants(actor=membership.user, municipality=membership.municipality, text=form.cleaned_data["rows"])
        messages.success(request, "Den forventede tilgang er gemt.")

    if save_form(form, save):
        return redirect("cases", membership.municipality.slug)
    return render_form_page(request, form, "Skriv forventet tilgang", "Gem forventet tilgang")


def _format_line(entrant: ExpectedEntrant) -> str:
    probability = f"{entrant.probability.normalize():f}".replace(".", ",")
    cells = (
        entrant.area.code,
        entrant.legal_basis or "",
        entrant.year,
        entrant.month,
        entrant.count,
        probability,
        entrant.note,
    )
    return ";".join(map(str, cells))
