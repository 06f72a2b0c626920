"""A catalogue and its proposals as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, get_membership
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from reports.notes.business_cases import case_document, catalogue_document, load_cases
from reports.notes.composing import logo_of
from reports.notes.pdf import render_pdf


@require_GET
def catalogue_pdf(request: HttpRequest, municipality: str, slug: str) -> HttpResponse:
    """The whole catalogue, each proposal as a business case."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = _get_catalogue(membership, slug)
    return _pdf(render_pdf(catalogue_document(found, logo_of(membership.municipality))), found.slug)


@require_GET
def case_pdf(request: HttpRequest, municipality: str, slug: str, key: str) -> HttpResponse:
    """One proposal as a business case."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = _get_catalogue(membership, slug)
    cases = load_cases(found, key)
    if not cases:
        raise Http404
    return _pdf(render_pdf(case_document(found, cases[0], logo_of(membership.municipality))), f"{found.slug}_{key}")


def _get_catalogue(membership: Membership, slug: str) -> Catalogue:
    catalogues = Catalogue.objects.select_related("municipality")
    found: Catalogue = get_object_or_404(catalogues, municipality=membership.municipality, slug=slug)
    return found


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
