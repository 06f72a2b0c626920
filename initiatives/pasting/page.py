"""The page of a pasted table: what was posted, read again each time, and shown with the text beside it.

The name of a select contains the value it had when it was shown, so that only changes are corrections; a row is
identified by its line and its text, so that a line typed above it does not move corrections to another row.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils import timezone

from budgets.foundation.models import Membership
from budgets.foundation.posted import read_number
from budgets.foundation.wording import counted
from initiatives.catalogues.exports.catalogue import catalogue_sheets
from initiatives.pasting.forms import DestinationForm, SettledForm, TextForm
from initiatives.pasting.importing import Destination, PasteResult
from initiatives.pasting.matching import KnownInitiatives, TitlesByKey, index_initiatives, repeated_codes
from initiatives.pasting.reading import read_table
from initiatives.pasting.segments import empty_themes
from initiatives.pasting.table import ColumnKind, ColumnRole, PastedColumn, PastedRow, PastedTable, RowRole

TRY, IMPORT = "se", "indlaes"
ROW, COLUMN, INITIATIVE = "raekke", "kolonne", "tiltag"
NEW = "ny"
YEARS_BACK, YEARS_AHEAD = 12, 12


@dataclass(frozen=True)
class ShownColumn:
    """A column with its select of roles."""

    column: PastedColumn
    name: str
    chosen: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ShownCell:
    """An amount as printed, and whether it is doubtful."""

    text: str
    is_doubtful: bool


@dataclass(frozen=True)
class ShownLine:
    """A line of the text; where it is a row, with its select of roles and its matching initiatives."""

    number: int
    raw: str
    row: PastedRow | None = None
    name: str = ""
    cells: Sequence[ShownCell] = ()
    matches: TitlesByKey = field(default_factory=dict)
    matches_name: str = ""
    same: str = ""

    @property
    def is_open(self) -> bool:
        """True where the user must choose whether the line is one of the matching initiatives."""
        return bool(self.matches) and not self.same


class PastePage:
    """Everything on the page, from what was posted; nothing is written here."""

    table: PastedTable | None = None

    def __init__(self, membership: Membership, data: QueryDict | None) -> None:
        self.data = data or QueryDict()
        self.step = self.data.get("trin", "")
        self.text_form = TextForm(data)
        catalogues = membership.municipality.catalogues.all()
        is_asked = self.step in (TRY, IMPORT)
        self.destination_form = DestinationForm(self.data, catalogues=catalogues, is_asked=is_asked)
        self.problems: Sequence[tuple[str, str]] = ()  # each with the id of what it is about
        self.result: PasteResult | None = None
        self.has_changed = False
        if data is not None and self.text_form.is_valid():
            self._read(self.text_form.cleaned_data["tekst"])

    def _read(self, text: str) -> None:
        """Read three times: uncorrected, with the column corrections, and with the row corrections."""
        base = read_table(text)
        settled = SettledForm(self.data, table=base)
        roles = self._column_roles({column.id for column in base.columns})
        corrections = replace(settled.corrections, columns=roles)
        automatic = read_table(text, corrections)
        rows = self._row_roles(automatic.rows)
        self.settled_form = settled
        self.table = table = read_table(text, replace(corrections, rows=rows)) if rows else automatic
        self.columns = [_shown_column(column, base, table) for column in base.columns]
        self.lines = self._lines(text, table, {row.line: row.role for row in automatic.rows})

    def _posted(self, kind: str, parts: int) -> Iterable[tuple[list[str], str]]:
        """The parts of each posted name of the kind, with its value."""
        for name, value in self.data.items():
            name_parts = name.split("|", parts)
            if name_parts[0] == kind and len(name_parts) == parts + 1:
                yield name_parts[1:], str(value)

    def _column_roles(self, column_ids: set[str]) -> dict[str, ColumnRole]:
        roles = {name: _role_of(value) for (previous, name), value in self._posted(COLUMN, 2) if value != previous}
        return {name: role for name, role in roles.items() if role is not None and name in column_ids}

    def _row_roles(self, rows: Sequence[PastedRow]) -> dict[int, RowRole]:
        changed = [
            (line, mark, value)
            for (previous, line, mark), value in self._posted(ROW, 3)
            if value != previous and value in ROLES
        ]
        return {line: RowRole(value) for line, value in match_corrections(changed, rows).items()}

    def _lines(self, text: str, table: PastedTable, automatic: Mapping[int, RowRole]) -> list[ShownLine]:
        rows_by_line = {row.line: row for row in table.rows}
        known_initiatives = self._load_known()
        chosen = [(line, mark, value) for (line, mark), value in self._posted(INITIATIVE, 2)]
        same = match_corrections(chosen, table.rows)
        return [
            _shown_line(
                number, raw, rows_by_line.get(number), table, automatic, known_initiatives, same.get(number, "")
            )
            for number, raw in enumerate(text.splitlines(), start=1)
            if raw.strip()
        ]

    def _load_known(self) -> KnownInitiatives | None:
        catalogue = self.destination_form.catalogue
        return index_initiatives(catalogue_sheets(catalogue)) if catalogue else None

    @property
    def doubts(self) -> list[tuple[int, str]]:
        """Every doubt with its line number, 0 for those about the whole table."""
        if not self.table:
            return []
        row_doubts = [(row.line, doubt) for row in self.table.rows for doubt in row.doubts]
        return [*((0, doubt) for doubt in self.table.doubts), *row_doubts]

    @property
    def doubtful_rows(self) -> list[PastedRow]:
        return [row for row in self.table.rows if row.doubts] if self.table else []

    @property
    def doubt_marks(self) -> str:
        """A mark for each doubt, so that ticking them as reviewed does not cover later ones."""
        return " ".join(mark_of(f"{line} {doubt}") for line, doubt in self.doubts)

    @property
    def has_seen_doubts(self) -> bool:
        return set(self.doubt_marks.split()) <= set(self.data.get("tvivl_er_set", "").split())

    @property
    def doubt_words(self) -> str:
        """The number of doubts, about the whole table and about rows."""
        table_count, row_count = len(self.table.doubts) if self.table else 0, len(self.doubtful_rows)
        places = [f"{table_count} i hele tabellen"] if table_count else []
        places += [f"{len(self.doubts) - table_count} i {counted(row_count, 'række', 'rækker')}"] if row_count else []
        return f"{counted(len(self.doubts), 'usikkert sted', 'usikre steder')}: {' og '.join(places)}"

    @property
    def summary(self) -> str:
        """The numbers of rows by role, and the years, in Danish."""
        if not self.table:
            return ""
        counts = Counter(row.role for row in self.table.rows)
        words = [
            f"{counts[role]} {singular if counts[role] == 1 else plural}"
            for role, singular, plural in COUNTED
            if counts[role]
        ]
        years = ", ".join(map(str, self.table.years)) or "ingen"
        return (
            f"{_joined(words) or 'Ingen rækker'}. År: {years}.{'' if self.doubts else ' Der er ingen usikre steder.'}"
        )

    @property
    def notes(self) -> list[str]:
        """Information that is no doubt about the reading but useful before the import."""
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
        """A note where the catalogue has another unit or sign than the table."""
        catalogue, table = self.destination_form.catalogue, self.table
        if not catalogue or not table or not table.unit:
            return ""
        if (catalogue.unit, catalogue.sign) == (table.unit, table.sign):
            return ""
        table_form = f"{table.unit.label}, {table.sign.label}"
        catalogue_form = f"{catalogue.get_unit_display()}, {catalogue.get_sign_display()}"
        return (
            f"Tabellen er i {table_form}, og kataloget i {catalogue_form}. Beløbene omregnes, og kildens tal bevares."
        )

    @property
    def is_importing(self) -> bool:
        """True where the previewed import is to be carried out."""
        return self.step == IMPORT

    def is_ready(self) -> bool:
        """True where a preview or import is requested and possible; problems are shown at fields or in `problems`."""
        if self.step not in (TRY, IMPORT):
            return False
        problems = []
        if self.doubts and not self.has_seen_doubts:
            problems.append(("Gennemgå de usikre steder, og sæt flueben ved, at de er gennemgået.", "tvivl_er_set"))
        if open_lines := [line.number for line in self.lines if line.is_open] if self.table else []:
            numbers = ", ".join(map(str, open_lines))
            told = f"Vælg for linje {numbers}, om der er tale om et kendt eller et nyt tiltag."
            problems.append((told, f"tiltag-{open_lines[0]}"))
        self.problems = problems
        return self.table is not None and self.destination_form.is_valid() and not problems

    def destination(self, table: PastedTable) -> Destination:
        """The destination of the table; call it when the page is ready."""
        same = {line.number: line.same for line in self.lines if line.matches and line.same != NEW}
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
    """A short mark of a line's text, which identifies the line where it has moved."""
    return f"{zlib.crc32(raw.encode()):08x}"


