"""Sending filled rows for approval, and approving or returning them."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.models import Membership
from budgets.foundation.pages import municipality_page
from budgets.foundation.posted import read_ids
from budgets.foundation.wording import counted
from initiatives.followup.deciding import StepResult, approve, return_rows, submit
from initiatives.followup.grid import GridRow, build_grid
from initiatives.followup.locking import LockedYearError
from initiatives.followup.questions import questions_about
from initiatives.followup.round_forms import QuestionForm
from initiatives.followup.views import Period, get_round, grid_context, unit_of
from initiatives.results.models import State
from initiatives.results.states import is_editable

NONE_CHOSEN = "Vælg mindst ét tiltag."


@require_http_methods(["GET", "POST"])
@municipality_page(Action.SUBMIT_ROWS, section="followup")
def send(request: HttpRequest, membership: Membership, period: Period) -> HttpResponse:
    """The filled rows, the missing ones and the questions, before the filled rows are submitted."""
    round_ = get_round(membership, period)
    if request.method == "POST":
        if not (ticked := read_ids(request.POST.getlist("initiative"))):
            messages.error(request, NONE_CHOSEN)
            return redirect("send", membership.municipality.slug, period)
        try:
            result = submit(membership=membership, round_=round_, only=ticked)
        except LockedYearError as error:
            messages.error(request, str(error))
        else:
            _add_messages(request, result, "sendt til godkendelse")
        return redirect("grid", membership.municipality.slug, period)
    entry_grid = build_grid(round_)
    open_rows = [row for row in entry_grid.rows if is_editable(row.state)]
    ready = _largest_first(row for row in open_rows if row.is_filled)
    context = grid_context(request, membership, entry_grid, unit_of(request)) | {
        "ready": ready,
        "chosen": {row.initiative.pk for row in ready},
        "missing": [row for row in open_rows if not row.is_filled],
        "questions": questions_about(open_rows),
    }
    return render(request, "initiatives/followup/send.html", context)


def _right_to_decide(request: HttpRequest, period: Period) -> Action:
    """Those who may not approve may still return rows."""
    return Action.RETURN_ROWS if "return" in request.POST else Action.APPROVE_ROWS


@require_http_methods(["GET", "POST"])
@municipality_page(_right_to_decide, section="followup")
def decide(request: HttpRequest, membership: Membership, period: Period) -> HttpResponse:
    """The submitted rows, largest changes first, to approve or return; `?valg=alle` ticks every row."""
    returning = "return" in request.POST
    round_ = get_round(membership, period)
    form = QuestionForm(request.POST if returning else None)
    ticked_ids = read_ids(request.POST.getlist("initiative"))
    if request.method == "POST" and not ticked_ids:
        messages.error(request, NONE_CHOSEN)
        return redirect("decide", membership.municipality.slug, period)
    if request.method == "POST" and (not returning or form.is_valid()):
        try:
            result = (
                return_rows(
                    membership=membership, round_=round_, question=form.cleaned_data["question"], only=ticked_ids
                )
                if returning
                else approve(membership=membership, round_=round_, only=ticked_ids)
            )
        except LockedYearError as error:
            messages.error(request, str(error))
        else:
            _add_messages(request, result, "sendt tilbage" if returning else "godkendt")
        return redirect("decide", membership.municipality.slug, period)
    entry_grid = build_grid(round_)
    submitted_rows = _largest_first(row for row in entry_grid.rows if row.state == State.SUBMITTED)
    ticked = {row.initiative.pk for row in submitted_rows} if request.GET.get("valg") == "alle" else set(ticked_ids)
    context = grid_context(request, membership, entry_grid, unit_of(request)) | {
        "sent": submitted_rows,
        "form": form,
        "chosen": ticked,
    }
    return render(request, "initiatives/followup/decide.html", context)


def _largest_first(rows: Iterable[GridRow]) -> list[GridRow]:
    return sorted(rows, key=lambda row: row.largest_change, reverse=True)


def _add_messages(request: HttpRequest, result: StepResult, verb: str) -> None:
    if result.taken:
        messages.success(request, f"{counted(result.taken, 'tiltag', 'tiltag')} er {verb}.")
    for row, refusal in result.refused:
        messages.warning(request, f"{row.initiative.title}: {refusal}")
    if not result.taken and not result.refused:
        messages.info(request, f"Ingen af de valgte tiltag blev {verb}. De er behandlet i mellemtiden.")
