"""The shipped packs, read once, and a small one to spoil."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from tests.city_packs.pack_folder import PackFolder
from wording import set_language


@pytest.fixture(scope="session")
def packs() -> dict[str, CityPack]:
    """Every shipped pack by its city."""
    return {city: read_pack(folder) for city, folder in shipped_packs().items()}


@pytest.fixture(scope="session")
def tangshan(packs: dict[str, CityPack]) -> CityPack:
    """The pack of Tangshan."""
    return packs["tangshan"]


@pytest.fixture
def dongsheng(tmp_path: Path) -> PackFolder:
    """A copy of the smallest shipped pack."""
    return PackFolder(shutil.copytree(shipped_packs()["dongsheng"], tmp_path / "dongsheng"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")
