"""The details of a row beside its two amounts: lines, later years, activity, measurements, actions and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files import File
from django.db import models, transaction
from django.db.models import Max

from budgets.foundation import audit
from budgets.foundation.models import Membership, User
from initiatives.catalogues.models.descriptions import IndicatorGoal, Measurement, SuccessCriterion
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.models import Action, ActivityMonth, ActivityPrice, Evidence
from initiatives.followup.saving import NotYoursError, Row, Values, may_write, save_row
from initiatives.results.models import FollowUp, FollowUpLine, FollowUpRound, FollowUpYear, State
from initiatives.results.states import Step, get_transition

LARGEST_FILE = 5_000_000
FIRST_ORDER = 1000
"""The order of the first measurement of the follow-up, after those of the source."""


class IncompleteLinesError(Exception):
    """Some lines of the initiative have a figure and others have none."""

    def __init__(self) -> None:
        super().__init__("Skriv både opnået og forventet effekt på alle linjer, eller lad alle linjer være tomme.")


@dataclass(frozen=True)
class LineValues:
    """The realised and forecast effect of one economic line, kroner."""

    line: EffectLine
    realised: Decimal | None
    forecast: Decimal | None


@transaction.atomic
def save_details(
    *,
    membership: Membership,
    round_: FollowUpRound,
    row: Row,
    values: Values,
    years: Mapping[int, Decimal | None],
    lines: Sequence[LineValues] = (),
) -> FollowUp:
    """Save the row's values, its later years and its lines; with lines, the row's own amounts are their sums.

    Raises IncompleteLinesError, and what `save_row` raises.
    """
    line_amounts = [value for line in lines for value in (line.realised, line.forecast)]
    if any(value is not None for value in line_amounts):
        if None in line_amounts:
            raise IncompleteLinesError
        sums = {
            "realised": sum((line.realised or Decimal(0) for line in lines), Decimal(0)),
            "forecast": sum((line.forecast or Decimal(0) for line in lines), Decimal(0)),
        }
        values = {**values, **sums}
    follow_up = save_row(membership=membership, round_=round_, row=row, values=values)
    follow_up.years.exclude(year__in=[year for year, amount in years.items() if amount is not None]).delete()
    for year, amount in years.items():
        if amount is not None:
            FollowUpYear.objects.update_or_create(follow_up=follow_up, year=year, defaults={"forecast": amount})
    follow_up.lines.all().delete()
    FollowUpLine.objects.bulk_create(
        FollowUpLine(follow_up=follow_up, line=line.line, realised=line.realised, forecast=line.forecast)
        for line in lines
        if line.realised is not None
    )
    return follow_up


@dataclass(frozen=True)
class Price:
    """The saving of one unit in a whole year: kroner, and percent of refund lost."""

    unit: str
    price_difference: Decimal
    replacement_cost: Decimal
    lost_refund: Decimal


@transaction.atomic
def save_price(*, membership: Membership, round_: FollowUpRound, initiative: Initiative, price: Price | None) -> None:
    """Set the price that the initiative's realised effect is computed with; with None it is entered."""
    _check_may_write(membership, round_, initiative)
    _check_open(round_, initiative)
    if price is None:
        ActivityPrice.objects.filter(initiative=initiative).delete()
    else:
        ActivityPrice.objects.update_or_create(initiative=initiative, defaults=vars(price))
    _record(membership, "beregning ændret", initiative, [str(price)])


@dataclass(frozen=True)
class Activity:
    """The activity of one month, in units. Its text is stored in the audit trail."""

    identified: Decimal
    left_out: Decimal
    left_out_reason: str
    moved: Decimal


@transaction.atomic
def save_activity(
    *, membership: Membership, round_: FollowUpRound, initiative: Initiative, month: int, activity: Activity
) -> None:
    """Save the activity of a month of the round's year."""
    _check_may_write(membership, round_, initiative)
    _check_open(round_, initiative)
    ActivityMonth.objects.update_or_create(
        initiative=initiative, year=round_.year, month=month, defaults=vars(activity)
    )
    _record(membership, "aktivitet skrevet", initiative, [month, str(activity)])


@transaction.atomic
def add_measurement(
    *, membership: Membership, round_: FollowUpRound, initiative: Initiative, indicator: str, on: date, value: Decimal
) -> Measurement:
    """Add the value of an indicator of the initiative on a day."""
    _check_may_write(membership, round_, initiative)
    last = initiative.measurements.aggregate(last=Max("order"))["last"] or 0
    measurement = Measurement.objects.create(
        initiative=initiative,
        order=max(last + 1, FIRST_ORDER),
        indicator=indicator,
        on=on,
        value=value,
        measured_here=True,
    )
    _record(membership, "måling skrevet", measurement, [on.isoformat(), str(value)])
    return measurement


