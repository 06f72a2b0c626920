"""Forecasts: made, looked at, compared with the one before, and judged by how wrong the methods have been."""

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
from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import in_unit
from budgets.foundation.downloads import download
from budgets.foundation.forms import PlaceForm
from budgets.foundation.models import Membership
from budgets.foundation.tabular import Column, Kind, Row, Table
from reports.estimates import figures
from reports.estimates.accuracy import accuracy_rows
from reports.estimates.changes import build_changes, changes_table
from reports.estimates.forecasting import AreaPlan, make_forecast, plan_forecast
from reports.estimates.forms import AreaForm, ChangesForm, CommentForm

UNREADABLE = 422


@require_GET
def forecast_list(request: HttpRequest, municipality: str) -> HttpResponse:
    """Every forecast of the municipality, newest first, with the total of its own year."""
    membership = get_membership(request.user, municipality, Action.READ)
    context = {
        "membership": membership,
        "forecasts": Forecast.objects.filter(municipality=membership.municipality).with_totals(),
        "may_make": may(membership, Action.MAKE_FORECASTS),
        "section": "forecasts",
    }
    return render(request, "reports/estimates/forecasts.html", context)


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, municipality: str) -> HttpResponse:
    """What a forecast after a month would say by each method, and the choices to make it with."""
    membership = get_membership(request.user, municipality, Action.MAKE_FORECASTS)
    place = _place(request, membership)
    until = (place.year, place.month)
    plans = plan_forecast(membership.municipality, until)
    forms = {plan.area.pk: AreaForm(request.POST or None, plan=plan) for plan in plans if plan.known.history}
    comment = CommentForm(request.POST or None)
    if request.method == "POST" and forms and all(form.is_valid() for form in [*forms.values(), comment]):
        try:
            made = make_forecast(
                actor=membership.user,
                municipality=membership.municipality,
                until=until,
                choices={pk: form.choice for pk, form in forms.items()},
                comment=comment.cleaned_data["comment"],
            )
        except ForecastError as fault:
            comment.add_error(None, str(fault))
        else:
            messages.success(request, f"Prognosen {made} er oprettet.")
            return redirect("forecast", municipality, made.pk)
    context = {
        "membership": membership,
        "place": place,
        "plans": [_shown(plan, forms.get(plan.area.pk), place.year) for plan in plans],
        "faulty": [plan.area for plan in plans if plan.area.pk in forms and forms[plan.area.pk].errors],
        "is_constructed": any(plan.known.is_constructed for plan in plans),
        "comment": comment,
        "presentation": in_unit(place.unit),
        "unit": place.unit,
        "section": "forecasts",
    }
    return render(
        request, "reports/estimates/forecast_make.html", context, status=UNREADABLE if request.method == "POST" else 200
    )


def _file_name(membership: Membership, found: Forecast) -> str:
    return f"{membership.municipality.slug}_prognose_{found.year}-{found.month:02}_{found.seq}"


def _place(request: HttpRequest, membership: Membership) -> PlaceForm:
    """The last month with cases, unless another was chosen."""
    counted = Caseload.objects.of_municipality(membership.municipality).counted_months()
    year, month = counted[-1] if counted else (timezone.localdate().year, timezone.localdate().month)
    return PlaceForm(request.GET, years={year for year, _ in counted}, year=year, month=month)


def _shown(plan: AreaPlan, form: AreaForm | None, year: int) -> dict[str, object]:
    """An area with what each method gives for the year, the proposed one marked."""
    if plan.known.history is None:
        return {"plan": plan}
    given = forecast_each(plan.known.history, plan.premises)
    fault = "" if Method.CASES in given else explain_failure(plan.known.history, plan.premises)
    rows = [
        {"method": method, "year": found, "proposed": method is plan.proposed}
        for method, projected in given.items()
        for found in projected.years[:1]
    ]
    rates = given[Method.CASES].rates if Method.CASES in given else None
    return {"plan": plan, "form": form, "rows": rows, "rates": rates, "fault": fault}


@require_GET
def detail(request: HttpRequest, municipality: str, forecast: int) -> HttpResponse:
    """A forecast as it was made: areas and years, ranges, what it assumed, and the initiatives it knew."""
    membership = get_membership(request.user, municipality, Action.READ)
    found = get_object_or_404(Forecast, pk=forecast, municipality=membership.municipality)
    place = PlaceForm(request.GET, years={found.year}, year=found.year, month=found.month)
    lines = list(found.lines.select_related("area").prefetch_related("initiatives__initiative__catalogue"))
    table = lines_table(found, lines)
    if file := download(
        request, [table], place=f"{membership.municipality.name} {found}", file=_file_name(membership, found)
    ):
        return file
    context = {
        "membership": membership,
        "forecast": found,
        "lines": lines,
        "table": table,
        "totals": _totals(lines),
        "beside": _beside(membership, found, lines),
        "figure": figures.forecast(found, lines, place.unit),
        "presentation": in_unit(place.unit),
        "unit": place.unit,
        "section": "forecasts",
    }
    return render(request, "reports/estimates/forecast.html", context)


