"""The monthly follow-up: rounds, the entry grid, sending, approving."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit, in_unit
from budgets.foundation.models import Membership
from budgets.foundation.wording import counted
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.deciding import Outcome, approve, return_rows, submit
from initiatives.followup.grid import Grid, GridRow, build_grid
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.parsing import as_input_texts, parse_input
from initiatives.followup.questions import questions_about
from initiatives.followup.round_forms import QuestionForm, RoundsForm
from initiatives.followup.rounds import NothingToFollowError, initiatives_of, make_year
from initiatives.followup.saving import ConflictError, NotYoursError, Row, may_write, save_row
from initiatives.followup.tags import mark, without_forecast
from initiatives.results.models import Cause, FollowUp, FollowUpRound, State
from initiatives.results.states import InvalidTransitionError, is_editable

DEFAULT_UNIT = Unit.THOUSANDS
NONE_CHOSEN = "Vælg mindst ét tiltag."
GRID_FIELDS = ("realised", "forecast", "cause", "explanation")
FIELD_NAMES = {name: str(FollowUp._meta.get_field(name).verbose_name) for name in GRID_FIELDS}  # type: ignore[union-attr]
UNAUTHORISED, FORBIDDEN, CONFLICT, UNREADABLE = 401, 403, 409, 422

Period = tuple[int, int]


@require_http_methods(["GET", "POST"])
def rounds(request: HttpRequest, municipality: str) -> HttpResponse:
    """The municipality's rounds year by year, and a year to open."""
    action = Action.OPEN_ROUNDS if request.method == "POST" else Action.READ
    membership = get_membership(request.user, municipality, action)
    form = RoundsForm(request.POST or None, municipality=membership.municipality)
    if form.is_valid():
        try:
            made = make_year(membership=membership, **form.cleaned_data)
        except NothingToFollowError as nothing:
            form.add_error("catalogues", str(nothing))
        else:
            messages.success(request, f"{counted(len(made), 'runde', 'runder')} er åbnet.")
            return redirect("rounds", municipality)
    found = list(membership.municipality.follow_up_rounds.with_row_counts().order_by("-year", "-period"))
    counts = FollowUp.objects.filter(round__in=found).state_counts()
    context = {
        "membership": membership,
        "rounds": [_progress(r, {state: counts.get((r.pk, state), 0) for state in State.values}) for r in found],
        "form": form if may(membership, Action.OPEN_ROUNDS) else None,
        "section": "followup",
    }
    return render(request, "initiatives/followup/rounds.html", context)


def _progress(found: FollowUpRound, counts: dict[str, int]) -> dict[str, object]:
    """How many rows the round has, how many nobody has begun, and how many are in each state."""
    total: int = found.row_count  # type: ignore[attr-defined]
    waiting = total - counts[State.SUBMITTED] - counts[State.APPROVED]
    late = waiting > 0 and found.deadline < timezone.localdate()
    return {"round": found, "total": total, "untouched": max(total - sum(counts.values()), 0), "late": late, **counts}


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, municipality: str, period: Period) -> HttpResponse:
    """The entry grid of a round; a POST saves the whole page, for those without JavaScript."""
    action = Action.FILL_OWN_ROWS if request.method == "POST" else Action.READ
    membership = get_membership(request.user, municipality, action)
    found = get_round(membership, period)
    unit, built = unit_of(request), build_grid(found)
    errors: dict[int, dict[str, str]] = {}
    if request.method == "POST":
        errors = _save_page(request, membership, built, unit)
        if not errors:
            messages.success(request, "Alle ændringer er gemt.")
            return redirect(f"{request.path}?enhed={unit}")
        built = build_grid(found)
    entries = {row.initiative.pk: _entry(row, unit) for row in built.rows}
    for pk in errors:
        entries[pk] |= _texts_of(request.POST, pk) | {"version": _version(request.POST, f"version-{pk}")}
    only_missing = request.GET.get("vis") == "mangler"
    context = _grid_context(membership, built, unit) | {
        "errors": errors,
        "entries": entries,
        "only_missing": only_missing,
    }
    return render(request, "initiatives/followup/grid.html", context, status=UNREADABLE if errors else 200)


