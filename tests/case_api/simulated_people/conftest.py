"""A second database beside the first."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def another_url(sqlite_template: Path, tmp_path: Path) -> str:
    file = tmp_path / "another.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"
