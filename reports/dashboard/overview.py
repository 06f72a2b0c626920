"""Loads everything that a municipality's overview shows."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit
from budgets.foundation.figures import Figure
from budgets.foundation.models import Membership
from budgets.foundation.tabular import Table
from budgets.overview.rows import AreaRow, Overview, build_overview
from initiatives.results.models import FollowUpRound
from reports.dashboard.tasks import Task, get_newest_year, load_tasks
from reports.notes.round_choice import RoundChoice
from reports.savings.grouping import Dimension, Group, group_rows, select_rows
from reports.savings.loading import load_savings
from reports.savings.rows import SavingRow, Savings
from reports.savings.tables import build_years_table
from reports.statements import figures, sentences
from reports.statements.bridge import build_bridge, load_persons
from reports.statements.tables import (
    build_areas_table,
    build_bridge_table,
    build_deviations_table,
    build_statuses_table,
)

MAX_DEVIATIONS = 5


@dataclass(frozen=True)
class Links:
    """Functions that give the address that a row of the overview links to."""

    initiative: Callable[[SavingRow], str]
    status: Callable[[Group], str]
    area: Callable[[AreaRow], str]


@dataclass(frozen=True)
class Panel:
    """A heading, a sentence that summarises the table, the table, and a chart of it where there is one."""

    heading: str
    sentence: str
    table: Table
    figure: Figure | None = None


@dataclass(frozen=True)
class Dashboard:
    """Everything that the overview shows."""

    savings: Savings
    proposed: int
    budget: Overview
    answers: Sequence[str]
    deviations: Panel
    panels: Sequence[Panel]
    tasks: Sequence[Task]
    waiting: Mapping[str, int]

    @property
    def late(self) -> int:
        """Number of tasks that are past their deadline."""
        return sum(task.is_late for task in self.tasks)

    @property
    def tables(self) -> list[Table]:
        """All tables, for download."""
        return [panel.table for panel in (self.deviations, *self.panels)]


def build_dashboard(
    membership: Membership, round_choice: RoundChoice, *, unit: Unit, today: date, links: Links
) -> Dashboard:
    """Load the overview in eleven queries, regardless of the amount of data."""
    municipality, reporting_period = membership.municipality, round_choice.reporting_period
    all_savings = load_savings(municipality, reporting_period)
    savings = all_savings.decided
    last_day = date(
        reporting_period.year, reporting_period.month, monthrange(reporting_period.year, reporting_period.month)[1]
    )
    budget = build_overview(municipality, year=reporting_period.year, month=reporting_period.month, as_of=last_day)
    persons = load_persons(municipality, reporting_period.year - 1)
    largest_deviations = sentences.get_largest_deviations(savings, MAX_DEVIATIONS, municipality.minimum_amount)
    tasks = load_tasks(membership, get_newest_year(round_choice.rounds), all_savings, today)
    return Dashboard(
        savings=savings,
        proposed=all_savings.proposed_count,
        budget=budget,
        answers=[sentences.describe_savings(savings), sentences.describe_budget(budget)],
        deviations=Panel(
            "Største afvigelser", "", build_deviations_table(savings, largest_deviations, links.initiative)
        ),
        panels=[
            *_build_bridge_panels(budget, persons, unit),
            _build_years_panel(savings, unit),
            _build_areas_panel(budget, unit, links),
            Panel(
                "Tiltag efter status",
                "",
                build_statuses_table(savings, group_rows(select_rows(savings, {}), Dimension.STATUS), links.status),
            ),
        ],
        tasks=tasks,
        waiting=_count_approved(round_choice.chosen, savings) if may(membership, Action.RETURN_ROWS) else {},
    )


def _count_approved(selected_round: FollowUpRound | None, savings: Savings) -> dict[str, int]:
    """Number of the round's rows that are approved in it, and their total number."""
    approved = sum(row.approved is not None and row.approved.period == savings.period for row in savings.counted_rows)
    total: int = selected_round.row_count if selected_round else 0  # type: ignore[attr-defined]
    return {"approved": approved, "total": total}


def _build_bridge_panels(budget: Overview, persons: Mapping[int, Decimal], unit: Unit) -> list[Panel]:
    bridge = build_bridge(budget, persons)
    if bridge is None:
        return []
    sentence = sentences.describe_bridge(bridge)
    heading = "Fra korrigeret budget til forventet regnskab"
    return [
        Panel(heading, sentence, build_bridge_table(bridge, budget), figures.draw_budget_bridge(bridge, sentence, unit))
    ]


def _build_years_panel(savings: Savings, unit: Unit) -> Panel:
    by_year = savings.by_year
    sentence = sentences.describe_years(by_year)
    table = build_years_table(by_year, is_constructed=savings.is_constructed)
    figure = (
        figures.draw_effect_by_year(by_year, sentence, unit)
        if any(year_figures.target for year_figures in by_year.values())
        else None
    )
    return Panel("Effekt pr. år", sentence, table, figure)


def _build_areas_panel(budget: Overview, unit: Unit, links: Links) -> Panel:
    child_areas = [(row.area.title, row.deviation) for row in budget.rows if row.area and row.depth]
    areas = child_areas or [(row.area.title, row.deviation) for row in budget.rows if row.area]
    sentence = sentences.describe_areas(areas, budget.year) if budget.rows else "Budgettet har ingen områder endnu."
    figure = figures.draw_budget_by_area(budget, sentence, unit) if budget.rows else None
    return Panel("Budget og forventet regnskab efter område", sentence, build_areas_table(budget, links.area), figure)
