"""A round's workbook that comes back, compared with what stands in the round: every change and every fault at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import groupby

from budgets.foundation.amounts import Unit
from budgets.foundation.files.cells import unescape_formula
from budgets.foundation.models import Membership, Municipality
from initiatives.followup.grid import Grid, GridRow, build_grid
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.followup.parsing import ParsedInput, parse_input
from initiatives.followup.saving import may_write
from initiatives.followup.spreadsheet.layout import (
    AMOUNTS,
    FIELDS,
    FINGERPRINT,
    IDENTITY,
    INITIATIVE,
    ROWS,
    VERSION,
    Identity,
    closed,
    earlier_headings,
    fingerprint,
    headings,
    identity_of,
    shown,
    text_of,
    version_of,
)
from initiatives.followup.spreadsheet.opening import Cell, Lines, UnreadableError, open_workbook
from initiatives.results.converters import RoundConverter
from initiatives.results.models import FollowUpRound
from initiatives.results.states import InvalidTransitionError, Step, get_transition

LONGEST_QUOTE = 60
FETCH_ANEW = "Hent rundens regneark igen, og udfyld det."


@dataclass(frozen=True)
class Change:
    """A field that the file has another value in than the round: kroner, a key, or words."""

    row: GridRow
    name: str
    heading: str
    before: str
    after: str
    value: Decimal | str | None

    @property
    def is_amount(self) -> bool:
        """True where `before` and `after` are digits in the file's unit."""
        return self.name in AMOUNTS


@dataclass
class Reading:
    """What the file would change, and what is wrong with it, in the words and the unit of the file."""

    unit: Unit = Unit.THOUSANDS
    changes: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def by_row(self) -> Sequence[tuple[GridRow, dict[str, Decimal | str | None]]]:
        """The new values of each row that changes."""
        rows = groupby(self.changes, key=lambda change: change.row)
        return [(row, {change.name: change.value for change in changes}) for row, changes in rows]


def read_round(*, membership: Membership, round_: FollowUpRound, content: bytes) -> Reading:
    """Compare the file with the round as it is; writes nothing, and tells what is wrong in the reading's faults.

    Twelve queries, whatever the number of rows.
    """
    try:
        opened = open_workbook(content)
    except UnreadableError as unreadable:
        return Reading(faults=[str(unreadable)])
    if refusal := _refusal_of_file(round_, opened.identities):
        return Reading(faults=[refusal])
    unit = opened.identities[0].unit
    if opened.lines is None:
        return Reading(unit, faults=[f"Filen har ikke arket {ROWS}. {FETCH_ANEW}"])
    return compare(build_grid(round_), opened.lines, membership=membership, unit=unit)


def _refusal_of_file(round_: FollowUpRound, identities: Sequence[Identity]) -> str:
    """Why a file is not of the round, with the name of the round that it is of; nothing where it is."""
    if not identities:
        return f"Det fremgår ikke af filen, hvilken runde den hører til. {FETCH_ANEW}"
    if other := next((i for i in identities if i != identity_of(round_, i.unit)), None):
        name = Municipality.objects.filter(code=other.municipality).values_list("name", flat=True).first()
        year, period = RoundConverter().to_python(other.round)
        label = FollowUpRound(year=year, period=period).label
        here = f"{round_.label} i {round_.municipality.name}"
        return (
            f"Filen hører til {label} i {name or f'kommune {other.municipality}'}, ikke til {here}. Vælg en anden fil."
        )
    if len({identity.unit for identity in identities}) > 1:
        return f"Filen angiver to forskellige enheder. {FETCH_ANEW}"
    return str(LockedYearError(round_)) if is_locked(round_) else ""


def compare(grid: Grid, lines: Lines, *, membership: Membership, unit: Unit) -> Reading:
    """Compare the sheet's lines of cells with the grid; amounts in the lines are in the unit."""
    reading = Reading(unit)
    rows = {row.initiative.pk: row for group in grid.groups for row in group.rows}
    seen: dict[int, int] = {}
    for line in _lines(lines, grid.round.year, reading.faults):
        row = _row_of(line, rows, seen, reading.faults)
        if row is not None:
            _compare_row(row, line, membership, reading)
    return reading


@dataclass(frozen=True)
class _Line:
    """A row of the sheet, by heading; `number` counts as a spreadsheet does, and `fields` are the headings to fill."""

    number: int
    cells: Mapping[str, Cell]
    fields: Mapping[str, str]

    def place(self, name: str = "") -> str:
        """Where a field of the row stands, or the row itself."""
        column = f", kolonnen “{self.fields.get(name, name)}”" if name else ""
        return f"Arket {ROWS}, række {self.number}{column}"

    def field(self, name: str) -> Cell:
        """What stands in the field's cell; an empty text where nothing does."""
        return self.cells.get(self.fields[name], "")


