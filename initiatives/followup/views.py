"""The pages of rounds and of a round's entry grid."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypedDict

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budgets.foundation.access import Action, may
from budgets.foundation.amounts import EXACT_DECIMALS, Presentation, Unit, in_unit
from budgets.foundation.models import Membership
from budgets.foundation.pages import CONFLICT, FORBIDDEN, UNAUTHORISED, UNREADABLE, breadcrumbs, municipality_page
from budgets.foundation.wording import counted
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.grid import Grid, GridRow, build_grid
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.parsing import as_input_texts, parse_input, read_version
from initiatives.followup.round_forms import RoundsForm
from initiatives.followup.rounds import NothingToFollowError, initiatives_of, open_year
from initiatives.followup.row_fields import GRID_FIELDS, names_of
from initiatives.followup.saving import NotYoursError, Row, RowConflictError, may_write, save_row
from initiatives.followup.tags import mark, without_forecast
from initiatives.results.models import Cause, FollowUp, FollowUpRound, State
from initiatives.results.states import InvalidTransitionError

DEFAULT_UNIT = Unit.THOUSANDS
GRID_NAMES = names_of(GRID_FIELDS)
FIELD_NAMES = {name: str(FollowUp._meta.get_field(name).verbose_name) for name in GRID_NAMES}  # type: ignore[union-attr]

Period = tuple[int, int]


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="followup", post=Action.OPEN_ROUNDS)
def rounds(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The municipality's rounds year by year, and the form that opens a year."""
    form = RoundsForm(request.POST or None, municipality=membership.municipality)
    if form.is_valid():
        try:
            opened = open_year(membership=membership, **form.cleaned_data)
        except NothingToFollowError as error:
            form.add_error("catalogues", str(error))
        else:
            messages.success(request, f"{counted(len(opened), 'runde', 'runder')} er åbnet.")
            return redirect("rounds", membership.municipality.slug)
    all_rounds = list(membership.municipality.follow_up_rounds.with_row_counts().order_by("-year", "-period"))
    counts = FollowUp.objects.filter(round__in=all_rounds).state_counts()
    context = {
        "breadcrumbs": breadcrumbs(request),
        "rounds": [
            _progress(round_, {state: counts.get((round_.pk, state), 0) for state in State.values})
            for round_ in all_rounds
        ],
        "form": form if may(membership, Action.OPEN_ROUNDS) else None,
    }
    return render(request, "initiatives/followup/rounds.html", context)


def _progress(round_: FollowUpRound, counts: dict[str, int]) -> dict[str, object]:
    """The numbers of the round's rows: all, not begun, and in each state."""
    total: int = round_.row_count  # type: ignore[attr-defined]
    open_count = total - counts[State.SUBMITTED] - counts[State.APPROVED]
    is_late = open_count > 0 and round_.deadline < timezone.localdate()
    return {
        "round": round_,
        "total": total,
        "untouched": max(total - sum(counts.values()), 0),
        "late": is_late,
        **counts,
    }


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="followup", post=Action.FILL_OWN_ROWS)
def grid(request: HttpRequest, membership: Membership, period: Period) -> HttpResponse:
    """The entry grid of a round; a POST saves the whole page, for those without JavaScript."""
    round_ = get_round(membership, period)
    unit, entry_grid = unit_of(request), build_grid(round_)
    errors: dict[int, dict[str, str]] = {}
    if request.method == "POST":
        errors = _save_page(request, membership, entry_grid, unit)
        if not errors:
            messages.success(request, "Alle ændringer er gemt.")
            return redirect(f"{request.path}?enhed={unit}")
        entry_grid = build_grid(round_)
    entries = {row.initiative.pk: _entry(row, unit) for row in entry_grid.rows}
    for pk in errors:
        entries[pk] |= _texts_of(request.POST, pk) | {"version": read_version(request.POST, f"version-{pk}")}
    only_missing = request.GET.get("vis") == "mangler"
    context = grid_context(request, membership, entry_grid, unit) | {
        "errors": errors,
        "field_names": FIELD_NAMES,
        "entries": entries,
        "only_missing": only_missing,
    }
    return render(request, "initiatives/followup/grid.html", context, status=UNREADABLE if errors else 200)


