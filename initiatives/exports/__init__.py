"""Catalogues out of the program: target effects as tidy rows, and whole catalogues in the import's own format."""

from initiatives.exports.catalogue import (
    Sheets,
    case_rows,
    catalogue_sheets,
    empty_sheets,
    headings,
    write_folder,
    write_workbook,
)
from initiatives.exports.effects import write_effects
from initiatives.exports.template import write_template

__all__ = [
    "Sheets",
    "case_rows",
    "catalogue_sheets",
    "empty_sheets",
    "headings",
    "write_effects",
    "write_folder",
    "write_template",
    "write_workbook",
]
