"""Reading the printed tables."""

from itertools import takewhile

from budgets.foundation.files.rows import InputRow
from initiatives.catalogues.columns.source import COMPARISONS, FIGURES, TABLES
from initiatives.catalogues.models.published import ComparisonTerm, PublishedFigure, PublishedRow, PublishedTable
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.reading.effects import check_years, read_amount, warn_of_sign_change
from initiatives.catalogues.reading.sheet import Sheet

LONGEST_PRINTED = 60


def read_tables(sheet: Sheet, reading: CatalogueReading) -> None:
    tables = reading.references.tables
    for row in sheet:
        ordinal = TABLES.read_keys(row, reading.references)["ordinal"]
        if str(ordinal) in tables:
            row.report("nr", "et nummer, der ikke er brugt ovenfor")
        fields = TABLES.read(row, reading.references)
        table = PublishedTable(catalogue=reading.catalogue, ordinal=ordinal or 0, **fields)
        reading.tables.append(table)
        tables[str(ordinal)] = table


def read_figures(sheet: Sheet, reading: CatalogueReading) -> None:
    check_years(sheet, reading)
    orders = dict.fromkeys(reading.references.tables, 0)
    first = InputRow(sheet.file, 0, {}, [])
    for row in sheet:
        table = FIGURES.read_keys(row, reading.references)["table"]
        if table is None:
            continue
        if _is_next_column(row, table, reading):
            _check_same_row(row, first, sheet)
            reading.figures.append(_single_figure(row, reading.rows[-1], reading))
            continue
        first = row
        orders[str(table.ordinal)] += 1
        fields = FIGURES.read(row, reading.references)
        published = PublishedRow(table=table, order=orders[str(table.ordinal)], **fields)
        reading.rows.append(published)
        is_plan = table.kind == PublishedTable.TableKind.PLAN
        reading.figures += (
            _yearly_figures(row, published, sheet, reading) if is_plan else [_single_figure(row, published, reading)]
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


def _yearly_figures(
    row: InputRow, published: PublishedRow, sheet: Sheet, reading: CatalogueReading
) -> list[PublishedFigure]:
    values = {year: read_amount(row, year, reading) for year in sheet.years if row.cells.get(str(year))}
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


def _single_figure(row: InputRow, published: PublishedRow, reading: CatalogueReading) -> PublishedFigure:
    row.text("kolonne", required=published.table.kind == PublishedTable.TableKind.COLUMNS)
    row.text("tal", required=True)
    return PublishedFigure(row=published, year=None, **FIGURES.read(row, reading.references, PublishedFigure))


def read_comparisons(sheet: Sheet, reading: CatalogueReading) -> None:
    """Read comparisons of printed figures: one stated figure and at least one term for each number."""
    figures = {(f.row.table.ordinal, f.row.order, str(f.year or f.column)): f for f in reading.figures}
    roles: dict[int, list[str]] = {}
    rows_by_number: dict[int, InputRow] = {}
    for order, row in enumerate(sheet, start=1):
        fields = COMPARISONS.read(row, reading.references)
        roles.setdefault(fields["number"], []).append(fields["role"])
        rows_by_number[fields["number"]] = row
        figure = figures.get(_read_place(row, reading))
        if figure is None or figure.value is None:
            row.report("række", "rækken og kolonnen for et tal i tabellen")
            continue
        reading.terms.append(ComparisonTerm(catalogue=reading.catalogue, order=order, figure=figure, **fields))
    for number, number_roles in roles.items():
        if number_roles.count(ComparisonTerm.Role.STATED) != 1 or len(number_roles) == 1:
            rows_by_number[number].report("led", "ét led med “tal” og mindst ét med “plus” eller “minus” for hvert nr.")


def _read_place(row: InputRow, reading: CatalogueReading) -> tuple[int, int, str]:
    """The figure that the row names: the table's number, the number of its row in the table, and its column."""
    table = COMPARISONS["tabel"].read(row, reading.references)
    number, column = (COMPARISONS[heading].read(row, reading.references) for heading in ("række", "kolonne"))
    return table.ordinal if table else 0, number, column
