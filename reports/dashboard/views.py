"""The overview of a municipality, and helpers that it shares with the savings pages."""

from dataclasses import replace
from typing import TypedDict
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Presentation, Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership, Municipality
from budgets.foundation.pages import municipality_page
from budgets.foundation.tabular import DASH
from budgets.overview.rows import AreaRow
from initiatives.catalogues.models.catalogues import Catalogue
from reports.dashboard.overview import Links, build_dashboard
from reports.notes.round_choice import RoundChoice, load_round_choice
from reports.savings.grouping import Dimension, Group
from reports.savings.rows import SavingRow


@require_GET
@municipality_page(Action.READ, section="overview")
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The overview: whether budget and savings are on target, the largest deviations, and the user's tasks."""
    round_choice, unit = get_round_choice(request, membership), get_unit(request, Unit.MILLIONS)
    dashboard = build_dashboard(
        membership, round_choice, unit=unit, today=timezone.localdate(), links=_build_links(membership, round_choice)
    )
    if file := download(request, dashboard.tables, **build_download_names(membership.municipality, round_choice)):
        return file
    context = {
        "round_choice": round_choice,
        "dashboard": dashboard,
        "unit": unit,
        "units": Unit,
        "dimensions": Dimension,
        "presentation": get_presentation(unit),
    }
    return render(request, "reports/dashboard/overview.html", context)


def get_presentation(unit: Unit) -> Presentation:
    """How amounts are shown: in the unit, with a dash for a missing amount."""
    return replace(in_unit(unit), empty=DASH)


def get_unit(request: HttpRequest, default: Unit) -> Unit:
    """The unit in the query string, else the default."""
    value = request.GET.get("enhed", default)
    return Unit(value) if value in Unit.values else default


def get_round_choice(request: HttpRequest, membership: Membership) -> RoundChoice:
    """The rounds and the one in the query string; for a contributor with the number of her own rows in each."""
    only_own_rows = may(membership, Action.FILL_OWN_ROWS) and not may(membership, Action.FILL_ALL_ROWS)
    return load_round_choice(
        membership.municipality,
        request.GET.get("runde", ""),
        fallback_year=timezone.localdate().year,
        responsible=membership.user_id if only_own_rows else None,
    )


class DownloadNames(TypedDict):
    """What a download is about, and the start of its file name."""

    place: str
    file: str


def build_download_names(municipality: Municipality, round_choice: RoundChoice, key: str = "") -> DownloadNames:
    """The names of a download: municipality and round, and for one initiative its key."""
    label, code = (
        (round_choice.chosen.label, round_choice.chosen.code)
        if round_choice.chosen
        else (str(round_choice.reporting_period.year),) * 2
    )
    return {
        "place": " ".join(filter(None, (municipality.name, key, label))),
        "file": "_".join(filter(None, (municipality.slug, key, code))),
    }


def get_initiative_link(membership: Membership, row: SavingRow) -> str:
    """The address of the page that shows the initiative over time."""
    catalogue: Catalogue = row.initiative.catalogue
    return reverse("course", args=[membership.municipality.slug, catalogue.slug, row.initiative.key])


def _build_links(membership: Membership, round_choice: RoundChoice) -> Links:
    slug, reporting_period = membership.municipality.slug, round_choice.reporting_period
    code = round_choice.chosen.code if round_choice.chosen else ""

    def area(row: AreaRow) -> str:
        area_code = row.area.code if row.area else ""
        return f"{reverse('area', args=[slug, area_code])}?aar={reporting_period.year}&maaned={reporting_period.month}"

    def status(group: Group) -> str:
        return f"{reverse('savings', args=[slug])}?{urlencode({'runde': code, 'status': group.label})}"

    def initiative(row: SavingRow) -> str:
        return f"{get_initiative_link(membership, row)}?{urlencode({'runde': code})}"

    return Links(initiative=initiative, status=status, area=area)
