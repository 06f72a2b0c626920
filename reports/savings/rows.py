"""An initiative in a year as of a round: its figures, and the parts that they fall in. Pure: no database.

Amounts are kroner in the stored sign: positive is less expenditure. Of an initiative that is not followed up the
forecast is the target (DESIGN 3.7), and it says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property

from initiatives.catalogues.models.initiatives import Initiative, Lifecycle, Risk
from initiatives.results.models import Status

ZERO, ORE = Decimal(0), Decimal("0.01")
RISK_WEIGHTS: Mapping[str, Decimal] = {
    Risk.LOW: Decimal(1),
    Risk.MEDIUM: Decimal("0.75"),
    Risk.HIGH: Decimal("0.5"),
}
"""The part of what is still to come that a cautious reader counts on; an example that the pages state, and no fact."""


@dataclass(frozen=True)
class ApprovedFigures:
    """The newest approved follow-up of an initiative in a year."""

    period: int
    target: Decimal | None
    target_to_date: Decimal | None
    realised: Decimal | None
    forecast: Decimal | None
    full_year_effect: Decimal | None
    posted: Decimal | None = None
    status: str = ""
    cause: str = ""
    explanation: str = ""
    is_computed: bool = False
    is_constructed: bool = False
    lines: Mapping[int, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    """Realised and forecast of each economic line, where the row was opened into them."""
    later: Mapping[int, Decimal] = field(default_factory=dict)
    """What is expected of each later year."""


@dataclass(frozen=True)
class Sums:
    """Figures added up, unrounded; what is not followed up counts its target as forecast."""

    target: Decimal = ZERO
    to_date: Decimal = ZERO
    realised: Decimal = ZERO
    forecast: Decimal = ZERO
    full_year: Decimal = ZERO
    weighted: Decimal = ZERO
    posted: Decimal = ZERO

    @property
    def deviation(self) -> Decimal:
        """Forecast less target."""
        return self.forecast - self.target

    @property
    def rate(self) -> Decimal | None:
        """Forecast over target in percent; undefined where the target is not above zero, or the forecast is a cost."""
        return self.forecast / self.target * 100 if self.target > 0 and self.forecast >= 0 else None


SUMMED = ("target", "to_date", "realised", "forecast", "full_year", "weighted", "posted")


@dataclass(frozen=True)
class Promise:
    """A line's target in a year, or the part of it that belongs to one group: kroner, and where it belongs."""

    line: int
    theme: str
    area: str
    committee: str
    steering_area: str
    category: str
    year: int
    amount: Decimal


