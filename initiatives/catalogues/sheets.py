"""The sheets of a catalogue, the same in files, in the browser and in versions: their names and columns."""

from collections.abc import Mapping
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


COLUMNS: Mapping[SheetName, tuple[str, ...]] = {
    SheetName.CATALOGUE: ("felt", "værdi"),
    SheetName.THEMES: ("nr", "titel", "resumé", "ved siden af planen"),
    SheetName.INITIATIVES: (
        *("nøgle", "gruppe", "titel", "resumé", "livscyklus"),
        *("ophørt senest", "besluttet af", "hvorfor ophørt", "rest", "lovgrundlag"),
    ),
    SheetName.EFFECTS: ("tiltag", "linje", "kategori", "styringsområde", "p/l-niveau", "tabel"),
    SheetName.TABLES: ("nr", "slags", "overskrift", "rækkeoverskrift", "gruppe", "tiltag"),
    SheetName.FIGURES: (
        *("tabel", "slags", "nummer", "tekst", "tiltag", "tegn", "fodnote"),
        *("kolonne", "tal", "værdi"),
    ),
    SheetName.ASSUMPTIONS: ("tiltag", "forudsætning", "afgøres af", "frist"),
    SheetName.ACTIVITIES: ("tiltag", "aktivitet", "ansvarlig", "frist"),
    SheetName.REMARKS: ("slags", "tekst"),
    SheetName.MEASUREMENTS: ("tiltag", "indikator", "enhed", "opgjort", "værdi"),
    SheetName.SHARES: ("tiltag", "linje", "gruppe"),
    SheetName.STAFF: ("tiltag", "personale", "før", "efter", "ændring"),
    SheetName.UNITS: ("tiltag", "ydelse", "antal før", "enhedspris før", "antal efter", "enhedspris efter"),
    SheetName.CRITERIA: ("tiltag", "succeskriterium", "måles ved", "ansvarlig", "hvornår"),
    SheetName.CLAIMS: ("tiltag", "slags", "område", "budget", "budgetår", "effekt", "trykt", "værdi"),
    SheetName.COMPARISONS: ("nr", "led", "tabel", "række", "kolonne", "omfang"),
    SheetName.CASES: (
        *("tiltag", "fremstillende forvaltning", "øvrige forvaltninger", "baggrund", "indhold", "økonomi"),
        *("implementering", "inddragelse", "effekt", "opfølgning", "udgangspunkt"),
        *("besluttes af", "oprindelse", "hvilken", "rammebesparelse"),
    ),
    SheetName.PARTS: ("tiltag", "del", "indhold", "risiko", "hvorfor risikoen"),
    SheetName.SERVICE_LEVELS: ("tiltag", "ydelse", "før", "efter"),
    SheetName.COUNTER_EFFECTS: ("tiltag", "område", "virkning", "beløb", "regnet med"),
}
OPTIONAL_COLUMNS: Mapping[SheetName, tuple[str, ...]] = {
    SheetName.INITIATIVES: ("nummer", "version", "erstatter", "risiko", "hvorfor risikoen"),
    SheetName.EFFECTS: ("del", "udvalg", "ramme", "finansiering", "startmåned", "indfasning"),
    SheetName.FIGURES: (
        *("kategori", "styringsområde", "linjer", "summerer tabeller", "gruppe", "udvalg"),
        *("sammenlignes i", "omfang", "trykt som"),
    ),
    SheetName.CLAIMS: ("opgjort som",),
}
WITH_YEARS = frozenset({SheetName.EFFECTS, SheetName.FIGURES, SheetName.SHARES})
NEEDED = frozenset(
    {
        *(SheetName.CATALOGUE, SheetName.THEMES, SheetName.INITIATIVES),
        *(SheetName.EFFECTS, SheetName.TABLES, SheetName.FIGURES),
    }
)
CATALOGUE_FIELDS = (
    *("kortnavn", "kommune", "titel", "slags", "område", "offentliggjort", "første år", "sidste år", "p/l-niveau"),
    *("enhed", "decimaler", "fortegn", "resumé", "kilde", "sådan er kilden læst"),
)
"""The fields of the sheet about the catalogue itself, in order."""
