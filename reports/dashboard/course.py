"""One initiative through months and years: what was promised, what came, what is expected, what is done about it."""

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
from reports.savings.months import MonthFigures, period_label
from reports.savings.places import Place
from reports.savings.rows import ZERO, SavingRow
from reports.trail.trail import Transition, way_of


@dataclass(frozen=True)
class Indicator:
    """An indicator with its first measurement (where it began) and its newest."""

    name: str
    unit: str
    first: Measurement
    newest: Measurement


@dataclass(frozen=True)
class Course:
    """Everything about an initiative's way."""

    row: SavingRow
    place: Place
    history: Sequence[FollowUp]
    indicators: Sequence[Indicator]
    criteria: Sequence[SuccessCriterion]
    transfers: Sequence[TargetTransfer]
    notes: Sequence[StatusNote]
    way: Transition

    @property
    def of_year(self) -> list[FollowUp]:
        """The newest approved revision of each period of the year, in order."""
        newest = {one.round.period: one for one in reversed(self.history) if one.round.year == self.place.year}
        return [newest[period] for period in sorted(newest)]

    @property
    def months(self) -> dict[int, MonthFigures]:
        """The year month by month."""
        return {
            one.round.period: MonthFigures(one.target_to_date or ZERO, one.realised or ZERO, one.forecast or ZERO)
            for one in self.of_year
        }

    @property
    def last_change(self) -> tuple[FollowUp, FollowUp] | None:
        """The newest approved follow-up of the year and the one before it."""
        found = self.of_year
        return (found[-2], found[-1]) if len(found) > 1 else None


def build_course(municipality: Municipality, initiative: Initiative, place: Place) -> Course | None:
    """The initiative's way in ten queries; None where the municipality has no such initiative."""
    found = load_savings(municipality, place, only=initiative.pk)
    row = next(iter((*found.rows, *found.others)), None)
    if row is None:
        return None
    approved = initiative.follow_ups.approved().filter(until_round(place.year, place.period)).select_related("round")
    return Course(
        row=row,
        place=place,
        history=list(approved.order_by("-round__year", "-round__period", "-revision")),
        indicators=_indicators(list(initiative.measurements.with_goals().order_by("indicator", "on", "order"))),
        criteria=list(initiative.criteria.all()),
        transfers=transfers_of(initiative),
        notes=list(StatusNote.objects.telling_of(initiative).order_by("-month", "-seq")),
        way=way_of(initiative),
    )


def _indicators(measurements: Sequence[Measurement]) -> list[Indicator]:
    groups = [(name, list(found)) for name, found in groupby(measurements, key=lambda one: one.indicator)]
    return [Indicator(name, found[0].unit, found[0], found[-1]) for name, found in groups]


def history_table(course: Course) -> Table:
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
        rows=[_revision(one) for one in course.history],
        notes=[SIGNS, DEVIATION],
        is_constructed=any(one.is_constructed for one in course.history),
    )


def _revision(one: FollowUp) -> Row:
    deviation = None if one.forecast is None or one.target is None else one.forecast - one.target
    cause = Cause(one.cause).label if one.cause else ""
    status = Status(one.status).label if one.status else ""
    label = f"{period_label(one.round.period)} {one.round.year}"
    about = f"rettelse {one.revision}: {one.revision_reason}" if one.revision else ""
    cells = [one.target_to_date, one.realised, one.forecast, deviation, status, cause, one.explanation]
    return Row(label, cells, about=about)
