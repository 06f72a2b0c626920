"""An initiative's figures for a year as of a round, and their division into parts. Pure: no database.

Amounts are kroner, positive is less expenditure, as stored. An initiative without an approved follow-up has its target
effect as forecast effect (DESIGN 3.7), and `is_followed` is false.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from budgets.foundation.splitting import split_amount
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle, Risk
from initiatives.results.approved import ApprovedFigures
from initiatives.results.figures import TargetAndForecast
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
class Sums(TargetAndForecast[Decimal]):
    """Sums of figures in kroner, unrounded; without an approved follow-up the target counts as forecast."""

    target: Decimal = ZERO
    to_date: Decimal = ZERO
    realised: Decimal = ZERO
    forecast: Decimal = ZERO
    full_year: Decimal = ZERO
    weighted: Decimal = ZERO
    posted: Decimal = ZERO


SUMMED = ("target", "to_date", "realised", "forecast", "full_year", "weighted", "posted")


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
    def realised(self) -> Decimal | None:
        return self.approved.realised if self.approved else None

    @property
    def forecast(self) -> Decimal | None:
        """Forecast effect of the year, or the target effect without one; None for an initiative that has ended."""
        if not self.counts:
            return None
        return self.approved.forecast if self.approved and self.approved.forecast is not None else self.target

    @property
    def deviation(self) -> Decimal | None:
        """Forecast effect less target effect, in kroner; None without amounts."""
        return None if self.forecast is None or self.target is None else self.sums.deviation

    @property
    def rate(self) -> Decimal | None:
        """Forecast in percent of target; None where the target is not above zero."""
        return self.sums.rate if self.target is not None else None

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
            forecast=self.forecast or ZERO,
            full_year=(self.approved.full_year_effect if self.approved else None) or ZERO,
            weighted=self.weighted,
            posted=(self.approved.posted if self.approved else None) or ZERO,
        )


@dataclass(frozen=True)
class YearFigures:
    """One year of an initiative, in kroner; `realised` is None where the year has no approved follow-up.

    `catalogue_target` is the target effect in the catalogue, before any transfers between initiatives.
    """

    target: Decimal = ZERO
    forecast: Decimal = ZERO
    realised: Decimal | None = None
    catalogue_target: Decimal = ZERO


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
    def unfollowed_rows(self) -> list[SavingRow]:
        """Rows that count with their target effect, because no follow-up is approved for the year."""
        return [row for row in self.counted_rows if not row.is_followed and row.target is not None]

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
        """Sums of the counted rows by year; `realised` is None in a year without any realised effect."""
        by_year: dict[int, YearFigures] = {}
        for row in self.counted_rows:
            for year, figures in row.years.items():
                sums = by_year.get(year, YearFigures())
                realised = [amount for amount in (sums.realised, figures.realised) if amount is not None]
                by_year[year] = YearFigures(
                    target=sums.target + figures.target,
                    forecast=sums.forecast + figures.forecast,
                    realised=sum(realised, ZERO) if realised else None,
                    catalogue_target=sums.catalogue_target + figures.catalogue_target,
                )
        return dict(sorted(by_year.items()))


def _exclude_proposed(rows: Iterable[SavingRow]) -> list[SavingRow]:
    return [row for row in rows if row.initiative.lifecycle != Lifecycle.PROPOSED]


def add_up(parts: Iterable[Sums]) -> Sums:
    """The sum of each figure."""
    all_parts = list(parts)
    return Sums(**{name: sum((getattr(part, name) for part in all_parts), ZERO) for name in SUMMED})


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
            Sums(**{name: amounts[position] for name, amounts in amounts_by_name.items()}),
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
    for position, name in enumerate(("realised", "forecast")):
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
