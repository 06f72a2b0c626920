"""The columns of a text as users can name them: those with a year, and all the others by their place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from initiatives.pasting.cells import TextCell, TextRow
from initiatives.pasting.header import AmountColumn, Header
from initiatives.pasting.numbers import is_blank, is_number
from initiatives.pasting.table import ColumnKind, ColumnRole, PastedColumn, PastedRow, RowRole


def place_id(place: int) -> str:
    """The id of a column without a year of its own."""
    return f"#{place + 1}"


def guess_headers(rows: Sequence[TextRow], *, in_runs: bool) -> list[Header]:
    """The columns of numbers in a text without years; none is read before the user says what it is."""
    tails = [tail_of(row) if in_runs else _number_cells(row) for row in rows]
    first = next((place for place, tail in enumerate(tails) if tail), None)
    if first is None:
        return []
    fullest = max(range(len(rows)), key=lambda place: len(tails[place]))
    above = [place for place in range(first) if len(rows[place].filled) >= max(2, len(tails[fullest]))]
    place = above[-1] if above else -1
    row = rows[place] if above else None
    cells = list(row.cells) if row else []
    if not in_runs:
        places = sorted({p for tail in tails for p, _ in tail})
        columns = [AmountColumn(p, None, "", id=place_id(p)) for p in places]
        return [Header(place, columns, [cell.text for cell in cells])]
    ends = (cells or [cell for _, cell in tails[fullest]])[-len(tails[fullest]) :]
    headings = ["", *(cell.text if row else "" for cell in ends)]
    columns = [AmountColumn(p, None, "", cell.end, place_id(p)) for p, cell in enumerate(ends, start=1)]
    return [Header(place, columns, headings)]


def tail_of(row: TextRow) -> list[tuple[int, TextCell]]:
    """The numbers at the end of a row whose columns are separated by spaces; its first cell is a name."""
    cells = list(enumerate(row.filled))[1:]
    tail = list(takewhile(lambda placed: is_number(placed[1].text) or is_blank(placed[1].text), reversed(cells)))
    return tail[::-1]


def _number_cells(row: TextRow) -> list[tuple[int, TextCell]]:
    return [(place, cell) for place, cell in enumerate(row.cells) if place and is_number(cell.text)]


def apply_corrections(
    header: Header, roles: Mapping[str, ColumnRole], names: Mapping[int, ColumnKind], *, in_runs: bool
) -> Header:
    """The header with the user's column roles; `names` are the columns of code and title as read."""
    if not roles:
        return header
    role_by_place = _roles_by_place(header, roles, in_runs=in_runs)
    header_places = {column.place for column in header.columns}
    added = [
        AmountColumn(place, None, "", id=place_id(place))
        for place, role in role_by_place.items()
        if place not in header_places
        and (_holds_amounts(role) or (role == ColumnKind.IGNORED and place > header.first))
    ]
    columns = [_with_role(column, role_by_place.get(column.place), header) for column in [*header.columns, *added]]
    remaining = [c for c in columns if in_runs or role_by_place.get(c.place) not in (ColumnKind.CODE, ColumnKind.TITLE)]
    places = {column.place for column in remaining}
    return replace(
        header,
        columns=_with_unique_keys(sorted(remaining, key=lambda column: column.place)),
        sum_place=None if header.sum_place in role_by_place else header.sum_place,
        names={}
        if in_runs
        else _name_places(names, {p: role for p, role in role_by_place.items() if p not in places}, places),
    )


def _roles_by_place(header: Header, roles: Mapping[str, ColumnRole], *, in_runs: bool) -> dict[int, ColumnRole]:
    """The user's role of each column of this header; a column with a year is identified by the year alone."""
    by_id = {column.place: roles[column.id] for column in header.columns if column.id in roles}
    if in_runs:
        return by_id
    header_places = {column.place for column in header.columns}
    places = {int(name[1:]) - 1: role for name, role in roles.items() if name[:1] == "#" and name[1:].isdecimal()}
    return by_id | {place: role for place, role in places.items() if place >= 0 and place not in header_places}


def _holds_amounts(role: ColumnRole) -> bool:
    """True of the role of a column with amounts."""
    return isinstance(role, int) or role == ColumnKind.NAMED


def _with_role(column: AmountColumn, role: ColumnRole | None, header: Header) -> AmountColumn:
    if role is None:
        return column
    if isinstance(role, int):
        return replace(column, year=role, key=str(role))
    return replace(column, year=None, key=_name(column, header) if role == ColumnKind.NAMED else "")


