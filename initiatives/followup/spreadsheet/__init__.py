"""A round as a workbook, to be filled in Excel and brought back: written, read, compared, and then all or nothing."""

from initiatives.followup.spreadsheet.reading import Change, Reading, read_round
from initiatives.followup.spreadsheet.usecase import RefusedError, bring_in
from initiatives.followup.spreadsheet.writing import file_name, write_round

__all__ = ["Change", "Reading", "RefusedError", "bring_in", "file_name", "read_round", "write_round"]
