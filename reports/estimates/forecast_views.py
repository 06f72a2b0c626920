"""Views that list, make, show and compare forecasts, and show how accurate the methods have been."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from budgets.caseload.models import Caseload
from budgets.forecasting.decomposition import NAMES
from budgets.forecasting.errors import ForecastError
from budgets.forecasting.models import Forecast, ForecastLine, ForecastMethod
from budgets.forecasting.projection import explain_failure, forecast_each, judge_methods, list_amounts, load_histories
from budgets.forecasting.results import Method
from budgets.forecasting.storing import write_comments
from budgets.foundation.access import Action, may
from budgets.foundation.amounts import in_unit
from budgets.foundation.downloads import download
from budgets.foundation.forms import PlaceForm
from budgets.foundation.models import Membership
from budgets.foundation.pages import UNREADABLE, breadcrumbs, municipality_page
from budgets.foundation.posted import read_named
from budgets.foundation.tabular import Column, Kind, Row, Table
from reports.estimates import figures
from reports.estimates.accuracy import build_accuracy_rows
from reports.estimates.changes import build_changes, build_changes_table
from reports.estimates.forecasting import AreaPlan, make_forecast, plan_forecast
from reports.estimates.forms import AreaForm, ChangesForm, CommentForm


@require_GET
@municipality_page(Action.READ, section="forecasts")
def forecast_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Every forecast of the membership.municipality.slug, newest first, each with the total of its own year."""
    context = {
        "breadcrumbs": breadcrumbs(request),
        "forecasts": Forecast.objects.filter(municipality=membership.municipality).with_totals(),
        "may_make": may(membership, Action.MAKE_FORECASTS),
    }
    return render(request, "reports/estimates/forecasts.html", context)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.MAKE_FORECASTS, section="forecasts")
