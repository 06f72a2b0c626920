"""What joins the other apps: what a forecast has taken into account, and the status notes."""

from reports.models.editions import Form, NoteEdition, PublicLink, Variant
from reports.models.forecasts import ForecastInitiative
from reports.models.notes import Letterhead, NoteSection, NoteState, NoteText, Section, StatusNote

__all__ = [
    "ForecastInitiative",
    "Form",
    "Letterhead",
    "NoteEdition",
    "NoteSection",
    "NoteState",
    "NoteText",
    "PublicLink",
    "Section",
    "StatusNote",
    "Variant",
]