@transaction.atomic
def add_action(
    *, membership: Membership, round_: FollowUpRound, initiative: Initiative, text: str, owner: str, deadline: date
) -> Action:
    """Add an action against the deviation; it is shown in every round until it is done."""
    _check_may_write(membership, round_, initiative)
    action = Action.objects.create(initiative=initiative, text=text, owner=owner, deadline=deadline, opened=round_)
    _record(membership, "handling sat i gang", action, [owner, deadline.isoformat()])
    return action


@transaction.atomic
def close_action(*, membership: Membership, round_: FollowUpRound, action: Action, state: Action.ActionState) -> None:
    """Close the action as done or given up."""
    _check_may_write(membership, round_, action.initiative)
    action.state = state
    action.save()
    _record(membership, "handling afsluttet", action, [state.label])


@transaction.atomic
def set_goal(
    *, membership: Membership, round_: FollowUpRound, initiative: Initiative, indicator: str, value: Decimal, by: date
) -> IndicatorGoal:
    """Set the goal of an indicator and its day; a new goal replaces the old one."""
    _check_may_write(membership, round_, initiative)
    goal, _ = IndicatorGoal.objects.update_or_create(
        initiative=initiative, indicator=indicator, defaults={"value": value, "by": by}
    )
    _record(membership, "mål sat", goal, [by.isoformat(), str(value)])
    return goal


@dataclass(frozen=True)
class Assessment:
    """The assessment of a criterion (empty: not assessed), and the day of the next one."""

    seen: str
    seen_note: str
    look_on: date | None


@transaction.atomic
def assess_criterion(
    *, membership: Membership, round_: FollowUpRound, criterion: SuccessCriterion, assessment: Assessment, today: date
) -> None:
    """Save the assessment of a success criterion; a changed one is dated today."""
    _check_may_write(membership, round_, criterion.initiative)
    if (assessment.seen, assessment.seen_note) != (criterion.seen, criterion.seen_note):
        criterion.seen_on = today if assessment.seen or assessment.seen_note else None
    criterion.seen, criterion.seen_note, criterion.look_on = assessment.seen, assessment.seen_note, assessment.look_on
    criterion.save()
    _record(membership, "succeskriterium vurderet", criterion, [assessment.seen, str(assessment.look_on or "")])


@transaction.atomic
def add_evidence(
    *, membership: Membership, follow_up: FollowUp, title: str, link: str = "", file: "File[bytes] | None" = None
) -> Evidence:
    """Attach a link or a file; a file is only ever returned as a download, whatever its type."""
    _check_may_write(membership, follow_up.round, follow_up.initiative)
    evidence = Evidence.objects.create(
        follow_up=follow_up,
        title=title,
        link="" if file else link,
        file_name=str(file.name)[:200] if file else "",
        content=file.read() if file else None,
        added_by=membership.user,
    )
    _record(membership, "bilag tilføjet", evidence, [])
    return evidence


@transaction.atomic
def set_responsible(
    *, membership: Membership, round_: FollowUpRound, initiative: Initiative, user: User | None
) -> None:
    """Set who follows up on the initiative; with None only the controllers do."""
    _check_may_write(membership, round_, initiative)
    before = initiative.responsible
    initiative.responsible = user
    initiative.save(update_fields=["responsible"])
    changes = [{"felt": "ansvarlig", "før": audit.person(before), "efter": audit.person(user)}]
    _record(membership, "ansvarlig valgt", initiative, changes)


def _check_may_write(membership: Membership, round_: FollowUpRound, initiative: Initiative) -> None:
    if not may_write(membership, initiative):
        raise NotYoursError(f"{initiative.title} er ikke dit tiltag. Du kan ikke følge op på det.")
    if is_locked(round_):
        raise LockedYearError(round_)


def _check_open(round_: FollowUpRound, initiative: Initiative) -> None:
    """Raise InvalidTransitionError where the round's row is sent: its computed effect depends on the activity."""
    newest = round_.follow_ups.filter(initiative=initiative).newest_revisions().first()
    get_transition(State(newest.state) if newest else State.DRAFT, Step.EDIT)


def _record(membership: Membership, action: str, obj: models.Model, changes: Sequence[object]) -> None:
    audit.record(municipality=membership.municipality, actor=membership.user, action=action, obj=obj, changes=changes)
