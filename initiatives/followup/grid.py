"""The rows of a round: built once for the page, the spreadsheet and the approval."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.db.models import Sum

from budgets.foundation.amounts import sum_by_key
from budgets.foundation.models import Municipality
from budgets.foundation.splitting import split_amount
from initiatives.catalogues.models.initiatives import ENDED, Initiative
from initiatives.followup.activity import Calculation
from initiatives.followup.computing import load_calculations
from initiatives.followup.models import Action, ShortfallPart
from initiatives.followup.rounds import initiatives_of
from initiatives.results.approved import ApprovedFigures, load_newest
from initiatives.results.figures import Comparison
from initiatives.results.models import Basis, FollowUp, FollowUpRound, FollowUpYear, State, Status
from initiatives.results.states import is_editable
from initiatives.results.status import Figures, Limits, propose
from initiatives.results.targets import Target, load_targets


@dataclass(frozen=True)
class PreviousRound:
    """An initiative's newest follow-up before the round: the label of its round, and amounts in kroner."""

    label: str
    realised: Decimal | None
    forecast: Decimal | None
    explanation: str = ""
    cause: str = ""
    is_approved: bool = True


@dataclass(frozen=True)
class GridRow:
    """An initiative in a round: its target, its previous follow-up, and the current one."""

    initiative: Initiative
    target: Target
    before: PreviousRound | None
    follow_up: FollowUp | None
    limits: Limits
    calculation: Calculation | None = None
    open_actions: int = 0
    carried: Decimal = Decimal(0)
    distributed_shortfall: Decimal = Decimal(0)

    @cached_property
    def is_ended(self) -> bool:
        """True for a dropped or replaced initiative, which is listed but not filled."""
        return self.initiative.lifecycle in ENDED

    @cached_property
    def has_amounts(self) -> bool:
        """False for an initiative that is followed by indicators and text only."""
        return self.target.year is not None or bool(self.target.later)

    @cached_property
    def state(self) -> State:
        """The row's state; one that is not begun is a draft."""
        return State(self.follow_up.state) if self.follow_up else State.DRAFT

    @cached_property
    def version(self) -> int:
        """The version that a change must be based on; 0 where nothing is saved yet."""
        return self.follow_up.version if self.follow_up else 0

    @cached_property
    def is_computed(self) -> bool:
        """True where the realised effect is computed from activity, now or when the row was sent."""
        if self.follow_up is not None and not is_editable(self.state):
            return self.follow_up.basis == Basis.COMPUTED
        return self.calculation is not None

    @cached_property
    def target_year(self) -> Decimal | None:
        """The target of the year: as stored when the row was sent, otherwise the current one."""
        is_sent = self.follow_up is not None and not is_editable(self.state)
        return self.follow_up.target if is_sent and self.follow_up else self.target.year

    @cached_property
    def target_to_date(self) -> Decimal | None:
        """The target by the round's month: as stored when the row was sent, otherwise the current one."""
        is_sent = self.follow_up is not None and not is_editable(self.state)
        return self.follow_up.target_to_date if is_sent and self.follow_up else self.target.to_date

    @cached_property
    def realised(self) -> Decimal | None:
        """The realised effect: as stored, or computed while the row is open."""
        if self.calculation is not None and self.is_computed and is_editable(self.state):
            return self.calculation.realised
        return self.follow_up.realised if self.follow_up else None

    @cached_property
    def forecast(self) -> Decimal | None:
        """The forecast effect of the year, as stored."""
        return self.follow_up.forecast if self.follow_up else None

    @cached_property
    def realised_before(self) -> Decimal | None:
        """The realised effect in the previous follow-up."""
        return self.before.realised if self.before else None

    @cached_property
    def forecast_before(self) -> Decimal | None:
        """The forecast in the previous follow-up."""
        return self.before.forecast if self.before else None

    @cached_property
    def figures(self) -> Figures:
        """The figures that the status is proposed from."""
        return Figures(
            target=self.target_year,
            target_to_date=self.target_to_date,
            realised=self.realised,
            forecast=self.forecast,
            forecast_before=self.forecast_before,
            lifecycle=self.initiative.lifecycle,
        )

    @cached_property
    def deviation(self) -> Decimal | None:
        """Forecast less target."""
        return self.figures.deviation

    @cached_property
    def change_of_forecast(self) -> Decimal | None:
        """Forecast less the previous forecast; None where either is missing."""
        if self.forecast is None or self.forecast_before is None:
            return None
        return self.forecast - self.forecast_before

    @cached_property
    def largest_change(self) -> Decimal:
        """The larger of the change of forecast and the deviation from the target, without sign."""
        return max(abs(self.change_of_forecast or Decimal(0)), abs(self.deviation or Decimal(0)))

    @cached_property
    def proposed(self) -> Status | None:
        """The status by the rules."""
        return propose(self.figures, self.limits)

    @cached_property
    def status(self) -> Status | None:
        """The status: as stored when the row was sent, chosen by the user, or proposed."""
        if self.follow_up and self.follow_up.status and not is_editable(self.state):
            return Status(self.follow_up.status)
        return (
            Status(self.follow_up.chosen_status) if self.follow_up and self.follow_up.chosen_status else self.proposed
        )

    @cached_property
    def is_filled(self) -> bool:
        """True where all required fields are filled: both amounts, or a text where there are no amounts."""
        if not self.has_amounts:
            return bool(self.follow_up and self.follow_up.explanation)
        return self.realised is not None and self.forecast is not None

    @cached_property
    def shortfall(self) -> Decimal:
        """Kroner of target less realised, where that is above zero; a cost that was smaller is no shortfall."""
        if self.target_year is None or self.target_year <= 0 or self.realised is None:
            return Decimal(0)
        return max(Decimal(0), self.target_year - self.realised)

    @cached_property
    def is_open(self) -> bool:
        """True where the row may still be edited."""
        return not self.is_ended and is_editable(self.state)