def lines_table(found: Forecast, lines: Sequence[ForecastLine]) -> Table:
    """The lines as they are downloaded."""
    rows = [
        Row(
            f"{line.area}, {line.year}",
            [line.get_method_display(), line.low, line.amount, line.high, line.persons, line.measures, line.one_offs],
        )
        for line in lines
    ]
    return Table(
        name="prognose",
        caption=f"Prognose {found}",
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
        is_constructed=found.is_constructed,
    )


def _totals(lines: Sequence[ForecastLine]) -> Mapping[int, Decimal]:
    years = sorted({line.year for line in lines})
    return {year: sum((line.amount for line in lines if line.year == year), Decimal(0)) for year in years}


def _beside(membership: Membership, found: Forecast, lines: Sequence[ForecastLine]) -> list[dict[str, object]]:
    """What each method gives for the forecast's own year, from the cases as they are known now."""
    own = {line.area_id: line for line in lines if line.year == found.year and line.method != ForecastMethod.ENTERED}
    if not own:
        return []
    rows = []
    for known in load_histories(membership.municipality, (found.year, found.month)):
        if known.history is not None and known.area.pk in own:
            line = own[known.area.pk]
            premises = replace(AreaForm.premises_of(line), deductions={}, one_offs={})
            amounts = list_amounts(forecast_each(known.history, premises), found.year)
            rows.append({"line": line, "amounts": amounts})
    return rows


@require_http_methods(["GET", "POST"])
def changed(request: HttpRequest, municipality: str, forecast: int) -> HttpResponse:
    """What changed from another forecast, the one before unless another is chosen; and room for comments."""
    action = Action.MAKE_FORECASTS if request.method == "POST" else Action.READ
    membership = get_membership(request.user, municipality, action)
    found = get_object_or_404(Forecast, pk=forecast, municipality=membership.municipality)
    earlier = list(Forecast.objects.filter(municipality=membership.municipality).before(found))
    if request.method == "POST":
        write_comments(membership=membership, forecast=found, texts=dict(_comments(request.POST)))
        messages.success(request, "Bemærkningerne er gemt.")
        return redirect(request.get_full_path())
    context = {"membership": membership, "forecast": found, "names": NAMES.values(), "section": "forecasts"}
    if earlier:
        form = ChangesForm(request.GET, earlier=earlier, years=sorted(set(found.lines.values_list("year", flat=True))))
        changes = build_changes(membership.municipality, form.before, found, form.year)
        table = changes_table(changes)
        if file := download(
            request, [table], place=f"{membership.municipality.name} {found}", file=_file_name(membership, found)
        ):
            return file
        context |= {
            "form": form,
            "changes": changes,
            "table": table,
            "figure": figures.bridge(changes, form.unit),
            "presentation": in_unit(form.unit),
            "unit": form.unit,
            "may_comment": may(membership, Action.MAKE_FORECASTS),
        }
    return render(request, "reports/estimates/forecast_changes.html", context)


def _comments(posted: QueryDict) -> Iterator[tuple[int | None, str]]:
    """By area id what was typed, None for the total."""
    for name, text in posted.items():
        kind, _, pk = name.partition("-")
        if kind == "bemaerkning" and (pk == "" or pk.isdecimal()):
            yield int(pk) if pk else None, str(text)


@require_GET
def accuracy(request: HttpRequest, municipality: str, code: str) -> HttpResponse:
    """How wrong each method has been for an area, by how many months were left of the year."""
    membership = get_membership(request.user, municipality, Action.READ)
    place = _place(request, membership)
    known = next(
        (
            found
            for found in load_histories(membership.municipality, (place.year, place.month))
            if found.area.code == code
        ),
        None,
    )
    if known is None:
        raise Http404
    summary, recommendation = judge_methods(known.history) if known.history else (None, None)
    context = {
        "membership": membership,
        "known": known,
        "place": place,
        "rows": [] if summary is None else accuracy_rows(summary),
        "methods": list(Method),
        "recommendation": recommendation,
        "section": "forecasts",
    }
    return render(request, "reports/estimates/accuracy.html", context)
