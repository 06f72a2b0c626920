"""Reading the rows of a ledger file: account, month and kroner, from the columns that the file has; all or nothing."""

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
from budgets.ledger.models import LedgerRole
from budgets.ledger.numbers import DecimalMark, find_decimal_mark, parse_amount, parse_day, parse_month
from budgets.ledger.opening import Cell, Cells, read_cells

SUM_WORDS = re.compile(r"(?:i alt|ialt|sum|total|subtotal|hovedtotal|saldo i alt)(?: \d{4})?:?", re.IGNORECASE)
A_DAY = re.compile(r"\d{1,2}[-.](?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?", re.IGNORECASE)
SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")


HEADINGS: Mapping[LedgerRole, frozenset[str]] = {
    LedgerRole.ACCOUNT: frozenset(
        {"konto", "kontonr", "kontonr.", "kontonummer", "kontostreng", "artskonto", "psp-element", "profitcenter"}
    ),
    LedgerRole.TEXT: frozenset({"tekst", "kontotekst", "kontonavn", "betegnelse", "beskrivelse", "navn"}),
    LedgerRole.YEAR: frozenset({"år", "regnskabsår", "budgetår"}),
    LedgerRole.MONTH: frozenset({"måned", "periode", "regnskabsperiode", "bogføringsperiode"}),
    LedgerRole.DAY: frozenset({"dato", "bogføringsdato", "posteringsdato", "bilagsdato"}),
    LedgerRole.AMOUNT: frozenset({"beløb", "forbrug", "saldo", "beløb i kr.", "beløb kr.", "bevilling", "budget"}),
    LedgerRole.DEBIT: frozenset({"debet", "debit"}),
    LedgerRole.CREDIT: frozenset({"kredit", "credit"}),
    LedgerRole.SIDE: frozenset({"debet/kredit", "d/k", "dk", "s/h"}),
}
DEBIT_SIDES, CREDIT_SIDES = {"d", "debet", "debit", "s"}, {"k", "kredit", "credit", "c", "h"}


class SignConvention(StrEnum):
    """The sign of an expense in the file; the user must choose it, because municipalities differ."""

    EXPENSE_IS_PLUS = "plus"
    EXPENSE_IS_MINUS = "minus"


@dataclass(frozen=True)
class LedgerRow:
    """A row: kroner, positive as an expense; `month` is None in a file without months, such as a budget."""

    row: int
    account: str
    text: str
    year: int
    month: int | None
    amount: Decimal


