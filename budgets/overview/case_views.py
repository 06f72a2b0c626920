"""Cases and prices: what there is of each kind, what it costs, who is expected; and what is written about it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from budgets.caseload.exporting import write_csv
from budgets.caseload.forms import CasesPlaceForm
from budgets.caseload.models import Caseload, CostlyCases, ExpectedEntrant
from budgets.caseload.summary import Summary, summarise
from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.models import Membership
from budgets.overview import figures
from budgets.overview.benchmark import build_benchmark, years_with_figures
from budgets.overview.months import below


@require_GET
def overview(request: HttpRequest, municipality: str) -> HttpResponse:
    """The year's cases by kind, month by month, with self-supply, shifts, costly cases and who is expected."""
    membership = get_membership(request.user, municipality, Action.READ)
    form = _place(request, membership)
    found, summary = _summary(membership, form)
    own = {"area__municipality": membership.municipality}
    context = {
        "membership": membership,
        "form": form,
        "summary": summary,
        "figure": figures.cases(summary.months),
        "costly": CostlyCases.objects.filter(**own, year=form.year, month__lte=form.month).select_related("area"),
        "entrants": ExpectedEntrant.objects.filter(**own).select_related("area", "legal_basis"),
        "is_constructed": any(one.is_constructed for one in found),
        "presentation": in_unit(form.unit),
        "unit": form.unit,
        "may_edit": may(membership, Action.EDIT_CASES),
        "section": "cases",
    }
    return render(request, "budgets/overview/cases.html", context)


@require_GET
def benchmark(request: HttpRequest, municipality: str) -> HttpResponse:
    """The municipalities that the user may see, side by side."""
    membership = get_membership(request.user, municipality, Action.READ)
    seen = [other.municipality for other in membership.of_same_user]
    years = years_with_figures(seen)
    newest = max(years, default=timezone.localdate().year)
    place = CasesPlaceForm(request.GET, areas=[], years=years, year=newest, month=12)
    for name in ("omraade", "maaned", "enhed"):
        del place.fields[name]
    context = {
        "membership": membership,
        "form": place,
        "benchmark": build_benchmark(seen, place.year, own=membership.municipality),
        "unit": Unit.KRONER,
        "presentation": in_unit(Unit.KRONER),
        "section": "cases",
    }
    return render(request, "budgets/overview/benchmark.html", context)


@require_GET
def download(request: HttpRequest, municipality: str) -> HttpResponse:
    """The kinds of cases as CSV, to be handed on: counts below five are hidden."""
    membership = get_membership(request.user, municipality, Action.READ)
    form = _place(request, membership)
    _, summary = _summary(membership, form)
    headers = {"Content-Disposition": f'attachment; filename="sager-{form.year}-{form.month:02}.csv"'}
    return HttpResponse(write_csv(summary.rows), content_type="text/csv; charset=utf-8", headers=headers)


def _place(request: HttpRequest, membership: Membership) -> CasesPlaceForm:
    counted = Caseload.objects.of_municipality(membership.municipality).counted_months()
    year, month = counted[-1] if counted else (timezone.localdate().year, timezone.localdate().month)
    return CasesPlaceForm(
        request.GET,
        areas=list(membership.municipality.areas.all()),
        years={year for year, _ in counted},
        year=year,
        month=month,
    )


def _summary(membership: Membership, form: CasesPlaceForm) -> tuple[Sequence[Caseload], Summary]:
    found = Caseload.objects.of_municipality(membership.municipality).filter(year__in=(form.year - 1, form.year))
    if form.area:
        (chosen,) = (area for area in form.areas if area.code == form.area)
        found = found.filter(area__in=below(chosen, form.areas))
    months = list(found)
    return months, summarise(months, year=form.year, month=form.month)
