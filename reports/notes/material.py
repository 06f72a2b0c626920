"""Loads everything that a note is built from."""

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
from reports.savings.reporting_period import ReportingPeriod
from reports.savings.rows import OpenAction, SavingRow, Savings, Sums, add_up

InitiativeRelated = TypeVar("InitiativeRelated", EffectLine, StaffChange, Claim)


class NothingToReportError(Exception):
    """The municipality has no catalogue that was published by the month and has years left."""


@dataclass(frozen=True)
class Scope:
    """What a note covers; without a committee and an area it covers the whole municipality.

    `data_date` is the day on which the figures were read; `previous` is the frozen data of the previous note, if any.
    """

    municipality: Municipality
    month: date
    committee: Committee | None = None
    area: BudgetArea | None = None
    data_date: date | None = None
    previous: Json | None = None

    @property
    def reporting_period(self) -> ReportingPeriod:
        """The year and month."""
        return ReportingPeriod(self.month.year, self.month.month)

    @property
    def day(self) -> date:
        """The last day of the month."""
        return last_day(self.month)


@dataclass(frozen=True)
class Material:
    """The data of a note: plans, savings as of the month, budget, and details of the initiatives.

    `decided` are the decided initiatives, including ended ones; `proposed` are only proposed and never in a sum.
    """

    scope: Scope
    plans: Sequence[CataloguePlan]
    savings: Savings
    decided: Sequence[SelectedRow]
    proposed: Sequence[SelectedRow]
    budget: Overview
    cases: Sequence[KindRow] = ()
    measurements: Mapping[int, Sequence[Measurement]] = field(default_factory=dict)
    investments: Sequence[EffectLine] = ()
    staff: Sequence[StaffChange] = ()
    paybacks: Sequence[Claim] = ()

    @property
    def year(self) -> int:
        """The year of the figures: the month's year, or the plans' first year if that is later."""
        return self.savings.year

    @property
    def areas(self) -> list[AreaRow]:
        """The budget's rows: all of them, or the note's area with the areas below it."""
        return get_subtree(self.budget.rows, self.scope.area)

    @property
    def approved_until(self) -> str:
        """The newest month with an approved follow-up, such as `januar 2019`; empty without any."""
        periods = [selected.row.approved.period for selected in self.counted if selected.row.approved]
        return f"{MONTH_NAMES[max(periods) - 1]} {self.year}" if periods else ""

    @property
    def own_budget(self) -> Overview:
        """The budget with the note's area as its total."""
        areas = self.areas if self.scope.area else []
        return replace(self.budget, total=areas[0]) if areas else self.budget

    @property
    def unit(self) -> Unit:
        """The catalogues' common unit, or millions if they have different units."""
        units = {Unit(plan.catalogue.unit) for plan in self.plans}
        return units.pop() if len(units) == 1 else Unit.MILLIONS

    @property
    def presentation(self) -> Presentation:
        """How the note shows amounts: positive is less expenditure."""
        return Presentation(self.unit, USUAL_DECIMALS[self.unit], empty="–")

    @property
    def counted(self) -> list[SelectedRow]:
        """The initiatives included in the sums."""
        return [selected for selected in self.decided if selected.row.counts]

    @property
    def has_amounts(self) -> bool:
        """True where any counted initiative has a target effect."""
        return any(selected.row.target is not None for selected in self.counted)

    @property
    def sums(self) -> Sums:
        """Sums of the counted initiatives."""
        return add_up(selected.sums for selected in self.counted)

    def get_actions(self, row: SavingRow) -> list[OpenAction]:
        """The initiative's open actions that were opened by the note's month."""
        until = (self.scope.reporting_period.year, self.scope.reporting_period.period)
        return [action for action in row.actions if RoundConverter().to_python(action.round_code) <= until]

    @property
    def is_partial(self) -> bool:
        """True where only a part of some initiative belongs to the committee."""
        return any(not selected.is_whole for selected in self.decided)

    @property
    def is_constructed(self) -> bool:
        """True where any figure is a constructed example."""
        return self.savings.is_constructed or self.budget.is_constructed