def _entry(row: GridRow, unit: Unit) -> dict[str, str | int]:
    """The row as ready texts, one look-up deep: a template that looks deeper, or writes numbers, is slow over many."""
    exact, shown = _exact(unit), replace(in_unit(unit), empty="–")
    initiative, told = row.initiative, row.follow_up
    return {
        **as_input_texts(told, unit),
        "key": str(initiative.pk),
        "version": str(row.version),
        "title": escape(initiative.title),
        "path": f"kataloger/{initiative.catalogue.slug}/tiltag/{initiative.key}/",
        "state": f"{mark(row.state)} {row.state.label}",
        "responsible": str(initiative.responsible or ""),
        "revision": told.revision if told else 0,
        "question": f"{told.question_by} spørger: {told.question}" if told and told.question else "",
        "actions": row.open_actions,
        "carried": shown.text(row.carried) if row.carried else "",
        "saved": f"Gemt {timezone.localtime(told.edited_at):%d.%m. %H.%M}" if told else "",
        "target": shown.text(row.target_year),
        "to_date": shown.text(row.target_to_date),
        "realised_before": shown.text(row.realised_before),
        "forecast_before": shown.text(row.forecast_before),
        "realised_shown": shown.text(row.realised),
        "forecast_shown": shown.text(row.forecast),
        "deviation": shown.text(row.deviation),
        "status": f"{mark(row.status)} {row.status.label}" if row.status else "–",
        "last_realised": exact.text(row.realised_before),
        "last_forecast": exact.text(row.forecast_before),
        "last_explanation": row.before.explanation if row.before else "",
        "cause_label": told.get_cause_display() if told else "",
    }


def _exact(unit: Unit) -> Presentation:
    """Every øre, as it would be typed."""
    return Presentation(unit, 0, EXACT_DECIMALS[unit])


def _version(posted: QueryDict, name: str) -> int:
    """The version that a row was typed on; what is no number is none that there is."""
    text = posted.get(name, "0")
    return int(text) if text.isascii() and text.isdecimal() else -1


def _grid_context(membership: Membership, built: Grid, unit: Unit) -> dict[str, object]:
    locked = is_locked(built.round)
    mine = (row.initiative for row in built.rows if row.is_open)
    editable = {initiative.pk for initiative in mine if may_write(membership, initiative)}
    return {
        "membership": membership,
        "grid": built,
        "unit": unit,
        "units": Unit,
        "presentation": replace(in_unit(unit), empty="–"),
        "cause_options": {value: _cause_options(value) for value in ("", *Cause.values)},
        "initiative_url": reverse("municipality", args=[membership.municipality.slug]),
        "last_year": built.round.year - 1,
        "row_url": reverse("grid", args=[membership.municipality.slug, built.round.code]),
        "locked": locked,
        "editable": set() if locked else editable,
        "may_submit": may(membership, Action.SUBMIT_ROWS) and not locked,
        "may_approve": may(membership, Action.APPROVE_ROWS) and not locked,
        "section": "followup",
    }


