"""The pages of one initiative in one round: everything that is not in its row of the grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_POST

from budgets.foundation.access import Action as May
from budgets.foundation.access import may
from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, in_unit
from budgets.foundation.models import AuditEntry, Membership
from budgets.foundation.pages import UNREADABLE, Crumb, breadcrumbs, municipality_page
from initiatives.catalogues.models.effects import EffectLine
from initiatives.followup.computing import price_of
from initiatives.followup.details import IncompleteLinesError
from initiatives.followup.forms import (
    ActionForm,
    CriterionForm,
    EvidenceForm,
    GoalForm,
    MeasurementForm,
    PriceForm,
    ResponsibleForm,
    ReviseForm,
    StartForm,
    StatusForm,
    TransferForm,
)
from initiatives.followup.grid import build_grid, spread_by_target
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.models import ActivityPrice, Evidence, ShortfallPart
from initiatives.followup.round_forms import QuestionForm
from initiatives.followup.row_changes import (
    ATTESTED,
    HANDLERS,
    REQUIRED_ACTIONS,
    RowPage,
    activity_form,
    lines_of,
    transfer_years,
)
from initiatives.followup.saving import NotYoursError, RowConflictError, may_write
from initiatives.followup.transfers import TransferError, added_from, transfers_of
from initiatives.followup.typed_fields import TypedField
from initiatives.followup.views import Period, get_round, unit_of
from initiatives.followup.yearend import PartsError
from initiatives.results.models import FollowUp, State
from initiatives.results.states import InvalidTransitionError, is_editable
from initiatives.results.status import reason_for
from initiatives.results.targets import forecast_if_started

REFUSALS = (
    RowConflictError,
    NotYoursError,
    InvalidTransitionError,
    LockedYearError,
    IncompleteLinesError,
    PartsError,
    TransferError,
)


@require_GET
@municipality_page(May.READ, section="followup")
def row(request: HttpRequest, membership: Membership, period: Period, initiative: int) -> HttpResponse:
    """The main page of an initiative in a round."""
    return _render(_page(request, membership, period, initiative), {})


@require_GET
@municipality_page(May.READ, section="followup")
def course(request: HttpRequest, membership: Membership, period: Period, initiative: int) -> HttpResponse:
    """The course of the initiative: activity, indicators, actions and criteria."""
    return _render(_page(request, membership, period, initiative, "forloeb"), {})


@require_GET
@municipality_page(May.READ, section="followup")
def target(request: HttpRequest, membership: Membership, period: Period, initiative: int) -> HttpResponse:
    """The target of the initiative, transfers from or to it, and who is responsible."""
    return _render(_page(request, membership, period, initiative, "maaltal"), {})


@require_GET
@municipality_page(May.READ, section="followup")
def history(request: HttpRequest, membership: Membership, period: Period, initiative: int) -> HttpResponse:
    """The year's follow-ups of the initiative with every revision, their evidence, and the audit trail."""
    return _render(_page(request, membership, period, initiative, "historik"), {})


def _right_to_change(request: HttpRequest, period: Period, initiative: int, what: str) -> May:
    """The right that the change needs; Http404 where there is no such change."""
    if what not in HANDLERS:
        raise Http404
    return REQUIRED_ACTIONS.get(what, May.FILL_OWN_ROWS)


@require_POST
@municipality_page(_right_to_change, section="followup")
def change(request: HttpRequest, membership: Membership, period: Period, initiative: int, what: str) -> HttpResponse:
    """Make one change of the row; a form with errors is shown again with what was typed."""
    page = _page(request, membership, period, initiative, what)
    try:
        invalid_form = HANDLERS[what](page)
    except REFUSALS as error:
        messages.error(request, str(error))
        return _render(page, {})
    if invalid_form is not None or page.errors:
        return _render(page, {what: invalid_form} if invalid_form is not None else {})
    messages.success(request, "Gemt.")
    return redirect(f"{_address(page)}?enhed={page.unit}")


