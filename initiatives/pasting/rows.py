"""The rows of a pasted text, each under the header that holds for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from initiatives.pasting.cells import Cell, TextRow
from initiatives.pasting.columns import tail_of
from initiatives.pasting.header import AmountColumn, Header
from initiatives.pasting.numbers import Form, UnreadableError, is_nothing, is_number, parse
from initiatives.pasting.sums import shown
from initiatives.pasting.table import ColumnKind, PastedRow, RowRole
from initiatives.pasting.words import ALONE, CODE, CODE_AT_END, CODE_IN_TITLE, NOTE, SUM, unit_of

BY_PLACE = "Kolonnerne er kun adskilt af mellemrum. Beløbene er placeret under det nærmeste årstal."
NAMELESS = "Rækken mangler et navn."
NEAR = 3
"""So many letters may a number end from its heading and still surely stand under it."""

Found = list[tuple[AmountColumn, Cell]]


@dataclass
class Reader:
    """The rows of a text under the header that holds for each; `roles` are settled, by the number of the line."""

    rows: Sequence[TextRow]
    headers: Sequence[Header]
    form: Form
    roles: Mapping[int, RowRole]
    in_runs: bool

    def read(self) -> Iterable[PastedRow]:
        at = {header.place: header for header in self.headers}
        last = max((place for place, row in enumerate(self.rows) if self._has_amounts(row)), default=-1)
        header, is_of_sums = self.headers[0], False
        for place, row in enumerate(self.rows):
            if place in at:
                header = at[place]
                is_of_sums = bool(ALONE.fullmatch(self._name_in(row, header)))
            elif place >= header.place or self._is_before_a_header(place, at):
                yield self._row(row, header, is_after=place > last, is_of_sums=is_of_sums)

    def _is_before_a_header(self, place: int, at: Mapping[int, Header]) -> bool:
        """A single name right above a header is the group that it is of; units and captions are not."""
        row = self.rows[place]
        return len(row.filled) == 1 and place + 1 in at and unit_of(row.raw) is None

    def _name_in(self, row: TextRow, header: Header) -> str:
        return next((cell.text for cell in row.cells[: header.first] if cell.text), "")

    def _has_amounts(self, row: TextRow) -> bool:
        return any(is_number(cell.text) for cell in row.cells[1:])

    def _row(self, row: TextRow, header: Header, *, is_after: bool, is_of_sums: bool) -> PastedRow:
        (code, title), found, doubts = self._split(row, header)
        amounts, unread = self._amounts(found)
        doubts = [*unread, *doubts] if self.in_runs else [*doubts, *unread]
        role = _role(title, code, has_amounts=bool(amounts or doubts), is_after=is_after)
        if is_of_sums and role is RowRole.LINE:
            role = RowRole.TOTAL
        if role is RowRole.THEME and self._is_left_out(row, header):
            role = RowRole.NOTE
        role = self.roles.get(row.number, role)
        if role in (RowRole.THEME, RowRole.NOTE):
            return PastedRow(row.number, role, code, title, {}, row.raw)
        if self.form.doubt and any(set(cell.text) & {".", ","} for _, cell in found):
            doubts.append(self.form.doubt)
        doubts += self._whole(row, header, amounts)
        if amounts and not title:
            doubts.append(NAMELESS)
        printed = {column.key: cell.text for column, cell in found if not is_nothing(cell.text)}
        return PastedRow(row.number, role, code, title, amounts, row.raw, tuple(dict.fromkeys(doubts)), printed)

    def _is_left_out(self, row: TextRow, header: Header) -> bool:
        """A row whose only numbers stand in columns that somebody left out is no group."""
        return len(header.read) < len(header.columns) and any(is_number(cell.text) for cell in row.cells[1:])

    def _amounts(self, found: Found) -> tuple[dict[str, Decimal], list[str]]:
        """The amounts of the cells that say one, and what cannot be read."""
        amounts, doubts = {}, []
        for column, cell in found:
            try:
                if not is_nothing(cell.text):
                    amounts[column.key] = parse(cell.text, self.form)
            except UnreadableError as fault:
                doubts.append(f"{column.key}: {fault}")
        return amounts, doubts

    def _split(self, row: TextRow, header: Header) -> tuple[tuple[str, str], Found, list[str]]:
        """Code and title, the cells under each heading, and what is doubtful about where they stand."""
        if self.in_runs:
            names, found, doubts = self._split_by_place(row, header)
            return _named(names), [(column, cell) for column, cell in found if column.key], doubts
        name = _said(row, header) if header.names else _named([c.text for c in row.cells[: header.first] if c.text])
        found = [(column, row.cells[column.place]) for column in header.read if column.place < len(row.cells)]
        filled = [cell for _, cell in found if cell.text]
        if any(name) and filled and not any(c.isdigit() for cell in filled for c in cell.text):
            return name, [], []
        return name, found, self._left_over(row, header)

    def _left_over(self, row: TextRow, header: Header) -> list[str]:
        """Numbers in columns that nothing is known of."""
        taken = {column.place for column in header.columns} | {header.whole, *header.names}
        extra = [
            cell.text
            for place, cell in enumerate(row.cells)
            if place > header.first and place not in taken and is_number(cell.text)
        ]
        return [f"“{text}” står i en kolonne uden årstal og er ikke læst." for text in extra]

    def _split_by_place(self, row: TextRow, header: Header) -> tuple[list[str], Found, list[str]]:
        """By the number of cells where the row has one for each column, and else by what each number ends under."""
        tail = [cell for _, cell in tail_of(row)]
        cells = list(row.filled)[: len(row.filled) - len(tail)]
        if tail and len(tail) > len(header.columns) + (header.whole is not None):
            cells += tail[: len(tail) - len(header.columns)]
            tail = tail[len(tail) - len(header.columns) :]
        names = [cell.text for cell in cells]
        if len(tail) >= len(header.columns):
            return names, list(zip(header.columns, tail, strict=False)), []
        nearest = [min(header.columns, key=lambda column: abs(column.end - cell.end)) for cell in tail]
        far = any(abs(column.end - cell.end) > NEAR for column, cell in zip(nearest, tail, strict=True))
        twice = len({column.place for column in nearest}) < len(nearest)
        return names, list(zip(nearest, tail, strict=True)), [BY_PLACE] if tail and (far or twice) else []

    def _whole(self, row: TextRow, header: Header, amounts: Mapping[str, Decimal]) -> list[str]:
        """Where the row prints its own sum over the years, whether it is."""
        if header.whole is None or self.in_runs or header.whole >= len(row.cells):
            return []
        text = row.cells[header.whole].text
        if is_nothing(text) or not is_number(text):
            return []
        try:
            printed = parse(text, self.form)
        except UnreadableError as fault:
            return [str(fault)]
        given = sum((amounts.get(column.key, Decimal(0)) for column in header.read if column.year), Decimal(0))
        return [] if printed == given else [f"Rækkens sum er {text} i teksten, men årene giver {shown(given)}."]


def _said(row: TextRow, header: Header) -> tuple[str, str]:
    """Code and title from the columns that somebody said; a row that has only a code has it for a title."""
    texts = {
        kind: " ".join(
            row.cells[place].text
            for place, own in sorted(header.names.items())
            if own == kind and place < len(row.cells) and row.cells[place].text
        )
        for kind in (ColumnKind.CODE, ColumnKind.TITLE)
    }
    code, title = texts[ColumnKind.CODE], texts[ColumnKind.TITLE]
    return (code, title) if title else ("", code)


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
