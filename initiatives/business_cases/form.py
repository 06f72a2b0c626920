"""The form of a business case with what is typed in it, and the problems at their fields."""

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
)
from initiatives.business_cases.reading import CaseReferences
from initiatives.catalogues.columns.column import Source
from initiatives.catalogues.content import SINGLE, Content
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.sheets import LINE_NUMBER, SheetName
from initiatives.catalogues.wording import with_full_stop

NEW = "__n__"
"""The row number in the pattern that the script makes new rows from."""

Option = tuple[str, str]


@dataclass(frozen=True)
class Input:
    """An input with its name, its typed value and its problem."""

    field: Field
    name: str
    id: str
    value: str
    problem: str = ""
    choices: Sequence[Option] = ()

    @property
    def kind(self) -> str:
        """The kind of input."""
        return self.field.kind.value


@dataclass(frozen=True)
class FormRow:
    """A row of a block: its number, its inputs, and its amounts by year."""

    number: str
    label: str
    inputs: Sequence[Input]
    years: Sequence[Input]

    @property
    def usual(self) -> list[Input]:
        """The usual inputs, and the rare ones that are filled in."""
        return [input_ for input_ in self.inputs if not input_.field.is_rare or input_.value]

    @property
    def rare(self) -> list[Input]:
        """The empty inputs that few proposals use."""
        return [input_ for input_ in self.inputs if input_.field.is_rare and not input_.value]


@dataclass(frozen=True)
class FormBlock:
    """A block with its rows, and the pattern of a new row."""

    block: Block
    rows: Sequence[FormRow]
    pattern: FormRow | None


@dataclass(frozen=True)
class FormChapter:
    """A chapter with its blocks; `is_filled` where anything is typed in it."""

    chapter: Chapter
    blocks: Sequence[FormBlock]
    is_filled: bool
    problems: int


@dataclass(frozen=True)
class FormBuilder:
    """Builds the form from the content."""

    catalogue: Catalogue
    content: Content
    references: CaseReferences
    problems: Sequence[Problem] = ()

    def chapters(self) -> list[FormChapter]:
        """All chapters of the form."""
        return [self._chapter(chapter) for chapter in CHAPTERS]

    def _chapter(self, chapter: Chapter) -> FormChapter:
        blocks = [self._block(block) for block in chapter.blocks]
        inputs = [input_ for block in blocks for row in block.rows for input_ in (*row.inputs, *row.years)]
        filled = any(input_.value for input_ in inputs if input_.field.kind is not FieldKind.HIDDEN)
        return FormChapter(chapter, blocks, filled, sum(bool(input_.problem) for input_ in inputs))

    def _block(self, block: Block) -> FormBlock:
        rows = self.content.get(block.sheet.value, [])
        if not block.is_rows:
            return FormBlock(block, [self._row(block, "1", rows[0] if rows else {})], None)
        numbered = [self._row(block, str(number), row) for number, row in enumerate(rows, start=1)]
        return FormBlock(block, [*numbered, self._row(block, str(len(rows) + 1), {})], self._row(block, NEW, {}))

    def _row(self, block: Block, number: str, cells: Mapping[str, str]) -> FormRow:
        label = cells.get(LINE_NUMBER, "") if block.sheet is SheetName.EFFECTS else ""
        years = (
            [Field(str(year), str(year), FieldKind.AMOUNT) for year in self.catalogue.years] if block.has_years else []
        )
        return FormRow(
            number=number,
            label=f"{block.row} {label or number}" if block.is_rows else "",
            inputs=[self._input(block.sheet, number, field, cells) for field in block.fields],
            years=[self._input(block.sheet, number, field, cells) for field in years],
        )

    def _input(self, sheet: SheetName, number: str, field: Field, cells: Mapping[str, str]) -> Input:
        value = cells.get(field.column, "")
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
        """The number of the initiative's next line."""
        numbers = [row.get(LINE_NUMBER, "") for row in self.content.get(SheetName.EFFECTS, [])]
        return max((int(text) for text in numbers if text.isdecimal()), default=0) + 1

    def _problem(self, sheet: str, number: str, column: str) -> str:
        problems = [
            problem
            for problem in self.problems
            if (problem.file, str(problem.row), problem.column) == (sheet, number, column)
        ]
        return " ".join(expected_text(problem) for problem in problems)

    def _choices(self, field: Field, value: str) -> list[Option]:
        """The choices of a select, including the typed value where it is no longer one of them."""
        choices = self._from_source(field) if field.source else [(label, label) for label in field.choices]
        is_known = (
            field.kind is not FieldKind.CHOICE
            or not value
            or any(value.casefold() == name.casefold() for name, _ in choices)
        )
        return choices if is_known else [*choices, (value, f"{value} (findes ikke)")]

    def _from_source(self, field: Field) -> list[Option]:
        if field.source is Source.THEMES:
            return [(number, theme.title) for number, theme in self.references.themes.items()]
        if field.source is Source.AREAS:
            return [(code, str(area)) for code, area in self.references.areas.items()]
        if field.source is Source.COMMITTEES:
            return [(name, name) for name in self.references.committees]
        if field.source is Source.PARTS:
            sheets = (SheetName.PARTS, SheetName.EFFECTS)
            names = dict.fromkeys(row.get("del", "") for sheet in sheets for row in self.content.get(sheet, []))
            return [(name, name) for name in names if name]
        lines = self.content.get(SheetName.EFFECTS, [])
        numbers = [row.get(LINE_NUMBER) or str(place) for place, row in enumerate(lines, start=1)]
        return [(n, f"{n}. {row.get('linje', '')}") for n, row in zip(numbers, lines, strict=True)]


def id_of(sheet: str, number: int | str, column: str) -> str:
    """The id of the input, which its label and its problem refer to."""
    return f"felt-{sheet}-{number}-{slugify(column.replace('/', ''), allow_unicode=True)}"


def describe_problem(problem: Problem) -> str:
    """The problem in the words of the form: its place, the typed value, and the expected one."""
    label = LABELS.get((problem.file, problem.column), problem.column)
    row = f"{ROW_OF[problem.file]} {problem.row}" if problem.row and problem.file not in SINGLE else ""
    place = ", ".join(filter(None, (TITLE_OF[CHAPTER_OF[problem.file]], row, label)))
    typed = f"Der står “{problem.text}”" if problem.text else "Feltet er tomt"
    return f"{place}: {problem.found or typed}. {expected_text(problem)}"


def expected_text(problem: Problem) -> str:
    """A sentence about the expected value."""
    return with_full_stop(f"Skal være: {problem.expected}")


def field_id(problem: Problem) -> str:
    """The id of the input with the problem, or the anchor of its chapter."""
    if problem.row and problem.column:
        return id_of(problem.file, problem.row, problem.column)
    return CHAPTER_OF[problem.file]
