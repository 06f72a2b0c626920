"""Sending filled rows for approval, and approving or returning them."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action, get_membership
from budgets.foundation.wording import counted
from initiatives.followup.deciding import Outcome, approve, return_rows, submit
from initiatives.followup.grid import GridRow, build_grid
from initiatives.followup.locking import LockedYearError
from initiatives.followup.questions import questions_about
from initiatives.followup.round_forms import QuestionForm
from initiatives.followup.views import Period, get_round, grid_context, unit_of
from initiatives.results.models import State
from initiatives.results.states import is_editable

NONE_CHOSEN = "Vælg mindst ét tiltag."


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
    context = grid_context(membership, built, unit_of(request)) | {
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
    context = grid_context(membership, built, unit_of(request)) | {"sent": sent, "form": form, "chosen": ticked}
    return render(request, "initiatives/followup/decide.html", context)


def _largest_first(rows: Iterable[GridRow]) -> list[GridRow]:
    return sorted(rows, key=lambda row: row.largest_change, reverse=True)


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
