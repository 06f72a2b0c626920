"""pytest's entry point to the database: loaded by `-p`, before pytest-django reads the settings."""

import pytest

from config import database


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    database.ensure_running()
