"""All models of the app, for Django, migrations and the admin; other modules import from the rooms."""

from reports.estimates.models import ForecastInitiative
from reports.notes.models import (
    Form,
    Letterhead,
    NoteEdition,
    NoteSection,
    NoteState,
    NoteText,
    PublicLink,
    Section,
    StatusNote,
    Variant,
)

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
