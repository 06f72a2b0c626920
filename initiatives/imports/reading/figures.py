"""Tables as they are printed."""

from collections.abc import Mapping
from itertools import takewhile

from budgets.models import SteeringArea
from initiatives.imports.reading.contents import Reading
from initiatives.imports.reading.effects import check_years, stored
from initiatives.imports.sheets import Row, Sheet
from initiatives.models import EffectCategory, Initiative, PublishedFigure, PublishedRow, PublishedTable, Theme


def read_tables(
    sheet: Sheet, reading: Reading, themes: Mapping[str, Theme], initiatives: Mapping[str, Initiative]
) -> dict[str, PublishedTable]:
    tables: dict[str, PublishedTable] = {}
    for row in sheet:
        ordinal = row.whole("nr", 1, 999, required=True)
        if str(ordinal) in tables:
            row.report("nr", "et nummer, der ikke er brugt ovenfor")
        table = PublishedTable(
            catalogue=reading.catalogue,
            theme=row.reference("gruppe", themes, "nummeret på en gruppe"),
            initiative=row.reference("tiltag", initiatives, "nøglen på et tiltag"),
            ordinal=ordinal or 0,
            kind=row.choice("slags", PublishedTable.Kind, required=True) or PublishedTable.Kind.PROSE,
            caption=row.text("overskrift", required=True, longest=300),
            row_heading=row.text("rækkeoverskrift", longest=80),
        )
        reading.tables.append(table)
        tables[str(ordinal)] = table
    return tables


def read_figures(
    sheet: Sheet, reading: Reading, tables: Mapping[str, PublishedTable], initiatives: Mapping[str, Initiative]
) -> None:
    check_years(sheet, reading)
    orders = dict.fromkeys(tables, 0)
    for row in sheet:
        table = row.reference("tabel", tables, "nummeret på en tabel", required=True)
        if table is None:
            continue
        if _is_next_column(row, table, reading):
            reading.figures += _single_figure(row, reading.rows[-1])
            continue
        orders[str(table.ordinal)] += 1
        published = _published_row(row, table, orders[str(table.ordinal)], initiatives)
        reading.rows.append(published)
        is_plan = table.kind == PublishedTable.Kind.PLAN
        reading.figures += (
            _yearly_figures(row, published, sheet, reading) if is_plan else _single_figure(row, published)
        )


def _is_next_column(row: Row, table: PublishedTable, reading: Reading) -> bool:
    """True where the row of the file is one more column of the printed row above it."""
    above = reading.rows[-1] if reading.rows else None
    if above is None or above.table is not table or table.kind != PublishedTable.Kind.COLUMNS:
        return False
    columns = {figure.column for figure in takewhile(lambda figure: figure.row is above, reversed(reading.figures))}
    return above.label == row.text("tekst") and row.text("kolonne") not in columns


def _published_row(row: Row, table: PublishedTable, order: int, initiatives: Mapping[str, Initiative]) -> PublishedRow:
    return PublishedRow(
        table=table,
        initiative=row.reference("tiltag", initiatives, "nøglen på et tiltag"),
        order=order,
        kind=row.choice("slags", PublishedRow.Kind, required=True) or PublishedRow.Kind.LINE,
        code=row.text("nummer", longest=40),
        label=row.text("tekst", required=True, longest=400),
        category=row.choice("kategori", EffectCategory) or "",
        steering_area=row.choice("styringsområde", SteeringArea) or "",
        lines=row.whole_list("linjer"),
        sums_tables=row.whole_list("summerer tabeller"),
        mark=row.text("tegn", longest=10),
        footnote=row.text("fodnote"),
    )


def _yearly_figures(row: Row, published: PublishedRow, sheet: Sheet, reading: Reading) -> list[PublishedFigure]:
    return [
        PublishedFigure(row=published, year=year, printed=row.cells[str(year)], value=stored(row, year, reading))
        for year in sheet.years
        if row.cells.get(str(year))
    ]


def _single_figure(row: Row, published: PublishedRow) -> list[PublishedFigure]:
    in_columns = published.table.kind == PublishedTable.Kind.COLUMNS
    return [
        PublishedFigure(
            row=published,
            year=None,
            column=row.text("kolonne", required=in_columns, longest=80),
            printed=row.text("tal", required=True, longest=60),
            value=row.number_or_none("værdi"),
        )
    ]
