"""Reading a round's workbook and comparing it with the round: every change and every fault at once."""

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
from initiatives.followup.row_fields import BY_NAME, FieldKind
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
    closed_fields,
    earlier_headings,
    field_values,
    fingerprint,
    headings,
    identity_of,
    text_of,
    version_of,
)
from initiatives.followup.spreadsheet.opening import CellValue, Lines, UnreadableWorkbookError, open_workbook
from initiatives.results.converters import RoundConverter
from initiatives.results.models import FollowUpRound
from initiatives.results.states import InvalidTransitionError, Step, get_transition

LONGEST_QUOTE = 60
DOWNLOAD_AGAIN = "Hent rundens regneark igen, og udfyld det."


@dataclass(frozen=True)
class Change:
    """A field whose value in the file differs from the round: kroner, a key, or words."""

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
class RoundReading:
    """The changes and the faults of a file, in the words and the unit of the file."""

    unit: Unit = Unit.THOUSANDS
    changes: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def by_row(self) -> Sequence[tuple[GridRow, dict[str, Decimal | str | None]]]:
        """The new values of each changed row."""
        rows = groupby(self.changes, key=lambda change: change.row)
        return [(row, {change.name: change.value for change in changes}) for row, changes in rows]


def read_round(*, membership: Membership, round_: FollowUpRound, content: bytes) -> RoundReading:
    """Compare the file with the round as it is; saves nothing, and reports problems in the reading's faults.

    Twelve queries, whatever the number of rows.
    """
    try:
        opened = open_workbook(content)
    except UnreadableWorkbookError as error:
        return RoundReading(faults=[str(error)])
    if refusal := _refusal_of_file(round_, opened.identities):
        return RoundReading(faults=[refusal])
    unit = opened.identities[0].unit
    if opened.lines is None:
        return RoundReading(unit, faults=[f"Filen har ikke arket {ROWS}. {DOWNLOAD_AGAIN}"])
    return compare(build_grid(round_), opened.lines, membership=membership, unit=unit)


def _refusal_of_file(round_: FollowUpRound, identities: Sequence[Identity]) -> str:
    """The reason why the file does not belong to the round, or an empty text."""
    if not identities:
        return f"Det fremgår ikke af filen, hvilken runde den hører til. {DOWNLOAD_AGAIN}"
    if foreign := next((identity for identity in identities if identity != identity_of(round_, identity.unit)), None):
        name = Municipality.objects.filter(code=foreign.municipality).values_list("name", flat=True).first()
        year, period = RoundConverter().to_python(foreign.round)
        label = FollowUpRound(year=year, period=period).label
        place, this_round = name or f"kommune {foreign.municipality}", f"{round_.label} i {round_.municipality.name}"
        return f"Filen hører til {label} i {place}, ikke til {this_round}. Vælg en anden fil."
    if len({identity.unit for identity in identities}) > 1:
        return f"Filen angiver to forskellige enheder. {DOWNLOAD_AGAIN}"
    return str(LockedYearError(round_)) if is_locked(round_) else ""


def compare(grid: Grid, lines: Lines, *, membership: Membership, unit: Unit) -> RoundReading:
    """Compare the sheet's lines of cells with the grid; amounts in the lines are in the unit."""
    reading = RoundReading(unit)
    rows_by_id = {row.initiative.pk: row for group in grid.groups for row in group.rows}
    line_numbers: dict[int, int] = {}
    for line in _lines(lines, grid.round.year, reading.faults):
        row = _row_of(line, rows_by_id, line_numbers, reading.faults)
        if row is not None:
            _compare_row(row, line, membership, reading)
    return reading


@dataclass(frozen=True)
class _SheetLine:
    """A row of the sheet, by heading; `number` is that of the spreadsheet, and `fields` are the headings to fill."""

    number: int
    cells: Mapping[str, CellValue]
    fields: Mapping[str, str]

    def place(self, name: str = "") -> str:
        """The place of a field of the row, or of the row itself."""
        column = f", kolonnen “{self.fields.get(name, name)}”" if name else ""
        return f"Arket {ROWS}, række {self.number}{column}"

    def field(self, name: str) -> CellValue:
        """The content of the field's cell; an empty text where it is empty."""
        return self.cells.get(self.fields[name], "")


def _lines(lines: Lines, year: int, faults: list[str]) -> Iterator[_SheetLine]:
    """The rows below the headings; missing and repeated headings are faults, and then there are no rows."""
    fields = headings(year)
    required = (*IDENTITY, *fields.values())
    heading_place = next((place for place, line in enumerate(lines) if INITIATIVE in line), 0)
    renamed = earlier_headings(year)
    present = (
        [renamed.get(text, text) for text in (str(cell).strip() for cell in lines[heading_place])] if lines else []
    )
    missing = [
        f"Arket {ROWS} mangler kolonnen “{heading}”. {DOWNLOAD_AGAIN}" for heading in required if heading not in present
    ]
    repeated_text = f"Arket {ROWS}, række {heading_place + 1}: Kolonnen “{{}}” står mere end én gang. Slet den ene."
    repeated = [repeated_text.format(heading) for heading in required if present.count(heading) > 1]
    faults += missing + repeated
    if missing or repeated:
        return
    for number, line in enumerate(lines[heading_place + 1 :], start=heading_place + 2):
        cells = {heading: cell for heading, cell in zip(present, line, strict=False) if heading in required}
        if any(cell != "" for cell in cells.values()):
            yield _SheetLine(number, cells, fields)


