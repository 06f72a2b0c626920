"""The page of a pasted table: what was posted, read anew each time, and shown with the text beside it.

A select's name holds what was read when it was shown, so that only what somebody changed is a correction; a row is
known by its line and its text, so that a line that is typed above it moves no correction to another row.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils import timezone

from budgets.foundation.models import Membership
from budgets.foundation.wording import counted
from initiatives.catalogues.exports.catalogue import catalogue_sheets
from initiatives.pasting.bringing_in import BroughtIn, Destination
from initiatives.pasting.forms import DestinationForm, SettledForm, TextForm
from initiatives.pasting.known import Book, Known, book_of, repeated_codes
from initiatives.pasting.reading import read_table
from initiatives.pasting.segments import empty_themes
from initiatives.pasting.table import ColumnKind, ColumnRole, PastedColumn, PastedRow, PastedTable, RowRole

TRY, BRING_IN = "se", "indlaes"
ROW, COLUMN, INITIATIVE = "raekke", "kolonne", "tiltag"
NEW = "ny"
YEARS_BACK, YEARS_AHEAD = 12, 12


@dataclass(frozen=True)
class ShownColumn:
    """A column with the select of what it is."""

    column: PastedColumn
    name: str
    chosen: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ShownCell:
    """An amount as it is printed, and whether it is doubtful."""

    text: str
    is_doubtful: bool


@dataclass(frozen=True)
class ShownLine:
    """A line of the text; where it is a row, with what it is taken for."""

    number: int
    raw: str
    row: PastedRow | None = None
    name: str = ""
    cells: Sequence[ShownCell] = ()
    like: Known = field(default_factory=dict)
    like_name: str = ""
    same: str = ""

    @property
    def is_open(self) -> bool:
        """True where somebody must say whether the line is an initiative that is there."""
        return bool(self.like) and not self.same


class PastePage:
    """Everything on the page, from what was posted; nothing is written here."""

    table: PastedTable | None = None

    def __init__(self, membership: Membership, data: QueryDict | None) -> None:
        self.data = data or QueryDict()
        self.step = self.data.get("trin", "")
        self.text_form = TextForm(data)
        catalogues = membership.municipality.catalogues.all()
        is_asked = self.step in (TRY, BRING_IN)
        self.destination_form = DestinationForm(self.data, catalogues=catalogues, is_asked=is_asked)
        self.problems: Sequence[str] = ()
        self.result: BroughtIn | None = None
        self.has_changed = False
        if data is not None and self.text_form.is_valid():
            self._read(self.text_form.cleaned_data["tekst"])

    def _read(self, text: str) -> None:
        """Read three times: as it stands, with what is said of the columns, and then of the rows."""
        base = read_table(text)
        settled = SettledForm(self.data, read=base)
        roles = self._column_roles({column.id for column in base.columns})
        corrections = replace(settled.corrections, columns=roles)
        automatic = read_table(text, corrections)
        rows = self._row_roles(automatic.rows)
        self.settled_form = settled
        self.table = table = read_table(text, replace(corrections, rows=rows)) if rows else automatic
        self.columns = [_shown_column(column, base, table) for column in base.columns]
        self.lines = self._lines(text, table, {row.line: row.role for row in automatic.rows})

    def _posted(self, what: str, parts: int) -> Iterable[tuple[list[str], str]]:
        """The parts of each name of the kind that was posted, with its value."""
        for name, value in self.data.items():
            found = name.split("|", parts)
            if found[0] == what and len(found) == parts + 1:
                yield found[1:], str(value)

    def _column_roles(self, known: set[str]) -> dict[str, ColumnRole]:
        found = {name: _role_of(value) for (was, name), value in self._posted(COLUMN, 2) if value != was}
        return {name: role for name, role in found.items() if role is not None and name in known}

    def _row_roles(self, rows: Sequence[PastedRow]) -> dict[int, RowRole]:
        changed = [
            (line, mark, value) for (was, line, mark), value in self._posted(ROW, 3) if value != was and value in ROLES
        ]
        return {line: RowRole(value) for line, value in match_corrections(changed, rows).items()}

    def _lines(self, text: str, table: PastedTable, automatic: Mapping[int, RowRole]) -> list[ShownLine]:
        rows = {row.line: row for row in table.rows}
        book = self._book()
        chosen = [(line, mark, value) for (line, mark), value in self._posted(INITIATIVE, 2)]
        same = match_corrections(chosen, table.rows)
        return [
            _shown_line(number, raw, rows.get(number), table, automatic, book, same.get(number, ""))
            for number, raw in enumerate(text.splitlines(), start=1)
            if raw.strip()
        ]

    def _book(self) -> Book | None:
        catalogue = self.destination_form.catalogue
        return book_of(catalogue_sheets(catalogue)) if catalogue else None

    @property
    def doubts(self) -> list[tuple[int, str]]:
        """Every doubt, with its line, and 0 for those about the whole table."""
        if not self.table:
            return []
        rows = [(row.line, doubt) for row in self.table.rows for doubt in row.doubts]
        return [*((0, doubt) for doubt in self.table.doubts), *rows]

    @property
    def doubtful_rows(self) -> list[PastedRow]:
        return [row for row in self.table.rows if row.doubts] if self.table else []

    @property
    def doubt_marks(self) -> str:
        """A mark for each doubt, so that nobody has seen those that came after her tick."""
        return " ".join(mark_of(f"{line} {doubt}") for line, doubt in self.doubts)

    @property
    def has_seen_doubts(self) -> bool:
        return set(self.doubt_marks.split()) <= set(self.data.get("tvivl_er_set", "").split())

    @property
    def doubt_words(self) -> str:
        """How many doubts there are, about what."""
        whole, rows = len(self.table.doubts) if self.table else 0, len(self.doubtful_rows)
        about = [f"{whole} i hele tabellen"] if whole else []
        about += [f"{len(self.doubts) - whole} i {counted(rows, 'række', 'rækker')}"] if rows else []
        return f"{counted(len(self.doubts), 'usikkert sted', 'usikre steder')}: {' og '.join(about)}"

    @property
    def summary(self) -> str:
        """What was read, in words."""
        if not self.table:
            return ""
        counts = Counter(row.role for row in self.table.rows)
        words = [f"{counts[role]} {one if counts[role] == 1 else many}" for role, one, many in COUNTED if counts[role]]
        years = ", ".join(map(str, self.table.years)) or "ingen"
        return (
            f"{_joined(words) or 'Ingen rækker'}. År: {years}.{'' if self.doubts else ' Der er ingen usikre steder.'}"
        )

    @property
    def notes(self) -> list[str]:
        """What is no doubt about the reading, and good to know before it is brought in."""
        if not self.table:
            return []
        rows = self.table.rows
        return [
            *(f"Linje {r.line}: gruppen “{r.title}” har ingen rækker og indlæses ikke." for r in empty_themes(rows)),
            *(
                f"Linje {r.line}: nummeret {r.code} står også på en linje ovenfor. Linjen bliver et tiltag for sig."
                for r in repeated_codes(rows)
            ),
            *([] if self.table.years else ["Tabellen har ingen år. Tallene indlæses som kildens tal, uden tiltag."]),
        ]

    @property
    def unit_note(self) -> str:
        """Where the catalogue has another unit or sign than the table."""
        catalogue, table = self.destination_form.catalogue, self.table
        if not catalogue or not table or not table.unit:
            return ""
        if (catalogue.unit, catalogue.sign) == (table.unit, table.sign):
            return ""
        own = f"{table.unit.label}, {table.sign.label}"
        theirs = f"{catalogue.get_unit_display()}, {catalogue.get_sign_display()}"
        return f"Tabellen er i {own}, og kataloget i {theirs}. Beløbene omregnes, og kildens tal bevares."

    @property
    def is_bringing_in(self) -> bool:
        """True where what was tried is to be written."""
        return self.step == BRING_IN

    def is_ready(self) -> bool:
        """True where it is asked for and may be tried; what is missing is told at its field or among the problems."""
        if self.step not in (TRY, BRING_IN):
            return False
        problems = []
        if self.doubts and not self.has_seen_doubts:
            problems.append("Gennemgå de usikre steder, og sæt flueben ved, at de er gennemgået.")
        if is_open := [line.number for line in self.lines if line.is_open] if self.table else []:
            numbers = ", ".join(map(str, is_open))
            problems.append(f"Vælg for linje {numbers}, om der er tale om et kendt eller et nyt tiltag.")
        self.problems = problems
        return self.table is not None and self.destination_form.is_valid() and not problems

    def destination(self, table: PastedTable) -> Destination:
        """Where the table goes, once the page is ready."""
        same = {line.number: line.same for line in self.lines if line.like and line.same != NEW}
        return self.destination_form.destination(table, same, len(self.doubts))


ROLES = set(RowRole.values)
COUNTED = (
    (RowRole.THEME, "gruppe", "grupper"),
    (RowRole.LINE, "linje", "linjer"),
    (RowRole.SUBTOTAL, "delsum", "delsummer"),
    (RowRole.TOTAL, "sum", "summer"),
    (RowRole.NOTE, "bemærkning", "bemærkninger"),
)


def _joined(words: Sequence[str]) -> str:
    return " og ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def mark_of(raw: str) -> str:
    """A short mark of a line's text, by which the line is known again where it has moved."""
    return f"{zlib.crc32(raw.encode()):08x}"