def _cause_options(chosen: str) -> SafeString:
    """The causes as options with one of them chosen; made once a page and not once a row."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        [
            (value, mark_safe(" selected") if value == chosen else "", label)
            for value, label in [("", ""), *Cause.choices]
        ],
    )


def _save_page(request: HttpRequest, membership: Membership, built: Grid, unit: Unit) -> dict[int, dict[str, str]]:
    """Save every row of the page that was changed; by initiative and field what went wrong with the others."""
    errors = {}
    for row in built.rows:
        texts = _texts_of(request.POST, row.initiative.pk)
        if texts and _is_changed(row, texts, unit):
            version = _version(request.POST, f"version-{row.initiative.pk}")
            if told := _save(membership, built.round, row.initiative, version, texts, unit):
                errors[row.initiative.pk] = told
    return errors


def _texts_of(posted: QueryDict, initiative_id: int) -> dict[str, str]:
    names = {name: f"{name}-{initiative_id}" for name in GRID_FIELDS}
    return {name: str(posted[key]) for name, key in names.items() if key in posted}


def _is_changed(row: GridRow, texts: dict[str, str], unit: Unit) -> bool:
    """True where the texts say something else than what stands there, however they are written."""
    typed, stored = parse_input(texts, unit), parse_input(as_input_texts(row.follow_up, unit), unit)
    return bool(typed.errors) or any(value != stored.values[name] for name, value in typed.values.items())


def _save(
    membership: Membership,
    found: FollowUpRound,
    initiative: Initiative,
    version: int,
    texts: dict[str, str],
    unit: Unit,
) -> dict[str, str]:
    """Save one row; what went wrong by field, `row` for the whole of it; nothing where it went well."""
    typed = parse_input(texts, unit)
    if typed.errors:
        return typed.errors
    try:
        save_row(membership=membership, round_=found, row=Row(initiative, version), values=typed.values)
    except ConflictError as conflict:
        theirs = [
            f"{FIELD_NAMES[name]} {text or 'tom'}" for name, text in _conflict_payload(conflict, unit)["theirs"].items()
        ]
        return {
            "row": f"{conflict} Der står nu: {'; '.join(theirs)}. Ret felterne, og gem igen for at beholde dine tal."
        }
    except (NotYoursError, InvalidTransitionError, LockedYearError) as reason:
        return {"row": str(reason)}
    return {}


@login_not_required
@require_POST
def save(request: HttpRequest, municipality: str, period: Period, initiative: int) -> HttpResponse:
    """Save one row when it is left: 200 with what stands there now, 401, 403, 409 with the other's words, or 422."""
    if not request.user.is_authenticated:
        return JsonResponse(
            {"message": "Du er logget ud. Log ind i en ny fane. Det, du har indtastet, er bevaret."}, status=401
        )
    try:
        membership = get_membership(request.user, municipality, Action.FILL_OWN_ROWS)
    except PermissionDenied:
        return JsonResponse({"message": "Din rolle giver ikke adgang til at skrive i opfølgningen."}, status=FORBIDDEN)
    found = get_round(membership, period)
    row = get_object_or_404(initiatives_of(found), pk=initiative)
    unit, version = unit_of(request), _version(request.POST, "version")
    typed = parse_input({name: request.POST[name] for name in GRID_FIELDS if name in request.POST}, unit)
    if typed.errors:
        return JsonResponse({"errors": typed.errors}, status=UNREADABLE)
    try:
        save_row(membership=membership, round_=found, row=Row(row, version), values=typed.values)
    except ConflictError as conflict:
        return JsonResponse(_conflict_payload(conflict, unit), status=CONFLICT)
    except (NotYoursError, InvalidTransitionError, LockedYearError) as reason:
        return JsonResponse({"message": str(reason)}, status=FORBIDDEN)
    (saved,) = build_grid(found, only=[row.pk]).rows
    return JsonResponse(_told(saved, unit))


def _told(row: GridRow, unit: Unit) -> dict[str, object]:
    """What the page shows of a row that was saved."""
    shown = replace(in_unit(unit), empty="–")
    return {
        "version": row.version,
        "saved": f"Gemt {timezone.localtime():%H.%M}",
        "values": {name: text for name, text in as_input_texts(row.follow_up, unit).items() if name in GRID_FIELDS},
        "deviation": shown.text(row.deviation),
        "status": row.status.label if row.status else "",
        "statusKey": row.status or "",
    }


@require_GET
def sums(request: HttpRequest, municipality: str, period: Period) -> HttpResponse:
    """How far the round is, and its sums by group: asked for by the page when rows have been saved."""
    membership = get_membership(request.user, municipality, Action.READ)
    built = build_grid(get_round(membership, period))
    shown = in_unit(unit_of(request))
    found = {f"group-{place}": group.sum for place, group in enumerate(built.groups)} | {"all": built.sum}
    texts = {
        name: {
            **{key: shown.text(getattr(total, key)) for key in ("realised", "forecast", "deviation")},
            "without": without_forecast(total.without_forecast),
        }
        for name, total in found.items()
    }
    return JsonResponse({"filled": built.filled, "rows": len(built.rows), "sums": texts})


class ConflictPayload(TypedDict):
    """What somebody else has written in a row, and the version to build on."""

    message: str
    version: int
    theirs: dict[str, str]


