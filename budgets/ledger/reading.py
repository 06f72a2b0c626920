"""Rows of a ledger: account, month and kroner, from whatever columns the file has; all or nothing."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.files.cells import LIKE_A_PERSON, has_person_number
from budgets.foundation.files.problems import Problem
from budgets.foundation.wording import counted
from budgets.ledger.models import LedgerRole as Role
from budgets.ledger.numbers import Mark, mark_of, parse_amount, parse_day, parse_month
from budgets.ledger.opening import Cell, Cells, read_cells

SUM_WORDS = re.compile(r"(?:i alt|ialt|sum|total|subtotal|hovedtotal|saldo i alt)(?: \d{4})?:?", re.IGNORECASE)
A_DAY = re.compile(r"\d{1,2}[-.](?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?", re.IGNORECASE)
SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")


HEADINGS: Mapping[Role, frozenset[str]] = {
    Role.ACCOUNT: frozenset(
        {"konto", "kontonr", "kontonr.", "kontonummer", "kontostreng", "artskonto", "psp-element", "profitcenter"}
    ),
    Role.TEXT: frozenset({"tekst", "kontotekst", "kontonavn", "betegnelse", "beskrivelse", "navn"}),
    Role.YEAR: frozenset({"år", "regnskabsår", "budgetår"}),
    Role.MONTH: frozenset({"måned", "periode", "regnskabsperiode", "bogføringsperiode"}),
    Role.DAY: frozenset({"dato", "bogføringsdato", "posteringsdato", "bilagsdato"}),
    Role.AMOUNT: frozenset({"beløb", "forbrug", "saldo", "beløb i kr.", "beløb kr.", "bevilling", "budget"}),
    Role.DEBIT: frozenset({"debet", "debit"}),
    Role.CREDIT: frozenset({"kredit", "credit"}),
    Role.SIDE: frozenset({"debet/kredit", "d/k", "dk", "s/h"}),
}
DEBIT_SIDES, CREDIT_SIDES = {"d", "debet", "debit", "s"}, {"k", "kredit", "credit", "c", "h"}


class SignConvention(StrEnum):
    """What the file writes an expense as: it must be asked for, because municipalities differ."""

    EXPENSE_IS_PLUS = "plus"
    EXPENSE_IS_MINUS = "minus"


@dataclass(frozen=True)
class LedgerRow:
    """One row: kroner, positive as an expense; `month` is None in a file without months, as of a budget."""

    row: int
    account: str
    text: str
    year: int
    month: int | None
    amount: Decimal


@dataclass(frozen=True)
class Ledger:
    """What a file holds; with problems it has no rows."""

    name: str
    rows: Sequence[LedgerRow]
    problems: Sequence[Problem]
    mark: Mark = Mark.COMMA

    @property
    def total(self) -> Decimal:
        """Kroner of all rows."""
        return sum((row.amount for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class Asked:
    """What the file cannot tell: the sign, and the year and month where no column has them."""

    sign: SignConvention
    year: int | None = None
    month: int | None = None
    needs_month: bool = True
    names: Mapping[str, Role] = field(default_factory=dict)
    """What the municipality's own headings mean, in small letters; they go before the ones that are known."""


def read_ledger(name: str, content: bytes, asked: Asked) -> Ledger:
    """The rows of the file, or everything that is wrong with it, cell by cell."""
    problems: list[Problem] = []
    cells = read_cells(name, content, problems)
    if problems:
        return Ledger(name, [], problems)
    columns = _columns(cells, asked, problems)
    if problems:
        return Ledger(name, [], problems)
    mark = _mark(cells, columns)
    rows = [row for row in _rows(cells, columns, asked, mark, problems) if row]
    if not rows and not problems:
        problems.append(Problem(name, 0, "", "", "mindst én række under overskrifterne"))
    return Ledger(name, [] if problems else rows, problems, mark)


def _mark(cells: Cells, columns: Mapping[Role, Sequence[int]]) -> Mark:
    """What stands before the decimals in the file's amounts."""
    places = [place for role in (Role.AMOUNT, Role.DEBIT, Role.CREDIT) for place in columns[role]]
    return mark_of(row[place] for _, row in cells.rows[1:] for place in places if place < len(row))


