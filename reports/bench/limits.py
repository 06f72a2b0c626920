"""Compares the measurements with the limits of the design."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.bench import dashboards, documents, grid
from reports.bench.measuring import Measurement

MAX_QUERIES = 15
MAX_ABOVE_SQL = 100
LIMITED_ABOVE_SQL = {*dashboards.PAGES, grid.GRID}
NOT_PAGES = {grid.SAVED, documents.NOTE, documents.CATALOGUE}
"""Not limited in queries: actions, and documents, which need queries for each of their parts."""
MAX_MILLISECONDS = {
    (grid.GRID, 300): 200,
    (grid.SAVED, 300): 40,
    (documents.NOTE, 30): 250,
    (documents.CATALOGUE, 50): 1000,
}
"""Limit in milliseconds by name and number of initiatives."""
NEVER_MEASURED = (
    "ready in the browser within 1.2 s at a quarter of the CPU",
    "5,000 catalogue lines imported under 2 s",
    "200,000 ledger rows under 10 s",
    "costs flat in the number of municipalities, and nearly flat in years",
    "the suite within six minutes",
)


class Verdict(StrEnum):
    """Whether a limit is met."""

    MET = "met"
    NOT_MET = "**not met**"
    NOT_MEASURED = "not measured here"


@dataclass(frozen=True)
class Judgement:
    """A limit, the worst measurement for it, and whether it is met."""

    limit: str
    worst: str
    verdict: Verdict


def judge(measurements: Sequence[Measurement]) -> list[Judgement]:
    """A judgement of every limit of the design; a limit without measurement at its size is NOT_MEASURED."""
    return [
        _judge_above_sql([row for row in measurements if row.name in LIMITED_ABOVE_SQL]),
        _judge_queries([row for row in measurements if row.name not in NOT_PAGES]),
        _judge_sizes(measurements),
        *(_judge_milliseconds(measurements, name, size) for name, size in MAX_MILLISECONDS),
        *(_build_not_measured(limit) for limit in NEVER_MEASURED),
    ]


def _judge_above_sql(measurements: Sequence[Measurement]) -> Judgement:
    limit = f"dashboards and the entry grid within their bare SQL + {MAX_ABOVE_SQL} ms at p95"
    if not measurements:
        return _build_not_measured(limit)
    met_count = sum(row.above_sql <= MAX_ABOVE_SQL for row in measurements)
    worst = max(measurements, key=lambda row: row.above_sql)
    text = f"{met_count} of {len(measurements)}; {worst.label}: {worst.above_sql:.0f} ms above"
    return _build_judgement(limit, text, is_met=met_count == len(measurements))


def _judge_queries(measurements: Sequence[Measurement]) -> Judgement:
    limit = f"at most {MAX_QUERIES} queries for a page"
    if not measurements:
        return _build_not_measured(limit)
    worst = max(measurements, key=lambda row: row.queries)
    return _build_judgement(limit, f"{worst.label}: {worst.queries}", is_met=worst.queries <= MAX_QUERIES)


def _judge_sizes(measurements: Sequence[Measurement]) -> Judgement:
    """Whether everything measured at several sizes has the same number of queries at each size."""
    limit = "as many queries at every size"
    counts: dict[str, list[int]] = {}
    for row in measurements:
        counts.setdefault(row.name, []).append(row.queries)
    repeated = {name: queries for name, queries in counts.items() if len(queries) > 1}
    if not repeated:
        return _build_not_measured(limit)
    differing = [f"{name}: {queries}" for name, queries in repeated.items() if len(set(queries)) > 1]
    return _build_judgement(limit, ", ".join(differing) or f"{len(repeated)} of {len(repeated)}", is_met=not differing)


def _judge_milliseconds(measurements: Sequence[Measurement], name: str, size: int) -> Judgement:
    maximum = MAX_MILLISECONDS[name, size]
    limit = f"{name}, {size} initiatives, under {maximum:,} ms at p95"
    row = next((row for row in measurements if (row.name, row.size) == (name, size)), None)
    return _build_judgement(limit, f"{row.p95:.0f} ms", is_met=row.p95 < maximum) if row else _build_not_measured(limit)


def _build_judgement(limit: str, worst: str, *, is_met: bool) -> Judgement:
    return Judgement(limit, worst, Verdict.MET if is_met else Verdict.NOT_MET)


def _build_not_measured(limit: str) -> Judgement:
    return Judgement(limit, "–", Verdict.NOT_MEASURED)
