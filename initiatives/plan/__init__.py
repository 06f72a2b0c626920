"""The rows of a catalogue, built once for the page, the note and every download."""

from initiatives.plan.catalogue import CataloguePlan, as_published, build_plan
from initiatives.plan.detail import build_initiative
from initiatives.plan.figures import FigureTable
from initiatives.plan.rows import Cell, PlanRow, PlanTable, add, rounds_apart

__all__ = [
    "CataloguePlan",
    "Cell",
    "FigureTable",
    "PlanRow",
    "PlanTable",
    "add",
    "as_published",
    "build_initiative",
    "build_plan",
    "rounds_apart",
]
