"""A page's table as a file: CSV and a workbook from the same rows, in kroner to the øre."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from budgets.foundation.files.cells import guarded
from budgets.foundation.tabular import Kind, Row, Table, Value

CONSTRUCTED = "Tallene er konstruerede eksempler og ikke kommunens egne."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {Kind.AMOUNT: "#,##0.00", Kind.PERCENT: "0.0", Kind.COUNT: "#,##0", Kind.TEXT: "@"}


def download(request: HttpRequest, tables: Iterable[Table], *, place: str, file: str) -> HttpResponse | None:
    """The table that the address asks for as a file; None where it asks for a page. 404 for one that is not there.

    `place` is what the figures are of, in words, and is told in the file; `file` and the table's name name it.
    """
    wanted = request.GET.get("hent")
    if wanted is None:
        return None
    name, _, form = wanted.rpartition(".")
    found = next((table for table in tables if table.name == name), None)
    write = WRITERS.get(form)
    if found is None or write is None:
        raise Http404
    content, kind = write(replace(found, notes=_notes(found, place)))
    disposition = content_disposition_header(as_attachment=True, filename=f"{file}_{name}.{form}")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition or ""})


def _notes(table: Table, place: str) -> list[str]:
    """What must go with the figures when they leave the page."""
    constructed = [CONSTRUCTED] if table.is_constructed else []
    return [f"{table.caption}. {place}. Beløb i kr.", *constructed, *table.notes]


def write_csv(table: Table) -> tuple[bytes, str]:
    """With `;` between cells, decimal comma, and the notes last."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([table.first, *(column.heading for column in table.columns)])
    for row in table.rows:
        writer.writerow([_heading(row), *map(_typed, row.cells)])
    writer.writerows([[], *([guarded(note)] for note in table.notes)])
    return text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"


def _heading(row: Row) -> str:
    return guarded(f"{row.heading} ({row.about})" if row.about else row.heading)


def _typed(value: Value) -> str:
    """A cell with decimal comma and a plain minus, as a spreadsheet reads numbers."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    exact = Decimal(value).quantize(Decimal("0.01"))
    return f"{exact:f}".replace(".", ",")


def write_workbook(table: Table) -> tuple[bytes, str]:
    """One sheet with numbers as numbers, and one with the notes."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet, bold = workbook.add_worksheet("Tal"), workbook.add_format({"bold": True})
        formats = {kind: workbook.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, len(table.columns), 18)
        for place, heading in enumerate([table.first, *(column.heading for column in table.columns)]):
            sheet.write_string(0, place, heading, bold)
        for line, row in enumerate(table.rows, start=1):
            sheet.write_string(line, 0, _heading(row), bold if row.is_total else None)
            for place, (column, value) in enumerate(zip(table.columns, row.cells, strict=True), start=1):
                if isinstance(value, str):
                    sheet.write_string(line, place, guarded(value), formats[Kind.TEXT])
                elif value is not None:
                    sheet.write_number(line, place, float(value), formats[column.kind])
        notes = workbook.add_worksheet("Om tallene")
        notes.set_column(0, 0, 120)
        for line, note in enumerate(table.notes):
            notes.write_string(line, 0, guarded(note))
    return out.getvalue(), XLSX


WRITERS: Mapping[str, Callable[[Table], tuple[bytes, str]]] = {"csv": write_csv, "xlsx": write_workbook}
