"""One initiative over months and years: target, realised and forecast effect, actions, decisions and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from budgets.foundation.models import Municipality
from budgets.foundation.tabular import Column, Kind, Row, Table
from initiatives.catalogues.models.descriptions import Measurement, SuccessCriterion
from initiatives.catalogues.models.initiatives import Initiative, until_round
from initiatives.followup.transfers import transfers_of
from initiatives.results.models import Cause, FollowUp, Status, TargetTransfer
from reports.estimates.wording import DEVIATION, SIGNS
from reports.notes.models import StatusNote
from reports.savings.loading import load_savings
from reports.savings.months import MonthFigures, format_period
from reports.savings.reporting_period import ReportingPeriod
from reports.savings.rows import ZERO, SavingRow
from reports.trail.trail import DecisionTrail, load_decision_trail


@dataclass(frozen=True)
class Indicator:
    """An indicator with its first measurement (the baseline) and its newest."""

    name: str
    unit: str
    first: Measurement
    newest: Measurement


@dataclass(frozen=True)
class Course:
    """Everything that the initiative's page shows as of a reporting period."""

    row: SavingRow
    reporting_period: ReportingPeriod
    history: Sequence[FollowUp]
    indicators: Sequence[Indicator]
    criteria: Sequence[SuccessCriterion]
    transfers: Sequence[TargetTransfer]
    notes: Sequence[StatusNote]
    decision_trail: DecisionTrail

    @property
    def follow_ups_of_year(self) -> list[FollowUp]:
        """The newest approved revision of each period of the year, in order."""
        newest = {
            follow_up.round.period: follow_up
            for follow_up in reversed(self.history)
            if follow_up.round.year == self.reporting_period.year
        }
        return [newest[period] for period in sorted(newest)]

    @property
    def months(self) -> dict[int, MonthFigures]:
        """The year's figures by period."""
        return {
            follow_up.round.period: MonthFigures(
                follow_up.target_to_date or ZERO, follow_up.realised or ZERO, follow_up.forecast or ZERO
            )
            for follow_up in self.follow_ups_of_year
        }

    @property
    def last_change(self) -> tuple[FollowUp, FollowUp] | None:
        """The two newest approved follow-ups of the year, older first; None where there are fewer than two."""
        follow_ups = self.follow_ups_of_year
        return (follow_ups[-2], follow_ups[-1]) if len(follow_ups) > 1 else None


def build_course(
    municipality: Municipality, initiative: Initiative, reporting_period: ReportingPeriod
) -> Course | None:
    """Load the initiative's page data in ten queries; None where the municipality has no such initiative."""
    savings = load_savings(municipality, reporting_period, only=initiative.pk)
    row = next(iter((*savings.rows, *savings.other_rows)), None)
    if row is None:
        return None
    approved_follow_ups = (
        initiative.follow_ups.approved()
        .filter(until_round(reporting_period.year, reporting_period.period))
        .select_related("round")
    )
    return Course(
        row=row,
        reporting_period=reporting_period,
        history=list(approved_follow_ups.order_by("-round__year", "-round__period", "-revision")),
        indicators=_build_indicators(list(initiative.measurements.with_goals().order_by("indicator", "on", "order"))),
        criteria=list(initiative.criteria.all()),
        transfers=transfers_of(initiative),
        notes=list(StatusNote.objects.including(initiative).order_by("-month", "-seq")),
        decision_trail=load_decision_trail(initiative),
    )


def _build_indicators(measurements: Sequence[Measurement]) -> list[Indicator]:
    groups = groupby(measurements, key=lambda measurement: measurement.indicator)
    by_name = [(name, list(group)) for name, group in groups]
    return [Indicator(name, group[0].unit, group[0], group[-1]) for name, group in by_name]


def build_history_table(course: Course) -> Table:
    """Every approved follow-up with every revision, newest first."""
    return Table(
        name="historik",
        caption="Godkendt opfølgning, nyeste først",
        first="Runde",
        columns=[
            Column("Forudsat til dato"),
            Column("Opnået"),
            Column("Forventet"),
            Column("Afvigelse"),
            Column("Status", Kind.TEXT),
            Column("Årsag", Kind.TEXT),
            Column("Forklaring", Kind.TEXT),
        ],
        rows=[_build_revision_row(follow_up) for follow_up in course.history],
        notes=[SIGNS, DEVIATION],
        is_constructed=any(follow_up.is_constructed for follow_up in course.history),
    )


def _build_revision_row(follow_up: FollowUp) -> Row:
    deviation = (
        None if follow_up.forecast is None or follow_up.target is None else follow_up.forecast - follow_up.target
    )
    cause = Cause(follow_up.cause).label if follow_up.cause else ""
    status = Status(follow_up.status).label if follow_up.status else ""
    label = f"{format_period(follow_up.round.period)} {follow_up.round.year}"
    about = f"rettelse {follow_up.revision}: {follow_up.revision_reason}" if follow_up.revision else ""
    cells = [
        follow_up.target_to_date,
        follow_up.realised,
        follow_up.forecast,
        deviation,
        status,
        cause,
        follow_up.explanation,
    ]
    return Row(label, cells, about=about)
