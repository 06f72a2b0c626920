"""In production the scripts import each other by hashed names, so that no old one is used."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import Storage
from django.core.management import call_command

from config.storage import StaticFilesStorage
from tests.config.production import COMPLETE, start
from tests.places import PROJECT

SCRIPTS = PROJECT / "static/js"
PAGES = ("page.js", "grid/main.js", "case.js", "note.js", "choosing.js")
MODULES = {path for path in SCRIPTS.rglob("*.js") if path.name != "figures.js"}
BACKEND = f"{StaticFilesStorage.__module__}.{StaticFilesStorage.__qualname__}"
IMPORTED = re.compile(r'from "(\.\.?/.+?)";')
HASHED = re.compile(r"(\w+)\.[0-9a-f]{12}\.js")

Listed = Iterable[tuple[str, Storage]]


def depth(module: Path) -> int:
    """The length of the longest chain of imports from the module."""
    return max((1 + depth(path) for path in imported_by(module)), default=0)


def imported_by(module: Path) -> list[Path]:
    return (
        [(module.parent / name).resolve() for name in IMPORTED.findall(module.read_text())]
        if module.suffix == ".js"
        else []
    )


@pytest.fixture(params=[True, False], ids=["importers first", "imported first"])
def collected(
    request: pytest.FixtureRequest, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The files collected in production, from a file system that lists them in the hardest and in the easiest order."""
    list_files = FileSystemFinder.list

    def list_sorted(finder: FileSystemFinder, ignore_patterns: Iterable[str] | None) -> Listed:
        files = list_files(finder, ignore_patterns)
        return sorted(files, key=lambda file: depth(PROJECT / "static" / str(file[0])), reverse=request.param)

    monkeypatch.setattr(FileSystemFinder, "list", list_sorted)
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [PROJECT / "static"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": BACKEND}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def reached_from(module: Path) -> set[Path]:
    """The module and all modules that it imports, directly or indirectly."""
    reached, waiting = set(), [module]
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += imported_by(path)
    return reached


def test_every_module_is_imported_by_a_hashed_name_that_exists(collected: Path) -> None:
    pages = [collected / staticfiles_storage.url(f"js/{page}").removeprefix("/static/") for page in PAGES]

    names = [HASHED.fullmatch(path.name) for path in set().union(*map(reached_from, pages))]

    assert all(names)
    assert sorted(name[1] for name in names if name) == sorted(path.stem for path in MODULES)


def test_production_collects_by_this_storage() -> None:
    code = "from config.settings import STORAGES; print(STORAGES['staticfiles']['BACKEND'])"

    result = start([sys.executable, "-c", code], EFFEKTSPOR_ENV="production", **COMPLETE)

    assert result.stdout.strip() == BACKEND
