"""Everything on a municipality's overview, gathered once."""

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
from reports.dashboard.tasks import Task, load_tasks, newest_year
from reports.notes.places import Places
from reports.savings.grouping import By, Group, group, select
from reports.savings.loading import load_savings
from reports.savings.rows import SavingRow, Savings
from reports.savings.tables import years_table
from reports.statements import figures, sentences
from reports.statements.bridge import build_bridge, load_persons
from reports.statements.tables import areas_table, bridge_table, deviations_table, statuses_table

MOST_DEVIATIONS = 5


@dataclass(frozen=True)
class Links:
    """Where the rows of the overview lead."""

    initiative: Callable[[SavingRow], str]
    status: Callable[[Group], str]
    area: Callable[[AreaRow], str]


@dataclass(frozen=True)
class Panel:
    """A heading with a sentence that says what stands in the table, and a figure of the same where one helps."""

    heading: str
    sentence: str
    table: Table
    figure: Figure | None = None


@dataclass(frozen=True)
class Dashboard:
    """What a manager sees."""

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
        """How many of the tasks are past their deadline."""
        return sum(task.is_late for task in self.tasks)

    @property
    def tables(self) -> list[Table]:
        """Everything that can be downloaded."""
        return [panel.table for panel in (self.deviations, *self.panels)]


def build_dashboard(membership: Membership, places: Places, *, unit: Unit, today: date, links: Links) -> Dashboard:
    """The overview in eleven queries, whatever there is on it."""
    municipality, place = membership.municipality, places.place
    everything = load_savings(municipality, place)
    savings = everything.decided
    last_day = date(place.year, place.month, monthrange(place.year, place.month)[1])
    budget = build_overview(municipality, year=place.year, month=place.month, as_of=last_day)
    persons = load_persons(municipality, place.year - 1)
    worst = sentences.largest_deviations(savings, MOST_DEVIATIONS, municipality.minimum_amount)
    tasks = load_tasks(membership, newest_year(places.rounds), everything, today)
    return Dashboard(
        savings=savings,
        proposed=everything.proposed_count,
        budget=budget,
        answers=[sentences.of_savings(savings), sentences.of_budget(budget)],
        deviations=Panel("Største afvigelser", "", deviations_table(savings, worst, links.initiative)),
        panels=[
            *_bridge(budget, persons, unit),
            _years(savings, unit),
            _areas(budget, unit, links),
            Panel(
                "Tiltag efter status",
                "",
                statuses_table(savings, group(select(savings, {}), By.STATUS), links.status),
            ),
        ],
        tasks=tasks,
        waiting=_waiting(places.chosen, savings) if may(membership, Action.RETURN_ROWS) else {},
    )


def _waiting(chosen: FollowUpRound | None, savings: Savings) -> dict[str, int]:
    """How many of the round's rows are approved in it, and how many there are."""
    approved = sum(row.told is not None and row.told.period == savings.period for row in savings.counting)
    total: int = chosen.row_count if chosen else 0  # type: ignore[attr-defined]
    return {"approved": approved, "total": total}


def _bridge(budget: Overview, persons: Mapping[int, Decimal], unit: Unit) -> list[Panel]:
    found = build_bridge(budget, persons)
    if found is None:
        return []
    sentence = sentences.of_bridge(found)
    heading = "Fra korrigeret budget til forventet regnskab"
    return [Panel(heading, sentence, bridge_table(found, budget), figures.budget_bridge(found, sentence, unit))]


def _years(savings: Savings, unit: Unit) -> Panel:
    by_year = savings.by_year
    sentence = sentences.of_years(by_year)
    table = years_table(by_year, is_constructed=savings.is_constructed)
    figure = figures.effect_of_years(by_year, sentence, unit) if any(one.target for one in by_year.values()) else None
    return Panel("Effekt pr. år", sentence, table, figure)


def _areas(budget: Overview, unit: Unit, links: Links) -> Panel:
    leaves = [(row.area.title, row.deviation) for row in budget.rows if row.area and row.depth]
    told = leaves or [(row.area.title, row.deviation) for row in budget.rows if row.area]
    sentence = sentences.of_areas(told, budget.year) if budget.rows else "Budgettet har ingen områder endnu."
    figure = figures.budget_by_area(budget, sentence, unit) if budget.rows else None
    return Panel("Budget og forventet regnskab efter område", sentence, areas_table(budget, links.area), figure)
