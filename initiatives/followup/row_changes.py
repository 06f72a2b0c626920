"""The changes of one initiative's row: each reads its own form and calls its use case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from budgets.foundation.access import Action as May
from budgets.foundation.access import may
from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.models import Membership
from budgets.foundation.posted import get_posted, read_ids
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup import details
from initiatives.followup.deciding import ask, revise
from initiatives.followup.details import LineValues
from initiatives.followup.forms import (
    ActionForm,
    ActivityForm,
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
from initiatives.followup.grid import GridRow
from initiatives.followup.models import Action, ShortfallPart
from initiatives.followup.parsing import parse_input, read_version
from initiatives.followup.round_forms import QuestionForm
from initiatives.followup.saving import Row, save_row
from initiatives.followup.transfers import NewInitiative, move_target, undo_transfer
from initiatives.followup.yearend import PartValues, save_parts
from initiatives.results.amounts import read_amount
from initiatives.results.models import FollowUpRound
from initiatives.results.targets import forecast_if_started

ATTESTED = ("booked", "posted")


@dataclass
class RowPage:
    """The row that a request is about, and errors by field."""

    request: HttpRequest
    membership: Membership
    round: FollowUpRound
    row: GridRow
    unit: Unit
    errors: dict[str, str]
    change: str = ""

    @property
    def may_attest(self) -> bool:
        """True for those who attest that effects are in the accounts and the budget."""
        return may(self.membership, May.FILL_ALL_ROWS)

    def amount(self, name: str) -> Decimal | None:
        """A posted amount in kroner; an unreadable one is added to the errors and returned as None."""
        text = self.request.POST.get(name, "")
        try:
            return read_amount(text, self.unit)
        except ValueError as error:
            self.errors[name] = f"Der står “{text}”. Skal være: {str(error).removesuffix('.')}."
            return None


def lines_of(row: GridRow) -> list[EffectLine]:
    """The lines with an amount in the year, where there are several; a single line is the same as the row."""
    lines = list(row.initiative.lines.filter(pk__in=row.target.by_line).select_related("committee"))
    return lines if len(lines) > 1 else []


def activity_form(page: RowPage, posted: Mapping[str, str] | None) -> ActivityForm:
    form = ActivityForm(posted, initial={"month": page.round.month})
    cast("forms.ChoiceField", form.fields["month"]).choices = list(enumerate(MONTH_NAMES[: page.round.month], start=1))
    return form


def _details(page: RowPage) -> forms.Form | None:
    form = StatusForm(page.request.POST)
    posted = page.request.POST
    values = {"full_year_effect": page.amount("full_year_effect")}
    if page.may_attest:
        values |= {name: page.amount(name) for name in ATTESTED}
    years = {year: page.amount(f"year-{year}") for year in page.row.target.later}
    lines = [
        LineValues(line, page.amount(f"line-realised-{line.pk}"), page.amount(f"line-forecast-{line.pk}"))
        for line in lines_of(page.row)
        if f"line-realised-{line.pk}" in posted
    ]
    if not form.is_valid() or page.errors:
        return form
    parsed = parse_input(form.cleaned_data, page.unit)
    details.save_details(
        membership=page.membership,
        round_=page.round,
        row=Row(page.row.initiative, read_version(posted, "version")),
        values=parsed.values | values,
        years=years,
        lines=lines,
    )
    return None


def _start(page: RowPage) -> forms.Form | None:
    """Use the forecast that another start month gives."""
    form = StartForm(page.request.POST)
    if not form.is_valid():
        return form
    proposed = forecast_if_started(page.row.initiative, page.round.year, form.cleaned_data["start"])
    row = Row(page.row.initiative, page.row.version)
    save_row(membership=page.membership, round_=page.round, row=row, values={"forecast": proposed})
    return None


def _responsible(page: RowPage) -> forms.Form | None:
    form = ResponsibleForm(page.request.POST, municipality=page.membership.municipality)
    if not form.is_valid():
        return form
    details.set_responsible(
        membership=page.membership,
        round_=page.round,
        initiative=page.row.initiative,
        user=form.cleaned_data["responsible"],
    )
    return None


def _price(page: RowPage) -> forms.Form | None:
    if "remove" in page.request.POST:
        details.save_price(membership=page.membership, round_=page.round, initiative=page.row.initiative, price=None)
        return None
    form = PriceForm(page.request.POST)
    difference, cost = page.amount("price_difference"), page.amount("replacement_cost")
    for name, text in page.errors.items():
        form.add_error(name, text)
    if not form.is_valid():
        return form
    price = details.Price(
        unit=form.cleaned_data["unit"],
        price_difference=difference or Decimal(0),
        replacement_cost=cost or Decimal(0),
        lost_refund=form.cleaned_data["lost_refund"] or Decimal(0),
    )
    details.save_price(membership=page.membership, round_=page.round, initiative=page.row.initiative, price=price)
    return None


def _activity(page: RowPage) -> forms.Form | None:
    form = activity_form(page, page.request.POST)
    if not form.is_valid():
        return form
    cleaned = form.cleaned_data
    activity = details.Activity(
        identified=cleaned["identified"] or Decimal(0),
        left_out=cleaned["left_out"] or Decimal(0),
        left_out_reason=cleaned["left_out_reason"],
        moved=cleaned["moved"] or Decimal(0),
    )
    details.save_activity(
        membership=page.membership,
        round_=page.round,
        initiative=page.row.initiative,
        month=cleaned["month"],
        activity=activity,
    )
    return None


def _measurement(page: RowPage) -> forms.Form | None:
    form = MeasurementForm(page.request.POST)
    if not form.is_valid():
        return form
    details.add_measurement(
        membership=page.membership, round_=page.round, initiative=page.row.initiative, **form.cleaned_data
    )
    return None


def _goal(page: RowPage) -> forms.Form | None:
    indicators = page.row.initiative.measurements.values_list("indicator", flat=True)
    form = GoalForm(indicators, page.request.POST)
    if not form.is_valid():
        return form
    details.set_goal(membership=page.membership, round_=page.round, initiative=page.row.initiative, **form.cleaned_data)
    return None


def _action(page: RowPage) -> forms.Form | None:
    form = ActionForm(page.request.POST)
    if not form.is_valid():
        return form
    details.add_action(
        membership=page.membership, round_=page.round, initiative=page.row.initiative, **form.cleaned_data
    )
    return None


def _close_action(page: RowPage) -> forms.Form | None:
    posted = page.request.POST
    action: Action = get_posted(page.row.initiative.actions.all(), posted, "action")
    state = Action.ActionState.STOPPED if "stop" in posted else Action.ActionState.DONE
    details.close_action(membership=page.membership, round_=page.round, action=action, state=state)
    return None


def _criterion(page: RowPage) -> forms.Form | None:
    posted = page.request.POST
    criterion = get_posted(page.row.initiative.criteria.all(), posted, "criterion")
    form = CriterionForm(criterion, posted)
    if not form.is_valid():
        return form
    details.assess_criterion(
        membership=page.membership,
        round_=page.round,
        criterion=criterion,
        assessment=details.Assessment(**form.cleaned_data),
        today=timezone.localdate(),
    )
    return None


def _move_target(page: RowPage) -> forms.Form | None:
    """Move a part of the target to a new initiative."""
    form = TransferForm(page.request.POST)
    amounts = {year: page.amount(f"move-{year}") for year in transfer_years(page)}
    if not form.is_valid() or page.errors:
        return form
    positive_amounts = {year: amount for year, amount in amounts.items() if amount}
    move_target(
        membership=page.membership,
        round_=page.round,
        source_initiative=page.row.initiative,
        new=NewInitiative(**form.cleaned_data),
        amounts=positive_amounts,
    )
    return None


def transfer_years(page: RowPage) -> list[int]:
    """The years with a target that can be moved; none in the round of the accounts."""
    if page.round.is_accounts:
        return []
    target_by_year = {page.round.year: page.row.target.year, **page.row.target.later}
    return sorted(year for year, amount in target_by_year.items() if amount and amount > 0)


def _undo_transfer(page: RowPage) -> forms.Form | None:
    """Undo a transfer to a new initiative that is not followed up yet."""
    added_initiatives = Initiative.objects.filter(target_taken__from_initiative=page.row.initiative).distinct()
    added = get_posted(added_initiatives, page.request.POST, "added")
    undo_transfer(membership=page.membership, round_=page.round, added=added)
    return None


def _evidence(page: RowPage) -> forms.Form | None:
    form = EvidenceForm(page.request.POST, page.request.FILES)
    if not form.is_valid():
        return form
    current = page.row.follow_up
    if current is None:
        current = save_row(membership=page.membership, round_=page.round, row=Row(page.row.initiative, 0), values={})
    details.add_evidence(membership=page.membership, follow_up=current, **form.cleaned_data)
    return None


def _revise(page: RowPage) -> forms.Form | None:
    form = ReviseForm(page.request.POST)
    if not form.is_valid():
        return form
    revise(
        membership=page.membership,
        round_=page.round,
        initiative_id=page.row.initiative.pk,
        reason=form.cleaned_data["reason"],
    )
    return None


def _shortfall(page: RowPage) -> forms.Form | None:
    posted = page.request.POST
    amounts = {kind: page.amount(f"shortfall-{kind}") for kind in ShortfallPart.Treatment}
    if page.errors:
        return None
    replacement = page.row.initiative.catalogue.initiatives.filter(
        pk__in=read_ids([posted.get("replaced_by", "")])
    ).first()
    parts = [
        PartValues(kind, amount, replacement if kind == ShortfallPart.Treatment.REPLACED else None)
        for kind, amount in amounts.items()
        if amount
    ]
    save_parts(membership=page.membership, round_=page.round, row=page.row, parts=parts)
    return None


def _ask(page: RowPage) -> forms.Form | None:
    form = QuestionForm(page.request.POST)
    if not form.is_valid():
        return form
    ask(
        membership=page.membership,
        round_=page.round,
        question=form.cleaned_data["question"],
        only=[page.row.initiative.pk],
    )
    return None


HANDLERS: Mapping[str, Callable[[RowPage], forms.Form | None]] = {
    "detaljer": _details,
    "beregning": _price,
    "aktivitet": _activity,
    "maaling": _measurement,
    "maal": _goal,
    "handling": _action,
    "luk-handling": _close_action,
    "bilag": _evidence,
    "ret": _revise,
    "spoerg": _ask,
    "mangel": _shortfall,
    "start": _start,
    "ansvarlig": _responsible,
    "kriterium": _criterion,
    "flyt": _move_target,
    "tag-tilbage": _undo_transfer,
}
"""The handler of each change, by the last part of its address."""

REQUIRED_ACTIONS = {
    "ansvarlig": May.FILL_ALL_ROWS,
    "mangel": May.SUBMIT_ROWS,
    "flyt": May.FILL_ALL_ROWS,
    "tag-tilbage": May.FILL_ALL_ROWS,
    "ret": May.SUBMIT_ROWS,
    "spoerg": May.RETURN_ROWS,
    "beregning": May.FILL_ALL_ROWS,
}
"""The permission of each change that requires more than filling one's own rows."""
