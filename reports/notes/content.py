"""The items that a document consists of. The PDF, the page, the Word file and the workbook render the same items.

Everything is JSON, and everything for readers is formatted text. The exact kroner are stored next to the text, as
strings so that no digit is lost. Published documents are frozen in the database: the JSON keys must not change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budgets.foundation.amounts import Presentation
from budgets.foundation.tabular import Kind, Table, format_value

Json = dict[str, object]

LINE, TOTAL, ENDED, GROUP = "line", "total", "ended", "group"


@dataclass(frozen=True)
class Line:
    """A row of a table: its texts, and the exact kroner or counts behind them (None for a cell without)."""

    label: str
    cells: Sequence[str]
    values: Sequence[Decimal | None] = ()
    kind: str = LINE
    code: str = ""
    about: str = ""

    def as_json(self) -> Json:
        values = self.values or [None] * len(self.cells)
        return {
            "label": self.label,
            "code": self.code,
            "about": self.about,
            "cells": list(self.cells),
            "values": [None if value is None else str(value) for value in values],
            "kind": self.kind,
        }


@dataclass(frozen=True)
class Heading:
    """The heading of a column, and whether its cells are text rather than numbers."""

    text: str
    is_text: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; `first` is the heading of the column with the rows' labels."""

    caption: str
    first: str
    columns: Sequence[Heading]
    rows: Sequence[Line]
    footnotes: Sequence[str] = field(default_factory=tuple)

    def as_json(self) -> Json:
        return {
            "kind": "table",
            "caption": self.caption,
            "first": self.first,
            "columns": [{"text": column.text, "is_text": column.is_text} for column in self.columns],
            "has_codes": any(row.code for row in self.rows),
            "rows": [row.as_json() for row in self.rows],
            "footnotes": list(self.footnotes),
        }


def paragraphs(*texts: str) -> Json:
    """A text item with one paragraph for each non-empty text."""
    blocks = [{"kind": "paragraph", "runs": [run(text)]} for text in texts if text]
    return {"kind": "text", "blocks": blocks}


def bullets(texts: Iterable[str]) -> Json:
    """A text item with a bulleted list."""
    return {"kind": "text", "blocks": [{"kind": "list", "items": [[run(text)] for text in texts]}]}


def run(text: str, *, bold: bool = False, href: str = "") -> Json:
    """A run of text in one format; `href` is a link's address, empty for no link."""
    return {"text": text, "bold": bold, "href": href}


def heading(text: str) -> Json:
    """A heading below the section's heading."""
    return {"kind": "heading", "text": text}


def facts(pairs: Iterable[tuple[str, str]]) -> Json:
    """An item with labels and their texts; pairs with an empty text are left out."""
    return {"kind": "facts", "rows": [{"label": label, "text": text} for label, text in pairs if text]}


def convert_table(table: Table, presentation: Presentation) -> Json:
    """Convert a page's table to an item of a document, in the document's unit."""
    kinds = [column.kind for column in table.columns]
    rows = [
        Line(
            row.heading,
            [format_value(value, kind, presentation) for value, kind in zip(row.cells, kinds, strict=True)],
            [None if isinstance(value, str) else _to_decimal(value) for value in row.cells],
            kind=TOTAL if row.is_total else ENDED if row.is_quiet else LINE,
            about=row.about,
        )
        for row in table.rows
    ]
    return Grid(
        caption=f"{table.caption}, {presentation.unit.label}" if Kind.AMOUNT in kinds else table.caption,
        first=table.first,
        columns=[Heading(column.heading, is_text=not column.is_number) for column in table.columns],
        rows=rows,
        footnotes=table.notes,
    ).as_json()


def _to_decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def build_chart_table(chart: Mapping[str, Any]) -> dict[str, Any]:
    """A chart's figures as a table item: a row for each group, a column for each year."""
    bars: Sequence[Mapping[str, Any]] = chart["bars"]
    rows = [
        {"label": label, "cells": [bar["parts"][position]["text"] for bar in bars], "kind": "line"}
        for position, label in enumerate(chart["labels"])
    ]
    total = {"label": "I alt", "cells": [bar["total"] for bar in bars], "kind": "total"}
    return {
        "caption": chart["caption"],
        "first": "Gruppe",
        "columns": [{"text": bar["year"], "is_text": False} for bar in bars],
        "rows": [{**row, "code": "", "about": "", "values": [None] * len(bars)} for row in (*rows, total)],
        "footnotes": [],
        "has_codes": False,
    }
