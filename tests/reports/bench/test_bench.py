"""The bench runs at its smallest size and reports every measurement; the times are not judged here."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from reports.bench.dashboards import PAGES
from reports.bench.documents import CATALOGUE, NOTE
from reports.bench.grid import GRID, SAVED, WORKBOOK
from reports.bench.running import own_database

SIZES = ("10", "5")
AT_BOTH_SIZES, AT_ONE_SIZE = {*PAGES, GRID, WORKBOOK, SAVED}, {NOTE, CATALOGUE}


@contextmanager
def rolled_back() -> Iterator[None]:
    """Use the test's database instead of one created for the bench."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_page_has_its_row_with_the_same_queries_at_both_sizes_beside_date_and_machine(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("reports.management.commands.bench.own_database", rolled_back)
    out = tmp_path / "bench.md"

    call_command("bench", "--municipalities=2", "--initiatives", *SIZES, "--times=1", f"--out={out}")

    page = out.read_text()
    queries: dict[str, list[str]] = {}
    for name, _, count, *milliseconds_and_bytes in rows_of(page, "page or action"):
        queries.setdefault(name, []).append(count)
        assert len(milliseconds_and_bytes) == 5
    assert {name for name, counts in queries.items() if len(counts) == len(SIZES)} == AT_BOTH_SIZES
    assert queries.keys() - AT_BOTH_SIZES == AT_ONE_SIZE
    assert all(len(set(counts)) == 1 for counts in queries.values()), queries
    assert f"Measured on {timezone.localdate().isoformat()}: {platform.machine()}, " in page
    verdicts = {limit: verdict for limit, _, verdict in rows_of(page, "limit")}
    assert verdicts["as many queries at every size"] == "met"
    assert verdicts["entry grid, 300 initiatives, under 200 ms at p95"] == "not measured here"


def rows_of(page: str, heading: str) -> list[list[str]]:
    """The cells of the table with this first heading."""
    _, table = page.split(f"\n| {heading} |")
    lines = table.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_it_refuses_to_run_in_production(settings: LazySettings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="does not run in production"):
        call_command("bench")


class PretendedServer:
    """A fake server that knows its databases and fails at a step: making, migrating or measuring."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails_at: str) -> None:
        self.databases = {connection.settings_dict["NAME"]}
        self.databases_at_failure: set[str] = set()
        self.fails_at = fails_at
        monkeypatch.setattr(connection.creation, "create_test_db", self.create)
        monkeypatch.setattr(connection.creation, "destroy_test_db", self.destroy)

    def create(self, **options: object) -> None:
        self.reach("making")
        name = connection.settings_dict["TEST"]["NAME"]
        self.databases.add(name)
        connection.settings_dict["NAME"] = name
        self.reach("migrating")

    def destroy(self, old_name: str, **options: object) -> None:
        self.databases.remove(connection.settings_dict["NAME"])
        connection.settings_dict["NAME"] = old_name

    def reach(self, step: str) -> None:
        if step == self.fails_at:
            self.databases_at_failure = set(self.databases)
            raise RuntimeError(step)


@pytest.mark.parametrize(("step", "made"), [("making", 0), ("migrating", 1), ("measuring", 1)])
def test_a_failure_leaves_the_database_that_is_used_and_no_other(
    step: str, made: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = connection.settings_dict["NAME"]
    server = PretendedServer(monkeypatch, fails_at=step)

    with pytest.raises(RuntimeError, match=step), own_database():
        server.reach("measuring")

    assert server.databases_at_failure == {used, *[f"bench_{used}"][:made]}
    assert server.databases == {used}
    assert connection.settings_dict["NAME"] == used
