"""Tables as people paste them from PDF and Word: what they say, and every doubt about it.

The reader is pure. `forms`, `filling` and `bringing_in` take what it read into a catalogue.
"""

from initiatives.pasting.corrections import Corrections
from initiatives.pasting.reading import read_table
from initiatives.pasting.table import ColumnKind, PastedRow, PastedTable, RowRole

__all__ = ["ColumnKind", "Corrections", "PastedRow", "PastedTable", "RowRole", "read_table"]
