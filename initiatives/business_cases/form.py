"""The form of a business case with what is typed in it, and the faults where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from budgets.foundation.files.problems import Problem
from initiatives.business_cases.fields import (
    CHAPTER_OF,
    CHAPTERS,
    LABELS,
    ROW_OF,
    TITLE_OF,
    Block,
    Chapter,
    Field,
    FieldKind,
    Source,
)
from initiatives.business_cases.reading import Surroundings
from initiatives.catalogues.content import LINE_NUMBER, SINGLE, Content
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.sheets import SheetName
from initiatives.catalogues.wording import with_full_stop

NEW = "__n__"
"""Stands for the number of a row in the pattern that a script makes new rows from."""

Choice = tuple[str, str]


@dataclass(frozen=True)
class Input:
    """A field in its place: name, what is typed, and the fault in it."""

    field: Field
    name: str
    id: str
    value: str
    problem: str = ""
    choices: Sequence[Choice] = ()

    @property
    def kind(self) -> str:
        """How it is typed."""
        return self.field.kind.value


@dataclass(frozen=True)
class FormRow:
    """A row of a block: its number, its fields, and its amounts by year."""

    number: str
    label: str
    inputs: Sequence[Input]
    years: Sequence[Input]

    @property
    def usual(self) -> list[Input]:
        """The fields that most fill in, and those of the others that have something in them."""
        return [one for one in self.inputs if not one.field.is_rare or one.value]

    @property
    def rare(self) -> list[Input]:
        """Empty fields that few fill in."""
        return [one for one in self.inputs if one.field.is_rare and not one.value]


@dataclass(frozen=True)
class FormBlock:
    """A block with its rows, and the pattern of a new one."""

    block: Block
    rows: Sequence[FormRow]
    pattern: FormRow | None


@dataclass(frozen=True)
class FormChapter:
    """A heading with its blocks; `is_filled` where anything stands in it."""

    chapter: Chapter
    blocks: Sequence[FormBlock]
    is_filled: bool
    problems: int


@dataclass(frozen=True)
class Builder:
    """What the form is built from."""

    catalogue: Catalogue
    content: Content
    around: Surroundings
    problems: Sequence[Problem] = ()

    def chapters(self) -> list[FormChapter]:
        """The whole form."""
        return [self._chapter(chapter) for chapter in CHAPTERS]

    def _chapter(self, chapter: Chapter) -> FormChapter:
        blocks = [self._block(block) for block in chapter.blocks]
        inputs = [one for block in blocks for row in block.rows for one in (*row.inputs, *row.years)]
        filled = any(one.value for one in inputs if one.field.kind is not FieldKind.HIDDEN)
        return FormChapter(chapter, blocks, filled, sum(bool(one.problem) for one in inputs))

    def _block(self, block: Block) -> FormBlock:
        told = self.content.get(block.sheet.value, [])
        if not block.is_rows:
            return FormBlock(block, [self._row(block, "1", told[0] if told else {})], None)
        numbered = [self._row(block, str(number), row) for number, row in enumerate(told, start=1)]
        return FormBlock(block, [*numbered, self._row(block, str(len(told) + 1), {})], self._row(block, NEW, {}))

    def _row(self, block: Block, number: str, told: Mapping[str, str]) -> FormRow:
        label = told.get(LINE_NUMBER, "") if block.sheet is SheetName.EFFECTS else ""
        years = (
            [Field(str(year), str(year), FieldKind.AMOUNT) for year in self.catalogue.years] if block.has_years else []
        )
        return FormRow(
            number=number,
            label=f"{block.row} {label or number}" if block.is_rows else "",
            inputs=[self._input(block.sheet, number, field, told) for field in block.fields],
            years=[self._input(block.sheet, number, field, told) for field in years],
        )

    def _input(self, sheet: SheetName, number: str, field: Field, told: Mapping[str, str]) -> Input:
        value = told.get(field.column, "")
        if field.column == LINE_NUMBER and not value:
            value = str(self._next_line())
        return Input(
            field=field,
            name=f"{sheet.value}-{number}-{field.column}",
            id=id_of(sheet.value, number, field.column),
            value=value,
            problem=self._problem(sheet.value, number, field.column),
            choices=self._choices(field, value),
        )

    def _next_line(self) -> int:
        """The number that the next line of the initiative gets."""
        told = [row.get(LINE_NUMBER, "") for row in self.content.get(SheetName.EFFECTS, [])]
        return max((int(text) for text in told if text.isdecimal()), default=0) + 1

    def _problem(self, sheet: str, number: str, column: str) -> str:
        here = [one for one in self.problems if (one.file, str(one.row), one.column) == (sheet, number, column)]
        return " ".join(must_be(one) for one in here)

    def _choices(self, field: Field, value: str) -> list[Choice]:
        """The selection, with what is typed among it though it may not be known any more."""
        found = self._from_source(field) if field.source else [(label, label) for label in field.choices]
        is_known = (
            field.kind is not FieldKind.CHOICE
            or not value
            or any(value.casefold() == name.casefold() for name, _ in found)
        )
        return found if is_known else [*found, (value, f"{value} (findes ikke)")]

    def _from_source(self, field: Field) -> list[Choice]:
        if field.source is Source.THEMES:
            return [(number, theme.title) for number, theme in self.around.themes.items()]
        if field.source is Source.AREAS:
            return [(code, str(area)) for code, area in self.around.areas.items()]
        if field.source is Source.COMMITTEES:
            return [(name, name) for name in self.around.committees]
        if field.source is Source.PARTS:
            sheets = (SheetName.PARTS, SheetName.EFFECTS)
            names = dict.fromkeys(row.get("del", "") for sheet in sheets for row in self.content.get(sheet, []))
            return [(name, name) for name in names if name]
        lines = self.content.get(SheetName.EFFECTS, [])
        numbers = [row.get(LINE_NUMBER) or str(place) for place, row in enumerate(lines, start=1)]
        return [(n, f"{n}. {row.get('linje', '')}") for n, row in zip(numbers, lines, strict=True)]


def id_of(sheet: str, number: int | str, column: str) -> str:
    """The field's id, by which its label and its fault find it."""
    return f"felt-{sheet}-{number}-{slugify(column.replace('/', ''), allow_unicode=True)}"


def told(problem: Problem) -> str:
    """The fault in the words of the form: where it is, what stands there, and what should."""
    label = LABELS.get((problem.file, problem.column), problem.column)
    row = f"{ROW_OF[problem.file]} {problem.row}" if problem.row and problem.file not in SINGLE else ""
    place = ", ".join(filter(None, (TITLE_OF[CHAPTER_OF[problem.file]], row, label)))
    stands = f"Der står “{problem.text}”" if problem.text else "Feltet er tomt"
    return f"{place}: {problem.found or stands}. {must_be(problem)}"


def must_be(problem: Problem) -> str:
    """What should stand there."""
    return with_full_stop(f"Skal være: {problem.expected}")


def place_of(problem: Problem) -> str:
    """The id of the field that a fault is in, or of its chapter."""
    if problem.row and problem.column:
        return id_of(problem.file, problem.row, problem.column)
    return CHAPTER_OF[problem.file]
