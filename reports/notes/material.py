"""Everything a note is built from, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from typing import TypeVar

from django.db.models import QuerySet

from budgets.areas.models import BudgetArea
from budgets.caseload.models import Caseload
from budgets.caseload.summary import KindRow, summarise
from budgets.foundation.amounts import USUAL_DECIMALS, Presentation, Unit
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.models import Committee, Municipality
from budgets.foundation.months import last_day
from budgets.overview.rows import AreaRow, Overview, build_overview
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.descriptions import Claim, Measurement, StaffChange
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.pages.plan import CataloguePlan, build_plan
from initiatives.results.converters import RoundConverter
from reports.notes.content import Json
from reports.savings.grouping import SelectedRow, select_rows
from reports.savings.loading import load_savings
from reports.savings.places import Place
from reports.savings.rows import OpenAction, SavingRow, Savings, Sums, add_up

Around = TypeVar("Around", EffectLine, StaffChange, Claim)


class NothingToReportError(Exception):
    """The municipality has no catalogue published by the month and with years still to come."""


@dataclass(frozen=True)
class Scope:
    """What a note is about; without a committee or an area it is about everything.

    `data_date` is the day that the figures were read, and `last` the frozen data of the last note, where there is one.
    """

    municipality: Municipality
    month: date
    committee: Committee | None = None
    area: BudgetArea | None = None
    data_date: date | None = None
    last: Json | None = None

    @property
    def place(self) -> Place:
        """The year and month."""
        return Place(self.month.year, self.month.month)

    @property
    def day(self) -> date:
        """The last day of the month."""
        return last_day(self.month)


@dataclass(frozen=True)
class Material:
    """What was read: the plans, the savings as of the month, the budget, and what stands around the initiatives.

    `shown` is what is decided, ended or not, and `proposed` what is not, which is in no sum.
    """

    scope: Scope
    plans: Sequence[CataloguePlan]
    savings: Savings
    shown: Sequence[SelectedRow]
    proposed: Sequence[SelectedRow]
    budget: Overview
    cases: Sequence[KindRow] = ()
    measurements: Mapping[int, Sequence[Measurement]] = field(default_factory=dict)
    investments: Sequence[EffectLine] = ()
    staff: Sequence[StaffChange] = ()
    paybacks: Sequence[Claim] = ()

    @property
    def year(self) -> int:
        """The note's year: the month's, or the plans' first while that is still to come."""
        return self.savings.year

    @property
    def areas(self) -> list[AreaRow]:
        """The budget's rows: all of them, or the note's area with what is under it."""
        return under(self.budget.rows, self.scope.area)

    @property
    def told_until(self) -> str:
        """The newest month that anything counting is approved for, `januar 2019`; empty where nothing is."""
        periods = [one.row.approved.period for one in self.counting if one.row.approved]
        return f"{MONTH_NAMES[max(periods) - 1]} {self.year}" if periods else ""

    @property
    def own_budget(self) -> Overview:
        """The budget with the note's area as the whole of it."""
        areas = self.areas if self.scope.area else []
        return replace(self.budget, total=areas[0]) if areas else self.budget

    @property
    def unit(self) -> Unit:
        """The catalogues' own unit, and millions where they have several."""
        units = {Unit(plan.catalogue.unit) for plan in self.plans}
        return units.pop() if len(units) == 1 else Unit.MILLIONS

    @property
    def shown_in(self) -> Presentation:
        """How the note shows amounts: positive is less expenditure."""
        return Presentation(self.unit, USUAL_DECIMALS[self.unit], empty="–")

    @property
    def counting(self) -> list[SelectedRow]:
        """What is in the sums."""
        return [one for one in self.shown if one.row.counts]

    @property
    def has_amounts(self) -> bool:
        """True where anything that is in the sums has a target."""
        return any(one.row.target is not None for one in self.counting)

    @property
    def sums(self) -> Sums:
        """Over what counts."""
        return add_up(one.sums for one in self.counting)

    def actions_of(self, row: SavingRow) -> list[OpenAction]:
        """What is being done about the initiative and was set going by the month."""
        until = (self.scope.place.year, self.scope.place.period)
        return [one for one in row.actions if RoundConverter().to_python(one.round_code) <= until]

    @property
    def is_partial(self) -> bool:
        """True where the committee has only a part of an initiative."""
        return any(not one.is_whole for one in self.shown)

    @property
    def is_constructed(self) -> bool:
        """True where any figure is an example."""
        return self.savings.is_constructed or self.budget.is_constructed


