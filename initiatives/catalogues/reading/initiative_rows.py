"""Rows that are about an initiative, by the columns of their sheet."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import SheetName


def identify_rows(name: SheetName, sheet: Sheet, references: References) -> Iterator[tuple[InputRow, dict[str, Any]]]:
    """The rows whose key columns could be read, with those fields and the row's `order` within its initiative."""
    orders: Counter[str] = Counter()
    for row in sheet:
        keys = SHEETS[name].read_keys(row, references)
        if keys["initiative"] is not None:
            orders[keys["initiative"].key] += 1
        if None not in keys.values():
            yield row, keys | {"order": orders[keys["initiative"].key]}


def read_objects(name: SheetName, sheet: Sheet, references: References) -> Iterator[tuple[InputRow, Any]]:
    """Each such row with its unsaved object."""
    declared = SHEETS[name]
    for row, keys in identify_rows(name, sheet, references):
        yield row, declared.model(**keys, **declared.read(row, references))
