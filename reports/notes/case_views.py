"""Views that give a catalogue and its proposals as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action
from budgets.foundation.models import Membership
from budgets.foundation.pages import municipality_page
from initiatives.catalogues.models.catalogues import Catalogue
from reports.notes.business_cases import build_case_document, build_catalogue_document, load_cases
from reports.notes.composing import load_logo
from reports.notes.pdf import render_pdf


@require_GET
@municipality_page(Action.READ)
def catalogue_pdf(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """The whole catalogue, each proposal as a business case."""
    catalogue = _get_catalogue(membership, slug)
    return _build_response(
        render_pdf(build_catalogue_document(catalogue, load_logo(membership.municipality))), catalogue.slug
    )


@require_GET
@municipality_page(Action.READ)
def case_pdf(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """One proposal as a business case."""
    catalogue = _get_catalogue(membership, slug)
    cases = load_cases(catalogue, key)
    if not cases:
        raise Http404
    return _build_response(
        render_pdf(build_case_document(catalogue, cases[0], load_logo(membership.municipality))),
        f"{catalogue.slug}_{key}",
    )


def _get_catalogue(membership: Membership, slug: str) -> Catalogue:
    catalogues = Catalogue.objects.select_related("municipality")
    catalogue: Catalogue = get_object_or_404(catalogues, municipality=membership.municipality, slug=slug)
    return catalogue


def _build_response(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
