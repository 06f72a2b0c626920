"""Finds what to check in a note before it is approved: figures not in its tables, small counts, unprintable characters.

Pure: no database.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from budgets.foundation.amounts import Unit, parse_number
from reports.notes.content import Json
from reports.notes.editions import get_texts
from reports.notes.pdf import find_unprintable

NUMBER = r"[−-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[−-]?\d+(?:,\d+)?"
AMOUNT = re.compile(rf"(?<![\w.,])({NUMBER})\s*(mio\. kr|mio\.|t\.kr|1\.000 kr|kr\.|kroner|%|pct\.|procent)\.?")
BARE = re.compile(r"(?<![\w.,])([−-]?\d+,\d+)(?![\w,])")
FACTORS = {"mio. kr": 1_000_000, "mio.": 1_000_000, "t.kr": 1_000, "1.000 kr": 1_000, "kr.": 1, "kroner": 1}
FEW_SHOWN = "Antal under fem må ikke fremgå. Skriv “under fem”."
NO_ADDRESS = "Linkets adresse mangler. Skriv den i parentesen."
CORRECT_IT = "Ret det, eller kontrollér kilden."
FEW = re.compile(r"\b(?:[1-4]|én|een|to|tre|fire) (?:borger|unge?\b|person|beboer|elev|cpr)", re.IGNORECASE)


UNFINISHED = re.compile(r"\[[^\]\n]*\]\((?:https?:/{0,2})?\)")


@dataclass(frozen=True)
class Doubt:
    """Something to check: the section's heading, the text in question, and the reason."""

    section: str
    text: str
    reason: str


def find_doubts(texts: Iterable[tuple[str, str]], document: Json, previous: Json | None) -> list[Doubt]:
    """The doubts about the texts, given as pairs of heading and text; `document` is the note without texts."""
    figures = _Figures(document)
    previous_figures = _Figures(previous) if previous else None
    doubts = []
    for section, text in texts:
        doubts += [
            _build_number_doubt(section, number, previous_figures)
            for number in find_numbers(text, figures.unit)
            if not figures.has(number)
        ]
        doubts += [Doubt(section, match[0], FEW_SHOWN) for match in FEW.finditer(text)]
        doubts += [Doubt(section, match[0], NO_ADDRESS) for match in UNFINISHED.finditer(text)]
        if characters := find_unprintable(text):
            doubts.append(
                Doubt(section, characters, "Tegnet kan ikke vises i notatet. Slet det, eller skriv et andet.")
            )
    explanations = (text for text in get_texts(document) if FEW.search(text))
    return doubts + [Doubt("Tiltag for tiltag", text, FEW_SHOWN) for text in explanations]


@dataclass(frozen=True)
class Number:
    """A number in a text: as written, its absolute value in kroner or percent, and its precision (`step`)."""

    text: str
    value: Decimal
    step: Decimal
    is_percent: bool


def find_numbers(text: str, unit: Unit) -> Iterator[Number]:
    """The amounts and percentages in a text; a number with decimals but no unit is taken to be in `unit`."""
    spans = []
    for match in AMOUNT.finditer(text):
        spans.append(match.span())
        yield from _parse_number(
            match[0].strip(), match[1], FACTORS.get(match[2], 1), is_percent=match[2] not in FACTORS
        )
    for match in BARE.finditer(text):
        if not any(start <= match.start() < end for start, end in spans):
            yield from _parse_number(match[0], match[1], unit.factor, is_percent=False)


def _parse_number(text: str, digits: str, factor: int, *, is_percent: bool) -> Iterator[Number]:
    try:
        value = parse_number(digits)
    except (ValueError, InvalidOperation):
        return
    if value is not None:
        decimals = len(digits.partition(",")[2])
        yield Number(text, abs(value) * factor, Decimal(factor).scaleb(-decimals), is_percent)


class _Figures:
    """All figures of a document, without signs: exact kroner, and the percentages in its texts."""

    def __init__(self, document: Json) -> None:
        self.unit = Unit(str(document["unit"]))
        self.amounts = {abs(Decimal(value)) for value in _get_values(document)}
        text = " ".join(get_texts(document))
        text_numbers = list(find_numbers(text, self.unit))
        self.amounts |= {number.value for number in text_numbers if not number.is_percent}
        self.percents = {number.value for number in text_numbers if number.is_percent}

    def has(self, number: Number) -> bool:
        """True where a figure of the document equals the number when rounded to its precision."""
        figures = self.percents if number.is_percent else self.amounts
        return any(
            (figure / number.step).quantize(Decimal(1), ROUND_HALF_UP) * number.step == number.value
            for figure in figures
        )


def _get_values(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _get_values(item)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "values":
                yield from (amount for amount in value if amount is not None)
            elif name in ("target", "forecast"):
                yield from (amount for amount in [value] if amount is not None)
            else:
                yield from _get_values(value)


def _build_number_doubt(section: str, number: Number, previous: _Figures | None) -> Doubt:
    if previous and previous.has(number):
        return Doubt(
            section,
            number.text,
            "Tallet er fra sidste notat og findes ikke i dette notats tabeller. Ret det, eller kontrollér kilden.",
        )
    return Doubt(section, number.text, f"Tallet findes ikke i notatets tabeller. {CORRECT_IT}")
