"""The fields of the business case form, in the order of the paper form, with their labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices

from budgets.foundation.models import SteeringArea
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.descriptions import Claim, DecidedBy
from initiatives.catalogues.models.initiatives import Risk
from initiatives.catalogues.models.proposals import Origin
from initiatives.catalogues.sheets import SheetName


class FieldKind(Enum):
    """The kind of input of a field."""

    LINE = "line"
    TEXT = "text"
    AMOUNT = "amount"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    HIDDEN = "hidden"


class Source(Enum):
    """Where a select's choices come from, where they depend on the catalogue or the proposal."""

    THEMES = "themes"
    AREAS = "areas"
    COMMITTEES = "committees"
    PARTS = "parts"
    LINES = "lines"


@dataclass(frozen=True)
class Field:
    """A column of a sheet as an input; a select has its choices by label, or their source."""

    column: str
    label: str
    kind: FieldKind = FieldKind.LINE
    hint: str = ""
    choices: Sequence[str] = ()
    source: Source | None = None
    is_wide: bool = False
    is_rare: bool = False
    """Used by few proposals; hidden in a fold while empty."""


def _select(column: str, label: str, choices: type[TextChoices], hint: str = "") -> Field:
    return Field(column, label, FieldKind.CHOICE, hint, [choice.label for choice in choices])


@dataclass(frozen=True)
class Block:
    """Fields of one sheet: the proposal's single row, or several rows."""

    sheet: SheetName
    fields: Sequence[Field]
    row: str = ""
    title: str = ""
    lead: str = ""
    has_years: bool = False

    @property
    def is_rows(self) -> bool:
        """True where there may be several rows."""
        return bool(self.row)


@dataclass(frozen=True)
class Chapter:
    """A heading of the form with its blocks."""

    key: str
    title: str
    blocks: Sequence[Block]

    @property
    def anchor(self) -> str:
        """The chapter's id on the page."""
        return f"afsnit-{self.key}"


RISK = (_select("risiko", "Risiko", Risk), Field("hvorfor risikoen", "Begrundelse for risikoen", FieldKind.TEXT))


def _text(column: str, label: str, hint: str = "") -> Block:
    return Block(SheetName.CASES, [Field(column, label, FieldKind.TEXT, hint, is_wide=True)])


