"""Run the bench: for each size a database with its data, and the parts that are asked for."""

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
from reports.bench.measuring import Measured
from reports.bench.report import line, machine, write_page

PARTS: Mapping[str, Callable[[Data, int], Iterator[Measured | Rendered]]] = {
    "dashboards": measure_dashboards,
    "grid": measure_grid,
    "documents": measure_documents,
}
MEASURED_ONCE = {"documents"}
"""Parts that the first size alone has: the design tells how long its documents are."""


@dataclass(frozen=True)
class Plan:
    """What is to be measured, and how many times."""

    sizes: Sequence[Size]
    parts: Sequence[str]
    times: int

    def parts_of(self, size: Size) -> list[str]:
        """The parts that are measured at the size."""
        return [part for part in self.parts if size == self.sizes[0] or part not in MEASURED_ONCE]


def run(plan: Plan, *, database: Callable[[], AbstractContextManager[None]], write: Callable[[str], object]) -> str:
    """Measure, and return the page that tells it; each row is also written as soon as it is there.

    `database` gives each size a database with all tables and nothing in them.
    """
    rows: list[Measured | Rendered] = []
    made: list[str] = []
    ran_on = ""
    for size in plan.sizes:
        with database(), _as_served():
            ran_on = ran_on or machine()
            start = time.perf_counter()
            data = make_data(size)
            made.append(_sentence(size, time.perf_counter() - start))
            write(made[-1])
            for row in chain.from_iterable(PARTS[part](data, plan.times) for part in plan.parts_of(size)):
                rows.append(row)
                write(line(row))
    return write_page(rows, machine=ran_on, made=made, times=plan.times)


def _sentence(size: Size, seconds: float) -> str:
    return (
        f"{size.municipalities} municipalities with {size.initiatives} initiatives each, followed up and approved "
        f"monthly for four years: {FollowUp.objects.count():,} follow-ups, made by SQL in {seconds:.1f} s."
    )


@contextmanager
def own_database() -> Iterator[None]:
    """A database that is made for the bench and removed whatever happens; the program's own is not touched."""
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
def _as_served() -> Iterator[None]:
    """The garbage collector as the server's own file sets it, and the host that the test client asks."""
    thresholds = gc.get_threshold()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["when_ready"](None)
        try:
            yield
        finally:
            gc.unfreeze()
            gc.set_threshold(*thresholds)