def load_material(scope: Scope) -> Material:
    """Load all data, in about forty queries; raises NothingToReportError where no catalogue covers the month."""
    reporting_period, municipality = scope.reporting_period, scope.municipality
    catalogues = municipality.catalogues.current_on(scope.day).order_by("published", "title")
    plans = [build_plan(catalogue, as_of=(reporting_period.year, reporting_period.period)) for catalogue in catalogues]
    if not plans:
        raise NothingToReportError(f"{municipality} har ingen kataloger for {scope.month:%Y-%m}.")
    catalogue_ids = {plan.catalogue.pk for plan in plans}
    savings = load_savings(municipality, _get_savings_period(reporting_period, plans))
    published_rows = [
        selected for selected in select_rows(savings, {}) if selected.row.initiative.catalogue_id in catalogue_ids
    ]
    committee_rows = _filter_by_committee(published_rows, scope.committee)
    proposed = [selected for selected in committee_rows if selected.row.initiative.lifecycle == Lifecycle.PROPOSED]
    decided = [selected for selected in committee_rows if selected not in proposed]
    concerned_catalogues = {selected.row.initiative.catalogue_id for selected in decided}
    ids = [selected.row.initiative.pk for selected in decided]
    budget = build_overview(municipality, year=reporting_period.year, month=reporting_period.month, as_of=scope.day)
    return Material(
        scope=scope,
        plans=[plan for plan in plans if not scope.committee or plan.catalogue.pk in concerned_catalogues] or plans,
        savings=savings.decided,
        proposed=proposed,
        decided=decided,
        budget=budget,
        cases=_load_cases(scope, get_subtree(budget.rows, scope.area)),
        measurements=_load_measurements(ids, scope.day),
        investments=list(
            _order_by_catalogue(
                EffectLine.objects.filter(
                    initiative__in=ids, category=EffectCategory.IMPLEMENTATION, ended_by__isnull=True
                )
            ).prefetch_related("effects")
        ),
        staff=list(_order_by_catalogue(StaffChange.objects.filter(initiative__in=ids))),
        paybacks=list(
            _order_by_catalogue(Claim.objects.filter(initiative__in=ids).exclude(kind=Claim.ClaimKind.PERCENT))
        ),
    )


def _order_by_catalogue(queryset: QuerySet[InitiativeRelated]) -> QuerySet[InitiativeRelated]:
    """With their initiatives loaded, in the order of the catalogues."""
    return queryset.select_related("initiative").order_by("initiative__catalogue", "initiative__order", "order")


def _filter_by_committee(rows: Sequence[SelectedRow], committee: Committee | None) -> list[SelectedRow]:
    """The rows' parts that belong to the committee, or to no committee."""
    if committee is None:
        return list(rows)
    committee_rows = []
    for selected in rows:
        parts = [part for part in selected.parts if part.committee in (committee.name, "")]
        if parts:
            committee_rows.append(SelectedRow(selected.row, parts, is_whole=len(parts) == len(selected.parts)))
    return committee_rows


def _get_savings_period(reporting_period: ReportingPeriod, plans: Sequence[CataloguePlan]) -> ReportingPeriod:
    """The note's reporting period, or period 0 of the plans' first year if that is later."""
    first_year = min(plan.catalogue.first_year for plan in plans)
    return reporting_period if reporting_period.year >= first_year else ReportingPeriod(first_year, 0)


def get_subtree(rows: Sequence[AreaRow], area: BudgetArea | None) -> list[AreaRow]:
    """The rows of the area and of the areas below it, in tree order; all rows without an area."""
    if area is None:
        return list(rows)
    start = next((position for position, row in enumerate(rows) if row.area == area), len(rows))
    below = takewhile(lambda row: row.depth > rows[start].depth, rows[start + 1 :])
    return [*rows[start : start + 1], *below]


def _load_cases(scope: Scope, areas: Sequence[AreaRow]) -> list[KindRow]:
    """Summary by kind of case for the areas, of the year up to the month; one query."""
    year, month = scope.reporting_period.year, scope.reporting_period.month
    caseloads = Caseload.objects.of_municipality(scope.municipality).filter(
        area__in=[row.area.pk for row in areas if row.area], year__in=(year, year - 1)
    )
    return list(summarise(list(caseloads), year=year, month=month).rows)


def _load_measurements(ids: Sequence[int], day: date) -> dict[int, list[Measurement]]:
    """Measurements up to the day by initiative id, oldest first; one query."""
    by_initiative: dict[int, list[Measurement]] = {}
    measurements = Measurement.objects.with_goals().filter(initiative__in=ids, on__lte=day)
    for measurement in measurements.order_by("initiative", "indicator", "on", "order"):
        by_initiative.setdefault(measurement.initiative_id, []).append(measurement)
    return by_initiative