def match_corrections(posted: Iterable[tuple[str, str, str]], rows: Sequence[PastedRow]) -> dict[int, str]:
    """Posted values by the current line number of their text."""
    marks = {row.line: mark_of(row.raw) for row in rows}
    value_by_line: dict[int, str] = {}
    for line, mark, value in posted:
        line_numbers = [number for number, line_mark in marks.items() if line_mark == mark]
        posted_line = read_number(line) or 0
        if posted_line in line_numbers or len(line_numbers) == 1:
            value_by_line[posted_line if posted_line in line_numbers else line_numbers[0]] = value
    return value_by_line


def _role_of(value: str) -> ColumnRole | None:
    if value in ColumnKind.values:
        return ColumnKind(value)
    return int(value) if value.isdecimal() and len(value) == 4 else None


def _value_of(role: ColumnRole | None) -> str:
    return "" if role is None else str(role)


def _shown_column(column: PastedColumn, base: PastedTable, table: PastedTable) -> ShownColumn:
    """The column as read without corrections, and its current choice."""
    current = next((other for other in table.columns if other.id == column.id), column)
    this_year = timezone.localdate().year
    years = {*range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1), *base.years, *table.years}
    kinds = [kind for kind in ColumnKind if any(c.role == ColumnKind.TITLE for c in base.columns) or kind in NUMBERS]
    unknown = [("", "vælg, hvad kolonnen er")] if column.role is None else []
    choices = [
        *unknown,
        *((str(k.value), str(k.label)) for k in kinds),
        *((str(y), f"beløb {y}") for y in sorted(years)),
    ]
    return ShownColumn(column, f"{COLUMN}|{_value_of(column.role)}|{column.id}", _value_of(current.role), choices)


NUMBERS = (ColumnKind.NAMED, ColumnKind.IGNORED)


def _shown_line(
    number: int,
    raw: str,
    row: PastedRow | None,
    table: PastedTable,
    automatic: Mapping[int, RowRole],
    known_initiatives: KnownInitiatives | None,
    same: str,
) -> ShownLine:
    if row is None:
        return ShownLine(number, raw)
    matches = known_initiatives.matches(row) if known_initiatives and row.role is RowRole.LINE and table.years else {}
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
        matches=matches,
        matches_name=f"{INITIATIVE}|{number}|{mark}",
        same=same if same in matches or same == NEW else "",
    )
