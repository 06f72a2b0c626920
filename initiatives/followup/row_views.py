"""One initiative in one round: everything that does not fit in its row of the grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from budgets.foundation.access import Action as May
from budgets.foundation.access import get_membership, may
from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, in_unit
from budgets.foundation.models import AuditEntry, Membership
from initiatives.catalogues.models.effects import EffectLine
from initiatives.followup.computing import price_of
from initiatives.followup.details import LinesNotWholeError
from initiatives.followup.forms import (
    ActionForm,
    CriterionForm,
    DetailsForm,
    EvidenceForm,
    GoalForm,
    MeasurementForm,
    PriceForm,
    ResponsibleForm,
    ReviseForm,
    StartForm,
    TransferForm,
)
from initiatives.followup.grid import build_grid, spread_by_target
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.models import ActivityPrice, Evidence, ShortfallPart
from initiatives.followup.round_forms import QuestionForm
from initiatives.followup.row_changes import ATTESTED, HANDLERS, NEEDED, Page, activity_form, lines_of, transfer_years
from initiatives.followup.saving import ConflictError, NotYoursError, may_write
from initiatives.followup.shortfalls import shortfall_of
from initiatives.followup.transfers import TransferError, added_from, transfers_of
from initiatives.followup.views import UNREADABLE, Period, get_round, unit_of
from initiatives.followup.yearend import PartsError
from initiatives.results.models import FollowUp, State
from initiatives.results.states import InvalidTransitionError, is_editable
from initiatives.results.status import reason_for
from initiatives.results.targets import forecast_if_started

REFUSALS = (
    ConflictError,
    NotYoursError,
    InvalidTransitionError,
    LockedYearError,
    LinesNotWholeError,
    PartsError,
    TransferError,
)


@require_GET
def row(request: HttpRequest, municipality: str, period: Period, initiative: int) -> HttpResponse:
    """Everything about an initiative in a round."""
    membership = get_membership(request.user, municipality, May.READ)
    return _render(_page(request, membership, period, initiative), {})


@require_GET
def course(request: HttpRequest, municipality: str, period: Period, initiative: int) -> HttpResponse:
    """How the initiative goes: what has happened, what it can be seen by, and what is done."""
    membership = get_membership(request.user, municipality, May.READ)
    return _render(_page(request, membership, period, initiative, "forloeb"), {})


@require_GET
def target(request: HttpRequest, municipality: str, period: Period, initiative: int) -> HttpResponse:
    """What the initiative is to deliver, what was moved from or to it, and who follows up."""
    membership = get_membership(request.user, municipality, May.READ)
    return _render(_page(request, membership, period, initiative, "maaltal"), {})


@require_GET
def history(request: HttpRequest, municipality: str, period: Period, initiative: int) -> HttpResponse:
    """The year's follow-ups of the initiative with every revision, what they rest on, and who did what."""
    membership = get_membership(request.user, municipality, May.READ)
    return _render(_page(request, membership, period, initiative, "historik"), {})


@require_POST
def change(request: HttpRequest, municipality: str, period: Period, initiative: int, what: str) -> HttpResponse:
    """One thing that is done with the row; a form that cannot be read comes back with what was typed in it."""
    if what not in HANDLERS:
        raise Http404
    membership = get_membership(request.user, municipality, NEEDED.get(what, May.FILL_OWN_ROWS))
    page = _page(request, membership, period, initiative, what)
    try:
        unread = HANDLERS[what](page)
    except REFUSALS as reason:
        messages.error(request, str(reason))
        return _render(page, {})
    if unread is not None or page.errors:
        return _render(page, {what: unread} if unread is not None else {})
    messages.success(request, "Gemt.")
    return redirect(f"{_address(page)}?enhed={page.unit}")


@require_GET
def evidence(request: HttpRequest, municipality: str, period: Period, evidence: int) -> HttpResponse:
    """A file that was attached, as a download."""
    membership = get_membership(request.user, municipality, May.READ)
    found: Evidence = get_object_or_404(
        Evidence, pk=evidence, follow_up__round=get_round(membership, period), content__isnull=False
    )
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=found.file_name) or ""}
    return HttpResponse(bytes(found.content or b""), content_type="application/octet-stream", headers=headers)


