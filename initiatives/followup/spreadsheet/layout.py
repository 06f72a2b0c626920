"""What stands where in a round's workbook: shared by what writes it and what reads it. Values here are in kroner."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import EXACT_DECIMALS, ORE, Presentation, Unit
from initiatives.followup.grid import GridRow
from initiatives.results.converters import RoundConverter
from initiatives.results.models import Cause, FollowUpRound

GUIDE, ROWS = "Vejledning", "Opfølgning"
INITIATIVE, VERSION, FINGERPRINT = "Tiltags-id", "Version", "Kendemærke"
IDENTITY = (INITIATIVE, VERSION, FINGERPRINT)
AMOUNTS = ("realised", "forecast")
FIELDS = (*AMOUNTS, "cause", "explanation")
LONGEST_TEXT = 16_000
"""Characters of an explanation that a cell holds, however many of them take two of Excel's 32,767 places."""

NO_XML = dict.fromkeys((0xFFFE, 0xFFFF))
IDENTITY_TEXT = re.compile(rf"effektspor (\d{{3}}) ({RoundConverter.regex}) ({'|'.join(Unit.values)})")

Values = Mapping[str, Decimal | str | None]
"""The four fields that are filled: kroner, the key of the cause, and the explanation."""


@dataclass(frozen=True)
class Identity:
    """Which municipality's round a workbook is of, and the unit of its amounts."""

    municipality: str
    round: str
    unit: Unit

    def __str__(self) -> str:
        return f"effektspor {self.municipality} {self.round} {self.unit}"


def identity_of(round_: FollowUpRound, unit: Unit) -> Identity:
    """The identity that the round's workbook carries."""
    return Identity(round_.municipality.code, round_.code, unit)


def find_identities(text: str) -> list[Identity]:
    """The identities that stand in the text."""
    return [Identity(code, period, Unit(unit)) for code, period, unit in IDENTITY_TEXT.findall(text)]


def headings(year: int) -> dict[str, str]:
    """The headings of the fields that are filled."""
    return {
        "realised": "Opnået",
        "forecast": f"Forventet {year}",
        "cause": "Årsag",
        "explanation": "Forklaring",
    }


def earlier_headings(year: int) -> dict[str, str]:
    """The present heading by each that a field had in the workbooks of November 2026 and before."""
    present = headings(year)
    return {"Realiseret": present["realised"], f"Prognose {year}": present["forecast"]}


def shown(row: GridRow) -> Values:
    """What the workbook says in the row's fields; an ended row says why it ended."""
    follow_up = row.follow_up
    if row.is_ended:
        return {"realised": None, "forecast": None, "cause": "", "explanation": fitting(row.initiative.ended_reason)}
    return {
        "realised": row.realised,
        "forecast": row.forecast,
        "cause": follow_up.cause if follow_up else "",
        "explanation": fitting(follow_up.explanation) if follow_up else "",
    }


def fitting(text: str) -> str:
    """The text as it comes back from a cell: one kind of line end, no blank ends, not longer than a cell holds."""
    return text.replace("\r\n", "\n").translate(NO_XML).strip()[:LONGEST_TEXT].strip()


def closed(row: GridRow, unit: Unit) -> Mapping[str, str]:
    """The fields of an open row that are not filled in the workbook, each with what is expected to stand there."""
    found = {}
    if not row.has_amounts:
        found = dict.fromkeys(AMOUNTS, "en tom celle, fordi tiltaget følges uden beløb")
    elif row.is_computed:
        found["realised"] = f"{text_of('realised', row.realised, unit)}, som er beregnet ud fra aktivitet"
    if row.follow_up and len(row.follow_up.explanation) > LONGEST_TEXT:
        found["explanation"] = "den gemte forklaring. Den er for lang til en celle og rettes på tiltagets side"
    return found


def fingerprint(values: Values) -> str:
    """A short text that differs where any of the values does: tells whether a row was touched since it was written."""
    texts = [
        f"{value.quantize(ORE) + 0:f}" if isinstance(value, Decimal) else value or ""
        for value in (values[name] for name in FIELDS)
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def version_of(row: GridRow) -> str:
    """What the row's version is called in a workbook: revision and version, for a new revision counts from one."""
    return f"{row.follow_up.revision if row.follow_up else 0}.{row.version}"


def text_of(name: str, value: Decimal | str | None, unit: Unit) -> str:
    """A field's value in Danish: digits in the unit, to the øre, or words."""
    if isinstance(value, Decimal):
        return Presentation(unit, 0, EXACT_DECIMALS[unit]).text(value)
    return Cause(value).label if name == "cause" and value else value or ""