def _conflict_payload(conflict: ConflictError, unit: Unit) -> ConflictPayload:
    """What somebody else has written in the row, who, and the version to build on."""
    current = conflict.current
    who = current.edited_by if current else None
    values = {name: text for name, text in as_input_texts(current, unit).items() if name in GRID_FIELDS}
    return {
        "message": f"{who or 'En anden'} har ændret tiltaget, mens du skrev.",
        "version": current.version if current else 0,
        "theirs": values,
    }


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, municipality: str, period: Period) -> HttpResponse:
    """What is missing and what looks odd, before the filled rows are sent for approval."""
    membership = get_membership(request.user, municipality, Action.SUBMIT_ROWS)
    found = get_round(membership, period)
    if request.method == "POST":
        if not (chosen := _chosen(request.POST)):
            messages.error(request, NONE_CHOSEN)
            return redirect("send", municipality, period)
        try:
            outcome = submit(membership=membership, round_=found, only=chosen)
        except LockedYearError as locked:
            messages.error(request, str(locked))
        else:
            _add_messages(request, outcome, "sendt til godkendelse")
        return redirect("grid", municipality, period)
    built = build_grid(found)
    open_rows = [row for row in built.rows if is_editable(row.state)]
    ready = _largest_first(row for row in open_rows if row.is_filled)
    context = _grid_context(membership, built, unit_of(request)) | {
        "ready": ready,
        "chosen": {row.initiative.pk for row in ready},
        "missing": [row for row in open_rows if not row.is_filled],
        "questions": questions_about(open_rows),
    }
    return render(request, "initiatives/followup/send.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, municipality: str, period: Period) -> HttpResponse:
    """The rows that were sent, the largest changes first, to approve or return; `?valg=alle` ticks every row."""
    returning = request.method == "POST" and "return" in request.POST
    membership = get_membership(request.user, municipality, Action.RETURN_ROWS if returning else Action.APPROVE_ROWS)
    found = get_round(membership, period)
    form = QuestionForm(request.POST if returning else None)
    chosen = _chosen(request.POST)
    if request.method == "POST" and not chosen:
        messages.error(request, NONE_CHOSEN)
        return redirect("decide", municipality, period)
    if request.method == "POST" and (not returning or form.is_valid()):
        try:
            outcome = (
                return_rows(membership=membership, round_=found, question=form.cleaned_data["question"], only=chosen)
                if returning
                else approve(membership=membership, round_=found, only=chosen)
            )
        except LockedYearError as locked:
            messages.error(request, str(locked))
        else:
            _add_messages(request, outcome, "sendt tilbage" if returning else "godkendt")
        return redirect("decide", municipality, period)
    built = build_grid(found)
    sent = _largest_first(row for row in built.rows if row.state == State.SUBMITTED)
    ticked = {row.initiative.pk for row in sent} if request.GET.get("valg") == "alle" else set(chosen)
    context = _grid_context(membership, built, unit_of(request)) | {"sent": sent, "form": form, "chosen": ticked}
    return render(request, "initiatives/followup/decide.html", context)


def _largest_first(rows: Iterable[GridRow]) -> list[GridRow]:
    return sorted(rows, key=lambda row: row.largest_change, reverse=True)


def get_round(membership: Membership, period: Period) -> FollowUpRound:
    """The round of the member's own municipality, or 404."""
    year, number = period
    found: FollowUpRound = get_object_or_404(
        FollowUpRound.objects.select_related("municipality"),
        municipality=membership.municipality,
        year=year,
        period=number,
    )
    return found


def unit_of(request: HttpRequest) -> Unit:
    """The unit that the reader chose, in the address or the form."""
    chosen = request.POST.get("enhed") or request.GET.get("enhed") or ""
    return Unit(chosen) if chosen in Unit.values else DEFAULT_UNIT


def _chosen(posted: QueryDict) -> list[int]:
    """The initiatives that were ticked."""
    return [int(pk) for pk in posted.getlist("initiative") if pk.isdecimal()]


def _add_messages(request: HttpRequest, outcome: Outcome, what: str) -> None:
    if outcome.done:
        messages.success(request, f"{counted(outcome.done, 'tiltag', 'tiltag')} er {what}.")
    for row, reason in outcome.refused:
        messages.warning(request, f"{row.initiative.title}: {reason}")
    if not outcome.done and not outcome.refused:
        messages.info(request, f"Ingen af de valgte tiltag blev {what}. De er behandlet i mellemtiden.")