ON_PAGE: Mapping[str, Sequence[str]] = {
    "row_course": ("forloeb", "beregning", "aktivitet", "maaling", "maal", "handling", "luk-handling", "kriterium"),
    "row_target": ("maaltal", "start", "ansvarlig", "flyt", "tag-tilbage"),
    "row_history": ("historik", "bilag"),
}
STANDS_ON = {what: page for page, whats in ON_PAGE.items() for what in whats}
"""The page on which something is done, where it is not the first."""


def _page(request: HttpRequest, membership: Membership, period: Period, initiative: int, what: str = "") -> Page:
    """The request's row, or 404 where the round does not follow the initiative."""
    found = get_round(membership, period)
    rows = build_grid(found, only=[initiative]).rows
    if not rows:
        raise Http404
    return Page(request, membership, found, rows[0], unit_of(request), {}, what)


def _address(page: Page) -> str:
    name = STANDS_ON.get(page.what, "row")
    return reverse(name, args=[page.membership.municipality.slug, page.round.code, page.row.initiative.pk])


def _render(page: Page, unread: Mapping[str, forms.Form]) -> HttpResponse:
    """The page that the form stands on, with what was typed in it."""
    pages = {
        "row": _render_details,
        "row_course": _render_course,
        "row_target": _render_target,
        "row_history": _render_history,
    }
    render_page = pages[STANDS_ON.get(page.what, "row")]
    response = render_page(page, unread)
    response.status_code = UNREADABLE if unread or page.errors else 200
    return response


def _shared(page: Page) -> dict[str, object]:
    locked = is_locked(page.round)
    presentation = replace(in_unit(page.unit), empty="–")
    return {
        "membership": page.membership,
        "grid": {"round": page.round},
        "row": page.row,
        "unit": page.unit,
        "presentation": presentation,
        "proposed_because": reason_for(page.row.figures, page.row.limits, presentation.text),
        "is_open": is_editable(page.row.state),
        "errors": page.errors,
        "may_write": may_write(page.membership, page.row.initiative) and not locked,
        "section": "followup",
    }


def _render_details(page: Page, unread: Mapping[str, forms.Form]) -> HttpResponse:
    current, exact = page.row.follow_up, Presentation(page.unit, 0, EXACT_DECIMALS[page.unit])
    stored = {
        "chosen_status": current.chosen_status if current else "",
        "status_reason": current.status_reason if current else "",
    }
    context = _shared(page) | {
        "may_attest": page.may_attest,
        "may_ask": may(page.membership, May.RETURN_ROWS),
        "details": unread.get("detaljer") or DetailsForm(initial=stored),
        "revise": unread.get("ret") or ReviseForm(),
        "ask": unread.get("spoerg") or QuestionForm(),
        "amounts": _amounts(page, exact),
        "years": _years(page, exact),
        "lines": _line_rows(page, exact),
        "is_approved": page.row.state == State.APPROVED,
        "shortfall": _shortfall_context(page, exact) if page.round.is_accounts and shortfall_of(page.row) else None,
    }
    return render(page.request, "initiatives/followup/row.html", context)


def _render_target(page: Page, unread: Mapping[str, forms.Form]) -> HttpResponse:
    context = _shared(page) | {
        "may_attest": page.may_attest,
        "start": unread.get("start") or StartForm(page.request.GET if "start" in page.request.GET else None),
        "proposed": _proposed(page),
        "responsible": unread.get("ansvarlig") or _responsible_form(page) if page.may_attest else None,
        "transfers": transfers_of(page.row.initiative),
        "can_be_taken_back": added_from(page.row.initiative),
        "transfer_form": unread.get("flyt") or TransferForm(initial={"start_month": page.round.month}),
        "transfer_years": [(year, page.request.POST.get(f"move-{year}", "")) for year in transfer_years(page)],
    }
    return render(page.request, "initiatives/followup/row_target.html", context)


def _proposed(page: Page) -> Decimal | None:
    """What the year gives if it begins in the month that is asked about."""
    form = StartForm(page.request.GET)
    if not form.is_valid():
        return None
    return forecast_if_started(page.row.initiative, page.round.year, form.cleaned_data["start"])


def _responsible_form(page: Page) -> ResponsibleForm:
    initial = {"responsible": page.row.initiative.responsible_id}
    return ResponsibleForm(None, municipality=page.membership.municipality, initial=initial)


