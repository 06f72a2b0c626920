"""Catalogues out of the program: target effects as tidy rows, and whole catalogues in the import's own format."""

from initiatives.exports.catalogue import Sheets, catalogue_sheets, empty_sheets, write_folder, write_workbook
from initiatives.exports.effects import write_effects

__all__ = ["Sheets", "catalogue_sheets", "empty_sheets", "write_effects", "write_folder", "write_workbook"]