@dataclass(frozen=True)
class GridTotals:
    """Sums of targets and effects; `forecast` is of the rows that have one, None where none has.

    `assessed_target` is those rows' target, which the forecast is compared with.
    """

    target: Decimal
    to_date: Decimal
    realised: Decimal
    forecast: Decimal | None
    assessed_target: Decimal
    without_forecast: int

    @property
    def deviation(self) -> Decimal | None:
        """Forecast less target of the rows that have a forecast; None where none has."""
        return Comparison(self.assessed_target, self.forecast).deviation


@dataclass(frozen=True)
class Group:
    """The rows of one group of a catalogue."""

    title: str
    rows: Sequence[GridRow]

    @property
    def sum(self) -> GridTotals:
        """The totals of the counting rows."""
        return add_up(self.rows)


@dataclass(frozen=True)
class Grid:
    """A round with its groups, and how far it is filled."""

    round: FollowUpRound
    groups: Sequence[Group]

    @property
    def rows(self) -> list[GridRow]:
        """All rows that are to be filled."""
        return [row for group in self.groups for row in group.rows if not row.is_ended]

    @property
    def filled(self) -> int:
        """The number of rows that are filled."""
        return sum(row.is_filled for row in self.rows)

    @property
    def missing(self) -> list[GridRow]:
        """The rows that are not filled."""
        return [row for row in self.rows if not row.is_filled]

    @property
    def sum(self) -> GridTotals:
        """The totals of all counting rows."""
        return add_up(self.rows)

    @property
    def state(self) -> State:
        """The state of the round: approved when all rows are, otherwise the least advanced state of its rows."""
        states = {row.state for row in self.rows}
        return next((s for s in (State.RETURNED, State.DRAFT, State.SUBMITTED) if s in states), State.APPROVED)

    @property
    def is_constructed(self) -> bool:
        """True where any row is a constructed example."""
        return any(row.follow_up and row.follow_up.is_constructed for row in self.rows)


def add_up(rows: Iterable[GridRow]) -> GridTotals:
    """The totals of the counting rows, unrounded."""
    counting = [row for row in rows if not row.is_ended]
    forecasts = [row.forecast for row in counting if row.forecast is not None]
    zero = Decimal(0)
    return GridTotals(
        target=sum((row.target_year or zero for row in counting), zero),
        to_date=sum((row.target_to_date or zero for row in counting), zero),
        realised=sum((row.realised or zero for row in counting), zero),
        forecast=sum(forecasts, zero) if forecasts else None,
        assessed_target=sum((row.target_year or zero for row in counting if row.forecast is not None), zero),
        without_forecast=sum(row.forecast is None and row.target_year is not None for row in counting),
    )


def spread_by_target(row: GridRow, amount: Decimal | None) -> Mapping[int, Decimal]:
    """The row's realised or forecast amount by effect line id, divided by the lines' targets; empty without either."""
    targets = row.target.by_line
    if amount is None or not targets:
        return {}
    return dict(zip(targets, split_amount(amount, list(targets.values())), strict=True))


