"""Pages of cases and prices: overview, download, and comparison of municipalities."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from budgets.caseload.exporting import write_csv
from budgets.caseload.forms import CasesPlaceForm
from budgets.caseload.models import Caseload, CostlyCases, ExpectedEntrant
from budgets.caseload.summary import Summary, summarise
from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.models import Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.overview import figures
from budgets.overview.benchmark import build_benchmark, list_years_with_figures
from budgets.overview.months import list_subtree


@require_GET
@municipality_page(Action.READ, section="cases")
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The year's cases by kind and month, with self-supply, shifts, costly cases and expected entrants."""
    form = _build_place_form(request, membership)
    caseloads, summary = _load_summary(membership, form)
    own = {"area__municipality": membership.municipality}
    context = {
        "breadcrumbs": breadcrumbs(request),
        "form": form,
        "summary": summary,
        "figure": figures.build_case_figure(summary.months),
        "costly": CostlyCases.objects.filter(**own, year=form.year, month__lte=form.month).select_related("area"),
        "entrants": ExpectedEntrant.objects.filter(**own).select_related("area", "legal_basis"),
        "is_constructed": any(caseload.is_constructed for caseload in caseloads),
        "presentation": in_unit(form.unit),
        "unit": form.unit,
        "may_edit": may(membership, Action.EDIT_CASES),
    }
    return render(request, "budgets/overview/cases.html", context)


@require_GET
@municipality_page(Action.READ, section="cases")
def benchmark(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Compare the municipalities of which the user is a member."""
    municipalities = [other_membership.municipality for other_membership in membership.of_same_user]
    years = list_years_with_figures(municipalities)
    newest = max(years, default=timezone.localdate().year)
    form = CasesPlaceForm(request.GET, areas=[], years=years, year=newest, month=12)
    for name in ("omraade", "maaned", "enhed"):
        del form.fields[name]
    context = {
        "breadcrumbs": breadcrumbs(request, here="Sammenligning"),
        "form": form,
        "benchmark": build_benchmark(municipalities, form.year, own=membership.municipality),
        "unit": Unit.KRONER,
        "presentation": in_unit(Unit.KRONER),
    }
    return render(request, "budgets/overview/benchmark.html", context)


@require_GET
@municipality_page(Action.READ)
def download(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The kinds of cases as CSV for use outside the municipality: counts below five are hidden."""
    form = _build_place_form(request, membership)
    _, summary = _load_summary(membership, form)
    headers = {"Content-Disposition": f'attachment; filename="sager-{form.year}-{form.month:02}.csv"'}
    return HttpResponse(write_csv(summary.rows), content_type="text/csv; charset=utf-8", headers=headers)


def _build_place_form(request: HttpRequest, membership: Membership) -> CasesPlaceForm:
    months_with_cases = Caseload.objects.of_municipality(membership.municipality).counted_months()
    year, month = (
        months_with_cases[-1] if months_with_cases else (timezone.localdate().year, timezone.localdate().month)
    )
    return CasesPlaceForm(
        request.GET,
        areas=list(membership.municipality.areas.all()),
        years={year for year, _ in months_with_cases},
        year=year,
        month=month,
    )


def _load_summary(membership: Membership, form: CasesPlaceForm) -> tuple[Sequence[Caseload], Summary]:
    caseloads = Caseload.objects.of_municipality(membership.municipality).filter(year__in=(form.year - 1, form.year))
    if form.area:
        (area,) = (candidate for candidate in form.areas if candidate.code == form.area)
        caseloads = caseloads.filter(area__in=list_subtree(area, form.areas))
    loaded = list(caseloads)
    return loaded, summarise(loaded, year=form.year, month=form.month)
