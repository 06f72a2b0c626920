"""Views for the order of sections and the logo, and for verifying a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.models import Membership
from budgets.foundation.pages import UNREADABLE, breadcrumbs, municipality_page
from reports.notes.arranging import LogoError, load_section_order, save_section_order, set_logo
from reports.notes.editions import check_reproduction, find_edition
from reports.notes.forms import LogoForm, SectionsForm, VerifyForm
from reports.notes.models import Letterhead

MAX_FILE_BYTES = 20_000_000


@require_http_methods(["GET", "POST"])
@municipality_page(Action.ARRANGE_NOTES, section="notes")
def arrangement(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The order of the sections and the logo, with a form for each."""
    is_logo = "logo-form" in request.POST
    sections = SectionsForm(
        request.POST if request.method == "POST" and not is_logo else None,
        section_order=load_section_order(membership.municipality),
    )
    logo = LogoForm(request.POST, request.FILES) if is_logo else LogoForm()
    if is_logo and logo.is_valid():
        try:
            set_logo(membership=membership, logo=logo.cleaned_data["logo"])
        except LogoError as fault:
            logo.add_error("logo", str(fault))
        else:
            messages.success(request, "Logoet er gemt." if logo.cleaned_data["logo"] else "Notaterne er uden logo.")
            return redirect("note_arrangement", membership.municipality.slug)
    if sections.is_bound and sections.is_valid():
        save_section_order(membership=membership, section_order=sections.section_order)
        messages.success(request, "Afsnittene er gemt og gælder for notater, der ikke er udgivet.")
        return redirect("note_arrangement", membership.municipality.slug)
    context = {
        "breadcrumbs": breadcrumbs(request, here="Afsnit og logo"),
        "sections": sections,
        "logo": logo,
        "has_logo": Letterhead.objects.filter(municipality=membership.municipality).exists(),
    }
    status = UNREADABLE if sections.errors or logo.errors else 200
    return render(request, "reports/notes/note_arrangement.html", context, status=status)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="notes")
def verify(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Compare a PDF with the published notes, byte for byte."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"breadcrumbs": breadcrumbs(request, here="Kontrollér en PDF"), "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        edition = find_edition(file.read()) if file.size <= MAX_FILE_BYTES else None
        is_own = edition is not None and edition.note.municipality_id == membership.municipality.pk
        context |= {"file_name": file.name, "edition": edition if is_own else None}
        if edition is not None and is_own:
            context["rebuilt"] = check_reproduction(edition)
    return render(request, "reports/notes/note_verify.html", context)
