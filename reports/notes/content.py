"""What a document is made of: items that the PDF, the page, the Word file and the workbook all set in their own way.

Everything is JSON, and everything that is read is text already; amounts stand beside their text as kroner in a string,
so that no digit is lost.
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
    """A row of a table: its texts, and the kroner or counts behind them where there are any."""

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
    """The heading of a column, and whether its cells are sentences."""

    text: str
    is_text: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: `first` heads the rows' labels, `code` their numbers where they have any."""

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
    """Sentences as they are, one paragraph each."""
    blocks = [{"kind": "paragraph", "runs": [run(text)]} for text in texts if text]
    return {"kind": "text", "blocks": blocks}


def bullets(texts: Iterable[str]) -> Json:
    """A list of sentences."""
    return {"kind": "text", "blocks": [{"kind": "list", "items": [[run(text)] for text in texts]}]}


def run(text: str, *, bold: bool = False, href: str = "") -> Json:
    """Text in one form; `href` is an address that begins with http."""
    return {"text": text, "bold": bold, "href": href}


def heading(text: str) -> Json:
    """A heading below the section's own."""
    return {"kind": "heading", "text": text}


def facts(found: Iterable[tuple[str, str]]) -> Json:
    """Names with what is known of each; what is empty is left out."""
    return {"kind": "facts", "rows": [{"label": label, "text": text} for label, text in found if text]}


def from_table(table: Table, shown: Presentation) -> Json:
    """A page's table as part of a document: the same rows, in the document's unit."""
    kinds = [column.kind for column in table.columns]
    rows = [
        Line(
            row.heading,
            [format_value(value, kind, shown) for value, kind in zip(row.cells, kinds, strict=True)],
            [None if isinstance(value, str) else _exact(value) for value in row.cells],
            kind=TOTAL if row.is_total else ENDED if row.is_quiet else LINE,
            about=row.about,
        )
        for row in table.rows
    ]
    return Grid(
        caption=f"{table.caption}, {shown.unit.label}" if Kind.AMOUNT in kinds else table.caption,
        first=table.first,
        columns=[Heading(column.heading, is_text=not column.is_number) for column in table.columns],
        rows=rows,
        footnotes=table.notes,
    ).as_json()


def _exact(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def chart_as_table(chart: Mapping[str, Any]) -> dict[str, Any]:
    """A chart's figures as a table: a row for each group, a column for each year."""
    bars: Sequence[Mapping[str, Any]] = chart["bars"]
    rows = [
        {"label": label, "cells": [bar["parts"][place]["text"] for bar in bars], "kind": "line"}
        for place, label in enumerate(chart["labels"])
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
