"""Folders that the user of root's database can reach, and closed folders that stay closed."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.reachable import ensure_accessible_dir, is_open

PROJECT = Path(__file__).resolve().parents[2]
ROOT = os.geteuid() == 0


@pytest.fixture
def opened() -> Iterator[Path]:
    """A folder that all users can reach, unlike root's `tmp_path`."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name).resolve()


@pytest.fixture
def closed(opened: Path) -> Iterator[Path]:
    """A folder closed to others; folders that were created elsewhere instead are removed afterwards."""
    folder = opened / "closed"
    folder.mkdir(mode=0o700)
    yield folder
    for link in filter(Path.is_symlink, list(folder.rglob("*"))):
        if link.readlink().name.startswith("effektspor-"):
            shutil.rmtree(link.readlink())


def test_only_what_lies_below_open_folders_alone_is_open(opened: Path, closed: Path) -> None:
    assert is_open(opened / "made")
    assert is_open(closed)
    assert not is_open(closed / "made")


def test_a_link_is_judged_by_where_it_leads(opened: Path, closed: Path) -> None:
    (opened / "link").symlink_to(closed)
    (closed / "link").symlink_to(opened)
    assert not is_open(opened / "link" / "made")
    assert is_open(closed / "link" / "made")


def test_below_open_folders_everyone_gets_a_plain_folder(opened: Path) -> None:
    assert ensure_accessible_dir(opened / "new" / "made") == opened / "new" / "made"
    assert (opened / "new" / "made").is_dir()
    assert not (opened / "new" / "made").is_symlink()


def test_below_a_closed_folder_only_root_is_led_elsewhere_and_the_closed_one_stays_closed(closed: Path) -> None:
    made = ensure_accessible_dir(closed / "new" / "made")
    assert made == closed / "new" / "made"
    assert made.is_dir()
    assert made.is_symlink() == ROOT
    assert is_open(made.resolve() / "inside") == ROOT
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_exists_stays_what_it_is(closed: Path) -> None:
    (closed / "folder").mkdir()
    (closed / "link").symlink_to(closed / "folder")
    assert not ensure_accessible_dir(closed / "folder").is_symlink()
    assert ensure_accessible_dir(closed / "link").resolve() == closed / "folder"


def test_a_dangling_link_is_replaced(closed: Path) -> None:
    (closed / "link").symlink_to(closed / "gone")
    assert ensure_accessible_dir(closed / "link").is_dir()
    assert not (closed / "gone").exists()


def test_a_bare_python_makes_the_virtual_environment_where_the_module_says(closed: Path) -> None:
    bare = [sys.executable, "-S", "-E", "-m"]
    module = [*bare, "config.reachable", str(closed / ".venv")]
    answer = subprocess.run(module, cwd=PROJECT, capture_output=True, text=True, check=True)
    subprocess.run([*bare, "venv", "--without-pip", answer.stdout.strip()], check=True)
    assert (closed / ".venv" / "bin" / "python").exists()
    assert (closed / ".venv").is_symlink() == ROOT
