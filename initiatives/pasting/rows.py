"""The rows of a pasted text, each read under its header."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from initiatives.pasting.cells import TextCell, TextRow
from initiatives.pasting.columns import tail_of
from initiatives.pasting.header import AmountColumn, Header
from initiatives.pasting.numbers import NumberFormat, UnreadableNumberError, is_blank, is_number, parse
from initiatives.pasting.sums import format_amount
from initiatives.pasting.table import ColumnKind, PastedRow, RowRole
from initiatives.pasting.words import CODE, CODE_AT_END, CODE_IN_TITLE, NOTE, SUM, SUM_HEADING, detect_unit

BY_PLACE = "Kolonnerne er kun adskilt af mellemrum. Beløbene er placeret under det nærmeste årstal."
NAMELESS = "Rækken mangler et navn."
NEAR = 3
"""The largest distance in characters between the ends of a number and its heading that is not doubtful."""

PlacedCells = list[tuple[AmountColumn, TextCell]]


@dataclass
class Reader:
    """The rows of a text, each under its header; `roles` are the user's, by line number."""

    rows: Sequence[TextRow]
    headers: Sequence[Header]
    number_format: NumberFormat
    roles: Mapping[int, RowRole]
    in_runs: bool

    def read(self) -> Iterable[PastedRow]:
        headers_by_place = {header.place: header for header in self.headers}
        last_amount_place = max((place for place, row in enumerate(self.rows) if self._has_amounts(row)), default=-1)
        header, is_of_sums = self.headers[0], False
        for place, row in enumerate(self.rows):
            if place in headers_by_place:
                header = headers_by_place[place]
                is_of_sums = bool(SUM_HEADING.fullmatch(self._name_in(row, header)))
            elif place >= header.place or self._is_before_a_header(place, headers_by_place):
                yield self._row(row, header, is_after=place > last_amount_place, is_of_sums=is_of_sums)

    def _is_before_a_header(self, place: int, headers_by_place: Mapping[int, Header]) -> bool:
        """True of a single name right above a header: it is the header's group, unlike units and captions."""
        row = self.rows[place]
        return len(row.filled) == 1 and place + 1 in headers_by_place and detect_unit(row.raw) is None

    def _name_in(self, row: TextRow, header: Header) -> str:
        return next((cell.text for cell in row.cells[: header.first] if cell.text), "")

    def _has_amounts(self, row: TextRow) -> bool:
        return any(is_number(cell.text) for cell in row.cells[1:])

    def _row(self, row: TextRow, header: Header, *, is_after: bool, is_of_sums: bool) -> PastedRow:
        (code, title), placed_cells, doubts = self._split(row, header)
        amounts, unreadable = self._amounts(placed_cells)
        doubts = [*unreadable, *doubts] if self.in_runs else [*doubts, *unreadable]
        role = _role(title, code, has_amounts=bool(amounts or doubts), is_after=is_after)
        if is_of_sums and role is RowRole.LINE:
            role = RowRole.TOTAL
        if role is RowRole.THEME and self._is_left_out(row, header):
            role = RowRole.NOTE
        role = self.roles.get(row.number, role)
        if role in (RowRole.THEME, RowRole.NOTE):
            return PastedRow(row.number, role, code, title, {}, row.raw)
        if self.number_format.doubt and any(set(cell.text) & {".", ","} for _, cell in placed_cells):
            doubts.append(self.number_format.doubt)
        doubts += self._check_row_sum(row, header, amounts)
        if amounts and not title:
            doubts.append(NAMELESS)
        printed = {column.key: cell.text for column, cell in placed_cells if not is_blank(cell.text)}
        return PastedRow(row.number, role, code, title, amounts, row.raw, tuple(dict.fromkeys(doubts)), printed)

    def _is_left_out(self, row: TextRow, header: Header) -> bool:
        """True of a row whose only numbers are in columns that the user left out; it is no group."""
        return len(header.read_columns) < len(header.columns) and any(is_number(cell.text) for cell in row.cells[1:])

    def _amounts(self, placed_cells: PlacedCells) -> tuple[dict[str, Decimal], list[str]]:
        """The readable amounts of the cells by column key, and doubts about the others."""
        amounts, doubts = {}, []
        for column, cell in placed_cells:
            try:
                if not is_blank(cell.text):
                    amounts[column.key] = parse(cell.text, self.number_format)
            except UnreadableNumberError as error:
                doubts.append(f"{column.key}: {error}")
        return amounts, doubts

    def _split(self, row: TextRow, header: Header) -> tuple[tuple[str, str], PlacedCells, list[str]]:
        """Code and title, the cells under each heading, and doubts about their places."""
        if self.in_runs:
            names, placed_cells, doubts = self._split_by_place(row, header)
            return _split_code(names), [(column, cell) for column, cell in placed_cells if column.key], doubts
        name = (
            _names_by_column(row, header)
            if header.names
            else _split_code([c.text for c in row.cells[: header.first] if c.text])
        )
        placed_cells = [
            (column, row.cells[column.place]) for column in header.read_columns if column.place < len(row.cells)
        ]
        filled = [cell for _, cell in placed_cells if cell.text]
        if any(name) and filled and not any(c.isdigit() for cell in filled for c in cell.text):
            return name, [], []
        return name, placed_cells, self._unknown_numbers(row, header)

    def _unknown_numbers(self, row: TextRow, header: Header) -> list[str]:
        """Doubts about numbers in unknown columns."""
        known_places = {column.place for column in header.columns} | {header.sum_place, *header.names}
        extra = [
            cell.text
            for place, cell in enumerate(row.cells)
            if place > header.first and place not in known_places and is_number(cell.text)
        ]
        return [f"“{text}” står i en kolonne uden årstal og er ikke læst." for text in extra]

    def _split_by_place(self, row: TextRow, header: Header) -> tuple[list[str], PlacedCells, list[str]]:
        """Cells by their order where the row has one for each column, otherwise by the nearest heading."""
        tail = [cell for _, cell in tail_of(row)]
        cells = list(row.filled)[: len(row.filled) - len(tail)]
        if tail and len(tail) > len(header.columns) + (header.sum_place is not None):
            cells += tail[: len(tail) - len(header.columns)]
            tail = tail[len(tail) - len(header.columns) :]
        names = [cell.text for cell in cells]
        if len(tail) >= len(header.columns):
            return names, list(zip(header.columns, tail, strict=False)), []
        nearest = [min(header.columns, key=lambda column: abs(column.end - cell.end)) for cell in tail]
        is_far = any(abs(column.end - cell.end) > NEAR for column, cell in zip(nearest, tail, strict=True))
        is_repeated = len({column.place for column in nearest}) < len(nearest)
        return names, list(zip(nearest, tail, strict=True)), [BY_PLACE] if tail and (is_far or is_repeated) else []

    def _check_row_sum(self, row: TextRow, header: Header, amounts: Mapping[str, Decimal]) -> list[str]:
        """A doubt where the row's own printed sum is not the sum of its years."""
        if header.sum_place is None or self.in_runs or header.sum_place >= len(row.cells):
            return []
        text = row.cells[header.sum_place].text
        if is_blank(text) or not is_number(text):
            return []
        try:
            printed = parse(text, self.number_format)
        except UnreadableNumberError as error:
            return [str(error)]
        computed = sum(
            (amounts.get(column.key, Decimal(0)) for column in header.read_columns if column.year), Decimal(0)
        )
        return (
            []
            if printed == computed
            else [f"Rækkens sum er {text} i teksten, men årene giver {format_amount(computed)}."]
        )


