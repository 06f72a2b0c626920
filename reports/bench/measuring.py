"""Time an action, and beside it the statements that it sends to the database, alone."""

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
READ_IN_PARTS = re.compile(r"^DECLARE .*? FOR (?=SELECT|WITH)", re.DOTALL)
"""What stands before a query whose rows are fetched a part at a time; alone it is read whole."""


class UnexpectedAnswerError(Exception):
    """A page answered with something else than 200."""


@dataclass(frozen=True)
class Measured:
    """A page or an action: what it is about, its queries, its milliseconds, and the bytes of its answer."""

    name: str
    size: int
    """How many initiatives it is about."""
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


def measure(name: str, size: int, action: Callable[[], bytes], times: int) -> Measured:
    """Time an action that returns its answer; the first run, which fills the caches, is not counted."""
    answer, statements = with_statements(action)
    return summarise(name, size, answer=answer, statements=statements, taken=timed(action, times))


def summarise(name: str, size: int, *, answer: bytes, statements: Sequence[str], taken: Sequence[float]) -> Measured:
    """The row of an action that was timed, with its statements timed alone as many times."""
    alone = timed(lambda: send(statements), len(taken))
    return Measured(
        name=name,
        size=size,
        queries=len(statements),
        p50=percentile(taken, 50),
        p95=percentile(taken, 95),
        sql_p95=percentile(alone, 95),
        sent=len(answer),
        gzipped=len(gzip.compress(answer, GZIP_LEVEL)),
    )


def answer_of(client: Client, path: str, posted: dict[str, object] | None = None) -> bytes:
    """The body of the answer to a GET, or to a POST where something is posted; raises UnexpectedAnswerError."""
    response = client.get(path) if posted is None else client.post(path, posted)
    if response.status_code != 200:
        raise UnexpectedAnswerError(f"{path} answered {response.status_code}.")
    return bytes(response.content)


def with_statements(action: Callable[[], Result]) -> tuple[Result, list[str]]:
    """What the action returns, and the statements that it sends."""
    with CaptureQueriesContext(connection) as queries:
        result = action()
    return result, [query["sql"] for query in queries.captured_queries]


def send(statements: Sequence[str]) -> None:
    """Send the statements as they are, and read all that they give."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(READ_IN_PARTS.sub("", statement))
            if cursor.description:
                cursor.fetchall()


def timed(action: Callable[[], object], times: int) -> list[float]:
    """The milliseconds of each run."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]