def _columns(cells: Cells, asked: Asked, problems: list[Problem]) -> dict[Role, list[int]]:
    """Where each role stands; several account columns are one account together."""
    if not cells.rows:
        problems.append(Problem(cells.file, 0, "", "", "en fil med overskrifter og rækker"))
        return {}
    number, headings = cells.rows[0]
    meant = [_role(str(cell).strip().casefold(), asked.names) for cell in headings]
    found = {role: [place for place, one in enumerate(meant) if one is role] for role in Role}
    for role, places in found.items():
        if len(places) > 1 and role is not Role.ACCOUNT:
            problems.append(
                Problem(cells.file, number, role.label, "", "kun én kolonne", found="kolonnen findes flere gange")
            )
    there = ", ".join(_text(cell) for cell in headings if _text(cell))
    expected = f"Filens overskrifter er {there}. Angiv under “Overskrifter”, hvad de betyder."
    missing = [label for label, there in _needed(found, asked) if not there]
    problems += [
        Problem(cells.file, number, "", "", expected, found=f"kolonnen “{label}” mangler") for label in missing
    ]
    return found


def _role(heading: str, names: Mapping[str, Role]) -> Role | None:
    """What a heading (in small letters) means: as the municipality says, or as is known."""
    return names.get(heading) or next((role for role, known in HEADINGS.items() if heading in known), None)


def _needed(found: Mapping[Role, Sequence[int]], asked: Asked) -> Iterator[tuple[str, bool]]:
    """Each thing that the file must tell, and whether it does, or the year or month was told beside it."""
    dated = bool(found[Role.DAY])
    yield "konto", bool(found[Role.ACCOUNT])
    yield "beløb, eller debet og kredit", bool(found[Role.AMOUNT] or (found[Role.DEBIT] and found[Role.CREDIT]))
    yield "år", bool(found[Role.YEAR] or found[Role.MONTH] or dated or asked.year)
    if asked.needs_month:
        yield "måned eller dato", bool(found[Role.MONTH] or dated or asked.month)


def _rows(
    cells: Cells, columns: dict[Role, list[int]], asked: Asked, mark: Mark, problems: list[Problem]
) -> Iterator[LedgerRow | None]:
    (_, headings), *rows = cells.rows
    for number, row in rows:
        line = _Line(cells.file, number, row, headings, columns, problems)
        if line.is_whole():
            yield line.read(asked, mark)