def _row_of(
    line: _SheetLine, rows_by_id: Mapping[int, GridRow], line_numbers: dict[int, int], faults: list[str]
) -> GridRow | None:
    """The initiative that the line is about; an unknown or repeated one is a fault."""
    cell = line.cells.get(INITIATIVE, "")
    number = _whole_number(cell)
    row = rows_by_id.get(number) if number is not None else None
    if number is None or row is None:
        stated = _stated(_text(cell))
        faults.append(f"{line.place(INITIATIVE)}: {stated} Skal være: nummeret på et tiltag i runden. {DOWNLOAD_AGAIN}")
        return None
    if number in line_numbers:
        faults.append(
            f"{line.place()}: “{row.initiative.title}” står også i række {line_numbers[number]}. Slet den ene række."
        )
        return None
    line_numbers[number] = line.number
    return row


def _compare_row(row: GridRow, line: _SheetLine, membership: Membership, reading: RoundReading) -> None:
    """Add the row's changes and faults; a row that was not edited since the file was written has none."""
    parsed = _read(line, reading.unit)
    stored = field_values(row)
    if not parsed.errors and fingerprint(parsed.values) == line.cells.get(FINGERPRINT):
        return
    differing = [name for name in FIELDS if name in parsed.errors or parsed.values[name] != stored[name]]
    refusal = _refusal(row, membership) if differing else ""
    if refusal:
        reading.faults.append(f"{line.place()}: {refusal}")
        return
    for name in differing:
        if fault := _field_fault(row, line, name, parsed, reading.unit):
            reading.faults.append(f"{line.place(name)}: {fault}")
        else:
            value = parsed.values[name]
            texts = text_of(name, stored[name], reading.unit), text_of(name, value, reading.unit)
            reading.changes.append(Change(row, name, line.fields[name], *texts, value))


def _refusal(row: GridRow, membership: Membership) -> str:
    """The reason why the member may not edit the row, or an empty text."""
    title = f"“{row.initiative.title}”"
    if row.is_ended:
        return f"{title} er {row.initiative.get_lifecycle_display()} og skal ikke udfyldes."
    if not may_write(membership, row.initiative):
        return f"{title} er ikke dit tiltag og kan ikke rettes af dig."
    try:
        get_transition(row.state, Step.EDIT)
    except InvalidTransitionError as error:
        return f"{title}: {error}"
    return ""


def _field_fault(row: GridRow, line: _SheetLine, name: str, parsed: ParsedInput, unit: Unit) -> str:
    """The fault of one field of a row that the member may edit, or an empty text where it may change."""
    expected = closed_fields(row, unit).get(name)
    cell = _text(line.field(name))
    if expected:
        return f"{_stated(cell)} Skal være: {expected}."
    if name in parsed.errors:
        return parsed.errors[name]
    if line.cells.get(VERSION) != version_of(row):
        stored_text = text_of(name, field_values(row)[name], unit)
        changed = f"“{row.initiative.title}” er ændret, siden filen blev hentet."
        return f"{changed} På siden står {_quoted(stored_text)}. I filen står {_quoted(cell)}. {DOWNLOAD_AGAIN}"
    return ""


def _read(line: _SheetLine, unit: Unit) -> ParsedInput:
    """The row's fields: values in kroner and keys, and errors of the unreadable ones."""
    parsed = ParsedInput()
    for name in FIELDS:
        field = _read_cell(name, line.field(name), unit)
        parsed.values.update(field.values)
        parsed.errors.update(field.errors)
    return parsed


def _read_cell(name: str, cell: CellValue, unit: Unit) -> ParsedInput:
    text = unescape_formula(_text(cell)) if BY_NAME[name].kind is FieldKind.TEXT else _text(cell)
    stated = f"Der står “{text}”. Skal være: "
    parsed = parse_input({name: text}, unit)
    if isinstance(cell, date | time | timedelta):
        error = parsed.errors.get(name, f"{stated}tekst.")
        parsed.errors[name] = f"Cellen er en dato. {error}"
    parsed.errors = {name: error.replace(text, _shortened(text)) for name, error in parsed.errors.items()}
    return parsed


def _text(cell: CellValue) -> str:
    """A cell as it would be typed; a number has the fifteen digits that a spreadsheet shows, and decimal comma.

    Every amount in øre has at most fifteen digits, so that none is rounded, and errors of binary arithmetic are
    removed.
    """
    if isinstance(cell, bool):
        return "SAND" if cell else "FALSK"
    if isinstance(cell, int | float):
        return f"{Decimal(f'{cell:.15g}'):f}".replace(".", ",")
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)


def _whole_number(cell: CellValue) -> int | None:
    """The cell's whole number, or None."""
    text = _text(cell).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(10**15)) else None


def _stated(text: str) -> str:
    return f"Der står {_quoted(text)}."


def _quoted(text: str) -> str:
    return f"“{_shortened(text)}”" if text.strip() else "ikke noget"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
