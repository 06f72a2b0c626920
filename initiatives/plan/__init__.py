"""The rows of a catalogue, built once for the page, the note and every download."""

from initiatives.plan.catalogue import CataloguePlan, as_published, build_plan, load_tables
from initiatives.plan.detail import build_initiative
from initiatives.plan.effects import Effects, load_effects
from initiatives.plan.figures import FigureTable
from initiatives.plan.rows import Cell, PlanRow, PlanTable, add, rounds_apart

__all__ = [
    "CataloguePlan",
    "Cell",
    "Effects",
    "FigureTable",
    "PlanRow",
    "PlanTable",
    "add",
    "as_published",
    "build_initiative",
    "build_plan",
    "load_effects",
    "load_tables",
    "rounds_apart",
]