def _names_by_column(row: TextRow, header: Header) -> tuple[str, str]:
    """Code and title from the columns that the user chose; a row with only a code uses it as title."""
    texts = {
        kind: " ".join(
            row.cells[place].text
            for place, kind_of_place in sorted(header.names.items())
            if kind_of_place == kind and place < len(row.cells) and row.cells[place].text
        )
        for kind in (ColumnKind.CODE, ColumnKind.TITLE)
    }
    code, title = texts[ColumnKind.CODE], texts[ColumnKind.TITLE]
    return (code, title) if title else ("", code)


def _split_code(names: Sequence[str]) -> tuple[str, str]:
    """Code and title: the first cell where it looks like a code, or a code at the beginning or end of the title."""
    if not names:
        return "", ""
    first, *other_names = names
    if other_names and (CODE.match(first) or (len(first) < len(other_names[0]) and "[" in first)):
        return first, other_names[0]
    match = CODE_IN_TITLE.match(first) or CODE_AT_END.match(first)
    return (match["code"].strip(), match["title"]) if match else ("", first)


def _role(title: str, code: str, *, has_amounts: bool, is_after: bool) -> RowRole:
    if has_amounts:
        return RowRole.SUBTOTAL if not code and SUM.search(title) else RowRole.LINE
    return RowRole.NOTE if is_after or NOTE.match(title) or not title else RowRole.THEME
