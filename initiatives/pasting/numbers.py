"""Reading printed numbers: the decimal sign is found once for the whole table, or reported as a doubt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "—": "-"})
THIN = re.compile("[\u00a0\u2007\u2009\u202f]")
NUMBER = re.compile(r"^\(?[+-]?\s?(?P<body>\d[\d., ']*)-?\)?$")
NOTHING = ("", "-", "..", "…", ".", "n/a")
SPACED = re.compile(r"^[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?$")


class UnreadableNumberError(ValueError):
    """A cell that is no number in the table's format; the message describes the doubt."""


@dataclass(frozen=True)
class NumberFormat:
    """The decimal and thousand signs, and a description of the doubt where they are a guess."""

    decimal: str
    thousands: str
    doubt: str = ""


def normalise(text: str) -> str:
    """The text with plain minus and plain spaces."""
    return THIN.sub(" ", text).translate(MINUS).strip()


def is_blank(text: str) -> bool:
    """True of a cell that means no amount, which is not zero."""
    return normalise(text) in NOTHING


def is_number(text: str) -> bool:
    """True of a cell that looks like a number, also where it cannot be read."""
    return bool(NUMBER.match(normalise(text)))


def detect_format(texts: Iterable[str], english: bool | None) -> NumberFormat:  # noqa: FBT001  a fact about the words
    """The format of a table's numbers; `english` is the language of its words, None where unknown."""
    bodies = [match["body"].replace("'", "") for text in texts if (match := NUMBER.match(normalise(text)))]
    decimals = {sign for body in bodies for sign in _certain_decimals(body)}
    thousands = {sign for body in bodies for sign in _certain_thousands(body)}
    ambiguous = {sign for body in bodies for sign in _ambiguous_signs(body)}
    if len(decimals) > 1 or decimals & thousands:
        return NumberFormat(",", ".", "Tallene er skrevet på flere måder. De er læst med decimalkomma.")
    if decimals:
        (decimal,) = decimals
        return NumberFormat(decimal, "," if decimal == "." else ".")
    if thousands - {" "}:
        separator = (thousands - {" "}).pop()
        return NumberFormat("," if separator == "." else ".", separator)
    if not ambiguous:
        return NumberFormat(",", ".")
    return _guess_format(ambiguous, english)


def _guess_format(ambiguous: set[str], english: bool | None) -> NumberFormat:  # noqa: FBT001
    """Used where every number with a sign has three digits after it: 1.250 is 1250 in Danish and 1.25 in English."""
    thousand_sign = "," if english else "."
    number_format = NumberFormat("." if english else ",", thousand_sign)
    if english is None or ambiguous != {thousand_sign}:
        sign = "komma" if "," in ambiguous else "punktum"
        return NumberFormat(
            number_format.decimal,
            number_format.thousands,
            f"Et {sign} foran tre cifre kan betyde tusinder eller decimaler.",
        )
    return number_format


def _certain_decimals(body: str) -> set[str]:
    """The sign that can only be a decimal sign in this number."""
    signs = [c for c in body if c in ".,"]
    if len(set(signs)) > 1:
        return {signs[-1]} if signs.count(signs[-1]) == 1 else set()
    if len(signs) != 1:
        return set()
    before, _, after = body.replace(" ", "").partition(signs[0])
    return {signs[0]} if len(after) != 3 or before.startswith("0") or len(before) > 3 or " " in body else set()


def _certain_thousands(body: str) -> set[str]:
    """The sign that can only be a thousand sign in this number."""
    signs = [c for c in body if c in ".,"]
    if len(set(signs)) > 1:
        return {signs[0]}
    if len(signs) > 1:
        return {signs[0]}
    return {" "} if not signs and SPACED.match(body) else set()


def _ambiguous_signs(body: str) -> set[str]:
    signs = [c for c in body if c in ".,"]
    return set(signs) if len(signs) == 1 and not _certain_decimals(body) else set()


def parse(text: str, number_format: NumberFormat) -> Decimal:
    """The number in the table's format, with the printed number of decimals. Raises UnreadableNumberError."""
    normalised = normalise(text)
    match = NUMBER.match(normalised)
    if not match:
        raise UnreadableNumberError(f"“{text}” er ikke et tal.")
    is_negative = (
        normalised.startswith(("-", "(-"))
        or normalised.endswith("-")
        or (normalised.startswith("(") and normalised.endswith(")"))
    )
    integer, _, fraction = match["body"].strip().replace("'", " ").partition(number_format.decimal)
    parts = re.split(rf"[{re.escape(number_format.thousands)} ]", integer)
    is_grouped = 0 < len(parts[0]) < 4 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:])
    if " " in integer and len(parts) > 1 and not is_grouped:
        raise UnreadableNumberError(f"“{text}” ligner flere tal i samme celle.")
    if not all(part.isdigit() for part in (*parts, fraction or "0")) or (len(parts) > 1 and not is_grouped):
        raise UnreadableNumberError(f"“{text}” er ikke skrevet som tabellens andre tal.")
    number = Decimal("".join(parts) + (f".{fraction}" if fraction else ""))
    return -number if is_negative else number
