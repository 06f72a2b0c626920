"""Pages of the budget: a year's overview, one area, the tree of areas, and parts of deviations."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from budgets.areas.forms import AreasForm
from budgets.areas.models import NET, Appropriation, BudgetRound
from budgets.areas.writing import write_areas, write_shares
from budgets.forecasting.models import Forecast
from budgets.foundation.access import Action, may
from budgets.foundation.amounts import in_unit
from budgets.foundation.calendar import MONTHS_A_YEAR
from budgets.foundation.downloads import download
from budgets.foundation.form_pages import build_form, render_form_page, save_form
from budgets.foundation.models import Membership, Municipality
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.foundation.prices import MissingIndexError, load_indices
from budgets.ledger.models import Expenditure
from budgets.overview import figures
from budgets.overview.forms import BudgetPlaceForm, SharesForm
from budgets.overview.months import build_months, build_months_table
from budgets.overview.rows import (
    Overview,
    PriceLevel,
    build_overview,
    get_month_weights,
    is_constructed,
    list_areas_in_order,
)
from budgets.overview.shares import build_shares


@require_GET
@municipality_page(Action.READ, section="budget")
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The year's budget, expenditure and forecast as a tree of areas."""
    form = _build_place_form(request, membership.municipality)
    year_overview = _build_in_prices(membership.municipality, form)
    context = {
        "breadcrumbs": breadcrumbs(request),
        "form": form,
        "overview": year_overview,
        "shares": build_shares(membership.municipality, year_overview) if form.chosen("vis") == NET else [],
        "presentation": in_unit(form.unit),
        "unit": form.unit,
        "is_net": form.chosen("vis") == NET,
        "part": dict(form.fields["vis"].choices)[form.chosen("vis")],  # type: ignore[attr-defined]
        "may_edit": may(membership, Action.EDIT_BUDGET),
    }
    return render(request, "budgets/overview/budget.html", context)


def _build_in_prices(municipality: Municipality, form: BudgetPlaceForm) -> Overview:
    """The budget in the chosen prices; if an index is missing, in each year's own prices with an error on the form."""
    build = partial(
        build_overview, municipality, year=form.year, month=form.month, as_of=form.as_of, part=form.chosen("vis")
    )
    if form.price_level is None:
        return build()
    try:
        return build(prices=PriceLevel(form.price_level, load_indices()))
    except MissingIndexError as missing:
        form.add_error(
            "prisniveau",
            f"{missing} Beløbene er vist i årets egne priser. Administratoren kan indtaste fremskrivningen.",
        )
        return build()


def _build_place_form(request: HttpRequest, municipality: Municipality) -> BudgetPlaceForm:
    """The form of the query string; default year and month are those of the newest forecast, expenditure or budget."""
    rounds = set(BudgetRound.objects.filter(municipality=municipality).values_list("year", flat=True))
    booked = Expenditure.objects.of_municipality(municipality).booked_months()
    forecast = Forecast.objects.filter(municipality=municipality).last()
    years = rounds | {year for year, _ in booked}
    months_with_figures = booked[-1:] + ([(forecast.year, forecast.month)] if forecast else [])
    year, month = max(months_with_figures, default=(max(years, default=timezone.localdate().year), MONTHS_A_YEAR))
    return BudgetPlaceForm(request.GET, years=years, year=year, month=month)


@require_GET
@municipality_page(Action.READ, section="budget")
def area_page(request: HttpRequest, membership: Membership, code: str) -> HttpResponse:
    """One area's year: months, appropriations and details."""
    areas = list(
        membership.municipality.areas.select_related("committee", "municipality").prefetch_related("legal_bases")
    )
    area = next((candidate for candidate in areas if candidate.code == code), None)
    if area is None:
        raise Http404
    form = _build_place_form(request, membership.municipality)
    del form.fields["vis"], form.fields["prisniveau"]
    months = build_months(area, areas, year=form.year, as_of=form.as_of)
    constructed = is_constructed(membership.municipality, form.year)
    table = build_months_table(months, str(area), is_constructed=constructed)
    if file := download(
        request,
        [table],
        place=f"{membership.municipality.name} {area.code} {form.year}",
        file=f"{membership.municipality.slug}_{area.code}_{form.year}",
    ):
        return file
    decided = Appropriation.objects.of_municipality(membership.municipality).of_year(form.year, form.as_of)
    context = {
        "breadcrumbs": breadcrumbs(request, here=area.title),
        "area": area,
        "table": table,
        "children": [candidate for candidate in areas if candidate.parent_id == area.pk],
        "form": form,
        "months": months,
        "is_even": not get_month_weights(area, {candidate.pk: candidate for candidate in areas}),
        "is_constructed": constructed,
        "may_edit": may(membership, Action.EDIT_BUDGET),
        "figure": figures.build_month_figure(months, form.unit),
        "appropriations": decided.filter(area=area).select_related("decision"),
        "presentation": in_unit(form.unit),
        "unit": form.unit,
    }
    return render(request, "budgets/overview/area.html", context)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="budget", post=Action.EDIT_BUDGET)
def areas(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The tree of areas, with a form to add or change areas."""
    form = build_form(request, AreasForm)
    if save_form(
        form,
        lambda: write_areas(
            actor=membership.user, municipality=membership.municipality, text=form.cleaned_data["rows"]
        ),
    ):
        messages.success(request, "Områderne er gemt.")
        return redirect("areas", membership.municipality.slug)
    context = {
        "breadcrumbs": breadcrumbs(request, here="Områder"),
        "tree": list_areas_in_order(membership.municipality),
        "form": form,
        "may_edit": may(membership, Action.EDIT_BUDGET),
    }
    return render(request, "budgets/overview/areas.html", context)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.EDIT_BUDGET, section="budget")
def shares(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Enter parts of a year's deviation."""
    form = build_form(request, SharesForm)
    if save_form(
        form,
        lambda: write_shares(
            actor=membership.user, municipality=membership.municipality, text=form.cleaned_data["rows"]
        ),
    ):
        messages.success(request, "Fordelingen er gemt.")
        return redirect("budget", membership.municipality.slug)
    return render_form_page(request, form, "Fordel en afvigelse", "Gem fordelingen")
