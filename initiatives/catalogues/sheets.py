"""The names of a catalogue's sheets, the same in files, in the browser and in versions."""

from enum import StrEnum


class SheetName(StrEnum):
    """The files of a catalogue, each `<name>.csv`."""

    CATALOGUE = "katalog"
    THEMES = "grupper"
    INITIATIVES = "tiltag"
    EFFECTS = "effekter"
    TABLES = "tabeller"
    FIGURES = "offentliggjorte_tal"
    ASSUMPTIONS = "forudsaetninger"
    ACTIVITIES = "aktiviteter"
    REMARKS = "bemaerkninger"
    MEASUREMENTS = "maalinger"
    SHARES = "fordelinger"
    STAFF = "personale"
    UNITS = "enhedspriser"
    CRITERIA = "succeskriterier"
    CLAIMS = "paastande"
    COMPARISONS = "sammenligninger"
    CASES = "forslag"
    PARTS = "dele"
    SERVICE_LEVELS = "serviceniveauer"
    COUNTER_EFFECTS = "modvirkninger"


LINE_NUMBER = "nr"
"""What a business case calls a line's number in its initiative, by which the line stays known when others come and go;
files have no such column."""
