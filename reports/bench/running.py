"""Runs the bench: for each size it makes a database with data and measures the requested parts."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain
from runpy import run_path

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from initiatives.results.models import FollowUp
from reports.bench.dashboards import measure_dashboards
from reports.bench.data import Data, Size, make_data
from reports.bench.documents import Rendered, measure_documents
from reports.bench.grid import measure_grid
from reports.bench.measuring import Measurement
from reports.bench.report import describe_machine, format_line, write_page

PARTS: Mapping[str, Callable[[Data, int], Iterator[Measurement | Rendered]]] = {
    "dashboards": measure_dashboards,
    "grid": measure_grid,
    "documents": measure_documents,
}
FIRST_SIZE_ONLY = {"documents"}
"""Parts measured only at the first size, because the size of the documents is given by the design."""


@dataclass(frozen=True)
class Plan:
    """The sizes and parts to measure, and the number of times."""

    sizes: Sequence[Size]
    parts: Sequence[str]
    times: int

    def get_parts(self, size: Size) -> list[str]:
        """The parts to measure at the size."""
        return [part for part in self.parts if size == self.sizes[0] or part not in FIRST_SIZE_ONLY]


def run(plan: Plan, *, database: Callable[[], AbstractContextManager[None]], write: Callable[[str], object]) -> str:
    """Measure, and return the page with the results; each result is also written as soon as it is there.

    `database` gives each size a database with empty tables.
    """
    results: list[Measurement | Rendered] = []
    data_sentences: list[str] = []
    machine = ""
    for size in plan.sizes:
        with database(), _serving_settings():
            machine = machine or describe_machine()
            start = time.perf_counter()
            data = make_data(size)
            data_sentences.append(_describe_data(size, time.perf_counter() - start))
            write(data_sentences[-1])
            for result in chain.from_iterable(PARTS[part](data, plan.times) for part in plan.get_parts(size)):
                results.append(result)
                write(format_line(result))
    return write_page(results, machine=machine, data_sentences=data_sentences, times=plan.times)


def _describe_data(size: Size, seconds: float) -> str:
    return (
        f"{size.municipalities} municipalities with {size.initiatives} initiatives each, followed up and approved "
        f"monthly for four years: {FollowUp.objects.count():,} follow-ups, made by SQL in {seconds:.1f} s."
    )


@contextmanager
def own_database() -> Iterator[None]:
    """A database created for the bench and always removed afterwards; the program's own database is not touched."""
    database = connection.settings_dict
    name, test_name = database["NAME"], database["TEST"]["NAME"]
    database["TEST"]["NAME"] = f"bench_{name}"
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        yield
    finally:
        database["TEST"]["NAME"] = test_name
        if database["NAME"] != name:
            connection.creation.destroy_test_db(name, verbosity=0)


@contextmanager
def _serving_settings() -> Iterator[None]:
    """Set up garbage collection as in gunicorn.conf.py, and allow the host name of the test client."""
    thresholds = gc.get_threshold()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["when_ready"](None)
        try:
            yield
        finally:
            gc.unfreeze()
            gc.set_threshold(*thresholds)
