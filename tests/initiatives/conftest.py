"""Ballerup's files, free to be spoiled."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import FIXTURES


@pytest.fixture
def folder(tmp_path: Path, reference: None) -> Path:
    return Path(shutil.copytree(FIXTURES / "catalogues" / "ballerup-2019", tmp_path / "ballerup-2019"))
