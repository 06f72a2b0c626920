"""What came of what was promised: the newest approved follow-up of each initiative, for pages, notes and downloads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.calendar import MONTH_NAMES
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import ACCOUNTS, Basis, Cause, Status
from initiatives.results.status import Figures

LATEST = (9999, ACCOUNTS)
"""As of whatever is newest."""


@dataclass(frozen=True)
class Result:
    """An initiative as it was told in its newest approved follow-up; kroner in the stored sign."""

    initiative: Initiative
    year: int
    period: int
    figures: Figures
    full_year_effect: Decimal | None
    status: Status | None
    cause: str
    explanation: str
    is_computed: bool
    is_constructed: bool

    @property
    def round_label(self) -> str:
        """The round it is from, in words."""
        return f"regnskab {self.year}" if self.period == ACCOUNTS else f"{MONTH_NAMES[self.period - 1]} {self.year}"

    @property
    def round_code(self) -> str:
        """The round it is from, in an address."""
        return f"{self.year}-regnskab" if self.period == ACCOUNTS else f"{self.year}-{self.period:02}"


@dataclass(frozen=True)
class Results:
    """The results of the newest year among them, with their sums; `without` are counting initiatives without any."""

    rows: Sequence[Result]
    without: Sequence[Initiative]

    @property
    def year(self) -> int:
        """The year that they are of."""
        return max(row.year for row in self.rows)

    @property
    def newest(self) -> Result:
        """The one that reaches furthest."""
        return max(self.rows, key=lambda row: (row.year, row.period))

    @property
    def is_constructed(self) -> bool:
        """True where any of them is an example."""
        return any(row.is_constructed for row in self.rows)

    @property
    def sum(self) -> Figures:
        """The sums of the rows, unrounded."""
        return Figures(
            target=_sum(row.figures.target for row in self.rows),
            target_to_date=_sum(row.figures.target_to_date for row in self.rows),
            realised=_sum(row.figures.realised for row in self.rows),
            forecast=_sum(row.figures.forecast for row in self.rows),
        )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def result_of(initiative: Initiative) -> Result | None:
    """What an initiative read `with_follow_up_as_of` has been told to give; None where nothing is approved."""
    told = getattr(initiative, "told", None)
    if not told:
        return None
    amounts = {name: None if told[name] is None else Decimal(told[name]) for name in AMOUNTS}
    return Result(
        initiative=initiative,
        year=told["year"],
        period=told["period"],
        figures=Figures(lifecycle=initiative.lifecycle, **amounts),
        full_year_effect=None if told["full_year_effect"] is None else Decimal(told["full_year_effect"]),
        status=Status(told["status"]) if told["status"] else None,
        cause=Cause(told["cause"]).label if told["cause"] else "",
        explanation=told["explanation"],
        is_computed=told["basis"] == Basis.COMPUTED,
        is_constructed=told["is_constructed"],
    )


AMOUNTS = ("target", "target_to_date", "realised", "forecast")


def results_of(initiatives: Iterable[Initiative]) -> Results | None:
    """The results of the newest year that any of the initiatives has one of; None where none has."""
    counting = [initiative for initiative in initiatives if initiative.counts]
    found = [result for initiative in counting if (result := result_of(initiative))]
    if not found:
        return None
    newest = max(result.year for result in found)
    rows = [result for result in found if result.year == newest]
    told = {result.initiative.pk for result in rows}
    return Results(rows, [initiative for initiative in counting if initiative.pk not in told])
