"""Writes docs/import-format.md's tables of columns as the columns are declared: `python -m docs.write_columns`.

It is run in the project's folder. A table follows a comment with the name of its sheet, `<!-- columns of tiltag -->`.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from initiatives.catalogues.columns.column import Column, DeclaredSheet

FORMAT = Path(__file__).resolve().parent / "import-format.md"
TABLE = re.compile(r"<!-- columns of (\w+) -->\n(?:\|.*\n)*")
FIELDS = "felter"
"""The name of the table of the catalogue's own fields, which have a row each in the sheet about it."""


def declared_sheets() -> "dict[str, DeclaredSheet]":
    """Every sheet as declared, by name, and the catalogue's own fields; no query."""
    from initiatives.catalogues.columns.catalogue import CATALOGUE_FIELDS  # models, so not before Django is set up
    from initiatives.catalogues.columns.declared import SHEETS

    return {name.value: declared for name, declared in SHEETS.items()} | {FIELDS: CATALOGUE_FIELDS}


def write_tables(text: str) -> str:
    """The text with each of its tables of columns written anew. Raises KeyError for a sheet that is not declared."""
    sheets = declared_sheets()
    return TABLE.sub(lambda match: "".join(f"{line}\n" for line in _lines(match[1], sheets[match[1]])), text)


def _lines(name: str, declared: "DeclaredSheet") -> Iterator[str]:
    yield f"<!-- columns of {name} -->"
    yield "| column | needed | holds | stored in | in the form |"
    yield "|---|---|---|---|---|"
    yield from (_row(column) for column in declared.columns)
    if declared.has_years:
        yield "| `2019`, … | no | amount in the catalogue's unit and sign | | |"


def _row(column: "Column") -> str:
    needed = "filled" if column.required else "no" if column.may_lack else "column"
    holds = column.cell.describe(column).replace("|", "\\|")
    field = column.stored.field if column.stored else None
    stored = f"`{field.model.__name__}.{field.name}`" if field else ""
    label = column.in_form.label if column.in_form and not column.is_hidden else ""
    return f"| `{column.heading}` | {needed} | {holds} | {stored} | {label} |"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    FORMAT.write_text(write_tables(FORMAT.read_text("utf-8")), "utf-8")
