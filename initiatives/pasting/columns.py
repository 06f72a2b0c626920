"""The columns of a text as somebody may name them: those with a year, and all the others by their place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from initiatives.pasting.cells import Cell, TextRow
from initiatives.pasting.header import AmountColumn, Header
from initiatives.pasting.numbers import is_nothing, is_number
from initiatives.pasting.table import ColumnKind, ColumnRole, PastedColumn, PastedRow, RowRole


def by_place(place: int) -> str:
    """The id of a column that no year tells from the others."""
    return f"#{place + 1}"


def guess_headers(rows: Sequence[TextRow], *, in_runs: bool) -> list[Header]:
    """The columns of numbers of a text without years, none of which is read before somebody says what it is."""
    tails = [tail_of(row) if in_runs else _numbers_in(row) for row in rows]
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
        columns = [AmountColumn(p, None, "", id=by_place(p)) for p in places]
        return [Header(place, columns, [cell.text for cell in cells])]
    ends = (cells or [cell for _, cell in tails[fullest]])[-len(tails[fullest]) :]
    headings = ["", *(cell.text if row else "" for cell in ends)]
    columns = [AmountColumn(p, None, "", cell.end, by_place(p)) for p, cell in enumerate(ends, start=1)]
    return [Header(place, columns, headings)]


def tail_of(row: TextRow) -> list[tuple[int, Cell]]:
    """The numbers at the end of a row whose columns are runs of spaces; its first cell is a name."""
    cells = list(enumerate(row.filled))[1:]
    tail = list(takewhile(lambda found: is_number(found[1].text) or is_nothing(found[1].text), reversed(cells)))
    return tail[::-1]


def _numbers_in(row: TextRow) -> list[tuple[int, Cell]]:
    return [(place, cell) for place, cell in enumerate(row.cells) if place and is_number(cell.text)]


def corrected(
    header: Header, roles: Mapping[str, ColumnRole], names: Mapping[int, ColumnKind], *, in_runs: bool
) -> Header:
    """The header with what somebody said of its columns; `names` are the columns of code and title as they are read."""
    if not roles:
        return header
    said = _said(header, roles, in_runs=in_runs)
    own = {column.place for column in header.columns}
    added = [
        AmountColumn(place, None, "", id=by_place(place))
        for place, role in said.items()
        if place not in own and (_holds(role) or (role == ColumnKind.IGNORED and place > header.first))
    ]
    columns = [_settled(column, said.get(column.place), header) for column in [*header.columns, *added]]
    kept = [c for c in columns if in_runs or said.get(c.place) not in (ColumnKind.CODE, ColumnKind.TITLE)]
    places = {column.place for column in kept}
    return replace(
        header,
        columns=_told_apart(sorted(kept, key=lambda column: column.place)),
        whole=None if header.whole in said else header.whole,
        names={} if in_runs else _names(names, {p: role for p, role in said.items() if p not in places}, places),
    )


def _said(header: Header, roles: Mapping[str, ColumnRole], *, in_runs: bool) -> dict[int, ColumnRole]:
    """What was said of each place of this header; a column with a year is known by the year and never by its place."""
    said = {column.place: roles[column.id] for column in header.columns if column.id in roles}
    if in_runs:
        return said
    own = {column.place for column in header.columns}
    places = {int(name[1:]) - 1: role for name, role in roles.items() if name[:1] == "#" and name[1:].isdecimal()}
    return said | {place: role for place, role in places.items() if place >= 0 and place not in own}


def _holds(role: ColumnRole) -> bool:
    """True of a column that has amounts."""
    return isinstance(role, int) or role == ColumnKind.NAMED


def _settled(column: AmountColumn, role: ColumnRole | None, header: Header) -> AmountColumn:
    if role is None:
        return column
    if isinstance(role, int):
        return replace(column, year=role, key=str(role))
    return replace(column, year=None, key=_name(column, header) if role == ColumnKind.NAMED else "")


def _name(column: AmountColumn, header: Header) -> str:
    """The column's own heading, made such that nobody takes it for a year."""
    heading = header.headings[column.place] if column.place < len(header.headings) else ""
    return heading if heading and not heading.isdecimal() else f"{heading} kolonne {column.place + 1}".strip()


