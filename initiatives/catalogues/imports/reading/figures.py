"""Reading the printed tables."""

from collections.abc import Mapping
from itertools import takewhile

from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import SteeringArea
from initiatives.catalogues.imports.reading.contents import CatalogueReading
from initiatives.catalogues.imports.reading.effects import (
    check_years,
    read_committee,
    stored_amount,
    warn_of_sign_change,
)
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.models.catalogues import EffectCategory, Theme
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import ComparisonTerm, PublishedFigure, PublishedRow, PublishedTable

LONGEST_PRINTED = 60


def read_tables(
    sheet: Sheet, reading: CatalogueReading, themes: Mapping[str, Theme], initiatives: Mapping[str, Initiative]
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
            kind=row.choice("slags", PublishedTable.TableKind, required=True) or PublishedTable.TableKind.PROSE,
            caption=row.text("overskrift", required=True, longest=300),
            row_heading=row.text("rækkeoverskrift", longest=80),
        )
        reading.tables.append(table)
        tables[str(ordinal)] = table
    return tables


def read_figures(
    sheet: Sheet,
    reading: CatalogueReading,
    tables: Mapping[str, PublishedTable],
    themes: Mapping[str, Theme],
    initiatives: Mapping[str, Initiative],
) -> None:
    check_years(sheet, reading)
    orders = dict.fromkeys(tables, 0)
    first = InputRow(sheet.file, 0, {}, [])
    for row in sheet:
        table = row.reference("tabel", tables, "nummeret på en tabel", required=True)
        if table is None:
            continue
        if _is_next_column(row, table, reading):
            _check_same_row(row, first, sheet)
            reading.figures += _single_figure(row, reading.rows[-1])
            continue
        first = row
        orders[str(table.ordinal)] += 1
        published = _published_row(row, table, orders[str(table.ordinal)], reading)
        published.initiative = row.reference("tiltag", initiatives, "nøglen på et tiltag")
        published.theme = row.reference("gruppe", themes, "nummeret på en gruppe")
        reading.rows.append(published)
        is_plan = table.kind == PublishedTable.TableKind.PLAN
        reading.figures += (
            _yearly_figures(row, published, sheet, reading) if is_plan else _single_figure(row, published)
        )


def _is_next_column(row: InputRow, table: PublishedTable, reading: CatalogueReading) -> bool:
    """True where the row of the file is another column of the printed row above it."""
    above = reading.rows[-1] if reading.rows else None
    if above is None or above.table is not table or table.kind != PublishedTable.TableKind.COLUMNS:
        return False
    columns = {figure.column for figure in takewhile(lambda figure: figure.row is above, reversed(reading.figures))}
    return above.label == row.text("tekst") and row.text("kolonne") not in columns


def _check_same_row(row: InputRow, first: InputRow, sheet: Sheet) -> None:
    """Report cells of a further column that contradict the first row of the file about the same printed row."""
    column_cells = {"kolonne", "tal", "værdi", *map(str, sheet.years)}
    for column, text in row.cells.items():
        if column not in column_cells and text and text != first.cells.get(column, ""):
            row.report(column, f"det samme som i række {first.number} om samme række i kilden, eller en tom celle")


def _published_row(row: InputRow, table: PublishedTable, order: int, reading: CatalogueReading) -> PublishedRow:
    years = reading.catalogue.years
    return PublishedRow(
        table=table,
        order=order,
        kind=row.choice("slags", PublishedRow.RowKind, required=True) or PublishedRow.RowKind.LINE,
        code=row.text("nummer", longest=40),
        label=row.text("tekst", required=True, longest=400),
        category=row.choice("kategori", EffectCategory) or "",
        steering_area=row.choice("styringsområde", SteeringArea) or "",
        lines=row.whole_list("linjer", 1, 999, example="1+2"),
        sums_tables=row.whole_list("summerer tabeller", 1, 999, example="1+2"),
        committee=read_committee(row, reading),
        years=row.whole_list("sammenlignes i", years[0], years[-1], example=f"{years[0]}+{years[-1]}"),
        scope=row.text("omfang"),
        mark=row.text("tegn", longest=10),
        footnote=row.text("fodnote"),
    )


def _yearly_figures(
    row: InputRow, published: PublishedRow, sheet: Sheet, reading: CatalogueReading
) -> list[PublishedFigure]:
    values = {year: stored_amount(row, year, reading) for year in sheet.years if row.cells.get(str(year))}
    if published.kind == PublishedRow.RowKind.LINE:
        warn_of_sign_change(row, values, reading)
    printed = {year: row.cells[str(year)] for year in values} | _printed_texts(row, sheet)
    return [
        PublishedFigure(row=published, year=year, printed=printed[year], value=values.get(year))
        for year in sheet.years
        if year in printed
    ]


def _printed_texts(row: InputRow, sheet: Sheet) -> dict[int, str]:
    """The printed text by year, where it is not the amount in the catalogue's unit: `2018: 1,250 | 2019: TBA`.

    A year that has a text here and no amount is a figure that cannot be read.
    """
    texts: dict[int, str] = {}
    for part in filter(None, map(str.strip, row.text("trykt som").split("|"))):
        year, _, text = part.partition(":")
        if not year.strip().isdecimal() or int(year) not in sheet.years or not 0 < len(text.strip()) <= LONGEST_PRINTED:
            row.report("trykt som", "år og kildens tal for arkets år, fx 2018: 1,250 | 2019: (300)")
            return {}
        texts[int(year)] = text.strip()
    return texts


def _single_figure(row: InputRow, published: PublishedRow) -> list[PublishedFigure]:
    in_columns = published.table.kind == PublishedTable.TableKind.COLUMNS
    return [
        PublishedFigure(
            row=published,
            year=None,
            column=row.text("kolonne", required=in_columns, longest=80),
            printed=row.text("tal", required=True, longest=60),
            value=row.number_or_none("værdi"),
        )
    ]


def read_comparisons(sheet: Sheet, reading: CatalogueReading, tables: Mapping[str, PublishedTable]) -> None:
    """Read comparisons of printed figures: one stated figure and at least one term for each number."""
    figures = {(f.row.table.ordinal, f.row.order, str(f.year or f.column)): f for f in reading.figures}
    roles: dict[int, list[ComparisonTerm.Role]] = {}
    rows_by_number: dict[int, InputRow] = {}
    for order, row in enumerate(sheet, start=1):
        number = row.whole("nr", 1, 999, required=True) or 0
        role = row.choice("led", ComparisonTerm.Role, required=True) or ComparisonTerm.Role.PLUS
        table = row.reference("tabel", tables, "nummeret på en tabel", required=True)
        place = (table.ordinal if table else 0, row.whole("række", 1, 999, required=True) or 0, row.text("kolonne"))
        figure = figures.get(place)
        roles.setdefault(number, []).append(role)
        rows_by_number[number] = row
        if figure is None or figure.value is None:
            row.report("række", "rækken og kolonnen for et tal i tabellen")
            continue
        term = ComparisonTerm(catalogue=reading.catalogue, number=number, order=order, role=role, figure=figure)
        term.scope = row.text("omfang")
        reading.terms.append(term)
    for number, number_roles in roles.items():
        if number_roles.count(ComparisonTerm.Role.STATED) != 1 or len(number_roles) == 1:
            rows_by_number[number].report("led", "ét led med “tal” og mindst ét med “plus” eller “minus” for hvert nr.")
