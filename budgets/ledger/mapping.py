"""Mapping of accounts to areas by ordered rules: the first matching rule wins. No database access."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.ledger.reading import LedgerRow

RANGE = re.compile(r"(\d+)\.\.(\d+)")
WILDCARD = re.compile(r"[0-9A-Za-zÆØÅæøå.\-/ *?]+")
SumKey = tuple[int, str, int, int | None]
"""Area id, part, year and month."""


class PatternError(ValueError):
    """The pattern is neither an account with * and ? nor a range of numbers; the message is Danish."""


@dataclass(frozen=True)
class Rule:
    """Accounts that match the pattern belong to the part (`gross`, `income`, `refund`) of the area (id)."""

    pattern: str
    area: int
    part: str


@dataclass
class AccountTotal:
    """Number of rows and kroner of a rule's accounts, or of an account without a rule."""

    name: str
    text: str = ""
    rows: int = 0
    total: Decimal = Decimal(0)
    first_row: int = 0

    def add(self, row: LedgerRow) -> None:
        """Add the row."""
        self.first_row = self.first_row or row.row
        self.rows += 1
        self.total += row.amount


@dataclass(frozen=True)
class MappedRows:
    """Totals of each rule in order and of each account without a rule, and kroner by area, part and month."""

    rule_totals: Sequence[AccountTotal]
    unmapped: Sequence[AccountTotal]
    sums: dict[SumKey, Decimal] = field(default_factory=dict)

    @property
    def mapped_total(self) -> Decimal:
        """Kroner of accounts with a rule."""
        return sum(self.sums.values(), Decimal(0))

    @property
    def unmapped_total(self) -> Decimal:
        """Kroner of accounts without a rule."""
        return sum((account.total for account in self.unmapped), Decimal(0))


def check_pattern(pattern: str) -> None:
    """Raise PatternError, telling what is expected, for an invalid pattern."""
    number_range = RANGE.fullmatch(pattern)
    if number_range and (len(number_range[1]) != len(number_range[2]) or number_range[1] > number_range[2]):
        raise PatternError("et interval med lige mange cifre og det mindste tal først, fx 53800000..53899999")
    if not number_range and (".." in pattern or not WILDCARD.fullmatch(pattern)):
        raise PatternError("en konto, hvor * er vilkårlige tegn og ? er ét tegn, fx 5.38.50*")


def matches(pattern: str, account: str) -> bool:
    """True if the pattern, a range or a text with * and ?, matches the whole account; case is ignored."""
    if number_range := RANGE.fullmatch(pattern):
        return (
            len(account) == len(number_range[1])
            and account.isdecimal()
            and number_range[1] <= account <= number_range[2]
        )
    expression = "".join(
        ".*" if character == "*" else "." if character == "?" else re.escape(character) for character in pattern
    )
    return re.fullmatch(expression, account, re.IGNORECASE) is not None


def apply_rules(rows: Iterable[LedgerRow], rules: Sequence[Rule]) -> MappedRows:
    """Map each row by the first rule that matches its account; other rows are unmapped."""
    rule_totals = [AccountTotal(rule.pattern) for rule in rules]
    unmapped: dict[str, AccountTotal] = {}
    sums: defaultdict[SumKey, Decimal] = defaultdict(Decimal)
    rule_number_by_account: dict[str, int | None] = {}
    for row in rows:
        if row.account not in rule_number_by_account:
            rule_number_by_account[row.account] = next(
                (n for n, rule in enumerate(rules) if matches(rule.pattern, row.account)), None
            )
        rule_number = rule_number_by_account[row.account]
        if rule_number is None:
            unmapped.setdefault(row.account, AccountTotal(row.account, row.text)).add(row)
            continue
        rule_totals[rule_number].add(row)
        sums[rules[rule_number].area, rules[rule_number].part, row.year, row.month] += row.amount
    return MappedRows(rule_totals, list(unmapped.values()), dict(sums))