@require_GET
@municipality_page(May.READ)
def evidence(request: HttpRequest, membership: Membership, period: Period, evidence: int) -> HttpResponse:
    """An attached file, as a download."""
    attachment: Evidence = get_object_or_404(
        Evidence, pk=evidence, follow_up__round=get_round(membership, period), content__isnull=False
    )
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=attachment.file_name) or ""
    }
    return HttpResponse(bytes(attachment.content or b""), content_type="application/octet-stream", headers=headers)


CHANGES_BY_PAGE: Mapping[str, Sequence[str]] = {
    "row_course": ("forloeb", "beregning", "aktivitet", "maaling", "maal", "handling", "luk-handling", "kriterium"),
    "row_target": ("maaltal", "start", "ansvarlig", "flyt", "tag-tilbage"),
    "row_history": ("historik", "bilag"),
}
PAGE_OF_CHANGE = {change: page for page, changes in CHANGES_BY_PAGE.items() for change in changes}
"""The page with the form of a change, where it is not the main page."""


def _page(request: HttpRequest, membership: Membership, period: Period, initiative: int, change: str = "") -> RowPage:
    """The row of the request, or 404 where the round does not follow the initiative."""
    round_ = get_round(membership, period)
    rows = build_grid(round_, only=[initiative]).rows
    if not rows:
        raise Http404
    return RowPage(request, membership, round_, rows[0], unit_of(request), {}, change)


def _address(page: RowPage) -> str:
    name = PAGE_OF_CHANGE.get(page.change, "row")
    return reverse(name, args=[page.membership.municipality.slug, page.round.code, page.row.initiative.pk])


def _render(page: RowPage, invalid_forms: Mapping[str, forms.Form]) -> HttpResponse:
    """Render the page with the form, and what was typed in it."""
    pages = {
        "row": _render_details,
        "row_course": _render_course,
        "row_target": _render_target,
        "row_history": _render_history,
    }
    render_page = pages[PAGE_OF_CHANGE.get(page.change, "row")]
    response = render_page(page, invalid_forms)
    response.status_code = UNREADABLE if invalid_forms or page.errors else 200
    return response


def _round_crumb(page: RowPage) -> Crumb:
    return capfirst(page.round.label), reverse("grid", args=[page.membership.municipality.slug, page.round.code])


def _shared_context(page: RowPage) -> dict[str, object]:
    locked = is_locked(page.round)
    presentation = replace(in_unit(page.unit), empty="–")
    return {
        "breadcrumbs": breadcrumbs(page.request, _round_crumb(page), here=page.row.initiative.title),
        "grid": {"round": page.round},
        "row": page.row,
        "unit": page.unit,
        "presentation": presentation,
        "proposed_because": reason_for(page.row.figures, page.row.limits, presentation.text),
        "is_open": is_editable(page.row.state),
        "errors": page.errors,
        "may_write": may_write(page.membership, page.row.initiative) and not locked,
    }


def _render_details(page: RowPage, invalid_forms: Mapping[str, forms.Form]) -> HttpResponse:
    current, exact = page.row.follow_up, Presentation(page.unit, 0, EXACT_DECIMALS[page.unit])
    stored = {
        "chosen_status": current.chosen_status if current else "",
        "status_reason": current.status_reason if current else "",
    }
    context = _shared_context(page) | {
        "may_attest": page.may_attest,
        "may_ask": may(page.membership, May.RETURN_ROWS),
        "details": invalid_forms.get("detaljer") or StatusForm(initial=stored),
        "revise": invalid_forms.get("ret") or ReviseForm(),
        "ask": invalid_forms.get("spoerg") or QuestionForm(),
        "amounts": _amounts(page, exact),
        "years": _years(page, exact),
        "lines": _line_rows(page, exact),
        "is_approved": page.row.state == State.APPROVED,
        "shortfall": _shortfall_context(page, exact) if page.round.is_accounts and page.row.shortfall else None,
    }
    return render(page.request, "initiatives/followup/row.html", context)


