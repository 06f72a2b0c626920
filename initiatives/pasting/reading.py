"""Reading a pasted table: deterministic, and every doubt is reported.

Method: the row of years gives the columns; one number format applies to the whole table; a row without amounts is a
group or a remark; a row with a word for a sum is checked against the lines above it. The user's corrections apply
before anything is guessed, and settle the doubt that they are about.
"""

from collections.abc import Sequence

from initiatives.catalogues.models.catalogues import Sign
from initiatives.pasting.cells import TextRow, to_rows
from initiatives.pasting.columns import apply_corrections, columns_of, guess_headers, name_columns
from initiatives.pasting.corrections import NOTHING_CORRECTED, Corrections
from initiatives.pasting.header import Header, find_headers
from initiatives.pasting.numbers import NumberFormat, detect_format, is_number
from initiatives.pasting.rows import Reader
from initiatives.pasting.sums import check_sums, detect_sign
from initiatives.pasting.table import PastedColumn, PastedRow, PastedTable, RowRole
from initiatives.pasting.words import NEGATIVE, detect_unit, is_english

NO_YEARS = "Ingen tal er læst, fordi der ikke er en række med årstal."
NO_UNIT = "Enheden fremgår ikke af teksten. Vælg den."
SEVERAL_YEARS = "Tabellen har flere rækker med forskellige årstal. Hver del er læst efter sin egen række."


def read_table(text: str, corrections: Corrections = NOTHING_CORRECTED) -> PastedTable:
    """The table that the text contains; without known columns it is empty and has a doubt."""
    rows, in_runs = to_rows(text)
    found_headers = find_headers(rows) or guess_headers(rows, in_runs=in_runs)
    number_format = corrections.number_format or detect_format(_numbers(rows, found_headers), is_english(text))
    uncorrected = list(Reader(rows, found_headers, number_format, {}, in_runs).read()) if found_headers else []
    names = name_columns(rows, uncorrected, found_headers[0]) if found_headers else {}
    headers = [apply_corrections(header, corrections.columns, names, in_runs=in_runs) for header in found_headers]
    columns = columns_of(headers, names, rows, corrections.columns, in_runs=in_runs) if headers else []
    headers = [header for header in headers if header.read_columns]
    if not headers:
        return _table_without_columns(text, rows, corrections, columns)
    pasted_rows = list(Reader(rows, headers, number_format, corrections.rows, in_runs).read())
    unit = corrections.unit or detect_unit(_text_to_first_header(rows, headers)) or detect_unit(text)
    years = list(dict.fromkeys(column.year for header in headers for column in header.read_columns if column.year))
    checked_rows = check_sums(pasted_rows, corrections.rows)
    sign, doubts = _sign(text, checked_rows, corrections)
    all_doubts = [*([] if unit else [NO_UNIT]), *_doubts(headers, number_format), *doubts]
    return PastedTable(unit, sign, years, checked_rows, list(dict.fromkeys(all_doubts)), columns, number_format.decimal)


def _table_without_columns(
    text: str, rows: Sequence[TextRow], corrections: Corrections, columns: Sequence[PastedColumn]
) -> PastedTable:
    """A text without known columns: every row is a remark until the user says what a column is."""
    sign = corrections.sign or (Sign.SAVINGS_NEGATIVE if NEGATIVE.search(text) else Sign.SAVINGS_POSITIVE)
    unit = corrections.unit or detect_unit(text)
    return PastedTable(unit, sign, [], [_note_row(row) for row in rows], [NO_YEARS], columns)


def _doubts(headers: Sequence[Header], number_format: NumberFormat) -> list[str]:
    """Doubts about the columns and the numbers of the whole table."""
    has_several_headers = len({tuple(column.key for column in header.read_columns) for header in headers}) > 1
    return [
        *([number_format.doubt] if number_format.doubt else []),
        *(doubt for header in headers for doubt in dict.fromkeys(header.doubts)),
        *([SEVERAL_YEARS] if has_several_headers else []),
    ]


def _sign(text: str, rows: Sequence[PastedRow], corrections: Corrections) -> tuple[Sign, list[str]]:
    """The sign that the user chose, that the text states, or that the amounts have."""
    if corrections.sign:
        return corrections.sign, []
    return (Sign.SAVINGS_NEGATIVE, []) if NEGATIVE.search(text) else detect_sign(rows)


def _text_to_first_header(rows: Sequence[TextRow], headers: Sequence[Header]) -> str:
    """The first header and the text above it, where a table usually states its unit."""
    return "\n".join(row.raw for row in rows[: headers[0].place + 1])


def _numbers(rows: Sequence[TextRow], headers: Sequence[Header]) -> list[str]:
    """Every cell with a number to the right of the names, in rows that are not headers."""
    places = {header.place for header in headers}
    first = min((header.first for header in headers), default=0)
    return [
        cell.text
        for place, row in enumerate(rows)
        if place not in places
        for number, cell in enumerate(row.cells)
        if (number >= first or len(row.cells) <= first) and is_number(cell.text)
    ]


def _note_row(row: TextRow) -> PastedRow:
    return PastedRow(row.number, RowRole.NOTE, "", " ".join(cell.text for cell in row.filled), {}, row.raw)
