"""The limits of the design, held against what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.bench import dashboards, documents, grid
from reports.bench.measuring import Measured

MOST_QUERIES = 15
MOST_ABOVE_SQL = 100
WITHIN_SQL = {*dashboards.PAGES, grid.GRID}
NOT_PAGES = {grid.SAVED, documents.NOTE, documents.CATALOGUE}
"""Actions and documents; a document has a part for each kind of thing, and asks for each."""
MOST_MILLISECONDS = {
    (grid.GRID, 300): 200,
    (grid.SAVED, 300): 40,
    (documents.NOTE, 30): 250,
    (documents.CATALOGUE, 50): 1000,
}
"""By name and number of initiatives."""
NEVER_MEASURED = (
    "ready in the browser within 1.2 s at a quarter of the CPU",
    "5,000 catalogue lines imported under 2 s",
    "200,000 ledger rows under 10 s",
    "costs flat in the number of municipalities, and nearly flat in years",
    "the suite within six minutes",
)


class Verdict(StrEnum):
    """Whether a limit is kept."""

    MET = "met"
    NOT_MET = "**not met**"
    NOT_MEASURED = "not measured here"


@dataclass(frozen=True)
class Judgement:
    """A limit, the measurement that is nearest to breaking it or breaks it most, and whether it is kept."""

    limit: str
    worst: str
    verdict: Verdict


def judge(measured: Sequence[Measured]) -> list[Judgement]:
    """Every limit of the design; one about what was not measured, or not at its size, is not judged."""
    return [
        _judge_above_sql([row for row in measured if row.name in WITHIN_SQL]),
        _judge_queries([row for row in measured if row.name not in NOT_PAGES]),
        _judge_sizes(measured),
        *(_judge_milliseconds(measured, name, size) for name, size in MOST_MILLISECONDS),
        *(_not_measured(limit) for limit in NEVER_MEASURED),
    ]


def _judge_above_sql(measured: Sequence[Measured]) -> Judgement:
    limit = f"dashboards and the entry grid within their bare SQL + {MOST_ABOVE_SQL} ms at p95"
    if not measured:
        return _not_measured(limit)
    kept = sum(row.above_sql <= MOST_ABOVE_SQL for row in measured)
    worst = max(measured, key=lambda row: row.above_sql)
    text = f"{kept} of {len(measured)}; {worst.label}: {worst.above_sql:.0f} ms above"
    return _judged(limit, text, is_met=kept == len(measured))


def _judge_queries(measured: Sequence[Measured]) -> Judgement:
    limit = f"at most {MOST_QUERIES} queries for a page"
    if not measured:
        return _not_measured(limit)
    worst = max(measured, key=lambda row: row.queries)
    return _judged(limit, f"{worst.label}: {worst.queries}", is_met=worst.queries <= MOST_QUERIES)


def _judge_sizes(measured: Sequence[Measured]) -> Judgement:
    """Whether everything that was measured at several sizes asks equally often at each."""
    limit = "as many queries at every size"
    counts: dict[str, list[int]] = {}
    for row in measured:
        counts.setdefault(row.name, []).append(row.queries)
    repeated = {name: queries for name, queries in counts.items() if len(queries) > 1}
    if not repeated:
        return _not_measured(limit)
    differing = [f"{name}: {queries}" for name, queries in repeated.items() if len(set(queries)) > 1]
    return _judged(limit, ", ".join(differing) or f"{len(repeated)} of {len(repeated)}", is_met=not differing)


def _judge_milliseconds(measured: Sequence[Measured], name: str, size: int) -> Judgement:
    most = MOST_MILLISECONDS[name, size]
    limit = f"{name}, {size} initiatives, under {most:,} ms at p95"
    row = next((row for row in measured if (row.name, row.size) == (name, size)), None)
    return _judged(limit, f"{row.p95:.0f} ms", is_met=row.p95 < most) if row else _not_measured(limit)


def _judged(limit: str, worst: str, *, is_met: bool) -> Judgement:
    return Judgement(limit, worst, Verdict.MET if is_met else Verdict.NOT_MET)


def _not_measured(limit: str) -> Judgement:
    return Judgement(limit, "–", Verdict.NOT_MEASURED)