def _shortfall_context(page: Page, exact: Presentation) -> dict[str, object]:
    """What is lacking in the accounts, what is told to become of it, and what could replace it."""
    told = {part.kind: part for part in page.row.follow_up.shortfall_parts.all()} if page.row.follow_up else {}
    replacing = told.get(ShortfallPart.Kind.REPLACED)
    return {
        "amount": shortfall_of(page.row),
        "parts": [(kind, exact.text(told[kind].amount) if kind in told else "") for kind in ShortfallPart.Kind],
        "others": page.row.initiative.catalogue.initiatives.exclude(pk=page.row.initiative.pk),
        "replaced_by": replacing.replaced_by_id if replacing else None,
    }


def _amounts(page: Page, exact: Presentation) -> list[tuple[str, str, str]]:
    """Name, label and text of the amounts beside the grid's own; finance's two only for finance."""
    names = ("full_year_effect", *(ATTESTED if page.may_attest else ()))
    return [(name, str(FollowUp._meta.get_field(name).verbose_name), _text(page, name, exact)) for name in names]  # type: ignore[union-attr]


def _text(page: Page, name: str, exact: Presentation) -> str:
    """What was typed in the field, or what is stored."""
    stored = exact.text(getattr(page.row.follow_up, name)) if page.row.follow_up else ""
    return page.request.POST.get(name, stored)


def _years(page: Page, exact: Presentation) -> list[tuple[int, Decimal, str]]:
    """Each later year of the catalogue: its target, and what is expected of it as it would be typed."""
    told = {year.year: year.forecast for year in page.row.follow_up.years.all()} if page.row.follow_up else {}
    return [
        (year, target, page.request.POST.get(f"year-{year}", exact.text(told.get(year))))
        for year, target in sorted(page.row.target.later.items())
    ]


@dataclass(frozen=True)
class LineRow:
    """A line of the initiative with its target, what is told of it, and whether that is only spread by the targets."""

    line: EffectLine
    target: Decimal
    realised: str
    forecast: str
    is_spread: bool


def _line_rows(page: Page, exact: Presentation) -> list[LineRow]:
    """The lines with their own figures, or with the row's spread by their part of the target, and then marked so."""
    told = {line.line_id: line for line in page.row.follow_up.lines.all()} if page.row.follow_up else {}
    rows = []
    for line in lines_of(page.row):
        own, target = told.get(line.pk), page.row.target.by_line[line.pk]
        spread = {name: spread_by_target(page.row, line.pk, name) for name in ("realised", "forecast")}
        figures = {"realised": own.realised, "forecast": own.forecast} if own else spread
        texts = {
            name: page.request.POST.get(f"line-{name}-{line.pk}", exact.text(amount) if own else "")
            for name, amount in figures.items()
        }
        rows.append(LineRow(line, target, texts["realised"], texts["forecast"], is_spread=own is None))
    return rows


def _render_course(page: Page, unread: Mapping[str, forms.Form]) -> HttpResponse:
    initiative, year = page.row.initiative, page.round.year
    price, exact = price_of(initiative), Presentation(page.unit, 0, EXACT_DECIMALS[page.unit])
    measurements = list(initiative.measurements.with_goals())
    context = _shared(page) | {
        "price": price,
        "may_set_price": page.may_attest,
        "price_form": unread.get("beregning") or PriceForm(initial=_price_as_typed(price, exact)),
        "activity_form": unread.get("aktivitet") or activity_form(page, None),
        "months": initiative.activity_months.filter(year=year),
        "measurement_form": unread.get("maaling") or MeasurementForm(),
        "measurements": measurements,
        "goal_form": unread.get("maal") or GoalForm([one.indicator for one in measurements]),
        "action_form": unread.get("handling") or ActionForm(),
        "actions": initiative.actions.all(),
        "criteria": _criterion_forms(page, unread.get("kriterium")),
    }
    return render(page.request, "initiatives/followup/row_course.html", context)


def _criterion_forms(page: Page, unread: forms.Form | None) -> list[forms.Form]:
    """A form for each criterion; of one that could not be read, with what was typed."""
    criteria = page.row.initiative.criteria.all()
    is_unread = unread.criterion if isinstance(unread, CriterionForm) else None
    return [unread if unread and found == is_unread else CriterionForm(found) for found in criteria]


def _render_history(page: Page, unread: Mapping[str, forms.Form]) -> HttpResponse:
    initiative, year = page.row.initiative, page.round.year
    entries = AuditEntry.objects.of_municipality(page.membership.municipality)
    context = _shared(page) | {
        "evidence_form": unread.get("bilag") or EvidenceForm(),
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