def _name(column: AmountColumn, header: Header) -> str:
    """The column's own heading, changed so that it cannot be read as a year."""
    heading = header.headings[column.place] if column.place < len(header.headings) else ""
    return heading if heading and not heading.isdecimal() else f"{heading} kolonne {column.place + 1}".strip()


def _with_unique_keys(columns: Sequence[AmountColumn]) -> list[AmountColumn]:
    """A year that only one column has is its key; where keys are equal, the later ones get their place."""
    counts = Counter(column.year for column in columns if column.key)
    unique: list[AmountColumn] = []
    for column in columns:
        is_alone = column.key and column.year and counts[column.year] == 1
        key = str(column.year) if is_alone else column.key
        if key and key in {earlier.key for earlier in unique}:
            key += f" ({column.place + 1})"
        unique.append(replace(column, key=key))
    return unique


def _name_places(
    read: Mapping[int, ColumnKind], roles: Mapping[int, ColumnRole], amounts: Collection[int]
) -> dict[int, ColumnKind]:
    """Places of code and title, if the user changed any: the user's choice, otherwise as read."""
    chosen = {place: role for place, role in roles.items() if isinstance(role, ColumnKind)}
    is_about_names = any(role != ColumnKind.IGNORED or place in read for place, role in chosen.items())
    return {p: role for p, role in {**read, **chosen}.items() if p not in amounts} if is_about_names else {}


def name_columns(
    text_rows: Sequence[TextRow], pasted_rows: Sequence[PastedRow], header: Header
) -> dict[int, ColumnKind]:
    """The columns that most codes and titles come from: of lines with amounts, or of all rows where there are none.

    Sums have no code, and are often one column to the left of the titles.
    """
    with_amounts = [row for row in pasted_rows if row.amounts and row.role is RowRole.LINE]
    lines = {row.line: row for row in with_amounts or pasted_rows}
    counts: Counter[tuple[int, ColumnKind]] = Counter()
    for row in text_rows:
        if line := lines.get(row.number):
            for place, cell in enumerate(row.cells[: header.first]):
                if cell.text and cell.text == line.code:
                    counts[place, ColumnKind.CODE] += 1
                elif line.title and line.title in cell.text:
                    counts[place, ColumnKind.TITLE] += 1
    names: dict[int, ColumnKind] = {}
    for (place, kind), _ in counts.most_common():
        if kind not in names.values():
            names.setdefault(place, kind)
    return names or {0: ColumnKind.TITLE}


def columns_of(
    headers: Sequence[Header],
    names: Mapping[int, ColumnKind],
    rows: Sequence[TextRow],
    roles: Mapping[str, ColumnRole],
    *,
    in_runs: bool,
) -> list[PastedColumn]:
    """Every column of the text once, in order; where spaces separate columns, only those with numbers are known."""
    first = headers[0]
    by_id: dict[str, tuple[int, PastedColumn]] = {}
    for header in headers:
        for column in header.columns:
            heading, role = _heading(header, column.id, column.place), roles.get(column.id, _role(column))
            by_id.setdefault(column.id, (column.place, PastedColumn(column.id, heading, role, column.key)))
    for place in [] if in_runs else _other_places(headers, rows):
        role = roles.get(place_id(place)) or _other_role(place, first, first.names or names, rows)
        by_id[place_id(place)] = place, PastedColumn(place_id(place), _heading(first, "", place), role)
    return [column for _, column in sorted(by_id.values(), key=lambda placed: placed[0])]


def _other_places(headers: Sequence[Header], rows: Sequence[TextRow]) -> list[int]:
    """The places with any text that are not columns of amounts."""
    first = headers[0]
    amount_places = {column.place for header in headers for column in header.columns if column.place > first.first}
    amount_places |= {column.place for column in first.columns}
    filled = {place for row in rows for place, cell in enumerate(row.cells) if cell.text}
    return sorted(filled - amount_places)


def _role(column: AmountColumn) -> ColumnRole | None:
    return column.year or (ColumnKind.NAMED if column.key else None)


def _other_role(
    place: int, header: Header, names: Mapping[int, ColumnKind], rows: Sequence[TextRow]
) -> ColumnRole | None:
    """The role of a column without a year; unknown (None) where it has numbers to the right of the first year."""
    is_open = place > header.first and place != header.sum_place and place not in header.names
    if is_open and any(place < len(row.cells) and is_number(row.cells[place].text) for row in rows):
        return None
    return names.get(place, ColumnKind.IGNORED)


def _heading(header: Header, name: str, place: int) -> str:
    """The column's heading; a repeated year has a name of its own, and a column without heading its place."""
    if name and not name.startswith("#"):
        return name
    text = header.headings[place] if place < len(header.headings) else ""
    return text or f"kolonne {place + 1}"
