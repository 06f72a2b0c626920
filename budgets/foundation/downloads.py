"""A page's table as a download: CSV or workbook from the same rows, in kroner with øre."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from budgets.foundation.files.cells import escape_formula
from budgets.foundation.tabular import Kind, Row, Table, Value

CONSTRUCTED = "Tallene er konstruerede eksempler og ikke kommunens egne."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {Kind.AMOUNT: "#,##0.00", Kind.PERCENT: "0.0", Kind.COUNT: "#,##0", Kind.TEXT: "@"}


def download(request: HttpRequest, tables: Iterable[Table], *, place: str, file: str) -> HttpResponse | None:
    """The file that `?hent=<table>.<format>` asks for; None without it. Http404 for an unknown table or format.

    `place` describes what the figures are about, and is written in the file's notes; the file is named by `file` and
    the table's name.
    """
    file_name = request.GET.get("hent")
    if file_name is None:
        return None
    name, _, form = file_name.rpartition(".")
    table = next((candidate for candidate in tables if candidate.name == name), None)
    write = WRITERS.get(form)
    if table is None or write is None:
        raise Http404
    content, kind = write(replace(table, notes=_notes(table, place)))
    disposition = content_disposition_header(as_attachment=True, filename=f"{file}_{name}.{form}")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition or ""})


def _notes(table: Table, place: str) -> list[str]:
    """The notes of the file: what the page itself would tell the reader."""
    constructed = [CONSTRUCTED] if table.is_constructed else []
    return [f"{table.caption}. {place}. Beløb i kr.", *constructed, *table.notes]


def write_csv(table: Table) -> tuple[bytes, str]:
    """CSV with `;` between cells, decimal comma and the notes last; content and content type."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([table.first, *(column.heading for column in table.columns)])
    for row in table.rows:
        writer.writerow([_heading(row), *map(_csv_cell, row.cells)])
    writer.writerows([[], *([escape_formula(note)] for note in table.notes)])
    return text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"


def _heading(row: Row) -> str:
    return escape_formula(f"{row.heading} ({row.about})" if row.about else row.heading)


def _csv_cell(value: Value) -> str:
    """The cell's text, with decimal comma and plain minus so that a spreadsheet reads it as a number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return escape_formula(value)
    exact = Decimal(value).quantize(Decimal("0.01"))
    return f"{exact:f}".replace(".", ",")


def write_workbook(table: Table) -> tuple[bytes, str]:
    """A workbook with a sheet of figures and a sheet of notes; content and content type."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet, bold = workbook.add_worksheet("Tal"), workbook.add_format({"bold": True})
        formats = {kind: workbook.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, len(table.columns), 18)
        for column_number, heading in enumerate([table.first, *(column.heading for column in table.columns)]):
            sheet.write_string(0, column_number, heading, bold)
        for row_number, row in enumerate(table.rows, start=1):
            sheet.write_string(row_number, 0, _heading(row), bold if row.is_total else None)
            for column_number, (column, value) in enumerate(zip(table.columns, row.cells, strict=True), start=1):
                if isinstance(value, str):
                    sheet.write_string(row_number, column_number, escape_formula(value), formats[Kind.TEXT])
                elif value is not None:
                    sheet.write_number(row_number, column_number, float(value), formats[column.kind])
        notes = workbook.add_worksheet("Om tallene")
        notes.set_column(0, 0, 120)
        for row_number, note in enumerate(table.notes):
            notes.write_string(row_number, 0, escape_formula(note))
    return buffer.getvalue(), XLSX


WRITERS: Mapping[str, Callable[[Table], tuple[bytes, str]]] = {"csv": write_csv, "xlsx": write_workbook}
