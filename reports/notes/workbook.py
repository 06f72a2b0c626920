"""The tables of a published note as a workbook, one sheet each, with amounts as numbers in kroner."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from budgets.foundation.files.cells import escape_formula
from reports.notes.word import CLOSED, CONSTRUCTED

NOTES = "Om tallene"


def write_workbook(data: Mapping[str, Any]) -> bytes:
    """A workbook with the tables of the frozen data, in order, and a first sheet that lists them."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        bold = workbook.add_format({"bold": True})
        number = workbook.add_format({"num_format": "#,##0.00"})
        about = workbook.add_worksheet(NOTES)
        about.set_column(0, 0, 120)
        lines = list(_build_about(data))
        for position, table in enumerate(_get_tables(data), start=1):
            name = f"Tabel {position}"
            lines.append(f"{name}: {table['caption']}")
            _write_sheet(workbook.add_worksheet(name), table, bold, number)
        for position, line in enumerate(lines):
            about.write_string(position, 0, _clean_text(line))
    return out.getvalue()


def _build_about(data: Mapping[str, Any]) -> Iterator[str]:
    yield f"{data['title']}, {data['municipality']}"
    yield from (f"{row['label']}: {row['text']}" for row in data["about"])
    if data["closed"]:
        yield CLOSED.capitalize()
    if data["constructed"]:
        yield CONSTRUCTED
    yield "Beløb er i kroner, også når notatet viser dem i en anden enhed. Andre tal er som i notatet."


def _get_tables(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    parts = [data["front"], *(section["items"] for section in data["sections"])]
    yield from (item for items in parts for item in items if item["kind"] == "table")


def _clean_text(text: str) -> str:
    """The text without soft hyphens, and guarded against being read as a formula."""
    return escape_formula(text.replace("\u00ad", ""))


def _write_sheet(sheet: Any, table: Mapping[str, Any], bold: Any, number: Any) -> None:
    """Write the table: code if any, label, and for each column the exact value, or else the note's text."""
    code = ["Nr."] if table["has_codes"] else []
    first = len(code)
    sheet.freeze_panes(1, first + 1)
    sheet.set_column(first, first, 60)
    sheet.set_column(first + 1, first + len(table["columns"]), 18)
    for position, text in enumerate([*code, table["first"], *(column["text"] for column in table["columns"])]):
        sheet.write_string(0, position, _clean_text(text), bold)
    for row_index, row in enumerate(table["rows"], start=1):
        row_format = bold if row["kind"] in ("total", "group") else None
        for position, text in enumerate([*([row["code"]] if code else []), row["label"]]):
            sheet.write_string(row_index, position, _clean_text(text), row_format)
        for position, (text, value) in enumerate(zip(row["cells"], row["values"], strict=True), start=first + 1):
            if value is not None:
                sheet.write_number(row_index, position, float(Decimal(value)), number)
            elif text:
                sheet.write_string(row_index, position, _clean_text(text))
    for position, text in enumerate(table["footnotes"], start=len(table["rows"]) + 2):
        sheet.write_string(position, first, _clean_text(text))
