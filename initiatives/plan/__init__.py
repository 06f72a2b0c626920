"""The rows of a catalogue, built once for the page, the note and every download."""

from initiatives.plan.catalogue import CataloguePlan, as_published, build_plan, load_tables
from initiatives.plan.detail import InitiativeDetail, build_details, build_initiative
from initiatives.plan.economy import Economy, EconomyGroup, EconomyLine
from initiatives.plan.effects import Effects, Of, load_effects
from initiatives.plan.figures import FigureRow, FigureTable
from initiatives.plan.numbers import number_of
from initiatives.plan.overview import Overview, OverviewMaterial, build_overview, load_overview
from initiatives.plan.rows import Cell, PlanRow, PlanTable, add, rounds_apart
from initiatives.plan.sections import Section, sections
from initiatives.plan.selection import Selection, price_levels
from initiatives.plan.source import meant

__all__ = [
    "CataloguePlan",
    "Cell",
    "Economy",
    "EconomyGroup",
    "EconomyLine",
    "Effects",
    "FigureRow",
    "FigureTable",
    "InitiativeDetail",
    "Of",
    "Overview",
    "OverviewMaterial",
    "PlanRow",
    "PlanTable",
    "Section",
    "Selection",
    "add",
    "as_published",
    "build_details",
    "build_initiative",
    "build_overview",
    "build_plan",
    "load_effects",
    "load_overview",
    "load_tables",
    "meant",
    "number_of",
    "price_levels",
    "rounds_apart",
    "sections",
]
