"""The pages of the overview of a catalogue and of the search across catalogues."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.foundation.wording import counted
from initiatives.catalogues.crumbs import catalogue_crumb
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.pages.overview import build_overview, load_overview
from initiatives.pages.overview_forms import OverviewForm, SearchForm
from initiatives.pages.overview_table import overview_table
from initiatives.pages.searching import find, load_results
from initiatives.pages.views import get_catalogue

ON_A_PAGE = 25
RESULT_PRESENTATION = replace(in_unit(Unit.THOUSANDS), empty="–")
"""How effects from several catalogues are shown: in one unit, positive where less is spent."""


@require_GET
@municipality_page(Action.READ, section="plan")
def overview(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """A catalogue's proposals by group with sums, in its own unit and sign, with filters."""
    catalogue = get_catalogue(membership, slug)
    material = load_overview(catalogue)
    form = OverviewForm(request.GET.dict(), material=material)
    built = build_overview(material, form.selection, form.group)
    table = overview_table(built, form.chosen)
    if file := download(
        request, [table], place=f"{catalogue.scope}, {membership.municipality.name}", file=catalogue.slug
    ):
        return file
    context = {
        "breadcrumbs": breadcrumbs(request, catalogue_crumb(membership, catalogue), here="Oversigt"),
        "catalogue": catalogue,
        "form": form,
        "overview": built,
        "table": table,
        "chosen": form.chosen,
        "count": _counted(built.shown_count, built.all_count, is_all=not form.chosen),
        "presentation": as_published(catalogue),
    }
    return render(request, "initiatives/pages/overview.html", context)


def _counted(shown_count: int, all_count: int, *, is_all: bool) -> str:
    """The number of shown proposals, in words."""
    total = counted(all_count, "forslag", "forslag")
    return f"Alle {total}." if is_all else f"{shown_count} af {total} passer til filtrene."


@require_GET
@municipality_page(Action.READ, section="plan")
def search(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Proposals by words or number, in the municipality's catalogues or in all that the member may read."""
    other_memberships = [other for other in membership.of_same_user if other != membership and may(other, Action.READ)]
    catalogues = _catalogues(membership, other_memberships if request.GET.get("alle") else [])
    form = SearchForm(request.GET.dict(), catalogues=catalogues, has_others=bool(other_memberships))
    initiatives = Initiative.objects.filter(form.conditions, catalogue__in=catalogues)
    pages = Paginator(find(initiatives, form.words) if form.is_asked else [], ON_A_PAGE)
    page = pages.get_page(request.GET.get("side"))
    context = {
        "breadcrumbs": breadcrumbs(request, here="Søg"),
        "form": form,
        "page": page,
        "results": load_results(list(page), form.words) if pages.count else [],
        "count": counted(pages.count, "forslag fundet", "forslag fundet"),
        "presentation": RESULT_PRESENTATION,
    }
    return render(request, "initiatives/pages/search.html", context)


def _catalogues(membership: Membership, other_memberships: list[Membership]) -> QuerySet[Catalogue]:
    municipalities = [each.municipality_id for each in (membership, *other_memberships)]
    catalogues: QuerySet[Catalogue] = Catalogue.objects.filter(municipality__in=municipalities)
    return catalogues