def build_grid(round_: FollowUpRound, *, only: Sequence[int] = ()) -> Grid:
    """The round's rows in eleven queries, whatever their number; with `only`, of those initiatives, in nine."""
    followed = initiatives_of(round_)
    related = ("catalogue", "theme", "responsible", "activity_price")
    initiatives = list(followed.filter(pk__in=only).select_related(*related) if only else followed)
    ids = [initiative.pk for initiative in initiatives]
    targets = load_targets(ids, round_.year, round_.month)
    current = {f.initiative_id: f for f in _current_follow_ups(round_, ids)}
    before = load_previous_rounds(round_, ids)
    calculations = load_calculations(initiatives, round_.year, round_.month)
    actions = _open_actions(ids)
    carried = _carried_into(round_.year, ids)
    shortfalls = _distributed_shortfalls(current.values()) if round_.is_accounts else {}
    limits = limits_of(round_.municipality)
    rows = [
        GridRow(
            initiative=initiative,
            target=targets.get(initiative.pk, Target()),
            before=before.get(initiative.pk),
            follow_up=current.get(initiative.pk),
            limits=limits,
            calculation=calculations.get(initiative.pk),
            open_actions=actions.count(initiative.pk),
            carried=carried.get(initiative.pk, Decimal(0)),
            distributed_shortfall=shortfalls.get(initiative.pk, Decimal(0)),
        )
        for initiative in initiatives
    ]
    return Grid(round_, [Group(title, list(group)) for title, group in groupby(rows, key=_group_title)])


def _current_follow_ups(round_: FollowUpRound, ids: Sequence[int]) -> Iterable[FollowUp]:
    people = ("edited_by", "submitted_by", "decided_by", "question_by", "booked_by", "posted_by")
    newest: Iterable[FollowUp] = round_.follow_ups.filter(initiative__in=ids).newest_revisions().select_related(*people)
    return newest


def _distributed_shortfalls(follow_ups: Iterable[FollowUp]) -> dict[int, Decimal]:
    """Kroner of each row's shortfall that are distributed, by initiative id."""
    parts = ShortfallPart.objects.filter(follow_up__in=follow_ups).order_by().values_list("follow_up__initiative_id")
    return dict(parts.annotate(Sum("amount")))


def _carried_into(year: int, initiative_ids: Sequence[int]) -> dict[int, Decimal]:
    """Shortfalls carried into the year from the approved accounts before: kroner by initiative id; one query."""
    parts = ShortfallPart.objects.filter(
        kind=ShortfallPart.Treatment.CARRIED,
        follow_up__initiative__in=initiative_ids,
        follow_up__round__year=year - 1,
        follow_up__state="approved",
    )
    return sum_by_key(parts.values_list("follow_up__initiative_id", "amount"))


def _group_title(row: GridRow) -> str:
    theme = row.initiative.theme.title if row.initiative.theme else "Uden gruppe"
    return f"{row.initiative.catalogue.title}: {theme}"


def _open_actions(ids: Sequence[int]) -> list[int]:
    actions = Action.objects.filter(initiative__in=ids, state=Action.ActionState.OPEN)
    return list(actions.values_list("initiative_id", flat=True))


def limits_of(municipality: Municipality) -> Limits:
    """The municipality's limits of the statuses."""
    return Limits(municipality.on_track_from, municipality.risk_from, municipality.minimum_amount)


def load_previous_rounds(round_: FollowUpRound, ids: Sequence[int]) -> dict[int, PreviousRound]:
    """The newest approved or sent follow-up before the round's, by initiative id; two queries.

    In January there is none of the year: the realised effect is zero, and the forecast is last year's for this year.
    """
    until = (round_.year, round_.period - 1)
    sent = (State.SUBMITTED, State.APPROVED)
    newest = load_newest(round_.municipality, ids, until, states=sent, first_year=round_.year) if until[1] else {}
    previous = {pk: _previous_round(by_year[round_.year]) for pk, by_year in newest.items()}
    without = [pk for pk in ids if pk not in previous]
    return _expected_last_year(round_, without) | previous


def _previous_round(figures: ApprovedFigures) -> PreviousRound:
    return PreviousRound(
        FollowUpRound(year=figures.year, period=figures.period).label,
        figures.realised,
        figures.forecast,
        figures.explanation,
        figures.cause,
        is_approved=figures.is_approved,
    )


def _expected_last_year(round_: FollowUpRound, ids: Sequence[int]) -> dict[int, PreviousRound]:
    years = (
        FollowUpYear.objects.filter(
            follow_up__initiative__in=ids,
            follow_up__state=State.APPROVED,
            follow_up__round__year=round_.year - 1,
            year=round_.year,
        )
        .order_by("follow_up__initiative_id", "-follow_up__round__period", "-follow_up__revision")
        .distinct("follow_up__initiative_id")
        .values_list("follow_up__initiative_id", "forecast")
    )
    return {pk: PreviousRound(f"skøn fra {round_.year - 1}", Decimal(0), forecast) for pk, forecast in years}
