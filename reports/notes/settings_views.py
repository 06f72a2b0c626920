"""How a municipality's notes look, and whether a file is one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action, get_membership
from reports.notes.arranging import LogoError, arrange, places_of, set_logo
from reports.notes.editions import find_edition, rebuild
from reports.notes.forms import LogoForm, SectionsForm, VerifyForm
from reports.notes.models import Letterhead

UNREADABLE = 422
LARGEST = 20_000_000


@require_http_methods(["GET", "POST"])
def arrangement(request: HttpRequest, municipality: str) -> HttpResponse:
    """The order of the sections, and the logo: a form each."""
    membership = get_membership(request.user, municipality, Action.ARRANGE_NOTES)
    is_logo = "logo-form" in request.POST
    sections = SectionsForm(
        request.POST if request.method == "POST" and not is_logo else None, chosen=places_of(membership.municipality)
    )
    logo = LogoForm(request.POST, request.FILES) if is_logo else LogoForm()
    if is_logo and logo.is_valid():
        try:
            set_logo(membership=membership, logo=logo.cleaned_data["logo"])
        except LogoError as fault:
            logo.add_error("logo", str(fault))
        else:
            messages.success(request, "Logoet er gemt." if logo.cleaned_data["logo"] else "Notaterne er uden logo.")
            return redirect("note_arrangement", municipality)
    if sections.is_bound and sections.is_valid():
        arrange(membership=membership, places=sections.chosen)
        messages.success(request, "Afsnittene er gemt og gælder for notater, der ikke er udgivet.")
        return redirect("note_arrangement", municipality)
    context = {
        "membership": membership,
        "sections": sections,
        "logo": logo,
        "has_logo": Letterhead.objects.filter(municipality=membership.municipality).exists(),
        "section": "notes",
    }
    status = UNREADABLE if sections.errors or logo.errors else 200
    return render(request, "reports/notes/note_arrangement.html", context, status=status)


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, municipality: str) -> HttpResponse:
    """Hold a PDF up against what was published, byte for byte."""
    membership = get_membership(request.user, municipality, Action.READ)
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"membership": membership, "form": form, "section": "notes"}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        edition = find_edition(file.read()) if file.size <= LARGEST else None
        is_own = edition is not None and edition.note.municipality_id == membership.municipality.pk
        context |= {"asked": file.name, "edition": edition if is_own else None}
        if edition is not None and is_own:
            context["rebuilt"] = rebuild(edition)
    return render(request, "reports/notes/note_verify.html", context)
