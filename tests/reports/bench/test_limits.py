"""Which limits of the design the measurements meet."""

import pytest

from reports.bench.documents import NOTE
from reports.bench.grid import GRID, SAVED
from reports.bench.limits import Verdict, judge
from reports.bench.measuring import Measurement, percentile


def measured(name: str, size: int, *, queries: int = 15, p95: float = 100, sql_p95: float = 0) -> Measurement:
    return Measurement(name, size, queries=queries, p50=0, p95=p95, sql_p95=sql_p95, sent=0, gzipped=0)


ABOVE_SQL, QUERIES, SIZES, GRID_TIME, SAVED_TIME, NOTE_TIME = range(6)


@pytest.mark.parametrize(
    ("row", "limit", "verdict"),
    [
        (measured("savings", 500, p95=300, sql_p95=200), ABOVE_SQL, Verdict.MET),
        (measured("savings", 500, p95=301, sql_p95=200), ABOVE_SQL, Verdict.NOT_MET),
        (measured(SAVED, 300, p95=301, sql_p95=200), ABOVE_SQL, Verdict.NOT_MEASURED),
        (measured("savings", 500), QUERIES, Verdict.MET),
        (measured("savings", 500, queries=16), QUERIES, Verdict.NOT_MET),
        (measured(NOTE, 30, queries=16), QUERIES, Verdict.NOT_MEASURED),
        (measured("savings", 500), SIZES, Verdict.NOT_MEASURED),
        (measured(GRID, 300, p95=199), GRID_TIME, Verdict.MET),
        (measured(GRID, 300, p95=200), GRID_TIME, Verdict.NOT_MET),
        (measured(GRID, 30, p95=1), GRID_TIME, Verdict.NOT_MEASURED),
        (measured(SAVED, 300, p95=39), SAVED_TIME, Verdict.MET),
        (measured(NOTE, 30, p95=251), NOTE_TIME, Verdict.NOT_MET),
    ],
)
def test_each_limit_is_judged_by_the_rows_it_is_about(row: Measurement, limit: int, verdict: Verdict) -> None:
    assert judge([row])[limit].verdict == verdict


def test_the_worst_of_several_rows_is_named() -> None:
    judgements = judge([measured("savings", 50, p95=20), measured("overview", 500, p95=431.4, queries=17)])

    assert judgements[ABOVE_SQL].worst == "1 of 2; overview, 500: 431 ms above"
    assert judgements[QUERIES].worst == "overview, 500: 17"


def test_a_page_that_asks_more_often_about_more_is_named() -> None:
    rows = [measured("savings", 500, queries=9), measured("savings", 50, queries=8), measured("rounds", 500)]

    assert judge(rows)[SIZES].verdict == Verdict.NOT_MET
    assert judge(rows)[SIZES].worst == "savings: [9, 8]"
    assert judge([rows[0], rows[0]])[SIZES].verdict == Verdict.MET


def test_a_percentile_is_the_smallest_time_that_so_many_do_not_exceed() -> None:
    assert percentile([3, 1, 2, 4], 50) == 2
    assert percentile(range(1, 101), 95) == 95
    assert percentile([7], 95) == 7
