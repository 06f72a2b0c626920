"""What managers look at: the overview of a municipality, and its savings."""

from dataclasses import replace
from typing import TypedDict
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import Presentation, Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership, Municipality
from budgets.foundation.tabular import DASH
from budgets.overview.rows import AreaRow
from initiatives.catalogues.models.catalogues import Catalogue
from reports.dashboard.overview import Links, build_dashboard
from reports.notes.places import Places, load_places
from reports.savings.grouping import By, Group
from reports.savings.rows import SavingRow


@require_GET
def overview(request: HttpRequest, municipality: str) -> HttpResponse:
    """Do we keep the budget, do the savings come, what slips and why, and what must I do."""
    membership = get_membership(request.user, municipality, Action.READ)
    places, unit = places_of(request, membership), unit_of(request, Unit.MILLIONS)
    found = build_dashboard(membership, places, unit=unit, today=timezone.localdate(), links=_links(membership, places))
    if file := download(request, found.tables, **named(membership.municipality, places)):
        return file
    context = {
        "membership": membership,
        "places": places,
        "dashboard": found,
        "unit": unit,
        "units": Unit,
        "ways": By,
        "presentation": with_dash(unit),
        "section": "overview",
    }
    return render(request, "reports/dashboard/overview.html", context)


def with_dash(unit: Unit) -> Presentation:
    """Amounts in the unit, and a dash where there is none."""
    return replace(in_unit(unit), empty=DASH)


def unit_of(request: HttpRequest, default: Unit) -> Unit:
    """The unit of the address."""
    asked = request.GET.get("enhed", default)
    return Unit(asked) if asked in Unit.values else default


def places_of(request: HttpRequest, membership: Membership) -> Places:
    """The round of the address, and for a contributor the number of her own rows in each."""
    is_hers = may(membership, Action.FILL_OWN_ROWS) and not may(membership, Action.FILL_ALL_ROWS)
    return load_places(
        membership.municipality,
        request.GET.get("runde", ""),
        fallback_year=timezone.localdate().year,
        responsible=membership.user_id if is_hers else None,
    )


class Named(TypedDict):
    """What a download is of, and the start of its name."""

    place: str
    file: str


def named(municipality: Municipality, places: Places, key: str = "") -> Named:
    """What a file is of: the municipality and the round, or of one initiative with its key."""
    label, code = (places.chosen.label, places.chosen.code) if places.chosen else (str(places.place.year),) * 2
    return {
        "place": " ".join(filter(None, (municipality.name, key, label))),
        "file": "_".join(filter(None, (municipality.slug, key, code))),
    }


def initiative_link(membership: Membership, row: SavingRow) -> str:
    """Where an initiative's own course is shown."""
    catalogue: Catalogue = row.initiative.catalogue
    return reverse("course", args=[membership.municipality.slug, catalogue.slug, row.initiative.key])


def _links(membership: Membership, places: Places) -> Links:
    slug, place = membership.municipality.slug, places.place
    code = places.chosen.code if places.chosen else ""

    def area(row: AreaRow) -> str:
        area_code = row.area.code if row.area else ""
        return f"{reverse('area', args=[slug, area_code])}?aar={place.year}&maaned={place.month}"

    def status(found: Group) -> str:
        return f"{reverse('savings', args=[slug])}?{urlencode({'runde': code, 'status': found.label})}"

    def initiative(row: SavingRow) -> str:
        return f"{initiative_link(membership, row)}?{urlencode({'runde': code})}"

    return Links(initiative=initiative, status=status, area=area)
