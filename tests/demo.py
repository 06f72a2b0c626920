"""The demo: loaded once in each worker, and then copied."""

from reports.demo.loading import load_demo
from tests import snapshots
from tests.places import FIXTURES

_demo: snapshots.Rows = {}


def put_demo_in_place() -> None:
    """Empty the database and put the demo in it."""
    snapshots.empty()
    if _demo:
        snapshots.put_back(_demo)
    else:
        _demo.update(snapshots.keep(lambda: load_demo(FIXTURES)))