def _render_target(page: RowPage, invalid_forms: Mapping[str, forms.Form]) -> HttpResponse:
    context = _shared_context(page) | {
        "may_attest": page.may_attest,
        "start": invalid_forms.get("start") or StartForm(page.request.GET if "start" in page.request.GET else None),
        "proposed": _forecast_of_start(page),
        "responsible": invalid_forms.get("ansvarlig") or _responsible_form(page) if page.may_attest else None,
        "transfers": transfers_of(page.row.initiative),
        "can_be_taken_back": added_from(page.row.initiative),
        "transfer_form": invalid_forms.get("flyt") or TransferForm(initial={"start_month": page.round.month}),
        "transfer_years": [_field(page, f"move-{year}", f"Forudsat {year}", "") for year in transfer_years(page)],
    }
    return render(page.request, "initiatives/followup/row_target.html", context)


def _forecast_of_start(page: RowPage) -> Decimal | None:
    """The year's effect in kroner if it begins in the month that was asked for."""
    form = StartForm(page.request.GET)
    if not form.is_valid():
        return None
    return forecast_if_started(page.row.initiative, page.round.year, form.cleaned_data["start"])


def _responsible_form(page: RowPage) -> ResponsibleForm:
    initial = {"responsible": page.row.initiative.responsible_id}
    return ResponsibleForm(None, municipality=page.membership.municipality, initial=initial)


def _shortfall_context(page: RowPage, exact: Presentation) -> dict[str, object]:
    """The shortfall in the accounts, its distribution, and the initiatives that could replace it."""
    parts = {part.kind: part for part in page.row.follow_up.shortfall_parts.all()} if page.row.follow_up else {}
    replacement = parts.get(ShortfallPart.Treatment.REPLACED)
    return {
        "amount": page.row.shortfall,
        "fields": [
            _field(page, f"shortfall-{kind}", kind.label, exact.text(parts[kind].amount) if kind in parts else "")
            for kind in ShortfallPart.Treatment
        ],
        "others": page.row.initiative.catalogue.initiatives.exclude(pk=page.row.initiative.pk),
        "replaced_by": page.request.POST.get("replaced_by", str(replacement.replaced_by_id) if replacement else ""),
    }


def _field(page: RowPage, name: str, label: str, stored: str, hint: str = "") -> TypedField:
    """The field of an amount with what was typed in it, or what is stored; its label has the page's unit."""
    text = page.request.POST.get(name, stored)
    return TypedField(name, f"{label[:1].upper()}{label[1:]}, {page.unit.label}", text, hint, page.errors.get(name, ""))


def _amounts(page: RowPage, exact: Presentation) -> list[TypedField]:
    """The fields of the amounts that are not in the grid; finance's two only for finance."""
    names = ("full_year_effect", *(ATTESTED if page.may_attest else ()))
    labels = {name: str(FollowUp._meta.get_field(name).verbose_name) for name in names}  # type: ignore[union-attr]
    return [
        _field(page, name, label, exact.text(getattr(page.row.follow_up, name, None))) for name, label in labels.items()
    ]


def _years(page: RowPage, exact: Presentation) -> list[TypedField]:
    """The field of the forecast of each later year of the catalogue, with the target as its hint."""
    forecasts = {year.year: year.forecast for year in page.row.follow_up.years.all()} if page.row.follow_up else {}
    shown = in_unit(page.unit)
    return [
        _field(
            page, f"year-{year}", f"Forventet {year}", exact.text(forecasts.get(year)), f"Forudsat {shown.text(target)}"
        )
        for year, target in sorted(page.row.target.later.items())
    ]


@dataclass(frozen=True)
class FollowUpLineRow:
    """A line of the initiative with its target and its two fields.

    Where the lines have no figures of their own, the fields' hints are the row's, divided by the lines' targets.
    """

    line: EffectLine
    target: Decimal
    realised: TypedField
    forecast: TypedField