@dataclass(frozen=True)
class Ledger:
    """The content of a file; with problems it has no rows."""

    name: str
    rows: Sequence[LedgerRow]
    problems: Sequence[Problem]
    mark: DecimalMark = DecimalMark.COMMA

    @property
    def total(self) -> Decimal:
        """Kroner of all rows."""
        return sum((row.amount for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class LedgerOptions:
    """What cannot be read from the file: the sign of expenses, and the year and month if no column has them."""

    sign: SignConvention
    year: int | None = None
    month: int | None = None
    needs_month: bool = True
    role_by_heading: Mapping[str, LedgerRole] = field(default_factory=dict)
    """The roles of the municipality's own headings (in lower case), which take precedence over HEADINGS."""


def read_ledger(name: str, content: bytes, options: LedgerOptions) -> Ledger:
    """The rows of the file, or all problems found in it, cell by cell."""
    problems: list[Problem] = []
    cells = read_cells(name, content, problems)
    if problems:
        return Ledger(name, [], problems)
    columns = _find_columns(cells, options, problems)
    if problems:
        return Ledger(name, [], problems)
    mark = _find_decimal_mark(cells, columns)
    rows = [row for row in _read_rows(cells, columns, options, mark, problems) if row]
    if not rows and not problems:
        problems.append(Problem(name, 0, "", "", "mindst én række under overskrifterne"))
    return Ledger(name, [] if problems else rows, problems, mark)


def _find_decimal_mark(cells: Cells, columns: Mapping[LedgerRole, Sequence[int]]) -> DecimalMark:
    """The decimal mark of the file's amounts."""
    places = [place for role in (LedgerRole.AMOUNT, LedgerRole.DEBIT, LedgerRole.CREDIT) for place in columns[role]]
    return find_decimal_mark(row[place] for _, row in cells.rows[1:] for place in places if place < len(row))


def _find_columns(cells: Cells, options: LedgerOptions, problems: list[Problem]) -> dict[LedgerRole, list[int]]:
    """The column numbers of each role; several account columns together make one account."""
    if not cells.rows:
        problems.append(Problem(cells.file, 0, "", "", "en fil med overskrifter og rækker"))
        return {}
    number, headings = cells.rows[0]
    roles = [_find_role(str(cell).strip().casefold(), options.role_by_heading) for cell in headings]
    columns_by_role = {
        role: [place for place, found_role in enumerate(roles) if found_role is role] for role in LedgerRole
    }
    for role, places in columns_by_role.items():
        if len(places) > 1 and role is not LedgerRole.ACCOUNT:
            problems.append(
                Problem(cells.file, number, role.label, "", "kun én kolonne", found="kolonnen findes flere gange")
            )
    shown_headings = ", ".join(_cell_text(cell) for cell in headings if _cell_text(cell))
    expected = f"Filens overskrifter er {shown_headings}. Angiv under “Overskrifter”, hvad de betyder."
    missing = [label for label, is_present in _required_columns(columns_by_role, options) if not is_present]
    problems += [
        Problem(cells.file, number, "", "", expected, found=f"kolonnen “{label}” mangler") for label in missing
    ]
    return columns_by_role


def _find_role(heading: str, role_by_heading: Mapping[str, LedgerRole]) -> LedgerRole | None:
    """The role of a heading in lower case: the municipality's own, or the one in HEADINGS."""
    return role_by_heading.get(heading) or next(
        (role for role, headings in HEADINGS.items() if heading in headings), None
    )


def _required_columns(
    columns: Mapping[LedgerRole, Sequence[int]], options: LedgerOptions
) -> Iterator[tuple[str, bool]]:
    """The name of each required column, and whether the file has it or the options replace it."""
    dated = bool(columns[LedgerRole.DAY])
    yield "konto", bool(columns[LedgerRole.ACCOUNT])
    yield (
        "beløb, eller debet og kredit",
        bool(columns[LedgerRole.AMOUNT] or (columns[LedgerRole.DEBIT] and columns[LedgerRole.CREDIT])),
    )
    yield "år", bool(columns[LedgerRole.YEAR] or columns[LedgerRole.MONTH] or dated or options.year)
    if options.needs_month:
        yield "måned eller dato", bool(columns[LedgerRole.MONTH] or dated or options.month)


def _read_rows(
    cells: Cells,
    columns: dict[LedgerRole, list[int]],
    options: LedgerOptions,
    mark: DecimalMark,
    problems: list[Problem],
) -> Iterator[LedgerRow | None]:
    (_, headings), *rows = cells.rows
    for number, row in rows:
        reader = _RowReader(cells.file, number, row, headings, columns, problems)
        if reader.is_valid():
            yield reader.read(options, mark)


@dataclass
class _RowReader:
    """A row of the file while it is read; problems are reported with their cell."""

    file: str
    number: int
    cells: Sequence[Cell]
    headings: Sequence[Cell]
    columns: Mapping[LedgerRole, Sequence[int]]
    problems: list[Problem]

    def report(self, role: LedgerRole, expected: str, *, found: str = "") -> None:
        place = self.columns[role][0] if self.columns[role] else None
        heading = str(self.headings[place]) if place is not None else role.label
        self.problems.append(Problem(self.file, self.number, heading, _cell_text(self.cell(role)), expected, found))

    def cell(self, role: LedgerRole) -> Cell:
        places = self.columns[role]
        return self.cells[places[0]] if places and places[0] < len(self.cells) else ""

    def is_valid(self) -> bool:
        """False, with a problem reported, for an incomplete row, repeated headings, a sum line or a CPR number."""
        before = len(self.problems)
        if len(self.cells) != len(self.headings):
            fields = counted(len(self.cells), "felt", "felter")
            message = f"rækken har {fields}, men der er {counted(len(self.headings), 'overskrift', 'overskrifter')}"
            self.problems.append(
                Problem(self.file, self.number, "", "", "Ret rækken, så hver overskrift har ét felt.", found=message)
            )
        elif self._has_person_number():
            self.problems.append(Problem(self.file, self.number, "", "", "Slet CPR-nummeret.", found=LIKE_A_PERSON))
        elif [_cell_text(cell).casefold() for cell in self.cells] == [
            _cell_text(cell).casefold() for cell in self.headings
        ]:
            self.problems.append(
                Problem(self.file, self.number, "", "", "Slet rækken.", found="rækken gentager overskrifterne")
            )
        elif sum_word := next((t for t in map(_cell_text, self.cells) if SUM_WORDS.fullmatch(t)), ""):
            expected = "Slet sumlinjen, så filen kun har posteringer."
            self.problems.append(Problem(self.file, self.number, "", sum_word, expected))
        return len(self.problems) == before

    def _has_person_number(self) -> bool:
        text = _cell_text(self.cell(LedgerRole.TEXT))
        return has_person_number(text) or any(
            has_person_number(_cell_text(cell), is_account=True) for cell in self.cells
        )

    def read(self, options: LedgerOptions, mark: DecimalMark) -> LedgerRow | None:
        account, amount = self._read_account(), self._read_amount(mark)
        year, month = self._read_month(options)
        if not account or amount is None or year is None or (month is None and options.needs_month):
            return None
        signed = amount if options.sign is SignConvention.EXPENSE_IS_PLUS else -amount
        return LedgerRow(self.number, account, _cell_text(self.cell(LedgerRole.TEXT)), year, month, signed)

    def _read_account(self) -> str:
        parts = [self.cells[place] for place in self.columns[LedgerRole.ACCOUNT]]
        texts = [_cell_text(part) for part in parts]
        if any(isinstance(part, date) for part in parts) or any(A_DAY.fullmatch(text) for text in texts):
            self.report(LedgerRole.ACCOUNT, "en konto; regnearket har gjort den til en dato")
        if any(SCIENTIFIC.fullmatch(text) for text in texts):
            self.report(LedgerRole.ACCOUNT, "en konto med alle cifre; regnearket har afrundet den")
        account = "-".join(text for text in texts if text)
        if not account:
            self.report(LedgerRole.ACCOUNT, "en konto")
        return account

    def _read_amount(self, mark: DecimalMark) -> Decimal | None:
        if self.columns[LedgerRole.AMOUNT]:
            amount = self._read_kroner(LedgerRole.AMOUNT, mark)
            return amount if amount is None or not self.columns[LedgerRole.SIDE] else self._apply_side(amount)
        debit, credit = (
            self._read_kroner(role, mark, required=False) for role in (LedgerRole.DEBIT, LedgerRole.CREDIT)
        )
        if (debit or 0) < 0 or (credit or 0) < 0:
            self.report(LedgerRole.DEBIT, "beløb uden fortegn i debet og kredit")
            return None
        if (debit is None) == (credit is None) and not (debit == 0 or credit == 0):
            self.report(LedgerRole.DEBIT, "et beløb enten i debet eller i kredit")
            return None
        return (debit or Decimal(0)) - (credit or Decimal(0))

    def _read_kroner(self, role: LedgerRole, mark: DecimalMark, *, required: bool = True) -> Decimal | None:
        try:
            amount = parse_amount(self.cell(role), mark)
        except ValueError:
            self.report(role, f"et beløb i kr. med højst to decimaler og {mark.label} før dem, som i resten af filen")
            return None
        if amount is None and required:
            self.report(role, "et beløb")
        return amount

    def _apply_side(self, amount: Decimal) -> Decimal | None:
        side = _cell_text(self.cell(LedgerRole.SIDE)).casefold()
        if side not in DEBIT_SIDES | CREDIT_SIDES or amount < 0:
            self.report(LedgerRole.SIDE, "debet eller kredit ved et beløb uden fortegn, fx D eller K")
            return None
        return amount if side in DEBIT_SIDES else -amount

    def _read_month(self, options: LedgerOptions) -> tuple[int | None, int | None]:
        year, month = options.year, options.month
        for role, parse in ((LedgerRole.DAY, parse_day), (LedgerRole.MONTH, parse_month)):
            if self.columns[role]:
                read = self._parse_date(role, parse)
                if read is None:
                    return None, None
                year, month = read[0] or year, read[1]
        if self.columns[LedgerRole.YEAR]:
            year = self._read_year()
        elif year is None:
            self.report(LedgerRole.MONTH, "et år i rækken, eller året valgt for hele filen")
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            self.report(
                LedgerRole.YEAR if self.columns[LedgerRole.YEAR] else LedgerRole.MONTH,
                f"et år fra {FIRST_YEAR} til {LAST_YEAR}",
            )
            return None, None
        return year, month

    def _parse_date(
        self, role: LedgerRole, parse: Callable[[Cell], tuple[int | None, int]]
    ) -> tuple[int | None, int] | None:
        try:
            return parse(self.cell(role))
        except ValueError:
            expected = "en dag, fx 31-03-2019" if role is LedgerRole.DAY else "en måned, fx 3, marts eller 2019-03"
            self.report(role, expected)
            return None

    def _read_year(self) -> int | None:
        text = _cell_text(self.cell(LedgerRole.YEAR))
        if not (text.isascii() and text.isdecimal() and len(text) == len("2019")):
            self.report(LedgerRole.YEAR, "et år med fire cifre")
            return None
        return int(text)


def _cell_text(cell: Cell) -> str:
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
