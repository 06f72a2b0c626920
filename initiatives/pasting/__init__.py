"""Tables as people paste them from PDF and Word: what they say, and every doubt about it. Pure: no database."""

from initiatives.pasting.reading import read_table
from initiatives.pasting.table import PastedRow, PastedTable, RowRole

__all__ = ["PastedRow", "PastedTable", "RowRole", "read_table"]
