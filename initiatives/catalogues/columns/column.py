"""A column of a sheet: its heading, where it is stored, how it is read and written, and how it is explained."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import Any, Protocol

from django.db.models import Field, Model

from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.sheets import SheetName


class Stored(Protocol):
    """An attribute of a model class, such as `Activity.text`."""

    @property
    def field(self) -> "Field[Any, Any]": ...


class Source(Enum):
    """Where the choices of an input come from, where they depend on the catalogue or the proposal."""

    THEMES = "themes"
    AREAS = "areas"
    COMMITTEES = "committees"
    PARTS = "parts"
    LINES = "lines"


@dataclass(frozen=True)
class InForm:
    """How a column stands in the form of a business case.

    A sheet's columns stand together, in the order of their `place` and then of the sheet; those that name a `block`
    stand in the block of that name.
    """

    label: str
    hint: str = ""
    _: KW_ONLY
    block: str = ""
    place: int = 0
    source: Source | None = None
    is_long: bool = False
    is_wide: bool = False
    is_rare: bool = False
    """Used by few proposals; hidden in a fold while empty."""
    is_hidden: bool = False


class Cell(ABC):
    """How a column's cells are read and written."""

    @property
    def words(self) -> list[str]:
        """The allowed words, where only some are allowed."""
        return []

    @abstractmethod
    def read(self, row: InputRow, column: "Column", references: References) -> Any:
        """The value of the row's cell; a fault is reported to the row, and the cell is then read as empty."""

    @abstractmethod
    def write(self, value: Any, catalogue: Catalogue) -> str:
        """The value as the text that is read as the same value."""

    @abstractmethod
    def describe(self, column: "Column") -> str:
        """What a cell holds, in English, for the documentation of the format."""


@dataclass(frozen=True)
class Column:
    """One column; a cell's value is `stored` in a field, or the sheet has a reader and writer of its own for it.

    `help` and `example` are for the template's guide; the examples of all columns make up one small catalogue.
    """

    heading: str
    stored: Stored | None
    cell: Cell
    help: str
    example: str = ""
    _: KW_ONLY
    required: bool = False
    is_asked: bool = False
    """The guide asks for it, and an empty cell is read all the same, as some sources do not have it."""
    is_key: bool = False
    """A row in which it cannot be read is not read further."""
    may_lack: bool = False
    """A file need not have the column."""
    in_form: InForm | None = None
    """None where the column is not part of a business case."""

    @property
    def is_to_be_filled(self) -> bool:
        """True where the guide asks for it."""
        return self.required or self.is_asked

    @property
    def is_hidden(self) -> bool:
        """True where the form carries it and users do not see it."""
        return self.in_form is not None and self.in_form.is_hidden

    @property
    def longest(self) -> int | None:
        """The most characters that its field can hold."""
        return getattr(self.stored.field, "max_length", None) if self.stored else None

    def is_of(self, model: type[Model]) -> bool:
        """True where its values are stored in the model."""
        return self.stored is not None and self.stored.field.model is model

    def read(self, row: InputRow, references: References) -> Any:
        """The value of the row's cell."""
        return self.cell.read(row, self, references)


@dataclass(frozen=True)
class DeclaredSheet:
    """A sheet: the model of its rows, its purpose in the words of the guide, and its columns in order."""

    name: SheetName
    model: type[Model]
    help: str
    columns: Sequence[Column]
    _: KW_ONLY
    has_years: bool = False
    is_needed: bool = False

    def __getitem__(self, heading: str) -> Column:
        return {column.heading: column for column in self.columns}[heading]

    def read_keys(self, row: InputRow, references: References) -> dict[str, Any]:
        """The values of the columns without which a row is not read, by field, up to the first that is None."""
        values: dict[str, Any] = {}
        for name, column in self._of(self.model, is_key=True):
            values[name] = column.read(row, references)
            if values[name] is None:
                break
        return values

    def read(self, row: InputRow, references: References, model: type[Model] | None = None) -> dict[str, Any]:
        """The values of the other columns by field: those of the sheet's model, or of another `model`."""
        columns = self._of(model or self.model, is_key=False)
        return {name: column.read(row, references) for name, column in columns}

    def _of(self, model: type[Model], *, is_key: bool) -> Iterator[tuple[str, Column]]:
        for column in self.columns:
            if column.stored and column.is_key is is_key and column.is_of(model):
                yield column.stored.field.name, column

    def write(self, obj: Model, catalogue: Catalogue) -> dict[str, str]:
        """The texts of the object's cells by heading; no query but for what the object refers to."""
        return {
            column.heading: column.cell.write(getattr(obj, column.stored.field.name), catalogue)
            for column in self.columns
            if column.stored and column.is_of(type(obj))
        }