@dataclass(frozen=True)
class Part:
    """What of an initiative belongs to one economic line in one group; labels are what people read, or empty.

    `is_spread` where its share of what came is only worked out from its share of the target.
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
    """Something that is being done about the initiative, and the round it was set going in."""

    text: str
    owner: str
    deadline: date
    round_code: str


@dataclass(frozen=True)
class DueCriterion:
    """A success criterion that is to be looked at on a day."""

    text: str
    look_on: date


@dataclass(frozen=True)
class SavingRow:
    """One initiative: what it promised in the year, what is told of it, and the parts that it falls in.

    `promises` are those of the year. The parts' sums are the row's, to the øre.
    """

    initiative: Initiative
    legal_bases: tuple[str, ...]
    target: Decimal | None
    to_date: Decimal | None
    told: ApprovedFigures | None
    promises: Sequence[Promise] = ()
    years: Mapping[int, "YearFigures"] = field(default_factory=dict)
    actions: Sequence[OpenAction] = ()
    criteria: Sequence[DueCriterion] = ()

    @cached_property
    def parts(self) -> Sequence[Part]:
        """Where its figures belong."""
        return _parts(self, self.promises)

    @property
    def counts(self) -> bool:
        """False for a dropped or replaced initiative."""
        return self.initiative.counts

    @property
    def is_followed(self) -> bool:
        """True where something is approved for the year."""
        return self.told is not None

    @property
    def realised(self) -> Decimal | None:
        return self.told.realised if self.told else None

    @property
    def forecast(self) -> Decimal | None:
        """What is expected of the year: as told, or else the target; nothing of one that has ended."""
        if not self.counts:
            return None
        return self.told.forecast if self.told and self.told.forecast is not None else self.target

    @property
    def deviation(self) -> Decimal | None:
        """Forecast less target; None without amounts."""
        return None if self.forecast is None or self.target is None else self.forecast - self.target

    @property
    def rate(self) -> Decimal | None:
        """Forecast over target in percent; undefined where the target is not above zero."""
        return self.sums.rate if self.target is not None else None

    @property
    def status(self) -> Status | None:
        return Status(self.told.status) if self.told and self.told.status else None

    @property
    def weighted(self) -> Decimal:
        """What has come, and of what is still to come the part that the risk leaves; a cost is never made smaller."""
        expected, realised = self.forecast or ZERO, self.realised or ZERO
        still = expected - realised
        return realised + still * RISK_WEIGHTS.get(self.initiative.risk, Decimal(1)) if still > 0 else expected

    @cached_property
    def sums(self) -> Sums:
        """The row as sums: what is not known is nothing."""
        return Sums(
            target=self.target or ZERO,
            to_date=self.to_date or ZERO,
            realised=self.realised or ZERO,
            forecast=self.forecast or ZERO,
            full_year=(self.told.full_year_effect if self.told else None) or ZERO,
            weighted=self.weighted,
            posted=(self.told.posted if self.told else None) or ZERO,
        )


@dataclass(frozen=True)
class YearFigures:
    """One year of an initiative; `realised` is None where nothing is told of the year itself.

    `promised` is the catalogue's own amount, whatever was moved since.
    """

    target: Decimal = ZERO
    forecast: Decimal = ZERO
    realised: Decimal | None = None
    promised: Decimal = ZERO


@dataclass(frozen=True)
class Savings:
    """The initiatives of a municipality in a year as of a round, in the order of the catalogues.

    `others` are its initiatives of other years, of which only what waits for somebody is told.
    """

    year: int
    period: int
    rows: Sequence[SavingRow]
    others: Sequence[SavingRow] = ()

    @property
    def decided(self) -> "Savings":
        """Without what is only proposed."""
        return replace(self, rows=_decided(self.rows), others=_decided(self.others))

    @property
    def proposed_count(self) -> int:
        """How many are only proposed."""
        return sum(row.initiative.lifecycle == Lifecycle.PROPOSED for row in self.rows)

    @property
    def counting(self) -> list[SavingRow]:
        """Those that are in the sums."""
        return [row for row in self.rows if row.counts]

    @property
    def ended(self) -> list[SavingRow]:
        """Those that are shown and in no sum."""
        return [row for row in self.rows if not row.counts]

    @property
    def unfollowed(self) -> list[SavingRow]:
        """Those that count with their target, because nothing is approved for the year."""
        return [row for row in self.counting if not row.is_followed and row.target is not None]

    @cached_property
    def sums(self) -> Sums:
        """Over those that count."""
        return add_up(row.sums for row in self.counting)

    @property
    def has_amounts(self) -> bool:
        """True where any of those that count has a target."""
        return any(row.target is not None for row in self.counting)

    @property
    def is_constructed(self) -> bool:
        """True where any figure is an example."""
        return any(row.told and row.told.is_constructed for row in self.rows)

    @cached_property
    def by_year(self) -> dict[int, YearFigures]:
        """Target, forecast and realised of each year, over those that count; realised only where any is told."""
        found: dict[int, YearFigures] = {}
        for row in self.counting:
            for year, one in row.years.items():
                before = found.get(year, YearFigures())
                realised = [amount for amount in (before.realised, one.realised) if amount is not None]
                found[year] = YearFigures(
                    target=before.target + one.target,
                    forecast=before.forecast + one.forecast,
                    realised=sum(realised, ZERO) if realised else None,
                    promised=before.promised + one.promised,
                )
        return dict(sorted(found.items()))


def _decided(rows: Iterable[SavingRow]) -> list[SavingRow]:
    return [row for row in rows if row.initiative.lifecycle != Lifecycle.PROPOSED]


def add_up(found: Iterable[Sums]) -> Sums:
    """All of them together."""
    every = list(found)
    return Sums(**{name: sum((getattr(one, name) for one in every), ZERO) for name in SUMMED})


def allocate(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The amount in parts by the weights, whole øre that sum to it exactly: by largest remainder.

    Where the weights sum to nothing all of it is in the first part. `weights` is not empty.
    """
    whole = sum(weights, ZERO)
    if not whole:
        return [amount, *[ZERO] * (len(weights) - 1)]
    exact = [amount * weight / whole for weight in weights]
    floors = [part.quantize(ORE, ROUND_FLOOR) for part in exact]
    left = int(((amount - sum(floors, ZERO)) / ORE).to_integral_value())
    by_remainder = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    for place in by_remainder[:left]:
        floors[place] += ORE
    return floors


def _parts(row: SavingRow, promises: Sequence[Promise]) -> list[Part]:
    """The row's figures in its lines and groups, by their part of the target, or as told line by line."""
    if not promises:
        theme = row.initiative.theme
        return [Part(theme.title if theme else "", "", "", "", "", row.sums, is_spread=False)]
    if len(promises) == 1:
        (one,) = promises
        return [Part(one.theme, one.area, one.committee, one.steering_area, one.category, row.sums, is_spread=False)]
    weights = [one.amount for one in promises]
    spread = {name: allocate(getattr(row.sums, name), weights) for name in SUMMED}
    told = _as_told_by_line(row, promises)
    spread |= told
    return [
        Part(
            one.theme,
            one.area,
            one.committee,
            one.steering_area,
            one.category,
            Sums(**{name: amounts[place] for name, amounts in spread.items()}),
            is_spread=not told and row.is_followed,
        )
        for place, one in enumerate(promises)
    ]


def _as_told_by_line(row: SavingRow, promises: Sequence[Promise]) -> dict[str, list[Decimal]]:
    """Realised and forecast where the row was opened into its lines; a line that groups share is split."""
    lines = list(dict.fromkeys(one.line for one in promises))
    if row.told is None or set(row.told.lines) != set(lines):
        return {}
    found: dict[str, list[Decimal]] = {}
    for place, name in enumerate(("realised", "forecast")):
        shares = {
            line: iter(
                allocate(row.told.lines[line][place] or ZERO, [one.amount for one in promises if one.line == line])
            )
            for line in lines
        }
        found[name] = [next(shares[one.line]) for one in promises]
    return found
