"""Reading a pasted table: deterministic, and with every doubt told.

Method: the row of years gives the columns; one form of numbers holds for the whole table; a row without amounts is a
group or a remark, one with a word of sums is checked against the lines above it. What somebody corrected is taken
before anything is guessed, and answers the doubt that it is about.
"""

from collections.abc import Sequence

from initiatives.catalogues.models.catalogues import Sign
from initiatives.pasting.cells import TextRow, to_rows
from initiatives.pasting.columns import columns_of, corrected, guess_headers, name_columns
from initiatives.pasting.corrections import NOTHING_CORRECTED, Corrections
from initiatives.pasting.header import Header, find_headers
from initiatives.pasting.numbers import Form, form_of, is_number
from initiatives.pasting.rows import Reader
from initiatives.pasting.sums import sign_of, with_sums
from initiatives.pasting.table import PastedColumn, PastedRow, PastedTable, RowRole
from initiatives.pasting.words import NEGATIVE, is_english, unit_of

NO_YEARS = "Ingen tal er læst, fordi der ikke er en række med årstal."
NO_UNIT = "Enheden fremgår ikke af teksten. Vælg den."
SEVERAL_YEARS = "Tabellen har flere rækker med forskellige årstal. Hver del er læst efter sin egen række."


def read_table(text: str, corrections: Corrections = NOTHING_CORRECTED) -> PastedTable:
    """What the text says as a table; an empty one with a doubt where it says nothing."""
    rows, in_runs = to_rows(text)
    found = find_headers(rows) or guess_headers(rows, in_runs=in_runs)
    form = corrections.form or form_of(_numbers(rows, found), is_english(text))
    plain = list(Reader(rows, found, form, {}, in_runs).read()) if found else []
    names = name_columns(rows, plain, found[0]) if found else {}
    headers = [corrected(header, corrections.columns, names, in_runs=in_runs) for header in found]
    columns = columns_of(headers, names, rows, corrections.columns, in_runs=in_runs) if headers else []
    headers = [header for header in headers if header.read]
    if not headers:
        return _unread(text, rows, corrections, columns)
    read = list(Reader(rows, headers, form, corrections.rows, in_runs).read())
    unit = corrections.unit or unit_of(_around(rows, headers)) or unit_of(text)
    years = list(dict.fromkeys(column.year for header in headers for column in header.read if column.year))
    sums = with_sums(read, corrections.rows)
    sign, doubts = _sign(text, sums, corrections)
    every = [*([] if unit else [NO_UNIT]), *_doubts(headers, form), *doubts]
    return PastedTable(unit, sign, years, sums, list(dict.fromkeys(every)), columns, form.decimal)


def _unread(
    text: str, rows: Sequence[TextRow], corrections: Corrections, columns: Sequence[PastedColumn]
) -> PastedTable:
    """A text of which no column is known: everything is a remark until somebody says what a column is."""
    sign = corrections.sign or (Sign.SAVINGS_NEGATIVE if NEGATIVE.search(text) else Sign.SAVINGS_POSITIVE)
    unit = corrections.unit or unit_of(text)
    return PastedTable(unit, sign, [], [_remark(row) for row in rows], [NO_YEARS], columns)


def _doubts(headers: Sequence[Header], form: Form) -> list[str]:
    """What is doubtful about the columns and the numbers of the whole table."""
    several = len({tuple(column.key for column in header.read) for header in headers}) > 1
    return [
        *([form.doubt] if form.doubt else []),
        *(doubt for header in headers for doubt in dict.fromkeys(header.doubts)),
        *([SEVERAL_YEARS] if several else []),
    ]


def _sign(text: str, rows: Sequence[PastedRow], corrections: Corrections) -> tuple[Sign, list[str]]:
    """The sign that somebody settled, that the text tells, or that the amounts have."""
    if corrections.sign:
        return corrections.sign, []
    return (Sign.SAVINGS_NEGATIVE, []) if NEGATIVE.search(text) else sign_of(rows)


def _around(rows: Sequence[TextRow], headers: Sequence[Header]) -> str:
    """The first header and what stands above it: where a table says its unit."""
    return "\n".join(row.raw for row in rows[: headers[0].place + 1])


def _numbers(rows: Sequence[TextRow], headers: Sequence[Header]) -> list[str]:
    """Every cell with a number to the right of the names, in rows that are no headers."""
    places = {header.place for header in headers}
    first = min((header.first for header in headers), default=0)
    return [
        cell.text
        for place, row in enumerate(rows)
        if place not in places
        for number, cell in enumerate(row.cells)
        if (number >= first or len(row.cells) <= first) and is_number(cell.text)
    ]


def _remark(row: TextRow) -> PastedRow:
    return PastedRow(row.number, RowRole.NOTE, "", " ".join(cell.text for cell in row.filled), {}, row.raw)
