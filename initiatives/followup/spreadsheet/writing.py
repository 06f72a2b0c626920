"""Writing a round as a workbook: cells that may be filled are open and validated, all others are locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.formats import date_format

from budgets.foundation.amounts import EXACT_DECIMALS, Unit
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.files.cells import escape_formula
from budgets.foundation.models import Membership
from initiatives.followup.grid import Grid, GridRow
from initiatives.followup.row_fields import GRID_FIELDS, FieldKind, RowField
from initiatives.followup.saving import may_write
from initiatives.followup.spreadsheet.layout import (
    AMOUNTS,
    FIELDS,
    GUIDE,
    IDENTITY,
    ROWS,
    closed_fields,
    field_values,
    fingerprint,
    headings,
    identity_of,
    text_of,
    version_of,
)
from initiatives.results.amounts import LARGEST
from initiatives.results.models import FollowUpRound
from initiatives.results.states import is_editable

CAPTION_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2
TITLE_COLUMN = len(IDENTITY)
FIRST_AMOUNT = TITLE_COLUMN + 2
FIRST_FIELD = FIRST_AMOUNT + 4
OPEN = {"locked": False, "bg_color": "#FFF9DB", "border": 1, "border_color": "#C8C8C8"}
GREY = {"font_color": "#595959"}
ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}
"""What users may do with the protected sheet besides filling the open cells."""


def file_name(round_: FollowUpRound) -> str:
    """2019-03_ballerup_opfoelgning.xlsx."""
    return f"{round_.code}_{round_.municipality.slug}_opfoelgning.xlsx"


def write_round(grid: Grid, *, membership: Membership, unit: Unit, locked: bool, out: BinaryIO) -> None:
    """The round's rows with amounts in the unit, exact to the øre; fields that the member may not edit are locked.

    A `locked` year is locked throughout.
    """
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        _set_properties(workbook, grid.round, unit)
        _write_guide(workbook, grid.round, unit)
        sheet = _Sheet(workbook, grid.round, unit)
        rows = [(group.title, row) for group in grid.groups for row in group.rows]
        for place, (title, row) in enumerate(rows, start=FIRST_ROW):
            is_open = not locked and not row.is_ended and is_editable(row.state)
            sheet.write_row(place, title, row, is_open=is_open and may_write(membership, row.initiative))
        sheet.finish(max(len(rows), 1) + FIRST_ROW - 1)


def _set_properties(workbook: Any, round_: FollowUpRound, unit: Unit) -> None:
    title = f"Opfølgning {round_.label}, {round_.municipality.name}"
    workbook.set_properties({"title": title, "subject": f"Beløb i {unit.label}", "author": "Effektspor"})
    workbook.set_custom_property("Effektspor", str(identity_of(round_, unit)))


def _write_guide(workbook: Any, round_: FollowUpRound, unit: Unit) -> None:
    """The first sheet: what the file is, and how it is filled and sent back."""
    sheet = workbook.add_worksheet(GUIDE)
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28, workbook.add_format({"bold": True, "valign": "top"}))
    sheet.set_column(1, 1, 90, wrapped)
    sheet.write_string(0, 0, f"Opfølgning {round_.label}, {round_.municipality.name}", bold)
    for place, (label, text) in enumerate(_guide(round_, unit), start=2):
        sheet.write_string(place, 0, label)
        sheet.write_string(place, 1, text)
    sheet.protect()


def _guide(round_: FollowUpRound, unit: Unit) -> Sequence[tuple[str, str]]:
    fields = headings(round_.year)
    digits = f"Skriv tal uden enhed og formler og med højst {EXACT_DECIMALS[unit]} decimaler."
    return [
        ("Kommune", round_.municipality.name),
        ("Runde", round_.label),
        ("Frist", date_format(round_.deadline, "j. F Y")),
        ("Hentet", date_format(timezone.localtime(), r"j. F Y \k\l. H.i")),
        ("Filens id (skal ikke ændres)", str(identity_of(round_, unit))),
        ("Udfyld", f"Udfyld de gule celler på arket {ROWS}. Resten er låst."),
        ("Enhed", f"Alle beløb er i {unit.label.rstrip('.')}. {digits}"),
        ("Fortegn", "Plus betyder mindreudgift, minus betyder merudgift."),
        *(
            (fields[field.name], field.guide.format(year=round_.year, month=MONTH_NAMES[round_.month - 1]))
            for field in GRID_FIELDS
        ),
        ("Tomme celler", "En tom celle betyder, at beløbet ikke er oplyst. Skriv 0, hvis der ikke er opnået noget."),
        ("Indlæs", "Gem filen som .xlsx, og indlæs den på rundens side. Alle ændringer vises, før de gemmes."),
        ("Samtidige rettelser", "Er et tiltag rettet både i filen og på siden, får du besked, og intet gemmes."),
    ]


@dataclass(frozen=True)
class _Heading:
    text: str
    width: int


def _all_headings(year: int) -> Sequence[_Heading]:
    fields = headings(year)
    return [
        *(_Heading(text, 10) for text in IDENTITY),
        *(_Heading("Tiltag", 44), _Heading("Gruppe", 30)),
        *(_Heading(f"Forudsat {year}", 15), _Heading("Forudsat til dato", 15)),
        *(_Heading("Opnået, forrige runde", 15), _Heading("Forventet, forrige runde", 15)),
        *(_Heading(fields[field.name], field.width) for field in GRID_FIELDS),
    ]


class _Sheet:
    """The sheet of rows while it is written."""

    def __init__(self, workbook: Any, round_: FollowUpRound, unit: Unit) -> None:
        self.workbook, self.round, self.unit = workbook, round_, unit
        self.sheet = workbook.add_worksheet(ROWS)
        amount = {"num_format": "#,##0", "valign": "top"}
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        self.amount, self.open_amount = workbook.add_format(amount | GREY), workbook.add_format(amount | OPEN)
        self.text, self.open_text = workbook.add_format(text), workbook.add_format(text | OPEN)
        self._write_headings()

    def _write_headings(self) -> None:
        all_headings = _all_headings(self.round.year)
        bold = self.workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        caption = f"Opfølgning {self.round.label}, {self.round.municipality.name}. "
        caption += f"Beløb i {self.unit.label}, plus betyder mindreudgift."
        self.sheet.write_string(CAPTION_ROW, TITLE_COLUMN, caption)
        for column, heading in enumerate(all_headings):
            self.sheet.set_column(column, column, heading.width, None, {"hidden": column < TITLE_COLUMN})
            self.sheet.write_string(HEADING_ROW, column, heading.text, bold)

    def write_row(self, place: int, group: str, row: GridRow, *, is_open: bool) -> None:
        """Write one initiative: its identity, its description, earlier amounts, and the fields to fill."""
        values = field_values(row)
        ended = f" ({row.initiative.get_lifecycle_display()})" if row.is_ended else ""
        self.sheet.write_number(place, 0, row.initiative.pk)
        self.sheet.write_string(place, 1, version_of(row))
        self.sheet.write_string(place, 2, fingerprint(values))
        self.sheet.write_string(place, TITLE_COLUMN, escape_formula(row.initiative.title + ended), self.text)
        self.sheet.write_string(place, TITLE_COLUMN + 1, escape_formula(group), self.text)
        earlier_amounts = (row.target_year, row.target_to_date, row.realised_before, row.forecast_before)
        for column, amount in enumerate(earlier_amounts, start=FIRST_AMOUNT):
            self._write_amount(place, column, amount, self.amount)
        closed_fields_of_row: Mapping[str, str] = (
            closed_fields(row, self.unit) if is_open else dict.fromkeys(FIELDS, "")
        )
        for column, name in enumerate(FIELDS, start=FIRST_FIELD):
            self._write_field(place, column, name, values[name], is_open=name not in closed_fields_of_row)

    def _write_field(self, place: int, column: int, name: str, value: Decimal | str | None, *, is_open: bool) -> None:
        if name in AMOUNTS:
            amount = value if isinstance(value, Decimal) else None
            self._write_amount(place, column, amount, self.open_amount if is_open else self.amount)
        else:
            self._write_text(place, column, text_of(name, value, self.unit), self.open_text if is_open else self.text)

    def _write_text(self, place: int, column: int, text: str, form: Any) -> None:
        if text:
            self.sheet.write_string(place, column, escape_formula(text), form)
        else:
            self.sheet.write_blank(place, column, None, form)

    def _write_amount(self, place: int, column: int, amount: Decimal | None, form: Any) -> None:
        """Write a number where it is the amount to the øre, otherwise Danish digits."""
        number = float((amount or Decimal(0)) / self.unit.factor)
        if amount is None:
            self.sheet.write_blank(place, column, None, form)
        elif Decimal(repr(number)) == amount / self.unit.factor:
            self.sheet.write_number(place, column, number, form)
        else:
            self.sheet.write_string(place, column, text_of("", amount, self.unit), form)

    def finish(self, last: int) -> None:
        """Apply to all rows down to `last`: decimals, validation, frozen headings, printing, protection."""
        last_column = FIRST_FIELD + len(FIELDS) - 1
        self._show_decimals(last)
        self._validate(last)
        self.sheet.freeze_panes(FIRST_ROW, TITLE_COLUMN + 1)
        self.sheet.autofilter(HEADING_ROW, 0, last, last_column)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(CAPTION_ROW, HEADING_ROW)
        self.sheet.protect("", ALLOWED)

    def _show_decimals(self, last: int) -> None:
        """Show whole numbers without decimals, and others with theirs."""
        few = 2 if self.unit == Unit.KRONER else 1
        decimals = "0" * few + "#" * (EXACT_DECIMALS[self.unit] - few)
        first, last_amount = FIRST_AMOUNT, FIRST_FIELD + len(AMOUNTS) - 1
        cell = xlsxwriter.utility.xl_rowcol_to_cell(FIRST_ROW, first)
        rule = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({cell}),{cell}<>INT({cell}))",
            "format": self.workbook.add_format({"num_format": f"#,##0.{decimals}"}),
        }
        self.sheet.conditional_format(FIRST_ROW, first, last, last_amount, rule)

    def _validate(self, last: int) -> None:
        largest = int(LARGEST / self.unit.factor)
        amount = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -largest,
            "maximum": largest,
            "error_title": "Ikke et beløb",
            "error_message": f"Skriv et tal i {self.unit.label}, fx 1200 eller -1,5, eller lad cellen være tom.",
        }
        for column, field in enumerate(GRID_FIELDS, start=FIRST_FIELD):
            rule = _validate_choice(field) if field.choices else amount if field.kind is FieldKind.AMOUNT else None
            if rule:
                self.sheet.data_validation(FIRST_ROW, column, last, column, rule)


def _validate_choice(field: RowField) -> dict[str, object]:
    """Excel's rule for a cell that takes one of the field's choices."""
    word = field.label.lower()
    return {
        "validate": "list",
        "source": [str(choice.label) for choice in field.choices or ()],
        "error_title": f"Ukendt {word}",
        "error_message": f"Vælg en {word} på listen, eller lad cellen være tom.",
    }