def _entry(row: GridRow, unit: Unit) -> dict[str, str | int]:
    """The row as ready texts, one look-up deep: deeper look-ups and formatting in a template are slow for many rows."""
    exact, presentation = _exact(unit), replace(in_unit(unit), empty="–")
    initiative, follow_up = row.initiative, row.follow_up
    return {
        **as_input_texts(follow_up, unit),
        "key": str(initiative.pk),
        "version": str(row.version),
        "title": escape(initiative.title),
        "path": f"kataloger/{initiative.catalogue.slug}/tiltag/{initiative.key}/",
        "state": f"{mark(row.state)} {row.state.label}",
        "responsible": str(initiative.responsible or ""),
        "revision": follow_up.revision if follow_up else 0,
        "question": f"{follow_up.question_by} spørger: {follow_up.question}"
        if follow_up and follow_up.question
        else "",
        "actions": row.open_actions,
        "carried": presentation.text(row.carried) if row.carried else "",
        "saved": f"Gemt {timezone.localtime(follow_up.edited_at):%d.%m. %H.%M}" if follow_up else "",
        "target": presentation.text(row.target_year),
        "to_date": presentation.text(row.target_to_date),
        "realised_before": presentation.text(row.realised_before),
        "forecast_before": presentation.text(row.forecast_before),
        "realised_shown": presentation.text(row.realised),
        "forecast_shown": presentation.text(row.forecast),
        "deviation": presentation.text(row.deviation),
        "status": f"{mark(row.status)} {row.status.label}" if row.status else "–",
        "last_realised": exact.text(row.realised_before),
        "last_forecast": exact.text(row.forecast_before),
        "last_explanation": row.before.explanation if row.before else "",
        "cause_label": follow_up.get_cause_display() if follow_up else "",
    }


def _exact(unit: Unit) -> Presentation:
    """Amounts to the øre, as they would be typed."""
    return Presentation(unit, 0, EXACT_DECIMALS[unit])


DESCRIBED_FIELDS = json.dumps([{"name": f.name, "kind": f.kind, "label": f.label} for f in GRID_FIELDS])
"""What the grid's script needs to know of the fields, in the order of the columns."""


def grid_context(request: HttpRequest, membership: Membership, entry_grid: Grid, unit: Unit) -> dict[str, object]:
    """The context that all pages with the round's rows share."""
    is_year_locked = is_locked(entry_grid.round)
    open_initiatives = (row.initiative for row in entry_grid.rows if row.is_open)
    editable = {initiative.pk for initiative in open_initiatives if may_write(membership, initiative)}
    return {
        "breadcrumbs": breadcrumbs(request, here=capfirst(entry_grid.round.label)),
        "grid": entry_grid,
        "unit": unit,
        "units": Unit,
        "described_fields": DESCRIBED_FIELDS,
        "presentation": replace(in_unit(unit), empty="–"),
        "cause_options": {value: _cause_options(value) for value in ("", *Cause.values)},
        "initiative_url": reverse("municipality", args=[membership.municipality.slug]),
        "last_year": entry_grid.round.year - 1,
        "row_url": reverse("grid", args=[membership.municipality.slug, entry_grid.round.code]),
        "locked": is_year_locked,
        "editable": set() if is_year_locked else editable,
        "may_submit": may(membership, Action.SUBMIT_ROWS) and not is_year_locked,
        "may_approve": may(membership, Action.APPROVE_ROWS) and not is_year_locked,
    }