def match_corrections(posted: Iterable[tuple[str, str, str]], rows: Sequence[PastedRow]) -> dict[int, str]:
    """What was posted for a line and its text, by the line where that text stands now."""
    marks = {row.line: mark_of(row.raw) for row in rows}
    found: dict[int, str] = {}
    for line, mark, value in posted:
        places = [number for number, own in marks.items() if own == mark]
        at = int(line) if line.isdecimal() and len(line) < 7 else 0
        if at in places or len(places) == 1:
            found[at if at in places else places[0]] = value
    return found


def _role_of(value: str) -> ColumnRole | None:
    if value in ColumnKind.values:
        return ColumnKind(value)
    return int(value) if value.isdecimal() and len(value) == 4 else None


def _value_of(role: ColumnRole | None) -> str:
    return "" if role is None else str(role)


def _shown_column(column: PastedColumn, base: PastedTable, table: PastedTable) -> ShownColumn:
    """The column as it was read without corrections, and what is chosen for it now."""
    now = next((found for found in table.columns if found.id == column.id), column)
    this = timezone.localdate().year
    years = {*range(this - YEARS_BACK, this + YEARS_AHEAD + 1), *base.years, *table.years}
    kinds = [kind for kind in ColumnKind if any(c.role == ColumnKind.TITLE for c in base.columns) or kind in NUMBERS]
    unknown = [("", "vælg, hvad kolonnen er")] if column.role is None else []
    choices = [
        *unknown,
        *((str(k.value), str(k.label)) for k in kinds),
        *((str(y), f"beløb {y}") for y in sorted(years)),
    ]
    return ShownColumn(column, f"{COLUMN}|{_value_of(column.role)}|{column.id}", _value_of(now.role), choices)


NUMBERS = (ColumnKind.NAMED, ColumnKind.IGNORED)


def _shown_line(
    number: int,
    raw: str,
    row: PastedRow | None,
    table: PastedTable,
    automatic: Mapping[int, RowRole],
    book: Book | None,
    same: str,
) -> ShownLine:
    if row is None:
        return ShownLine(number, raw)
    like = book.like(row) if book and row.role is RowRole.LINE and table.years else {}
    cells = [
        ShownCell(row.printed.get(column.key, ""), any(doubt.startswith(f"{column.key}: ") for doubt in row.doubts))
        for column in table.amount_columns
    ]
    mark = mark_of(row.raw)
    return ShownLine(
        number=number,
        raw=raw,
        row=row,
        name=f"{ROW}|{automatic.get(number, row.role)}|{number}|{mark}",
        cells=cells,
        like=like,
        like_name=f"{INITIATIVE}|{number}|{mark}",
        same=same if same in like or same == NEW else "",
    )
