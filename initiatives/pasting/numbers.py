"""Numbers as people print them: which sign parts the decimals is settled for the whole table, or told as a doubt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "—": "-"})
THIN = re.compile("[\u00a0\u2007\u2009\u202f]")
NUMBER = re.compile(r"^\(?[+-]?\s?(?P<body>\d[\d., ']*)-?\)?$")
NOTHING = ("", "-", "..", "…", ".", "n/a")
SPACED = re.compile(r"^[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?$")


class UnreadableError(ValueError):
    """A cell that is no number in the table's form; the message is what is doubtful."""


@dataclass(frozen=True)
class Form:
    """Which sign parts decimals and which thousands, and why it is doubtful where it is a guess."""

    decimal: str
    thousands: str
    doubt: str = ""


def compact(text: str) -> str:
    """With plain minus and plain spaces."""
    return THIN.sub(" ", text).translate(MINUS).strip()


def is_nothing(text: str) -> bool:
    """True of a cell that says that there is no amount, which is not zero."""
    return compact(text) in NOTHING


def is_number(text: str) -> bool:
    """True of a cell that looks like a number, whether it can be read or not."""
    return bool(NUMBER.match(compact(text)))


def form_of(texts: Iterable[str], english: bool | None) -> Form:  # noqa: FBT001  a fact about the words
    """The form that the numbers of a table are written in; `english` is what its words tell, None where they do not."""
    bodies = [found["body"].replace("'", "") for text in texts if (found := NUMBER.match(compact(text)))]
    decimals = {sign for body in bodies for sign in _certain_decimals(body)}
    thousands = {sign for body in bodies for sign in _certain_thousands(body)}
    open_ones = {sign for body in bodies for sign in _either(body)}
    if len(decimals) > 1 or decimals & thousands:
        return Form(",", ".", "Tallene er skrevet på flere måder. De er læst med decimalkomma.")
    if decimals:
        (decimal,) = decimals
        return Form(decimal, "," if decimal == "." else ".")
    if thousands - {" "}:
        parted = (thousands - {" "}).pop()
        return Form("," if parted == "." else ".", parted)
    if not open_ones:
        return Form(",", ".")
    return _guessed(open_ones, english)


def _guessed(open_ones: set[str], english: bool | None) -> Form:  # noqa: FBT001
    """Every number with a sign has three digits after it: 1.250 is 1250 in Danish and 1.25 in English."""
    usual = "," if english else "."
    form = Form("." if english else ",", usual)
    if english is None or open_ones != {usual}:
        sign = "komma" if "," in open_ones else "punktum"
        return Form(form.decimal, form.thousands, f"Et {sign} foran tre cifre kan betyde tusinder eller decimaler.")
    return form


def _certain_decimals(body: str) -> set[str]:
    """The sign that can only part decimals in this number."""
    signs = [c for c in body if c in ".,"]
    if len(set(signs)) > 1:
        return {signs[-1]} if signs.count(signs[-1]) == 1 else set()
    if len(signs) != 1:
        return set()
    before, _, after = body.replace(" ", "").partition(signs[0])
    return {signs[0]} if len(after) != 3 or before.startswith("0") or len(before) > 3 or " " in body else set()


def _certain_thousands(body: str) -> set[str]:
    """The sign that can only part thousands in this number."""
    signs = [c for c in body if c in ".,"]
    if len(set(signs)) > 1:
        return {signs[0]}
    if len(signs) > 1:
        return {signs[0]}
    return {" "} if not signs and SPACED.match(body) else set()


def _either(body: str) -> set[str]:
    signs = [c for c in body if c in ".,"]
    return set(signs) if len(signs) == 1 and not _certain_decimals(body) else set()


def parse(text: str, form: Form) -> Decimal:
    """The number in the table's form, with the decimals that it is printed with. Raises UnreadableError."""
    plain = compact(text)
    found = NUMBER.match(plain)
    if not found:
        raise UnreadableError(f"“{text}” er ikke et tal.")
    is_negative = (
        plain.startswith(("-", "(-")) or plain.endswith("-") or (plain.startswith("(") and plain.endswith(")"))
    )
    whole, _, fraction = found["body"].strip().replace("'", " ").partition(form.decimal)
    parts = re.split(rf"[{re.escape(form.thousands)} ]", whole)
    is_grouped = 0 < len(parts[0]) < 4 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:])
    if " " in whole and len(parts) > 1 and not is_grouped:
        raise UnreadableError(f"“{text}” ligner flere tal i samme celle.")
    if not all(part.isdigit() for part in (*parts, fraction or "0")) or (len(parts) > 1 and not is_grouped):
        raise UnreadableError(f"“{text}” er ikke skrevet som tabellens andre tal.")
    number = Decimal("".join(parts) + (f".{fraction}" if fraction else ""))
    return -number if is_negative else number
