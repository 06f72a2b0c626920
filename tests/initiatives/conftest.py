"""Ballerup's files as a copy that tests may change."""

import shutil
from pathlib import Path

import pytest

from tests.places import FIXTURES


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    return Path(shutil.copytree(FIXTURES / "catalogues" / "ballerup-2019", tmp_path / "ballerup-2019"))
