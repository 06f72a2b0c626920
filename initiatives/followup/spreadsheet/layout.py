"""The layout of a round's workbook, shared by writing and reading. Values here are in kroner."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import EXACT_DECIMALS, ORE, Presentation, Unit
from initiatives.followup.grid import GridRow
from initiatives.followup.row_fields import BY_NAME, GRID_FIELDS, FieldKind, RowField, names_of
from initiatives.results.converters import RoundConverter
from initiatives.results.models import FollowUp, FollowUpRound

GUIDE, ROWS = "Vejledning", "Opfølgning"
INITIATIVE, VERSION, FINGERPRINT = "Tiltags-id", "Version", "Kendemærke"
IDENTITY = (INITIATIVE, VERSION, FINGERPRINT)
AMOUNTS, FIELDS = names_of(GRID_FIELDS, FieldKind.AMOUNT), names_of(GRID_FIELDS)
LONGEST_TEXT = 16_000
"""The longest explanation in a cell, also where characters take two of Excel's 32,767 places."""

NO_XML = dict.fromkeys((0xFFFE, 0xFFFF))
IDENTITY_TEXT = re.compile(rf"effektspor (\d{{3}}) ({RoundConverter.regex}) ({'|'.join(Unit.values)})")

FieldValues = dict[str, Decimal | str | None]
"""The fields that are filled: kroner, the key of a choice, or text."""


@dataclass(frozen=True)
class Identity:
    """The municipality and round of a workbook, and the unit of its amounts."""

    municipality: str
    round: str
    unit: Unit

    def __str__(self) -> str:
        return f"effektspor {self.municipality} {self.round} {self.unit}"


def identity_of(round_: FollowUpRound, unit: Unit) -> Identity:
    """The identity of the round's workbook."""
    return Identity(round_.municipality.code, round_.code, unit)


def find_identities(text: str) -> list[Identity]:
    """The identities in the text."""
    return [Identity(code, period, Unit(unit)) for code, period, unit in IDENTITY_TEXT.findall(text)]


def headings(year: int) -> dict[str, str]:
    """The headings of the fields that are filled, by field name."""
    return {field.name: field.heading.format(year=year) for field in GRID_FIELDS}


def earlier_headings(year: int) -> dict[str, str]:
    """The present heading by each heading that was used in workbooks until November 2026."""
    present = headings(year)
    return {"Realiseret": present["realised"], f"Prognose {year}": present["forecast"]}


def field_values(row: GridRow) -> FieldValues:
    """The values of the row's fields in the workbook; an ended row has the reason for ending as explanation."""
    if row.is_ended:
        return EMPTY_VALUES | {"explanation": fit_text(row.initiative.ended_reason)}
    stored = {field.name: _stored_value(field, row.follow_up) for field in GRID_FIELDS} if row.follow_up else {}
    return EMPTY_VALUES | stored | {"realised": row.realised}


EMPTY_VALUES: FieldValues = {field.name: None if field.kind is FieldKind.AMOUNT else "" for field in GRID_FIELDS}


def _stored_value(field: RowField, follow_up: FollowUp) -> Decimal | str | None:
    value: Decimal | str | None = getattr(follow_up, field.name)
    return fit_text(value) if field.kind is FieldKind.TEXT and isinstance(value, str) else value


def fit_text(text: str) -> str:
    """The text as it is read back from a cell: uniform line ends, stripped, and no longer than a cell can hold."""
    return text.replace("\r\n", "\n").translate(NO_XML).strip()[:LONGEST_TEXT].strip()


def closed_fields(row: GridRow, unit: Unit) -> Mapping[str, str]:
    """The fields of an open row that are not filled in the workbook, with the expected content of each."""
    expected = {}
    if not row.has_amounts:
        expected = dict.fromkeys(AMOUNTS, "en tom celle, fordi tiltaget følges uden beløb")
    elif row.is_computed:
        expected["realised"] = f"{text_of('realised', row.realised, unit)}, som er beregnet ud fra aktivitet"
    if row.follow_up and len(row.follow_up.explanation) > LONGEST_TEXT:
        expected["explanation"] = "den gemte forklaring. Den er for lang til en celle og rettes på tiltagets side"
    return expected


def fingerprint(values: FieldValues) -> str:
    """A short text that changes with any of the values: shows whether a row was edited since it was written."""
    texts = [
        f"{value.quantize(ORE) + 0:f}" if isinstance(value, Decimal) else value or ""
        for value in (values[name] for name in FIELDS)
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def version_of(row: GridRow) -> str:
    """The row's version in a workbook: revision and version, because a new revision counts from one."""
    return f"{row.follow_up.revision if row.follow_up else 0}.{row.version}"


def text_of(name: str, value: Decimal | str | None, unit: Unit) -> str:
    """A field's value in Danish: digits in the unit, to the øre, or words."""
    if isinstance(value, Decimal):
        return Presentation(unit, 0, EXACT_DECIMALS[unit]).text(value)
    field = BY_NAME.get(name)
    return str(field.choices(value).label) if field and field.choices and value else value or ""
