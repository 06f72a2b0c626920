"""The demo: made once for each worker, and copied from then on."""

from reports.demo.loading import load_demo
from tests import snapshots
from tests.places import FIXTURES

_demo: snapshots.Rows = {}


def put_demo_in_place() -> None:
    """The demo, and nothing else, in the database."""
    snapshots.empty()
    if _demo:
        snapshots.put_back(_demo)
    else:
        _demo.update(snapshots.keep(lambda: load_demo(FIXTURES)))