def _told_apart(columns: Sequence[AmountColumn]) -> list[AmountColumn]:
    """A year that stands over one column alone is its key; of equal keys the later ones get their place."""
    often = Counter(column.year for column in columns if column.key)
    found: list[AmountColumn] = []
    for column in columns:
        is_alone = column.key and column.year and often[column.year] == 1
        key = str(column.year) if is_alone else column.key
        if key and key in {earlier.key for earlier in found}:
            key += f" ({column.place + 1})"
        found.append(replace(column, key=key))
    return found


def _names(
    read: Mapping[int, ColumnKind], said: Mapping[int, ColumnRole], amounts: Collection[int]
) -> dict[int, ColumnKind]:
    """Where code and title stand, if anything was said about it: what was said, and else what was read."""
    own = {place: role for place, role in said.items() if isinstance(role, ColumnKind)}
    is_about_names = any(role != ColumnKind.IGNORED or place in read for place, role in own.items())
    return {p: role for p, role in {**read, **own}.items() if p not in amounts} if is_about_names else {}


def name_columns(rows: Sequence[TextRow], read: Sequence[PastedRow], header: Header) -> dict[int, ColumnKind]:
    """Where the rows' codes and titles mostly came from: the lines with amounts, or all rows where there are none.

    Sums have no code, and often stand a column to the left of the titles.
    """
    with_amounts = [row for row in read if row.amounts and row.role is RowRole.LINE]
    lines = {row.line: row for row in with_amounts or read}
    found: Counter[tuple[int, ColumnKind]] = Counter()
    for row in rows:
        if line := lines.get(row.number):
            for place, cell in enumerate(row.cells[: header.first]):
                if cell.text and cell.text == line.code:
                    found[place, ColumnKind.CODE] += 1
                elif line.title and line.title in cell.text:
                    found[place, ColumnKind.TITLE] += 1
    names: dict[int, ColumnKind] = {}
    for (place, kind), _ in found.most_common():
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
    """Every column of the text in its order, each once; in runs of spaces only those of numbers can be told."""
    first = headers[0]
    found: dict[str, tuple[int, PastedColumn]] = {}
    for header in headers:
        for column in header.columns:
            heading, role = _heading(header, column.id, column.place), roles.get(column.id, _role(column))
            found.setdefault(column.id, (column.place, PastedColumn(column.id, heading, role, column.key)))
    for place in [] if in_runs else _other_places(headers, rows):
        role = roles.get(by_place(place)) or _other_role(place, first, first.names or names, rows)
        found[by_place(place)] = place, PastedColumn(by_place(place), _heading(first, "", place), role)
    return [column for _, column in sorted(found.values(), key=lambda one: one[0])]


def _other_places(headers: Sequence[Header], rows: Sequence[TextRow]) -> list[int]:
    """The places that have anything in them and are no columns of amounts."""
    first = headers[0]
    taken = {column.place for header in headers for column in header.columns if column.place > first.first}
    taken |= {column.place for column in first.columns}
    filled = {place for row in rows for place, cell in enumerate(row.cells) if cell.text}
    return sorted(filled - taken)


def _role(column: AmountColumn) -> ColumnRole | None:
    return column.year or (ColumnKind.NAMED if column.key else None)


def _other_role(
    place: int, header: Header, names: Mapping[int, ColumnKind], rows: Sequence[TextRow]
) -> ColumnRole | None:
    """What a column without a year is; one with numbers to the right of the first year is not known."""
    is_open = place > header.first and place != header.whole and place not in header.names
    if is_open and any(place < len(row.cells) and is_number(row.cells[place].text) for row in rows):
        return None
    return names.get(place, ColumnKind.IGNORED)


def _heading(header: Header, name: str, place: int) -> str:
    """The column's heading; a year that stands twice with its own name, and a column without one by its place."""
    if name and not name.startswith("#"):
        return name
    text = header.headings[place] if place < len(header.headings) else ""
    return text or f"kolonne {place + 1}"