def make(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show each method's result for a month, and make a forecast from the user's choices."""
    place = _read_place(request, membership)
    until = (place.year, place.month)
    plans = plan_forecast(membership.municipality, until)
    forms = {plan.area.pk: AreaForm(request.POST or None, plan=plan) for plan in plans if plan.area_history.history}
    comment = CommentForm(request.POST or None)
    if request.method == "POST" and forms and all(form.is_valid() for form in [*forms.values(), comment]):
        try:
            forecast = make_forecast(
                actor=membership.user,
                municipality=membership.municipality,
                until=until,
                choices={pk: form.choice for pk, form in forms.items()},
                comment=comment.cleaned_data["comment"],
            )
        except ForecastError as fault:
            comment.add_error(None, str(fault))
        else:
            messages.success(request, f"Prognosen {forecast} er oprettet.")
            return redirect("forecast", membership.municipality.slug, forecast.pk)
    context = {
        "breadcrumbs": breadcrumbs(request, here="Opret prognose"),
        "place": place,
        "plans": [_compare_methods(plan, forms.get(plan.area.pk), place.year) for plan in plans],
        "faulty": [plan.area for plan in plans if plan.area.pk in forms and forms[plan.area.pk].errors],
        "is_constructed": any(plan.area_history.is_constructed for plan in plans),
        "comment": comment,
        "presentation": in_unit(place.unit),
        "unit": place.unit,
    }
    return render(
        request, "reports/estimates/forecast_make.html", context, status=UNREADABLE if request.method == "POST" else 200
    )


def _build_file_name(membership: Membership, forecast: Forecast) -> str:
    return f"{membership.municipality.slug}_prognose_{forecast.year}-{forecast.month:02}_{forecast.seq}"


def _read_place(request: HttpRequest, membership: Membership) -> PlaceForm:
    """The chosen month and unit; by default the last month with cases."""
    months = Caseload.objects.of_municipality(membership.municipality).counted_months()
    year, month = months[-1] if months else (timezone.localdate().year, timezone.localdate().month)
    return PlaceForm(request.GET, years={year for year, _ in months}, year=year, month=month)


def _compare_methods(plan: AreaPlan, form: AreaForm | None, year: int) -> dict[str, object]:
    """Template context for one area: its plan and form, and each method's result for the year."""
    if plan.area_history.history is None:
        return {"plan": plan}
    projections = forecast_each(plan.area_history.history, plan.premises)
    fault = "" if Method.CASES in projections else explain_failure(plan.area_history.history, plan.premises)
    method_rows = [
        {"method": method, "year": year_result, "proposed": method is plan.proposed}
        for method, projection in projections.items()
        for year_result in projection.years[:1]
    ]
    rates = projections[Method.CASES].rates if Method.CASES in projections else None
    return {"plan": plan, "form": form, "rows": method_rows, "rates": rates, "fault": fault}


@require_GET
@municipality_page(Action.READ, section="forecasts")
def detail(request: HttpRequest, membership: Membership, forecast: int) -> HttpResponse:
    """One stored forecast: areas, years, ranges, assumptions, and the initiatives that were considered."""
    selected_forecast = get_object_or_404(Forecast, pk=forecast, municipality=membership.municipality)
    place = PlaceForm(
        request.GET, years={selected_forecast.year}, year=selected_forecast.year, month=selected_forecast.month
    )
    lines = list(selected_forecast.lines.select_related("area").prefetch_related("initiatives__initiative__catalogue"))
    table = build_lines_table(selected_forecast, lines)
    if file := download(
        request,
        [table],
        place=f"{membership.municipality.name} {selected_forecast}",
        file=_build_file_name(membership, selected_forecast),
    ):
        return file
    context = {
        "breadcrumbs": breadcrumbs(request, here=str(selected_forecast)),
        "forecast": selected_forecast,
        "lines": lines,
        "table": table,
        "totals": _sum_by_year(lines),
        "method_comparison": _build_method_comparison(membership, selected_forecast, lines),
        "figure": figures.draw_forecast(lines, place.unit),
        "presentation": in_unit(place.unit),
        "unit": place.unit,
    }
    return render(request, "reports/estimates/forecast.html", context)


def build_lines_table(forecast: Forecast, lines: Sequence[ForecastLine]) -> Table:
    """The forecast's lines as a table for download."""
    rows = [
        Row(
            f"{line.area}, {line.year}",
            [line.get_method_display(), line.low, line.amount, line.high, line.persons, line.measures, line.one_offs],
        )
        for line in lines
    ]
    return Table(
        name="prognose",
        caption=f"Prognose {forecast}",
        first="Område og år",
        columns=[
            Column("Metode", Kind.TEXT),
            Column("Lavt"),
            Column("Middel"),
            Column("Højt"),
            Column("Helårspersoner", Kind.COUNT),
            Column("Tiltag trukket fra"),
            Column("Engangsbeløb"),
        ],
        rows=rows,
        notes=["Udgifter er positive."],
        is_constructed=forecast.is_constructed,
    )


def _sum_by_year(lines: Sequence[ForecastLine]) -> Mapping[int, Decimal]:
    years = sorted({line.year for line in lines})
    return {year: sum((line.amount for line in lines if line.year == year), Decimal(0)) for year in years}


def _build_method_comparison(
    membership: Membership, forecast: Forecast, lines: Sequence[ForecastLine]
) -> list[dict[str, object]]:
    """What each method gives for the forecast's own year, computed from the cases as they are now."""
    computed_lines = {
        line.area_id: line for line in lines if line.year == forecast.year and line.method != ForecastMethod.ENTERED
    }
    if not computed_lines:
        return []
    rows = []
    for area_history in load_histories(membership.municipality, (forecast.year, forecast.month)):
        if area_history.history is not None and area_history.area.pk in computed_lines:
            line = computed_lines[area_history.area.pk]
            premises = replace(AreaForm.get_premises(line), deductions={}, one_offs={})
            amounts = list_amounts(forecast_each(area_history.history, premises), forecast.year)
            rows.append({"line": line, "amounts": amounts})
    return rows


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="forecasts", post=Action.MAKE_FORECASTS)
def changed(request: HttpRequest, membership: Membership, forecast: int) -> HttpResponse:
    """The changes since an earlier forecast, by default the previous one, and comments on them."""
    selected_forecast = get_object_or_404(Forecast, pk=forecast, municipality=membership.municipality)
    earlier = list(Forecast.objects.filter(municipality=membership.municipality).before(selected_forecast))
    if request.method == "POST":
        write_comments(membership=membership, forecast=selected_forecast, texts=dict(_read_comments(request.POST)))
        messages.success(request, "Bemærkningerne er gemt.")
        return redirect(request.get_full_path())
    context = {
        "breadcrumbs": breadcrumbs(request, here="Ændringer siden forrige prognose"),
        "forecast": selected_forecast,
        "names": NAMES.values(),
    }
    if earlier:
        form = ChangesForm(
            request.GET, earlier=earlier, years=sorted(set(selected_forecast.lines.values_list("year", flat=True)))
        )
        changes = build_changes(membership.municipality, form.before, selected_forecast, form.year)
        table = build_changes_table(changes)
        if file := download(
            request,
            [table],
            place=f"{membership.municipality.name} {selected_forecast}",
            file=_build_file_name(membership, selected_forecast),
        ):
            return file
        context |= {
            "form": form,
            "changes": changes,
            "table": table,
            "figure": figures.draw_bridge(changes, form.unit),
            "presentation": in_unit(form.unit),
            "unit": form.unit,
            "may_comment": may(membership, Action.MAKE_FORECASTS),
        }
    return render(request, "reports/estimates/forecast_changes.html", context)


def _read_comments(posted: QueryDict) -> Iterator[tuple[int | None, str]]:
    """Pairs of area id (None for the total) and comment, from the posted fields `bemaerkning-<id>`."""
    yield from read_named(posted, "bemaerkning")
    if "bemaerkning-" in posted:
        yield None, str(posted["bemaerkning-"])


@require_GET
@municipality_page(Action.READ, section="forecasts")
def accuracy(request: HttpRequest, membership: Membership, code: str) -> HttpResponse:
    """How accurate each method has been for an area, by number of months left of the year."""
    place = _read_place(request, membership)
    area_history = next(
        (
            history
            for history in load_histories(membership.municipality, (place.year, place.month))
            if history.area.code == code
        ),
        None,
    )
    if area_history is None:
        raise Http404
    summary, recommendation = judge_methods(area_history.history) if area_history.history else (None, None)
    context = {
        "breadcrumbs": breadcrumbs(request, here="Træfsikkerhed"),
        "area_history": area_history,
        "place": place,
        "rows": [] if summary is None else build_accuracy_rows(summary),
        "methods": list(Method),
        "recommendation": recommendation,
    }
    return render(request, "reports/estimates/accuracy.html", context)
