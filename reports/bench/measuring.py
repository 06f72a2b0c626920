"""Times an action, and separately its SQL statements alone."""

import gzip
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

Result = TypeVar("Result")
GZIP_LEVEL = 6
SERVER_CURSOR = re.compile(r"^DECLARE .*? FOR (?=SELECT|WITH)", re.DOTALL)
"""The prefix of a query that uses a server-side cursor; it is removed to execute the query directly."""


class UnexpectedAnswerError(Exception):
    """A page answered with a status other than 200."""


@dataclass(frozen=True)
class Measurement:
    """A measured page or action: number of queries, milliseconds, and bytes of the answer."""

    name: str
    size: int
    """Number of initiatives."""
    queries: int
    p50: float
    p95: float
    sql_p95: float
    sent: int
    gzipped: int

    @property
    def label(self) -> str:
        """The name and the size."""
        return f"{self.name}, {self.size}"

    @property
    def above_sql(self) -> float:
        """Milliseconds above the bare SQL, both at p95."""
        return self.p95 - self.sql_p95


def measure(name: str, size: int, action: Callable[[], bytes], times: int) -> Measurement:
    """Time an action that returns its answer; a first run, which fills the caches, is neither counted nor timed."""
    action()
    answer, statements = capture_statements(action)
    return summarise(name, size, answer=answer, statements=statements, milliseconds=time_runs(action, times))


def summarise(
    name: str, size: int, *, answer: bytes, statements: Sequence[str], milliseconds: Sequence[float]
) -> Measurement:
    """The measurement of a timed action; its statements are timed alone as many times."""
    sql_milliseconds = time_runs(lambda: execute_statements(statements), len(milliseconds))
    return Measurement(
        name=name,
        size=size,
        queries=len(statements),
        p50=percentile(milliseconds, 50),
        p95=percentile(milliseconds, 95),
        sql_p95=percentile(sql_milliseconds, 95),
        sent=len(answer),
        gzipped=len(gzip.compress(answer, GZIP_LEVEL)),
    )


def get_answer(client: Client, path: str, posted: dict[str, object] | None = None) -> bytes:
    """The body of the answer to a GET, or to a POST if `posted` is given; raises UnexpectedAnswerError."""
    response = client.get(path) if posted is None else client.post(path, posted)
    if response.status_code != 200:
        raise UnexpectedAnswerError(f"{path} answered {response.status_code}.")
    return bytes(response.content)


def capture_statements(action: Callable[[], Result]) -> tuple[Result, list[str]]:
    """The action's result, and the SQL statements that it executes."""
    with CaptureQueriesContext(connection) as queries:
        result = action()
    return result, [query["sql"] for query in queries.captured_queries]


def execute_statements(statements: Sequence[str]) -> None:
    """Execute the statements and fetch all their rows."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(SERVER_CURSOR.sub("", statement))
            if cursor.description:
                cursor.fetchall()


def time_runs(action: Callable[[], object], times: int) -> list[float]:
    """The milliseconds of each of `times` runs."""
    milliseconds = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        milliseconds.append((time.perf_counter() - start) * 1000)
    return milliseconds


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that `percent` percent of the values do not exceed."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]