def load_material(scope: Scope) -> Material:
    """Read all of it; raises NothingToReportError where no catalogue covers the month. About forty queries."""
    place, municipality = scope.place, scope.municipality
    catalogues = municipality.catalogues.current_on(scope.day).order_by("published", "title")
    plans = [build_plan(catalogue, as_of=(place.year, place.period)) for catalogue in catalogues]
    if not plans:
        raise NothingToReportError(f"{municipality} har ingen kataloger for {scope.month:%Y-%m}.")
    published = {plan.catalogue.pk for plan in plans}
    found = load_savings(municipality, _when(place, plans))
    there = [one for one in select_rows(found, {}) if one.row.initiative.catalogue_id in published]
    of_committee = _of_committee(there, scope.committee)
    proposed = [one for one in of_committee if one.row.initiative.lifecycle == Lifecycle.PROPOSED]
    shown = [one for one in of_committee if one not in proposed]
    concerned = {one.row.initiative.catalogue_id for one in shown}
    ids = [one.row.initiative.pk for one in shown]
    budget = build_overview(municipality, year=place.year, month=place.month, as_of=scope.day)
    return Material(
        scope=scope,
        plans=[plan for plan in plans if not scope.committee or plan.catalogue.pk in concerned] or plans,
        savings=found.decided,
        proposed=proposed,
        shown=shown,
        budget=budget,
        cases=_cases(scope, under(budget.rows, scope.area)),
        measurements=_measurements(ids, scope.day),
        investments=list(
            _in_order(
                EffectLine.objects.filter(
                    initiative__in=ids, category=EffectCategory.IMPLEMENTATION, ended_by__isnull=True
                )
            ).prefetch_related("effects")
        ),
        staff=list(_in_order(StaffChange.objects.filter(initiative__in=ids))),
        paybacks=list(_in_order(Claim.objects.filter(initiative__in=ids).exclude(kind=Claim.Kind.PERCENT))),
    )


def _in_order(found: QuerySet[Around]) -> QuerySet[Around]:
    """With their initiatives, in the order of the catalogues."""
    return found.select_related("initiative").order_by("initiative__catalogue", "initiative__order", "order")


def _of_committee(found: Sequence[SelectedRow], committee: Committee | None) -> list[SelectedRow]:
    """What is the committee's, and what nobody has said whose it is."""
    if committee is None:
        return list(found)
    kept = []
    for one in found:
        parts = [part for part in one.parts if part.committee in (committee.name, "")]
        if parts:
            kept.append(SelectedRow(one.row, parts, is_whole=len(parts) == len(one.parts)))
    return kept


def _when(place: Place, plans: Sequence[CataloguePlan]) -> Place:
    """The month, or before the first month of the plans' first year while that is still to come."""
    first = min(plan.catalogue.first_year for plan in plans)
    return place if place.year >= first else Place(first, 0)


def under(rows: Sequence[AreaRow], area: BudgetArea | None) -> list[AreaRow]:
    """The rows of the area and what is under it, in the order of the tree; all of them without an area."""
    if area is None:
        return list(rows)
    start = next((place for place, row in enumerate(rows) if row.area == area), len(rows))
    deeper = takewhile(lambda row: row.depth > rows[start].depth, rows[start + 1 :])
    return [*rows[start : start + 1], *deeper]


def _cases(scope: Scope, areas: Sequence[AreaRow]) -> list[KindRow]:
    """The kinds of cases of the areas, of the year up to the month; one query."""
    year, month = scope.place.year, scope.place.month
    found = Caseload.objects.of_municipality(scope.municipality).filter(
        area__in=[row.area.pk for row in areas if row.area], year__in=(year, year - 1)
    )
    return list(summarise(list(found), year=year, month=month).rows)


def _measurements(ids: Sequence[int], day: date) -> dict[int, list[Measurement]]:
    """By initiative what was measured by the day, oldest first; one query."""
    found: dict[int, list[Measurement]] = {}
    measured = Measurement.objects.with_goals().filter(initiative__in=ids, on__lte=day)
    for one in measured.order_by("initiative", "indicator", "on", "order"):
        found.setdefault(one.initiative_id, []).append(one)
    return found
