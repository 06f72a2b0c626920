"""Results: the newest approved follow-up of each initiative, for pages, notes and downloads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.calendar import MONTH_NAMES
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.approved import ApprovedFigures, read_facts
from initiatives.results.models import ACCOUNTS, Cause, Status
from initiatives.results.status import Figures


@dataclass(frozen=True)
class Result:
    """An initiative with its newest approved follow-up."""

    initiative: Initiative
    figures: ApprovedFigures

    @property
    def status(self) -> Status | None:
        """The status, which the template shows with its mark."""
        return Status(self.figures.status) if self.figures.status else None

    @property
    def cause(self) -> str:
        """The cause of the deviation, in Danish."""
        return Cause(self.figures.cause).label if self.figures.cause else ""

    @property
    def round_label(self) -> str:
        """The round, in words."""
        year, period = self.figures.year, self.figures.period
        return f"regnskab {year}" if period == ACCOUNTS else f"{MONTH_NAMES[period - 1]} {year}"

    @property
    def round_code(self) -> str:
        """The round, in an address."""
        year, period = self.figures.year, self.figures.period
        return f"{year}-regnskab" if period == ACCOUNTS else f"{year}-{period:02}"


@dataclass(frozen=True)
class Results:
    """The results of the newest year, with their sums; `without` are the counting initiatives that have none."""

    rows: Sequence[Result]
    without: Sequence[Initiative]

    @property
    def year(self) -> int:
        """The year of all the results."""
        return max(row.figures.year for row in self.rows)

    @property
    def newest(self) -> Result:
        """The result of the latest round."""
        return max(self.rows, key=lambda row: (row.figures.year, row.figures.period))

    @property
    def is_constructed(self) -> bool:
        """True where any result is a constructed example."""
        return any(row.figures.is_constructed for row in self.rows)

    @property
    def sum(self) -> Figures:
        """The sums of the results, unrounded."""
        return Figures(
            target=_sum(row.figures.target for row in self.rows),
            target_to_date=_sum(row.figures.target_to_date for row in self.rows),
            realised=_sum(row.figures.realised for row in self.rows),
            forecast=_sum(row.figures.forecast for row in self.rows),
        )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def results_of(initiatives: Iterable[Initiative]) -> Results | None:
    """The results of the newest year among initiatives annotated with `follow_up_facts`; None where none has any."""
    counting = [initiative for initiative in initiatives if initiative.counts]
    newest = [(initiative, read_facts(initiative.follow_up_facts)) for initiative in counting]  # type: ignore[attr-defined]
    results = [Result(initiative, figures) for initiative, figures in newest if figures]
    if not results:
        return None
    newest_year = max(result.figures.year for result in results)
    rows = [result for result in results if result.figures.year == newest_year]
    ids = {result.initiative.pk for result in rows}
    return Results(rows, [initiative for initiative in counting if initiative.pk not in ids])