CHAPTERS: Sequence[Chapter] = (
    Chapter(
        "forslaget",
        "Forslaget",
        [
            Block(
                SheetName.INITIATIVES,
                [
                    Field("nummer", "Nummer", hint="Fx HA05"),
                    Field("titel", "Titel", is_wide=True),
                    Field("version", "Version", hint="Som i kilden, fx REVIDERET"),
                    Field("gruppe", "Gruppe", FieldKind.CHOICE, source=Source.THEMES),
                    Field("lovgrundlag", "Lovgrundlag", hint="Fx SEL 107, SEL 108"),
                    Field("resumé", "Kort resumé", FieldKind.TEXT, is_wide=True),
                ],
            ),
            Block(
                SheetName.CASES,
                [
                    Field("fremstillende forvaltning", "Fremstillende forvaltning"),
                    Field("øvrige forvaltninger", "Øvrige berørte forvaltninger", hint="Adskil med semikolon"),
                    _select("besluttes af", "Kan besluttes af", DecidedBy),
                    _select("oprindelse", "Oprindelse", Origin),
                    Field("hvilken", "Oprindelse, nærmere angivet", hint="Fx Budgetaftale 2018, punkt 12"),
                    Field(
                        "rammebesparelse",
                        "Rammebesparelse",
                        FieldKind.FLAG,
                        hint="Besparelsen fordeles på enheder, når forslaget er vedtaget",
                    ),
                ],
            ),
        ],
    ),
    Chapter(
        "linjer",
        "Samlet økonomi",
        [
            Block(
                SheetName.EFFECTS,
                [
                    Field("nr", "Linjens nummer", FieldKind.HIDDEN),
                    Field("tabel", "Kildens tabel", FieldKind.HIDDEN),
                    Field("linje", "Tekst", is_wide=True),
                    _select("kategori", "Kategori", EffectCategory),
                    _select("styringsområde", "Styringsområde", SteeringArea),
                    Field("del", "Del", FieldKind.CHOICE, source=Source.PARTS),
                    Field("udvalg", "Udvalg", hint="Vælg, eller skriv et nyt", source=Source.COMMITTEES),
                    Field("ramme", "Ramme", FieldKind.CHOICE, source=Source.AREAS),
                    Field("finansiering", "Finansiering", hint="Kun ved investeringer, fx en pulje", is_rare=True),
                    Field(
                        *(
                            "p/l-niveau",
                            "Eget pris- og lønniveau",
                            FieldKind.NUMBER,
                            "Kun når det er et andet end katalogets",
                        ),
                        is_rare=True,
                    ),
                    Field("startmåned", "Startmåned", FieldKind.NUMBER, "1–12 i linjens første år", is_rare=True),
                    Field("indfasning", "Indfasning", hint="4 eller 12 vægte, fx 10+20+30+40", is_rare=True),
                ],
                row="Linje",
                has_years=True,
            ),
            _text("økonomi", "Økonomi i ord", "Skriv, hvad beløbene bygger på."),
        ],
    ),
    Chapter("baggrund", "Baggrund og formål", [_text("baggrund", "Baggrund og formål")]),
    Chapter("indhold", "Forslagets indhold", [_text("indhold", "Forslagets indhold")]),
    Chapter(
        "dele",
        "Dele, der kan vælges hver for sig",
        [
            Block(
                SheetName.PARTS,
                [
                    Field("del", "Navn", hint="Fx Del 1"),
                    *RISK,
                    Field("indhold", "Indhold", FieldKind.TEXT, is_wide=True),
                ],
                row="Del",
            )
        ],
    ),
    Chapter(
        "serviceniveau",
        "Serviceniveau",
        [
            Block(
                SheetName.SERVICE_LEVELS,
                [
                    Field("ydelse", "Ydelse", is_wide=True),
                    Field("før", "Før", FieldKind.TEXT),
                    Field("efter", "Efter", FieldKind.TEXT),
                ],
                row="Ydelse",
            )
        ],
    ),
    Chapter(
        "maengder",
        "Antal, pris, budget og tilbagebetaling",
        [
            Block(
                SheetName.UNITS,
                [
                    Field("ydelse", "Ydelse", is_wide=True),
                    Field("antal før", "Antal før", FieldKind.NUMBER),
                    Field("enhedspris før", "Pris før, kr.", FieldKind.NUMBER),
                    Field("antal efter", "Antal efter", FieldKind.NUMBER),
                    Field("enhedspris efter", "Pris efter, kr.", FieldKind.NUMBER),
                ],
                row="Ydelse",
                title="Antal og enhedspris",
            ),
            Block(
                SheetName.CLAIMS,
                [
                    _select("slags", "Type", Claim.ClaimKind),
                    Field("område", "Budgetområde", hint="Det budget, som procenten beregnes af"),
                    Field("budget", "Budget, kr.", FieldKind.NUMBER, "Skriv hele kroner"),
                    Field("budgetår", "Budgetår", FieldKind.NUMBER),
                    Field("effekt", "Effekt, kr.", FieldKind.NUMBER, "Skriv hele kroner"),
                    Field("værdi", "Procent eller år", FieldKind.NUMBER),
                    Field("trykt", "Som i kilden", hint="Fx 0,4 pct. eller 2 år"),
                    _select("opgjort som", "Opgjort som", Claim.Method),
                ],
                row="Oplysning",
                title="Procent af budgettet og tilbagebetalingstid",
            ),
            Block(
                SheetName.SHARES,
                [
                    Field("linje", "Linje", FieldKind.CHOICE, source=Source.LINES),
                    Field("gruppe", "Gruppe", FieldKind.CHOICE, source=Source.THEMES),
                ],
                row="Andel",
                title="Fordeling af linjer på grupper",
                lead="Kun når flere grupper deler en linje: Skriv hver gruppes andel, også forslagets egen. "
                "Andelene skal tilsammen give linjens beløb hvert år.",
                has_years=True,
            ),
        ],
    ),
    Chapter(
        "personale",
        "Personale",
        [
            Block(
                SheetName.STAFF,
                [
                    Field("personale", "Personale", is_wide=True),
                    Field("før", "Før", FieldKind.NUMBER),
                    Field("efter", "Efter", FieldKind.NUMBER),
                    Field("ændring", "Ændring", FieldKind.NUMBER),
                ],
                row="Gruppe",
            )
        ],
    ),
    Chapter(
        "modvirkninger",
        "Virkning på andre områder",
        [
            Block(
                SheetName.COUNTER_EFFECTS,
                [
                    Field("område", "Område"),
                    Field("beløb", "Beløb om året", FieldKind.AMOUNT, "I katalogets enhed og fortegn"),
                    Field("regnet med", "Indgår i linjerne", FieldKind.FLAG),
                    Field("virkning", "Virkning", FieldKind.TEXT, is_wide=True),
                ],
                row="Virkning",
            )
        ],
    ),
    Chapter(
        "implementering",
        "Implementering",
        [
            _text("implementering", "Implementering af forslaget"),
            Block(
                SheetName.ACTIVITIES,
                [
                    Field("aktivitet", "Aktivitet eller milepæl", is_wide=True),
                    Field("ansvarlig", "Ansvarlig"),
                    Field("frist", "Frist", hint="Fx 2018-06 eller 2018-06-30"),
                ],
                row="Aktivitet",
                title="Aktiviteter og milepæle",
            ),
            _text("inddragelse", "Inddragelse af samarbejdspartnere"),
        ],
    ),
    Chapter(
        "effekt",
        "Effekt og opfølgning",
        [
            _text("effekt", "Forslagets effekt"),
            _text("udgangspunkt", "Udgangspunkt", "Den situation, som ændringen måles ud fra."),
            Block(
                SheetName.CRITERIA,
                [
                    Field("succeskriterium", "Succeskriterium", is_wide=True),
                    Field("måles ved", "Måles ved"),
                    Field("ansvarlig", "Ansvarlig for opfølgning"),
                    Field("hvornår", "Hvornår"),
                ],
                row="Kriterium",
                title="Succeskriterier",
            ),
            _text("opfølgning", "Opfølgning i ord"),
        ],
    ),
    Chapter("risiko", "Risikovurdering", [Block(SheetName.INITIATIVES, RISK)]),
    Chapter(
        "forudsaetninger",
        "Forudsætninger",
        [
            Block(
                SheetName.ASSUMPTIONS,
                [
                    Field("forudsætning", "Forudsætning", is_wide=True),
                    _select("afgøres af", "Afgøres af", DecidedBy),
                    Field("frist", "Frist", hint="Fx 2018-06"),
                ],
                row="Forudsætning",
            )
        ],
    ),
)

CHAPTER_OF = {block.sheet.value: chapter.anchor for chapter in reversed(CHAPTERS) for block in chapter.blocks}
"""The anchor of the chapter with the sheet's first block, by sheet."""
ROW_OF = {block.sheet.value: block.row for chapter in CHAPTERS for block in chapter.blocks if block.is_rows}
"""The name of a row, by sheet."""
LABELS = {
    (block.sheet.value, field.column): field.label
    for chapter in CHAPTERS
    for block in chapter.blocks
    for field in block.fields
}
"""A field's label by sheet and column."""
TITLE_OF = {chapter.anchor: chapter.title for chapter in CHAPTERS}
