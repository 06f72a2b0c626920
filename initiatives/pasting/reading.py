"""Reading a pasted table: deterministic, and with every doubt told.

Method: the row of years gives the columns; one form of numbers holds for the whole table; a row without amounts is a
group or a remark, one with a word of sums is checked against the lines above it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.amounts import format_number
from initiatives.models import Sign
from initiatives.pasting.cells import Cell, TextRow, to_rows
from initiatives.pasting.header import Header, YearColumn, find_headers
from initiatives.pasting.numbers import Form, UnreadableError, form_of, is_nothing, is_number, parse
from initiatives.pasting.table import SUMS, PastedRow, PastedTable, RowRole
from initiatives.pasting.words import CODE, CODE_AT_END, CODE_IN_TITLE, NEGATIVE, NOTE, SUM, is_english, unit_of

NO_YEARS = "Der er ingen række med årstal, så ingen tal er læst."
NO_UNIT = "Enheden står ikke i teksten."
SEVERAL_YEARS = "Tabellen har flere rækker med forskellige årstal; hver del er læst efter sin egen."
BY_PLACE = "Kolonnerne er kun skilt af mellemrum; beløb er lagt under det nærmeste årstal."
NEAR = 3
"""So many letters may a number end from its heading and still surely stand under it."""


def read_table(text: str) -> PastedTable:
    """What the text says as a table; an empty one with a doubt where it says nothing."""
    rows, by_place = to_rows(text)
    headers = find_headers(rows)
    sign = Sign.SAVINGS_NEGATIVE if NEGATIVE.search(text) else Sign.SAVINGS_POSITIVE
    if not headers:
        return PastedTable(unit_of(text), sign, [], [_remark(row) for row in rows], [NO_YEARS])
    form = form_of(_numbers(rows, headers), is_english(text))
    read = [_checked(row) for row in _Reader(rows, headers, form, by_place=by_place).read()]
    unit = unit_of(_around(rows, headers)) or unit_of(text)
    years = list(dict.fromkeys(column.year for header in headers for column in header.columns))
    doubts = [
        *([] if unit else [NO_UNIT]),
        *([form.doubt] if form.doubt else []),
        *(doubt for header in headers for doubt in header.doubts),
        *([SEVERAL_YEARS] if len({tuple(c.key for c in header.columns) for header in headers}) > 1 else []),
    ]
    found = _with_sums(read)
    if not NEGATIVE.search(text):
        sign, doubt = _sign(found)
        doubts += doubt
    return PastedTable(unit, sign, years, found, list(dict.fromkeys(doubts)))


def _around(rows: Sequence[TextRow], headers: Sequence[Header]) -> str:
    """The first header and what stands above it: where a table says its unit."""
    return "\n".join(row.raw for row in rows[: headers[0].place + 1])


def _numbers(rows: Sequence[TextRow], headers: Sequence[Header]) -> list[str]:
    """Every cell with a number to the right of the names, in rows that are no headers."""
    places = {header.place for header in headers}
    first = min(header.first for header in headers)
    return [
        cell.text
        for place, row in enumerate(rows)
        if place not in places
        for number, cell in enumerate(row.cells)
        if (number >= first or len(row.cells) <= first) and is_number(cell.text)
    ]


def _remark(row: TextRow) -> PastedRow:
    return PastedRow(row.number, RowRole.NOTE, "", " ".join(cell.text for cell in row.filled), {}, row.raw)


@dataclass
class _Reader:
    """The rows of a text under the header that holds for each."""

    rows: Sequence[TextRow]
    headers: Sequence[Header]
    form: Form
    by_place: bool

    def read(self) -> Iterable[PastedRow]:
        at = {header.place: header for header in self.headers}
        last = max((place for place, row in enumerate(self.rows) if self._has_amounts(row)), default=-1)
        header = self.headers[0]
        for place, row in enumerate(self.rows):
            if place in at:
                header = at[place]
                if (name := self._name_in(row, header)) and SUM.search(name):
                    continue
            elif place >= header.place or self._is_before_a_header(place, at):
                yield self._row(row, header, is_after=place > last)

    def _is_before_a_header(self, place: int, at: dict[int, Header]) -> bool:
        """A single name right above a header is the group that it is of; units and captions are not."""
        row = self.rows[place]
        return len(row.filled) == 1 and place + 1 in at and unit_of(row.raw) is None

    def _name_in(self, row: TextRow, header: Header) -> str:
        return next((cell.text for cell in row.cells[: header.first] if cell.text), "")

    def _has_amounts(self, row: TextRow) -> bool:
        return any(is_number(cell.text) for cell in row.cells[1:])

    def _row(self, row: TextRow, header: Header, *, is_after: bool) -> PastedRow:
        names, found, doubts = self._split(row, header)
        amounts: dict[str, Decimal] = {}
        for column, cell in found:
            if is_nothing(cell.text):
                continue
            try:
                amounts[column.key] = parse(cell.text, self.form)
            except UnreadableError as fault:
                doubts.append(f"{column.key}: {fault}")
        code, title = _named(names)
        role = _role(title, code, has_amounts=bool(amounts) or bool(doubts), is_after=is_after)
        if self.form.doubt and any(set(cell.text) & {".", ","} for _, cell in found):
            doubts.append(self.form.doubt)
        doubts += self._whole(row, header, amounts)
        return PastedRow(row.number, role, code, title, amounts, row.raw, tuple(dict.fromkeys(doubts)))

    def _split(self, row: TextRow, header: Header) -> tuple[list[str], list[tuple[YearColumn, Cell]], list[str]]:
        """The names of the row, its cells under each year, and what is doubtful about where they stand."""
        if self.by_place:
            return self._split_by_place(row, header)
        names = [cell.text for cell in row.cells[: header.first] if cell.text]
        found = [(column, row.cells[column.place]) for column in header.columns if column.place < len(row.cells)]
        filled = [cell for _, cell in found if cell.text]
        taken = {column.place for column in header.columns} | {header.whole}
        extra = [
            cell.text
            for place, cell in enumerate(row.cells)
            if place > header.first and place not in taken and is_number(cell.text)
        ]
        doubts = [f"“{text}” står i en kolonne uden årstal og er ikke læst." for text in extra]
        if names and filled and not any(c.isdigit() for cell in filled for c in cell.text):
            return names, [], []
        return names, found, doubts

    def _split_by_place(
        self, row: TextRow, header: Header
    ) -> tuple[list[str], list[tuple[YearColumn, Cell]], list[str]]:
        """By the number of cells where the row has one for each year, and else by what each number ends under."""
        cells = list(row.filled)
        tail: list[Cell] = []
        while cells and (is_number(cells[-1].text) or is_nothing(cells[-1].text)) and len(cells) > 1:
            tail.insert(0, cells.pop())
        if tail and len(tail) > len(header.columns) + (header.whole is not None):
            cells += tail[: len(tail) - len(header.columns)]
            tail = tail[len(tail) - len(header.columns) :]
        names = [cell.text for cell in cells]
        if len(tail) >= len(header.columns):
            return names, list(zip(header.columns, tail, strict=False)), []
        nearest = [min(header.columns, key=lambda column: abs(column.end - cell.end)) for cell in tail]
        far = any(abs(column.end - cell.end) > NEAR for column, cell in zip(nearest, tail, strict=True))
        twice = len({column.key for column in nearest}) < len(nearest)
        return names, list(zip(nearest, tail, strict=True)), [BY_PLACE] if tail and (far or twice) else []

    def _whole(self, row: TextRow, header: Header, amounts: dict[str, Decimal]) -> list[str]:
        """Where the row prints its own sum over the years, whether it is."""
        if header.whole is None or self.by_place or header.whole >= len(row.cells):
            return []
        text = row.cells[header.whole].text
        if is_nothing(text) or not is_number(text):
            return []
        try:
            printed = parse(text, self.form)
        except UnreadableError as fault:
            return [str(fault)]
        given = sum(amounts.values(), Decimal(0))
        return [] if printed == given else [f"Rækkens sum er trykt {text}; årene giver {_shown(given)}."]


def _named(names: Sequence[str]) -> tuple[str, str]:
    """Code and title: the first cell where it looks like a code, or what begins or ends the title."""
    if not names:
        return "", ""
    first, *others = names
    if others and (CODE.match(first) or (len(first) < len(others[0]) and "[" in first)):
        return first, others[0]
    found = CODE_IN_TITLE.match(first) or CODE_AT_END.match(first)
    return (found["code"].strip(), found["title"]) if found else ("", first)


def _role(title: str, code: str, *, has_amounts: bool, is_after: bool) -> RowRole:
    if has_amounts:
        return RowRole.SUBTOTAL if not code and SUM.search(title) else RowRole.LINE
    return RowRole.NOTE if is_after or NOTE.match(title) or not title else RowRole.THEME


def _checked(row: PastedRow) -> PastedRow:
    """A row of amounts that has no name is doubtful."""
    return replace(row, doubts=(*row.doubts, "Rækken har intet navn.")) if row.amounts and not row.title else row


def _shown(amount: Decimal) -> str:
    return format_number(amount, most=4)


def _with_sums(rows: Sequence[PastedRow]) -> list[PastedRow]:
    """Each sum held up against the lines since the last one and against all of them; the last sum is the total."""
    sums = [place for place, row in enumerate(rows) if row.role in SUMS]
    since: list[PastedRow] = []
    every: list[PastedRow] = []
    found = []
    for place, row in enumerate(rows):
        if row.role is RowRole.LINE:
            since.append(row)
            every.append(row)
        elif row.role in SUMS:
            is_last = place == sums[-1]
            row = _sum_row(row, since, every, is_last=is_last)
            since = []
        found.append(row)
    return found


def _sum_row(row: PastedRow, since: Sequence[PastedRow], every: Sequence[PastedRow], *, is_last: bool) -> PastedRow:
    role = RowRole.TOTAL if is_last else RowRole.SUBTOTAL
    if not every:
        return replace(row, role=role)
    own = _differences(row, since) if since else None
    whole = _differences(row, every)
    if own == [] or whole == []:
        return replace(row, role=role)
    doubts = own if own is not None and len(own) <= len(whole) else whole
    return replace(row, role=role, doubts=(*row.doubts, *doubts))


def _differences(row: PastedRow, lines: Iterable[PastedRow]) -> list[str]:
    """Where the lines do not give the printed sum."""
    found = []
    listed = list(lines)
    for key, printed in row.amounts.items():
        given = sum((line.amounts.get(key, Decimal(0)) for line in listed), Decimal(0))
        if given != printed:
            found.append(f"{key}: der er trykt {_shown(printed)}, linjerne giver {_shown(given)}.")
    return found


def _sign(rows: Sequence[PastedRow]) -> tuple[Sign, list[str]]:
    """How savings are printed: as the total is, or as most amounts are; doubtful where it is nearly even."""
    amounts = [amount for row in rows if row.role is RowRole.LINE for amount in row.amounts.values() if amount]
    totals = [amount for row in rows if row.role is RowRole.TOTAL for amount in row.amounts.values() if amount]
    negative = sum(amount < 0 for amount in amounts)
    sign = Sign.SAVINGS_NEGATIVE if negative * 2 > len(amounts) else Sign.SAVINGS_POSITIVE
    if totals:
        below = sum(amount < 0 for amount in totals)
        sign = Sign.SAVINGS_NEGATIVE if below * 2 > len(totals) else Sign.SAVINGS_POSITIVE
    is_even = bool(amounts) and 3 * min(negative, len(amounts) - negative) > len(amounts)
    return sign, ["Der er næsten lige mange plus og minus; fortegnet er et skøn."] if is_even else []
