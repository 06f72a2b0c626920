"""What to look at in a note before it is approved: figures that do not hold, few people, signs that cannot be printed.

Pure: no database.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from budgets.foundation.amounts import Unit, parse_number
from reports.notes.content import Json
from reports.notes.editions import words_of
from reports.notes.pdf import unprintable

NUMBER = r"[−-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[−-]?\d+(?:,\d+)?"
AMOUNT = re.compile(rf"(?<![\w.,])({NUMBER})\s*(mio\. kr|mio\.|t\.kr|1\.000 kr|kr\.|kroner|%|pct\.|procent)\.?")
BARE = re.compile(r"(?<![\w.,])([−-]?\d+,\d+)(?![\w,])")
FACTORS = {"mio. kr": 1_000_000, "mio.": 1_000_000, "t.kr": 1_000, "1.000 kr": 1_000, "kr.": 1, "kroner": 1}
FEW_TOLD = "Antal under fem må ikke fremgå. Skriv “under fem”."
NO_ADDRESS = "Linkets adresse mangler. Skriv den i parentesen."
MEND_IT = "Ret det, eller kontrollér kilden."
FEW = re.compile(r"\b(?:[1-4]|én|een|to|tre|fire) (?:borger|unge?\b|person|beboer|elev|cpr)", re.IGNORECASE)


UNFINISHED = re.compile(r"\[[^\]\n]*\]\((?:https?:/{0,2})?\)")


@dataclass(frozen=True)
class Doubt:
    """Something to look at: in which section, the text that stands there, and what is doubtful about it."""

    where: str
    text: str
    what: str


def doubts_of(texts: Iterable[tuple[str, str]], document: Json, last: Json | None) -> list[Doubt]:
    """Of each section's heading and text the figures that `document`, without any texts, does not give; and more."""
    now = _Figures(document)
    before = _Figures(last) if last else None
    found = []
    for where, text in texts:
        found += [_of_number(where, number, before) for number in numbers(text, now.unit) if not now.has(number)]
        found += [Doubt(where, few[0], FEW_TOLD) for few in FEW.finditer(text)]
        found += [Doubt(where, link[0], NO_ADDRESS) for link in UNFINISHED.finditer(text)]
        if signs := unprintable(text):
            found.append(Doubt(where, signs, "Tegnet kan ikke vises i notatet. Slet det, eller skriv et andet."))
    explanations = (text for text in words_of(document) if FEW.search(text))
    return found + [Doubt("Tiltag for tiltag", text, FEW_TOLD) for text in explanations]


@dataclass(frozen=True)
class Number:
    """A number in a text: as it stands there, its value in kroner or percent, and how exact it is."""

    text: str
    value: Decimal
    step: Decimal
    is_percent: bool


def numbers(text: str, unit: Unit) -> Iterator[Number]:
    """The amounts and percentages of a text; a number with decimals and no unit is in `unit`."""
    taken = []
    for found in AMOUNT.finditer(text):
        taken.append(found.span())
        yield from _number(found[0].strip(), found[1], FACTORS.get(found[2], 1), is_percent=found[2] not in FACTORS)
    for found in BARE.finditer(text):
        if not any(start <= found.start() < end for start, end in taken):
            yield from _number(found[0], found[1], unit.factor, is_percent=False)


def _number(text: str, digits: str, factor: int, *, is_percent: bool) -> Iterator[Number]:
    try:
        value = parse_number(digits)
    except (ValueError, InvalidOperation):
        return
    if value is not None:
        decimals = len(digits.partition(",")[2])
        yield Number(text, abs(value) * factor, Decimal(factor).scaleb(-decimals), is_percent)


class _Figures:
    """Every figure of a document, without signs: exact kroner, and the percentages that it writes."""

    def __init__(self, document: Json) -> None:
        self.unit = Unit(str(document["unit"]))
        self.amounts = {abs(Decimal(value)) for value in _values(document)}
        said = " ".join(words_of(document))
        own = list(numbers(said, self.unit))
        self.amounts |= {one.value for one in own if not one.is_percent}
        self.percents = {one.value for one in own if one.is_percent}

    def has(self, number: Number) -> bool:
        """True where a figure of the document, rounded as the number is, is the number."""
        figures = self.percents if number.is_percent else self.amounts
        return any(
            (one / number.step).quantize(Decimal(1), ROUND_HALF_UP) * number.step == number.value for one in figures
        )


def _values(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _values(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "values":
                yield from (one for one in value if one is not None)
            elif name in ("target", "forecast"):
                yield value
            else:
                yield from _values(value)


def _of_number(where: str, number: Number, before: _Figures | None) -> Doubt:
    if before and before.has(number):
        return Doubt(
            where,
            number.text,
            "Tallet er fra sidste notat og findes ikke i dette notats tabeller. Ret det, eller kontrollér kilden.",
        )
    return Doubt(where, number.text, f"Tallet findes ikke i notatets tabeller. {MEND_IT}")
