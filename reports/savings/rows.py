"""An initiative's figures for a year as of a round, and their division into parts. Pure: no database.

Amounts are kroner, positive is less expenditure, as stored. Without an approved follow-up an initiative has a target
and no forecast: it is not assessed (DESIGN 3.13), and is in no sum of what is expected.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from budgets.foundation.splitting import split_amount
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle, Risk
from initiatives.results.approved import ApprovedFigures
from initiatives.results.figures import Comparison
from initiatives.results.models import Status
from initiatives.results.targets import LineTarget

ZERO, ORE = Decimal(0), Decimal("0.01")
RISK_WEIGHTS: Mapping[str, Decimal] = {
    Risk.LOW: Decimal(1),
    Risk.MEDIUM: Decimal("0.75"),
    Risk.HIGH: Decimal("0.5"),
}
"""Share of the remaining effect that the risk-weighted figure includes; an example that the pages state as such."""


@dataclass(frozen=True)
class Sums:
    """Sums of figures in kroner, unrounded.

    `target` and `to_date` are of all rows. `expected`, `full_year` and `weighted` are of the `assessed` rows (a number)
    alone, which have a forecast, and `assessed_target` is those rows' target, which the forecast is compared with.
    """

    target: Decimal = ZERO
    to_date: Decimal = ZERO
    realised: Decimal = ZERO
    expected: Decimal = ZERO
    assessed_target: Decimal = ZERO
    full_year: Decimal = ZERO
    weighted: Decimal = ZERO
    posted: Decimal = ZERO
    assessed: int = 0

    @property
    def forecast(self) -> Decimal | None:
        """Forecast effect of the assessed rows; None where no row is assessed."""
        return self.expected if self.assessed else None

    @property
    def unassessed_target(self) -> Decimal:
        """Target effect that no approved follow-up has assessed."""
        return self.target - self.assessed_target

    @property
    def deviation(self) -> Decimal | None:
        """Forecast less target of the assessed rows; None where no row is assessed."""
        return self._comparison.deviation

    @property
    def rate(self) -> Decimal | None:
        """Realisation rate of the assessed rows in percent; None as for a single row."""
        return self._comparison.rate

    @property
    def _comparison(self) -> Comparison:
        return Comparison(self.assessed_target, self.forecast)


SUMMED = ("target", "to_date", "realised", "expected", "assessed_target", "full_year", "weighted", "posted")


@dataclass(frozen=True)
class SavingPart:
    """The part of an initiative's figures that belongs to one effect line and theme; labels are in Danish, or empty.

    `is_spread` is true where the realised and forecast effects are divided in proportion to the target effect.
    """

    theme: str
    area: str
    committee: str
    steering_area: str
    category: str
    sums: Sums
    is_spread: bool = True


@dataclass(frozen=True)
class OpenAction:
    """An open action on the initiative, and the code of the round in which it was opened."""

    text: str
    owner: str
    deadline: date
    round_code: str


@dataclass(frozen=True)
class DueCriterion:
    """A success criterion and the date on which it is to be checked."""

    text: str
    look_on: date


@dataclass(frozen=True)
class SavingRow:
    """One initiative: its target effect in the year, the newest approved follow-up, and its parts.

    `line_targets` are those of the year. The sums of the parts equal the row's figures, to the øre.
    """

    initiative: Initiative
    legal_bases: tuple[str, ...]
    target: Decimal | None
    to_date: Decimal | None
    approved: ApprovedFigures | None
    line_targets: Sequence[LineTarget] = ()
    years: Mapping[int, "YearFigures"] = field(default_factory=dict)
    actions: Sequence[OpenAction] = ()
    criteria: Sequence[DueCriterion] = ()

    @cached_property
    def parts(self) -> Sequence[SavingPart]:
        """The figures divided by effect line and theme."""
        return _build_parts(self, self.line_targets)

    @property
    def counts(self) -> bool:
        """False for a dropped or replaced initiative."""
        return self.initiative.counts

    @property
    def is_followed(self) -> bool:
        """True where a follow-up is approved for the year."""
        return self.approved is not None

    @property
    def is_unassessed(self) -> bool:
        """True where the initiative counts and has a target, and no approved follow-up has a forecast for the year."""
        return self.counts and self.target is not None and self.forecast is None

    @property
    def realised(self) -> Decimal | None:
        return self.approved.realised if self.approved else None

    @property
    def forecast(self) -> Decimal | None:
        """Forecast effect of the year by the newest approved follow-up; None without one, or where it has ended."""
        return self.approved.forecast if self.approved and self.counts else None

    @property
    def deviation(self) -> Decimal | None:
        """Forecast effect less target effect, in kroner; None where either is unknown."""
        return Comparison(self.target, self.forecast).deviation

    @property
    def rate(self) -> Decimal | None:
        """Forecast in percent of target; None where the target is not above zero."""
        return Comparison(self.target, self.forecast).rate

    @property
    def status(self) -> Status | None:
        return Status(self.approved.status) if self.approved and self.approved.status else None

    @property
    def weighted(self) -> Decimal:
        """Realised effect plus the risk-weighted share of the remaining effect; a cost is never reduced."""
        expected, realised = self.forecast or ZERO, self.realised or ZERO
        remaining = expected - realised
        return realised + remaining * RISK_WEIGHTS.get(self.initiative.risk, Decimal(1)) if remaining > 0 else expected

    @cached_property
    def sums(self) -> Sums:
        """The row's figures as sums; a missing figure is zero."""
        return Sums(
            target=self.target or ZERO,
            to_date=self.to_date or ZERO,
            realised=self.realised or ZERO,
            expected=self.forecast or ZERO,
            assessed_target=ZERO if self.forecast is None else self.target or ZERO,
            full_year=(self.approved.full_year_effect if self.approved else None) or ZERO,
            weighted=self.weighted,
            posted=(self.approved.posted if self.approved else None) or ZERO,
            assessed=int(self.forecast is not None),
        )


