"""Which area each account belongs to, by ordered rules: the first that fits wins, and nothing is dropped. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.ledger.reading import LedgerRow

RANGE = re.compile(r"(\d+)\.\.(\d+)")
SIMPLE = re.compile(r"[0-9A-Za-zÆØÅæøå.\-/ *?]+")
Place = tuple[int, str, int, int | None]
"""Area's key, part, year and month."""


class PatternError(ValueError):
    """A pattern that is neither an account with * and ? nor a range of numbers; the message is Danish."""


@dataclass(frozen=True)
class Rule:
    """Accounts that fit the pattern belong to the area (by its key) and the part of it."""

    pattern: str
    area: int
    part: str


@dataclass
class Caught:
    """What a rule caught, or an account without a rule: rows and kroner."""

    name: str
    text: str = ""
    rows: int = 0
    total: Decimal = Decimal(0)
    first_row: int = 0

    def add(self, row: LedgerRow) -> None:
        """Count the row in."""
        self.first_row = self.first_row or row.row
        self.rows += 1
        self.total += row.amount


@dataclass(frozen=True)
class Mapped:
    """What each rule caught, in order; what no rule did, by account; and the sums by place."""

    caught: Sequence[Caught]
    unmapped: Sequence[Caught]
    sums: dict[Place, Decimal] = field(default_factory=dict)

    @property
    def mapped_total(self) -> Decimal:
        """Kroner that have an area."""
        return sum(self.sums.values(), Decimal(0))

    @property
    def unmapped_total(self) -> Decimal:
        """Kroner that have none."""
        return sum((one.total for one in self.unmapped), Decimal(0))


def check_pattern(pattern: str) -> None:
    """Raise PatternError, with what was expected, for a pattern that fits nothing."""
    found = RANGE.fullmatch(pattern)
    if found and (len(found[1]) != len(found[2]) or found[1] > found[2]):
        raise PatternError("et interval med lige mange cifre og det mindste tal først, fx 53800000..53899999")
    if not found and (".." in pattern or not SIMPLE.fullmatch(pattern)):
        raise PatternError("en konto, hvor * er vilkårlige tegn og ? er ét tegn, fx 5.38.50*")


def fits(pattern: str, account: str) -> bool:
    """True where the whole account fits: by range where the pattern is one, else by * and ?; case does not matter."""
    if found := RANGE.fullmatch(pattern):
        return len(account) == len(found[1]) and account.isdecimal() and found[1] <= account <= found[2]
    expression = "".join(".*" if mark == "*" else "." if mark == "?" else re.escape(mark) for mark in pattern)
    return re.fullmatch(expression, account, re.IGNORECASE) is not None


def apply_rules(rows: Iterable[LedgerRow], rules: Sequence[Rule]) -> Mapped:
    """Every row under the first rule that fits its account, or among the unmapped."""
    caught = [Caught(rule.pattern) for rule in rules]
    unmapped: dict[str, Caught] = {}
    sums: defaultdict[Place, Decimal] = defaultdict(Decimal)
    known: dict[str, int | None] = {}
    for row in rows:
        if row.account not in known:
            known[row.account] = next((n for n, rule in enumerate(rules) if fits(rule.pattern, row.account)), None)
        number = known[row.account]
        if number is None:
            unmapped.setdefault(row.account, Caught(row.account, row.text)).add(row)
            continue
        caught[number].add(row)
        sums[rules[number].area, rules[number].part, row.year, row.month] += row.amount
    return Mapped(caught, list(unmapped.values()), dict(sums))
