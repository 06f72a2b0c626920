"""The form of a business case, in the order of the paper form; its fields are the declared columns of the sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from initiatives.catalogues.columns.cells import Amount, Choice, Flag, Number, Whole
from initiatives.catalogues.columns.column import Column, InForm, Source
from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.sheets import LINE_NUMBER, SheetName


class FieldKind(Enum):
    """The kind of input of a field."""

    LINE = "line"
    TEXT = "text"
    AMOUNT = "amount"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    HIDDEN = "hidden"


KINDS = {Choice: FieldKind.CHOICE, Flag: FieldKind.FLAG, Amount: FieldKind.AMOUNT, Number: FieldKind.NUMBER}
"""The kinds of inputs that follow from the kind of cell."""


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


def _field(column: Column, in_form: InForm) -> Field:
    return Field(
        column.heading,
        in_form.label,
        _kind(column, in_form),
        in_form.hint,
        column.cell.words,
        in_form.source,
        in_form.is_wide,
        in_form.is_rare,
    )


def _kind(column: Column, in_form: InForm) -> FieldKind:
    if in_form.is_hidden:
        return FieldKind.HIDDEN
    if in_form.source:
        return FieldKind.LINE if in_form.source is Source.COMMITTEES else FieldKind.CHOICE
    if isinstance(column.cell, Whole):
        return FieldKind.NUMBER
    return KINDS.get(type(column.cell), FieldKind.TEXT if in_form.is_long else FieldKind.LINE)


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


def _block(sheet: SheetName, name: str = "", *, row: str = "", title: str = "", lead: str = "") -> Block:
    """The block of the sheet's columns that name it; a line also carries its number."""
    own = [(column, asked) for column in SHEETS[sheet].columns if (asked := column.in_form) and asked.block == name]
    number = [Field(LINE_NUMBER, "Linjens nummer", FieldKind.HIDDEN)] if sheet is SheetName.EFFECTS else []
    in_order = sorted(own, key=lambda pair: pair[1].place)
    fields = [*number, *(_field(column, asked) for column, asked in in_order)]
    return Block(sheet, fields, row, title, lead, SHEETS[sheet].has_years)


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


CHAPTERS: Sequence[Chapter] = (
    Chapter("forslaget", "Forslaget", [_block(SheetName.INITIATIVES), _block(SheetName.CASES)]),
    Chapter("linjer", "Samlet økonomi", [_block(SheetName.EFFECTS, row="Linje"), _block(SheetName.CASES, "økonomi")]),
    Chapter("baggrund", "Baggrund og formål", [_block(SheetName.CASES, "baggrund")]),
    Chapter("indhold", "Forslagets indhold", [_block(SheetName.CASES, "indhold")]),
    Chapter("dele", "Dele, der kan vælges hver for sig", [_block(SheetName.PARTS, row="Del")]),
    Chapter("serviceniveau", "Serviceniveau", [_block(SheetName.SERVICE_LEVELS, row="Ydelse")]),
    Chapter(
        "maengder",
        "Antal, pris, budget og tilbagebetaling",
        [
            _block(SheetName.UNITS, row="Ydelse", title="Antal og enhedspris"),
            _block(SheetName.CLAIMS, row="Oplysning", title="Procent af budgettet og tilbagebetalingstid"),
            _block(
                SheetName.SHARES,
                row="Andel",
                title="Fordeling af linjer på grupper",
                lead="Kun når flere grupper deler en linje: Skriv hver gruppes andel, også forslagets egen. "
                "Andelene skal tilsammen give linjens beløb hvert år.",
            ),
        ],
    ),
    Chapter("personale", "Personale", [_block(SheetName.STAFF, row="Gruppe")]),
    Chapter("modvirkninger", "Virkning på andre områder", [_block(SheetName.COUNTER_EFFECTS, row="Virkning")]),
    Chapter(
        "implementering",
        "Implementering",
        [
            _block(SheetName.CASES, "implementering"),
            _block(SheetName.ACTIVITIES, row="Aktivitet", title="Aktiviteter og milepæle"),
            _block(SheetName.CASES, "inddragelse"),
        ],
    ),
    Chapter(
        "effekt",
        "Effekt og opfølgning",
        [
            _block(SheetName.CASES, "effekt"),
            _block(SheetName.CASES, "udgangspunkt"),
            _block(SheetName.CRITERIA, row="Kriterium", title="Succeskriterier"),
            _block(SheetName.CASES, "opfølgning"),
        ],
    ),
    Chapter("risiko", "Risikovurdering", [_block(SheetName.INITIATIVES, "risiko")]),
    Chapter("forudsaetninger", "Forudsætninger", [_block(SheetName.ASSUMPTIONS, row="Forudsætning")]),
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