@dataclass(frozen=True)
class YearFigures:
    """One year of an initiative or of several, in kroner; `forecast` and `realised` are None where none is approved.

    `assessed_target` is the part of the target that the forecast is about. `catalogue_target` is the target effect in
    the catalogue, before any transfers between initiatives.
    """

    target: Decimal = ZERO
    forecast: Decimal | None = None
    realised: Decimal | None = None
    catalogue_target: Decimal = ZERO
    assessed_target: Decimal = ZERO

    def __add__(self, addend: "YearFigures") -> "YearFigures":
        return YearFigures(
            target=self.target + addend.target,
            forecast=add_known(self.forecast, addend.forecast),
            realised=add_known(self.realised, addend.realised),
            catalogue_target=self.catalogue_target + addend.catalogue_target,
            assessed_target=self.assessed_target + addend.assessed_target,
        )


def add_known(*amounts: Decimal | None) -> Decimal | None:
    """The sum of the amounts that are known; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None


@dataclass(frozen=True)
class Savings:
    """The initiatives of a municipality in a year as of a round, in the order of the catalogues.

    `other_rows` are its initiatives of other years, needed for their open actions and due criteria.
    """

    year: int
    period: int
    rows: Sequence[SavingRow]
    other_rows: Sequence[SavingRow] = ()

    @property
    def decided(self) -> "Savings":
        """The same without initiatives that are only proposed."""
        return replace(self, rows=_exclude_proposed(self.rows), other_rows=_exclude_proposed(self.other_rows))

    @property
    def proposed_count(self) -> int:
        """Number of initiatives that are only proposed."""
        return sum(row.initiative.lifecycle == Lifecycle.PROPOSED for row in self.rows)

    @property
    def counted_rows(self) -> list[SavingRow]:
        """The rows included in the sums."""
        return [row for row in self.rows if row.counts]

    @property
    def ended_rows(self) -> list[SavingRow]:
        """Rows of ended initiatives, which are shown but not included in the sums."""
        return [row for row in self.rows if not row.counts]

    @property
    def unassessed_rows(self) -> list[SavingRow]:
        """Rows with a target effect that no approved follow-up has assessed."""
        return [row for row in self.rows if row.is_unassessed]

    @cached_property
    def sums(self) -> Sums:
        """Sums of the counted rows."""
        return add_up(row.sums for row in self.counted_rows)

    @property
    def has_amounts(self) -> bool:
        """True where any counted row has a target effect."""
        return any(row.target is not None for row in self.counted_rows)

    @property
    def is_constructed(self) -> bool:
        """True where any figure is a constructed example."""
        return any(row.approved and row.approved.is_constructed for row in self.rows)

    @cached_property
    def by_year(self) -> dict[int, YearFigures]:
        """Sums of the counted rows by year."""
        by_year: dict[int, YearFigures] = {}
        for row in self.counted_rows:
            for year, figures in row.years.items():
                by_year[year] = by_year.get(year, YearFigures()) + figures
        return dict(sorted(by_year.items()))


def _exclude_proposed(rows: Iterable[SavingRow]) -> list[SavingRow]:
    return [row for row in rows if row.initiative.lifecycle != Lifecycle.PROPOSED]


def add_up(parts: Iterable[Sums]) -> Sums:
    """The sum of each figure."""
    all_parts = list(parts)
    sums = {name: sum((getattr(part, name) for part in all_parts), ZERO) for name in SUMMED}
    return Sums(**sums, assessed=sum(part.assessed for part in all_parts))


def _build_parts(row: SavingRow, line_targets: Sequence[LineTarget]) -> list[SavingPart]:
    """Divide the row's figures by effect line and theme: as followed up line by line, else by share of the target."""
    if not line_targets:
        theme = row.initiative.theme
        return [SavingPart(theme.title if theme else "", "", "", "", "", row.sums, is_spread=False)]
    if len(line_targets) == 1:
        (line_target,) = line_targets
        return [
            SavingPart(
                line_target.theme,
                line_target.area,
                line_target.committee,
                line_target.steering_area,
                line_target.category,
                row.sums,
                is_spread=False,
            )
        ]
    weights = [line_target.amount for line_target in line_targets]
    amounts_by_name = {name: split_amount(getattr(row.sums, name), weights) for name in SUMMED}
    amounts_by_line = _split_by_lines(row, line_targets)
    amounts_by_name |= amounts_by_line
    return [
        SavingPart(
            line_target.theme,
            line_target.area,
            line_target.committee,
            line_target.steering_area,
            line_target.category,
            Sums(**{name: amounts[position] for name, amounts in amounts_by_name.items()}, assessed=row.sums.assessed),
            is_spread=not amounts_by_line and row.is_followed,
        )
        for position, line_target in enumerate(line_targets)
    ]


def _split_by_lines(row: SavingRow, line_targets: Sequence[LineTarget]) -> dict[str, list[Decimal]]:
    """Realised and forecast amounts by name where the follow-up was made line by line; empty otherwise."""
    lines = list(dict.fromkeys(line_target.line for line_target in line_targets))
    if row.approved is None or set(row.approved.lines) != set(lines):
        return {}
    amounts_by_name: dict[str, list[Decimal]] = {}
    for position, name in enumerate(("realised", "expected")):
        shares = {
            line: iter(
                split_amount(
                    row.approved.lines[line][position] or ZERO,
                    [line_target.amount for line_target in line_targets if line_target.line == line],
                )
            )
            for line in lines
        }
        amounts_by_name[name] = [next(shares[line_target.line]) for line_target in line_targets]
    return amounts_by_name