def _cause_options(chosen_cause: str) -> SafeString:
    """The causes as HTML options with one of them chosen; built once for the page and not for each row."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        [
            (value, mark_safe(" selected") if value == chosen_cause else "", label)
            for value, label in [("", ""), *Cause.choices]
        ],
    )


def _save_page(request: HttpRequest, membership: Membership, entry_grid: Grid, unit: Unit) -> dict[int, dict[str, str]]:
    """Save every changed row of the page; errors by initiative id and field."""
    errors = {}
    for row in entry_grid.rows:
        texts = _texts_of(request.POST, row.initiative.pk)
        if texts and _is_changed(row, texts, unit):
            version = read_version(request.POST, f"version-{row.initiative.pk}")
            if row_errors := _save(membership, entry_grid.round, row.initiative, version, texts, unit):
                errors[row.initiative.pk] = row_errors
    return errors


def _texts_of(data: QueryDict, initiative_id: int) -> dict[str, str]:
    names = {name: f"{name}-{initiative_id}" for name in GRID_NAMES}
    return {name: str(data[key]) for name, key in names.items() if key in data}


def _is_changed(row: GridRow, texts: dict[str, str], unit: Unit) -> bool:
    """True where the texts mean other values than the stored ones, however they are written."""
    parsed, stored = parse_input(texts, unit), parse_input(as_input_texts(row.follow_up, unit), unit)
    return bool(parsed.errors) or any(value != stored.values[name] for name, value in parsed.values.items())


def _save(
    membership: Membership,
    round_: FollowUpRound,
    initiative: Initiative,
    version: int,
    texts: dict[str, str],
    unit: Unit,
) -> dict[str, str]:
    """Save one row; errors by field, `row` for the whole row."""
    parsed = parse_input(texts, unit)
    if parsed.errors:
        return parsed.errors
    try:
        save_row(membership=membership, round_=round_, row=Row(initiative, version), values=parsed.values)
    except RowConflictError as conflict:
        stored_texts = [
            f"{FIELD_NAMES[name]} {text or 'tom'}" for name, text in _conflict_payload(conflict, unit)["theirs"].items()
        ]
        return {
            "row": f"{conflict} Der står nu: {'; '.join(stored_texts)}. "
            "Ret felterne, og gem igen for at beholde dine tal."
        }
    except (NotYoursError, InvalidTransitionError, LockedYearError) as error:
        return {"row": str(error)}
    return {}


P = ParamSpec("P")


def refused_to_script(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A script that is logged out or may not write gets a message instead of a page: 401 or 403."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            message = "Du er logget ud. Log ind i en ny fane. Det, du har indtastet, er bevaret."
            return JsonResponse({"message": message}, status=UNAUTHORISED)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            message = "Din rolle giver ikke adgang til at skrive i opfølgningen."
            return JsonResponse({"message": message}, status=FORBIDDEN)

    return answer


@login_not_required
@require_POST
@refused_to_script
@municipality_page(Action.FILL_OWN_ROWS)
def save(request: HttpRequest, membership: Membership, period: Period, initiative: int) -> HttpResponse:
    """Save one row when the user leaves it: 200 with the stored values, 401, 403, 409 with the other user's, or 422."""
    round_ = get_round(membership, period)
    followed = get_object_or_404(initiatives_of(round_), pk=initiative)
    unit, version = unit_of(request), read_version(request.POST, "version")
    parsed = parse_input({name: request.POST[name] for name in GRID_NAMES if name in request.POST}, unit)
    if parsed.errors:
        return JsonResponse({"errors": parsed.errors}, status=UNREADABLE)
    try:
        save_row(membership=membership, round_=round_, row=Row(followed, version), values=parsed.values)
    except RowConflictError as conflict:
        return JsonResponse(_conflict_payload(conflict, unit), status=CONFLICT)
    except (NotYoursError, InvalidTransitionError, LockedYearError) as error:
        return JsonResponse({"message": str(error)}, status=FORBIDDEN)
    (saved,) = build_grid(round_, only=[followed.pk]).rows
    return JsonResponse(_saved_payload(saved, unit))


def _saved_payload(row: GridRow, unit: Unit) -> dict[str, object]:
    """The values that the page shows of a saved row."""
    presentation = replace(in_unit(unit), empty="–")
    return {
        "version": row.version,
        "saved": f"Gemt {timezone.localtime():%H.%M}",
        "values": {name: text for name, text in as_input_texts(row.follow_up, unit).items() if name in GRID_NAMES},
        "deviation": presentation.text(row.deviation),
        "status": row.status.label if row.status else "",
        "statusKey": row.status or "",
    }


@require_GET
@municipality_page(Action.READ)
def sums(request: HttpRequest, membership: Membership, period: Period) -> HttpResponse:
    """The number of filled rows and the sums by group; the page asks for them after saving rows."""
    entry_grid = build_grid(get_round(membership, period))
    presentation = in_unit(unit_of(request))
    totals_by_name = {f"group-{place}": group.sum for place, group in enumerate(entry_grid.groups)} | {
        "all": entry_grid.sum
    }
    texts = {
        name: {
            **{key: presentation.text(getattr(total, key)) for key in ("realised", "forecast", "deviation")},
            "without": without_forecast(total.without_forecast),
        }
        for name, total in totals_by_name.items()
    }
    return JsonResponse({"filled": entry_grid.filled, "rows": len(entry_grid.rows), "sums": texts})


class ConflictPayload(TypedDict):
    """Another user's values of a row, and the version to continue from."""

    message: str
    version: int
    theirs: dict[str, str]


def _conflict_payload(conflict: RowConflictError, unit: Unit) -> ConflictPayload:
    """Another user's values of the row, who it was, and the version to continue from."""
    current = conflict.current
    editor = current.edited_by if current else None
    values = {name: text for name, text in as_input_texts(current, unit).items() if name in GRID_NAMES}
    return {
        "message": f"{editor or 'En anden'} har ændret tiltaget, mens du skrev.",
        "version": current.version if current else 0,
        "theirs": values,
    }


def get_round(membership: Membership, period: Period) -> FollowUpRound:
    """The round of the member's own municipality, or 404."""
    year, month = period
    round_: FollowUpRound = get_object_or_404(
        FollowUpRound.objects.select_related("municipality"),
        municipality=membership.municipality,
        year=year,
        period=month,
    )
    return round_


def unit_of(request: HttpRequest) -> Unit:
    """The unit that the user chose, in the address or the form."""
    chosen = request.POST.get("enhed") or request.GET.get("enhed") or ""
    return Unit(chosen) if chosen in Unit.values else DEFAULT_UNIT
