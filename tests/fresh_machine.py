"""A fresh machine, proved: `make demo` and `make test` in a bare Debian folder, as root and as an ordinary user.

Run by hand, as root, from a checkout: `python3 tests/fresh_machine.py`. It tries the last commit in a folder
that debootstrap creates with only the packages below and this machine's configuration of apt, pip and npm. Mounts and
processes are in their own namespaces, which always end with this program.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = "python3-venv,make,git,ca-certificates"
USERS = ("root", "ordinary")
NAMESPACES = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]
CERTIFICATES = "/usr/local/share/ca-certificates"
CONFIGURATION = ("/etc/apt", "/usr/share/keyrings", CERTIFICATES, "/etc/hosts", "/etc/resolv.conf")
SETTINGS = {"cafile", "cert", "https-proxy", "index-url", "proxy", "registry", "timeout", "trusted-host"}
SECONDS_TO_SERVE = 600


@dataclass
class Step:
    user: str
    command: str
    seconds: float
    well: bool
    end: str

    def __str__(self) -> str:
        return f"{'' if self.well else 'NOT '}well  {self.user:8}  {self.seconds:5.0f} s  {self.command}  → {self.end}"


class Machine:
    """A bare Debian in a folder, with the project in a user's home folder, and the steps that were run."""

    def __init__(self, folder: Path, user: str) -> None:
        self.folder, self.user, self.steps = folder, user, list[Step]()
        self.home = "/root" if user == "root" else f"/home/{user}"
        self.project = folder / self.home[1:] / "effektspor"

    def make(self) -> None:
        """Create the machine by debootstrap unless it exists, and mount its file systems."""
        if not self.project.parent.is_dir():
            with self._step("root", "debootstrap"):
                _debootstrap(self.folder)
                _configure(self.folder)
                _run("chroot", self.folder, "sh", "-c", f"getent passwd {self.user} || useradd -m {self.user}")
        for kind, place in (("proc", "proc"), ("devpts", "dev/pts"), ("tmpfs", "dev/shm")):
            _run("mount", "-t", kind, kind, self.folder / place)

    def bring_project(self) -> None:
        """Copy the last commit and the documents beside the project; installed packages are kept."""
        if not self.project.is_dir():
            _run("git", "init", "--quiet", self.project)
        git = ("git", "-c", "safe.directory=*", "-C", self.project)
        _run(*git, "fetch", "--quiet", "--depth=1", f"file://{PROJECT}", "HEAD")
        _run(*git, "reset", "--quiet", "--hard", "FETCH_HEAD")
        if (PROJECT.parent / "shared").is_dir():
            _run("cp", "-rT", PROJECT.parent / "shared", self.project.parent / "shared")
        _run("chroot", self.folder, "chown", "-R", f"{self.user}:", self.home)

    def start(self, command: str, user: str, stdout: int | None) -> subprocess.Popen[str]:
        path = ("/usr/sbin:/sbin:" if user == "root" else "") + "/usr/bin:/bin"
        shell_command = ["sh", "-c", f"cd {self.home}/effektspor && {command}"]
        return subprocess.Popen(
            [shutil.which("chroot") or "chroot", f"--userspec={user}", self.folder, *shell_command],
            env=_registries() | {"HOME": self.home, "USER": user, "LANG": "C.UTF-8", "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT if stdout else None,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, user: str = "") -> tuple[Step, list[str]]:
        """Run the command to its end; the step and the lines of output."""
        lines = []
        with self._step(user or self.user, command) as step:
            process = self.start(command, step.user, subprocess.PIPE)
            for line in process.stdout or ():
                sys.stdout.write(line)
                lines.append(line.strip())
            last_line = [line for line in lines if line and not line.startswith("make: ")][-1:]
            step.well = process.wait() == 0
            step.end = f"exit {process.returncode}: {''.join(last_line)}"
        return step, lines

    def try_demo(self) -> None:
        """Run `make demo` until a user is logged in; then press Ctrl-C and run `make stop`."""
        port = _free_port()
        with self._step(self.user, "make demo") as step:
            process = self.start(f"PORT={port} make demo", self.user, None)
            step.well = _wait_until_served(port, process)
            step.end = "served, logged in" if step.well else "did not serve"
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait()
        self.run("make stop")

    def try_tests(self, tests: str) -> None:
        """Run the tests; first an ordinary user must be told which packages to install, and root installs them."""
        command = f"make test TESTS={shlex.quote(tests)}" if tests else "make test"
        if self.user != "root" and not (self.folder / "usr/bin/chromium").exists():
            step, lines = self.run(command)
            install_commands = [line for line in lines if line.startswith("apt-get install ")]
            step.well = (
                not step.well
                and len(install_commands) == 1
                and not any("test session starts" in line for line in lines)
            )
            step.end = "asks for packages before any test" if step.well else step.end
            for line in install_commands:
                self.run(f"apt-get update -qq && {line} -y -qq", "root")
        self.run(command)
        self.run("make stop")

    @contextmanager
    def _step(self, user: str, command: str) -> Iterator[Step]:
        step = Step(user, command, 0, well=True, end="")
        self.steps.append(step)
        sys.stdout.write(f"\n--- {user}: {command}\n")
        sys.stdout.flush()
        started_at = time.monotonic()
        try:
            yield step
        except BaseException as error:
            step.well, step.end = False, repr(error)
            raise
        finally:
            step.seconds = time.monotonic() - started_at


def _run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _debootstrap(folder: Path) -> None:
    """Install this machine's Debian release from this machine's mirror."""
    release = _run("sh", "-c", '. /etc/os-release && printf %s "$VERSION_CODENAME"')
    sources = _run("apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)", "Created-By: Packages")
    mirror = dict(reversed([line.split() for line in sources.splitlines()]))[release]
    _run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", release, folder, mirror)
    (folder / "etc/apt/sources.list").unlink()


def _configure(folder: Path) -> None:
    _run("cp", "-aL", "--parents", *filter(os.path.exists, CONFIGURATION), folder)
    _run("chroot", folder, "update-ca-certificates")
    policy = folder / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)


@cache
def _registries() -> dict[str, str]:
    """This machine's network settings of pip, npm and other programs, as environment variables."""
    settings = {name: value for name, value in os.environ.items() if re.search(r"(?i)proxy$|cert|ca_bundle", name)}
    if shutil.which("pip"):
        for name, value in re.findall(r"^[\w:]+\.([\w-]+)='(.*)'$", _run("pip", "config", "list"), re.MULTILINE):
            settings |= _environment_setting("PIP", name, value)
    if shutil.which("npm"):
        for name, value in json.loads(_run("npm", "config", "list", "--long", "--json")).items():
            settings |= _environment_setting("NPM_CONFIG", name, value)
    return settings


def _environment_setting(client: str, name: str, value: object) -> dict[str, str]:
    return {f"{client}_{name}".upper().replace("-", "_"): value} if name in SETTINGS and isinstance(value, str) else {}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_served(port: int, process: subprocess.Popen[str]) -> bool:
    give_up = time.monotonic() + SECONDS_TO_SERVE
    while process.poll() is None and time.monotonic() < give_up:
        try:
            return _log_in(f"http://127.0.0.1:{port}/konto/log-ind/")
        except urllib.error.URLError:
            time.sleep(0.2)
    return False


def _log_in(address: str) -> bool:
    """Log in as a browser does; True if it succeeded, because a refused user stays on the page."""
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(address).read().decode())
    fields = {"csrfmiddlewaretoken": tokens[0], "login": "laeser", "password": "effektspor-demo"}
    return bool(browser.open(address, urllib.parse.urlencode(fields).encode()).url != address)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", choices=["demo", "test"], help="one of the two commands")
    parser.add_argument("--user", choices=USERS, help="one of the two users")
    parser.add_argument("--tests", default="", help="a part of the tests, such as tests/browser/test_pages.py")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where machines stay, for the next run to go on in")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _try_inside(options: argparse.Namespace) -> int:
    machines = [Machine(options.inside / user, user) for user in USERS if options.user in {None, user}]
    try:
        for machine in machines:
            machine.make()
            machine.bring_project()
            if options.only != "test":
                machine.try_demo()
            if options.only != "demo":
                machine.try_tests(options.tests)
    finally:
        steps = [step for machine in machines for step in machine.steps]
        sys.stdout.write("\n" + "\n".join(map(str, steps)) + "\n")
    return 0 if all(step.well for step in steps) else 1


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
    else:
        with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="fresh-machine-") as folder:
            yield Path(folder)


def main() -> int:
    options = _options()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    if options.inside:
        return _try_inside(options)
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        raise SystemExit("Run this as root, with Debian's debootstrap installed.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with _folder(options.keep) as folder:
        return subprocess.run([*NAMESPACES, sys.executable, *sys.argv, "--inside", folder], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
