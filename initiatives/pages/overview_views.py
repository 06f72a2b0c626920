"""Pages for those who read catalogues: a catalogue at a glance, and the search across them."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.wording import counted
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.pages.overview import build_overview, load_overview
from initiatives.pages.overview_forms import OverviewForm, SearchForm
from initiatives.pages.overview_table import overview_table
from initiatives.pages.searching import find, told
from initiatives.pages.views import get_catalogue

ON_A_PAGE = 25
FOUND_IN = replace(in_unit(Unit.THOUSANDS), empty="–")
"""How the effects of proposals from several catalogues are shown: in one unit, positive where less is spent."""


@require_GET
def overview(request: HttpRequest, municipality: str, slug: str) -> HttpResponse:
    """A catalogue's proposals by group with sums, in its own unit and sign, and what was chosen of them."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = get_catalogue(membership, slug)
    material = load_overview(found)
    form = OverviewForm(request.GET.dict(), material=material)
    shown = build_overview(material, form.selection, form.group)
    table = overview_table(shown, form.chosen)
    if file := download(request, [table], place=f"{found.scope}, {membership.municipality.name}", file=found.slug):
        return file
    context = {
        "membership": membership,
        "catalogue": found,
        "form": form,
        "overview": shown,
        "table": table,
        "chosen": form.chosen,
        "count": _counted(shown.shown_count, shown.all_count, is_all=not form.chosen),
        "presentation": as_published(found),
        "section": "plan",
    }
    return render(request, "initiatives/pages/overview.html", context)


def _counted(shown: int, everything: int, *, is_all: bool) -> str:
    """How many proposals are shown, in words."""
    whole = counted(everything, "forslag", "forslag")
    return f"Alle {whole}." if is_all else f"{shown} af {whole} passer til filtrene."


@require_GET
def search(request: HttpRequest, municipality: str) -> HttpResponse:
    """Proposals by their words or number, in the municipality's catalogues or in all that the member may read."""
    membership = get_membership(request.user, municipality, Action.READ)
    others = [one for one in membership.of_same_user if one != membership and may(one, Action.READ)]
    catalogues = _catalogues(membership, others if request.GET.get("alle") else [])
    form = SearchForm(request.GET.dict(), catalogues=catalogues, has_others=bool(others))
    sought = Initiative.objects.filter(form.conditions, catalogue__in=catalogues)
    pages = Paginator(find(sought, form.words) if form.is_asked else [], ON_A_PAGE)
    page = pages.get_page(request.GET.get("side"))
    context = {
        "membership": membership,
        "form": form,
        "page": page,
        "results": told(list(page), form.words) if pages.count else [],
        "count": counted(pages.count, "forslag fundet", "forslag fundet"),
        "presentation": FOUND_IN,
        "section": "plan",
    }
    return render(request, "initiatives/pages/search.html", context)


def _catalogues(membership: Membership, others: list[Membership]) -> QuerySet[Catalogue]:
    municipalities = [one.municipality_id for one in (membership, *others)]
    found: QuerySet[Catalogue] = Catalogue.objects.filter(municipality__in=municipalities)
    return found