def _lines(lines: Lines, year: int, faults: list[str]) -> Iterator[_Line]:
    """The rows below the headings; missing and repeated headings are faults, and then there are no rows."""
    fields = headings(year)
    needed = (*IDENTITY, *fields.values())
    at = next((place for place, line in enumerate(lines) if INITIATIVE in line), 0)
    renamed = earlier_headings(year)
    found = [renamed.get(text, text) for text in (str(cell).strip() for cell in lines[at])] if lines else []
    missing = [f"Arket {ROWS} mangler kolonnen “{h}”. {FETCH_ANEW}" for h in needed if h not in found]
    twice = f"Arket {ROWS}, række {at + 1}: Kolonnen “{{}}” står mere end én gang. Slet den ene."
    repeated = [twice.format(h) for h in needed if found.count(h) > 1]
    faults += missing + repeated
    if missing or repeated:
        return
    for number, line in enumerate(lines[at + 1 :], start=at + 2):
        cells = {heading: cell for heading, cell in zip(found, line, strict=False) if heading in needed}
        if any(cell != "" for cell in cells.values()):
            yield _Line(number, cells, fields)


def _row_of(line: _Line, rows: Mapping[int, GridRow], seen: dict[int, int], faults: list[str]) -> GridRow | None:
    """The initiative that the line is about; one that is not in the round or stands twice is a fault."""
    cell = line.cells.get(INITIATIVE, "")
    number = _whole(cell)
    row = rows.get(number) if number is not None else None
    if number is None or row is None:
        said = _said(_text(cell))
        faults.append(f"{line.place(INITIATIVE)}: {said} Skal være: nummeret på et tiltag i runden. {FETCH_ANEW}")
        return None
    if number in seen:
        faults.append(f"{line.place()}: “{row.initiative.title}” står også i række {seen[number]}. Slet den ene række.")
        return None
    seen[number] = line.number
    return row


def _compare_row(row: GridRow, line: _Line, membership: Membership, reading: Reading) -> None:
    """Add the row's changes and faults; a row that nobody touched since the file was made has none."""
    typed = _read(line, reading.unit)
    before = shown(row)
    if not typed.errors and fingerprint(typed.values) == line.cells.get(FINGERPRINT):
        return
    differing = [name for name in FIELDS if name in typed.errors or typed.values[name] != before[name]]
    refusal = _refusal(row, membership) if differing else ""
    if refusal:
        reading.faults.append(f"{line.place()}: {refusal}")
        return
    for name in differing:
        if fault := _fault(row, line, name, typed, reading.unit):
            reading.faults.append(f"{line.place(name)}: {fault}")
        else:
            value = typed.values[name]
            texts = text_of(name, before[name], reading.unit), text_of(name, value, reading.unit)
            reading.changes.append(Change(row, name, line.fields[name], *texts, value))


def _refusal(row: GridRow, membership: Membership) -> str:
    """Why the member may write nothing in the row; nothing where she may."""
    title = f"“{row.initiative.title}”"
    if row.is_ended:
        return f"{title} er {row.initiative.get_lifecycle_display()} og skal ikke udfyldes."
    if not may_write(membership, row.initiative):
        return f"{title} er ikke dit tiltag og kan ikke rettes af dig."
    try:
        get_transition(row.state, Step.EDIT)
    except InvalidTransitionError as reason:
        return f"{title}: {reason}"
    return ""


def _fault(row: GridRow, line: _Line, name: str, typed: ParsedInput, unit: Unit) -> str:
    """What is wrong with one field of a row that the member may write; nothing where it may change."""
    expected = closed(row, unit).get(name)
    cell = _text(line.field(name))
    if expected:
        return f"{_said(cell)} Skal være: {expected}."
    if name in typed.errors:
        return typed.errors[name]
    if line.cells.get(VERSION) != version_of(row):
        there = text_of(name, shown(row)[name], unit)
        changed = f"“{row.initiative.title}” er ændret, siden filen blev hentet."
        return f"{changed} På siden står {_quoted(there)}. I filen står {_quoted(cell)}. {FETCH_ANEW}"
    return ""


def _read(line: _Line, unit: Unit) -> ParsedInput:
    """The row's four fields: values in kroner and keys, and what is wrong with those that cannot be read."""
    typed = ParsedInput()
    for name in FIELDS:
        found = _read_cell(name, line.field(name), unit)
        typed.values.update(found.values)
        typed.errors.update(found.errors)
    return typed


def _read_cell(name: str, cell: Cell, unit: Unit) -> ParsedInput:
    text = unescape_formula(_text(cell)) if name == "explanation" else _text(cell)
    told = f"Der står “{text}”. Skal være: "
    typed = parse_input({name: text}, unit)
    if isinstance(cell, date | time | timedelta):
        error = typed.errors.get(name, f"{told}tekst.")
        typed.errors[name] = f"Cellen er en dato. {error}"
    typed.errors = {name: error.replace(text, _cut(text)) for name, error in typed.errors.items()}
    return typed


def _text(cell: Cell) -> str:
    """A cell as it would be typed; a number has the fifteen digits that a spreadsheet shows, and decimal comma.

    Every amount in øre has at most fifteen, so that none is rounded, and what binary arithmetic added is left out.
    """
    if isinstance(cell, bool):
        return "SAND" if cell else "FALSK"
    if isinstance(cell, int | float):
        return f"{Decimal(f'{cell:.15g}'):f}".replace(".", ",")
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)


def _whole(cell: Cell) -> int | None:
    """A whole number, or nothing."""
    text = _text(cell).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(10**15)) else None


def _said(text: str) -> str:
    return f"Der står {_quoted(text)}."


def _quoted(text: str) -> str:
    return f"“{_cut(text)}”" if text.strip() else "ikke noget"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