@dataclass
class _Line:
    """A row of the file on its way to be read; what is wrong is noted with its cell."""

    file: str
    number: int
    cells: Sequence[Cell]
    headings: Sequence[Cell]
    columns: Mapping[Role, Sequence[int]]
    problems: list[Problem]

    def report(self, role: Role, expected: str, *, found: str = "") -> None:
        place = self.columns[role][0] if self.columns[role] else None
        heading = str(self.headings[place]) if place is not None else role.label
        self.problems.append(Problem(self.file, self.number, heading, _text(self.cell(role)), expected, found))

    def cell(self, role: Role) -> Cell:
        places = self.columns[role]
        return self.cells[places[0]] if places and places[0] < len(self.cells) else ""

    def is_whole(self) -> bool:
        """False, and noted, for half a row, headings once more, a sum line, and anything like a person's number."""
        before = len(self.problems)
        if len(self.cells) != len(self.headings):
            fields = counted(len(self.cells), "felt", "felter")
            found = f"rækken har {fields}, men der er {counted(len(self.headings), 'overskrift', 'overskrifter')}"
            self.problems.append(
                Problem(self.file, self.number, "", "", "Ret rækken, så hver overskrift har ét felt.", found=found)
            )
        elif self._names_a_person():
            self.problems.append(Problem(self.file, self.number, "", "", "Slet CPR-nummeret.", found=LIKE_A_PERSON))
        elif [_text(cell).casefold() for cell in self.cells] == [_text(cell).casefold() for cell in self.headings]:
            self.problems.append(
                Problem(self.file, self.number, "", "", "Slet rækken.", found="rækken gentager overskrifterne")
            )
        elif word := next((t for t in map(_text, self.cells) if SUM_WORDS.fullmatch(t)), ""):
            expected = "Slet sumlinjen, så filen kun har posteringer."
            self.problems.append(Problem(self.file, self.number, "", word, expected))
        return len(self.problems) == before

    def _names_a_person(self) -> bool:
        text = _text(self.cell(Role.TEXT))
        return has_person_number(text) or any(has_person_number(_text(cell), is_account=True) for cell in self.cells)

    def read(self, asked: Asked, mark: Mark) -> LedgerRow | None:
        account, amount = self._account(), self._amount(mark)
        year, month = self._month(asked)
        if not account or amount is None or year is None or (month is None and asked.needs_month):
            return None
        signed = amount if asked.sign is SignConvention.EXPENSE_IS_PLUS else -amount
        return LedgerRow(self.number, account, _text(self.cell(Role.TEXT)), year, month, signed)

    def _account(self) -> str:
        parts = [self.cells[place] for place in self.columns[Role.ACCOUNT]]
        texts = [_text(part) for part in parts]
        if any(isinstance(part, date) for part in parts) or any(A_DAY.fullmatch(text) for text in texts):
            self.report(Role.ACCOUNT, "en konto; regnearket har gjort den til en dato")
        if any(SCIENTIFIC.fullmatch(text) for text in texts):
            self.report(Role.ACCOUNT, "en konto med alle cifre; regnearket har afrundet den")
        account = "-".join(text for text in texts if text)
        if not account:
            self.report(Role.ACCOUNT, "en konto")
        return account

    def _amount(self, mark: Mark) -> Decimal | None:
        if self.columns[Role.AMOUNT]:
            amount = self._kroner(Role.AMOUNT, mark)
            return amount if amount is None or not self.columns[Role.SIDE] else self._with_side(amount)
        debit, credit = (self._kroner(role, mark, required=False) for role in (Role.DEBIT, Role.CREDIT))
        if (debit or 0) < 0 or (credit or 0) < 0:
            self.report(Role.DEBIT, "beløb uden fortegn i debet og kredit")
            return None
        if (debit is None) == (credit is None) and not (debit == 0 or credit == 0):
            self.report(Role.DEBIT, "et beløb enten i debet eller i kredit")
            return None
        return (debit or Decimal(0)) - (credit or Decimal(0))

    def _kroner(self, role: Role, mark: Mark, *, required: bool = True) -> Decimal | None:
        try:
            amount = parse_amount(self.cell(role), mark)
        except ValueError:
            self.report(role, f"et beløb i kr. med højst to decimaler og {mark.label} før dem, som i resten af filen")
            return None
        if amount is None and required:
            self.report(role, "et beløb")
        return amount

    def _with_side(self, amount: Decimal) -> Decimal | None:
        side = _text(self.cell(Role.SIDE)).casefold()
        if side not in DEBIT_SIDES | CREDIT_SIDES or amount < 0:
            self.report(Role.SIDE, "debet eller kredit ved et beløb uden fortegn, fx D eller K")
            return None
        return amount if side in DEBIT_SIDES else -amount

    def _month(self, asked: Asked) -> tuple[int | None, int | None]:
        year, month = asked.year, asked.month
        for role, parse in ((Role.DAY, parse_day), (Role.MONTH, parse_month)):
            if self.columns[role]:
                told = self._when(role, parse)
                if told is None:
                    return None, None
                year, month = told[0] or year, told[1]
        if self.columns[Role.YEAR]:
            year = self._year()
        elif year is None:
            self.report(Role.MONTH, "et år i rækken, eller året valgt for hele filen")
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            self.report(Role.YEAR if self.columns[Role.YEAR] else Role.MONTH, f"et år fra {FIRST_YEAR} til {LAST_YEAR}")
            return None, None
        return year, month

    def _when(self, role: Role, parse: Callable[[Cell], tuple[int | None, int]]) -> tuple[int | None, int] | None:
        try:
            return parse(self.cell(role))
        except ValueError:
            expected = "en dag, fx 31-03-2019" if role is Role.DAY else "en måned, fx 3, marts eller 2019-03"
            self.report(role, expected)
            return None

    def _year(self) -> int | None:
        text = _text(self.cell(Role.YEAR))
        if not (text.isascii() and text.isdecimal() and len(text) == len("2019")):
            self.report(Role.YEAR, "et år med fire cifre")
            return None
        return int(text)


def _text(cell: Cell) -> str:
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
