"""The rows of a catalogue, built once for the page, the note and every download."""

from initiatives.plan.catalogue import CataloguePlan, as_published, build_plan, load_tables
from initiatives.plan.detail import InitiativeDetail, build_details, build_initiative
from initiatives.plan.effects import Effects, Of, load_effects
from initiatives.plan.figures import FigureRow, FigureTable
from initiatives.plan.rows import Cell, PlanRow, PlanTable, add, rounds_apart
from initiatives.plan.selection import Selection, price_levels
from initiatives.plan.source import meant

__all__ = [
    "CataloguePlan",
    "Cell",
    "Effects",
    "FigureRow",
    "FigureTable",
    "InitiativeDetail",
    "Of",
    "PlanRow",
    "PlanTable",
    "Selection",
    "add",
    "as_published",
    "build_details",
    "build_initiative",
    "build_plan",
    "load_effects",
    "load_tables",
    "meant",
    "price_levels",
    "rounds_apart",
]
