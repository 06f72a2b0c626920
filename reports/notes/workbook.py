"""The tables of a published note as a workbook: a sheet for each, with amounts in kroner to the øre as numbers."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from budgets.foundation.files.cells import escape_formula
from reports.notes.word import CLOSED, CONSTRUCTED

NOTES = "Om tallene"


def write_workbook(data: Mapping[str, Any]) -> bytes:
    """The frozen data's tables, in their order, and a sheet that says what they are."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        bold = workbook.add_format({"bold": True})
        number = workbook.add_format({"num_format": "#,##0.00"})
        about = workbook.add_worksheet(NOTES)
        about.set_column(0, 0, 120)
        lines = list(_about(data))
        for place, table in enumerate(_tables(data), start=1):
            name = f"Tabel {place}"
            lines.append(f"{name}: {table['caption']}")
            _sheet(workbook.add_worksheet(name), table, bold, number)
        for place, line in enumerate(lines):
            about.write_string(place, 0, _text(line))
    return out.getvalue()


def _about(data: Mapping[str, Any]) -> Iterator[str]:
    yield f"{data['title']}, {data['municipality']}"
    yield from (f"{row['label']}: {row['text']}" for row in data["about"])
    if data["closed"]:
        yield CLOSED.capitalize()
    if data["constructed"]:
        yield CONSTRUCTED
    yield "Beløb er i kroner, også når notatet viser dem i en anden enhed. Andre tal er som i notatet."


def _tables(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    parts = [data["front"], *(section["items"] for section in data["sections"])]
    yield from (item for items in parts for item in items if item["kind"] == "table")


def _text(text: str) -> str:
    """Without hyphens that only show at the end of a line, and never a formula."""
    return escape_formula(text.replace("\u00ad", ""))


def _sheet(sheet: Any, table: Mapping[str, Any], bold: Any, number: Any) -> None:
    """Code where there are any, label, and each column: the exact value where there is one, else what the note says."""
    code = ["Nr."] if table["has_codes"] else []
    first = len(code)
    sheet.freeze_panes(1, first + 1)
    sheet.set_column(first, first, 60)
    sheet.set_column(first + 1, first + len(table["columns"]), 18)
    for place, text in enumerate([*code, table["first"], *(column["text"] for column in table["columns"])]):
        sheet.write_string(0, place, _text(text), bold)
    for line, row in enumerate(table["rows"], start=1):
        form = bold if row["kind"] in ("total", "group") else None
        for place, text in enumerate([*([row["code"]] if code else []), row["label"]]):
            sheet.write_string(line, place, _text(text), form)
        for place, (text, value) in enumerate(zip(row["cells"], row["values"], strict=True), start=first + 1):
            if value is not None:
                sheet.write_number(line, place, float(Decimal(value)), number)
            elif text:
                sheet.write_string(line, place, _text(text))
    for place, text in enumerate(table["footnotes"], start=len(table["rows"]) + 2):
        sheet.write_string(place, first, _text(text))
