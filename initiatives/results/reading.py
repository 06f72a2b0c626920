"""Results: the newest approved follow-up of each initiative, for pages, notes and downloads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject

from budgets.foundation.calendar import MONTH_NAMES
from initiatives.catalogues.models.initiatives import Initiative, until_round
from initiatives.results.models import ACCOUNTS, Basis, Cause, FollowUp, Status
from initiatives.results.status import Figures

LATEST = (9999, ACCOUNTS)
"""A round after every other: as of it, the newest follow-up of all is found."""

AMOUNTS = ("target", "target_to_date", "realised", "forecast")
STORED_AMOUNTS = (*AMOUNTS, "full_year_effect")
"""Amounts of a follow-up; as text in JSON they keep every digit."""


def follow_up_facts_as_of(year: int, period: int) -> Subquery:
    """The newest approved follow-up by the round, as JSON; annotate initiatives with it as `follow_up_facts`.

    Newest is the latest year, then the highest period, then the highest revision.
    """
    newest = (
        FollowUp.objects.approved()
        .filter(until_round(year, period), initiative=OuterRef("pk"))
        .order_by("-round__year", "-round__period", "-revision")
        .annotate(
            json=JSONObject(
                **{name: Cast(name, CharField()) for name in STORED_AMOUNTS},
                year="round__year",
                period="round__period",
                revision="revision",
                basis="basis",
                status="status",
                cause="cause",
                explanation="explanation",
                is_constructed="is_constructed",
            )
        )
    )
    return Subquery(newest.values("json")[:1])


@dataclass(frozen=True)
class Result:
    """What the newest approved follow-up says of an initiative; kroner in the stored sign."""

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
        """The round, in words."""
        return f"regnskab {self.year}" if self.period == ACCOUNTS else f"{MONTH_NAMES[self.period - 1]} {self.year}"

    @property
    def round_code(self) -> str:
        """The round, in an address."""
        return f"{self.year}-regnskab" if self.period == ACCOUNTS else f"{self.year}-{self.period:02}"


@dataclass(frozen=True)
class Results:
    """The results of the newest year, with their sums; `without` are the counting initiatives that have none."""

    rows: Sequence[Result]
    without: Sequence[Initiative]

    @property
    def year(self) -> int:
        """The year of all the results."""
        return max(row.year for row in self.rows)

    @property
    def newest(self) -> Result:
        """The result of the latest round."""
        return max(self.rows, key=lambda row: (row.year, row.period))

    @property
    def is_constructed(self) -> bool:
        """True where any result is a constructed example."""
        return any(row.is_constructed for row in self.rows)

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


def result_of(initiative: Initiative) -> Result | None:
    """The result of an initiative that was read with `follow_up_facts`; None where nothing is approved."""
    facts = getattr(initiative, "follow_up_facts", None)
    if not facts:
        return None
    amounts = {name: None if facts[name] is None else Decimal(facts[name]) for name in AMOUNTS}
    return Result(
        initiative=initiative,
        year=facts["year"],
        period=facts["period"],
        figures=Figures(lifecycle=initiative.lifecycle, **amounts),
        full_year_effect=None if facts["full_year_effect"] is None else Decimal(facts["full_year_effect"]),
        status=Status(facts["status"]) if facts["status"] else None,
        cause=Cause(facts["cause"]).label if facts["cause"] else "",
        explanation=facts["explanation"],
        is_computed=facts["basis"] == Basis.COMPUTED,
        is_constructed=facts["is_constructed"],
    )


def results_of(initiatives: Iterable[Initiative]) -> Results | None:
    """The results of the newest year that any of the initiatives has a result of; None where none has."""
    counting = [initiative for initiative in initiatives if initiative.counts]
    results = [result for initiative in counting if (result := result_of(initiative))]
    if not results:
        return None
    newest_year = max(result.year for result in results)
    rows = [result for result in results if result.year == newest_year]
    ids = {result.initiative.pk for result in rows}
    return Results(rows, [initiative for initiative in counting if initiative.pk not in ids])
