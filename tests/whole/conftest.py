"""A centre of its own for every test that needs one; making it is done once, serving it is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole.centre import RealCentre, make_centre


@pytest.fixture(scope="session")
def new_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a centre that nobody has served yet; it is only copied."""
    return make_centre(tmp_path_factory.mktemp("new"))


@pytest.fixture
def centre(new_centre: Path, tmp_path: Path) -> Iterator[RealCentre]:
    """A served centre without cases."""
    made = RealCentre(shutil.copytree(new_centre, tmp_path / "centre"))
    with made.served():
        yield made