def _line_rows(page: RowPage, exact: Presentation) -> list[FollowUpLineRow]:
    """The lines with their own figures, or with the row's figures divided by their targets."""
    stored_lines = {line.line_id: line for line in page.row.follow_up.lines.all()} if page.row.follow_up else {}
    row_amounts = {"realised": page.row.realised, "forecast": page.row.forecast}
    spread = {name: {} if stored_lines else spread_by_target(page.row, amount) for name, amount in row_amounts.items()}
    shown = in_unit(page.unit)

    def field(line: EffectLine, name: str, heading: str) -> TypedField:
        stored: Decimal | None = getattr(stored_lines.get(line.pk), name, None)
        divided = spread[name].get(line.pk)
        hint = "" if divided is None else f"fordelt: {shown.text(divided)}"
        of_line = ", ".join(filter(None, (str(line), str(line.committee or ""))))
        label = f"{heading} {page.round.year}, {of_line}"
        return _field(page, f"line-{name}-{line.pk}", label, exact.text(stored), hint)

    return [
        FollowUpLineRow(
            line=line,
            target=page.row.target.by_line[line.pk],
            realised=field(line, "realised", "Opnået"),
            forecast=field(line, "forecast", "Forventet"),
        )
        for line in lines_of(page.row)
    ]


def _render_course(page: RowPage, invalid_forms: Mapping[str, forms.Form]) -> HttpResponse:
    initiative, year = page.row.initiative, page.round.year
    price, exact = price_of(initiative), Presentation(page.unit, 0, EXACT_DECIMALS[page.unit])
    measurements = list(initiative.measurements.with_goals())
    context = _shared_context(page) | {
        "price": price,
        "may_set_price": page.may_attest,
        "price_form": invalid_forms.get("beregning") or PriceForm(initial=_price_as_typed(price, exact)),
        "activity_form": invalid_forms.get("aktivitet") or activity_form(page, None),
        "months": initiative.activity_months.filter(year=year),
        "measurement_form": invalid_forms.get("maaling") or MeasurementForm(),
        "measurements": measurements,
        "goal_form": invalid_forms.get("maal") or GoalForm([measurement.indicator for measurement in measurements]),
        "action_form": invalid_forms.get("handling") or ActionForm(),
        "actions": initiative.actions.all(),
        "criteria": _criterion_forms(page, invalid_forms.get("kriterium")),
    }
    return render(page.request, "initiatives/followup/row_course.html", context)


def _criterion_forms(page: RowPage, invalid_form: forms.Form | None) -> list[forms.Form]:
    """A form for each criterion; an invalid one with what was typed."""
    criteria = page.row.initiative.criteria.all()
    invalid_criterion = invalid_form.criterion if isinstance(invalid_form, CriterionForm) else None
    return [
        invalid_form if invalid_form and criterion == invalid_criterion else CriterionForm(criterion)
        for criterion in criteria
    ]


def _render_history(page: RowPage, invalid_forms: Mapping[str, forms.Form]) -> HttpResponse:
    initiative, year = page.row.initiative, page.round.year
    entries = AuditEntry.objects.of_municipality(page.membership.municipality)
    context = _shared_context(page) | {
        "evidence_form": invalid_forms.get("bilag") or EvidenceForm(),
        "evidence": Evidence.objects.filter(follow_up__initiative=initiative, follow_up__round=page.round).defer(
            "content"
        ),
        "history": initiative.follow_ups.filter(round__year=year)
        .select_related("round", "edited_by", "submitted_by", "decided_by")
        .order_by("round__period", "revision"),
        "events": entries.about(initiative.follow_ups.filter(round=page.round))[:20],
    }
    return render(page.request, "initiatives/followup/row_history.html", context)


def _price_as_typed(price: ActivityPrice | None, exact: Presentation) -> dict[str, object]:
    if price is None:
        return {}
    return {
        "unit": price.unit,
        "price_difference": exact.text(price.price_difference),
        "replacement_cost": exact.text(price.replacement_cost),
        "lost_refund": price.lost_refund,
    }
