"""The seat's keys: made once, kept where only this account reads them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from local_cache import keystore
from local_cache.errors import KeyLost, NotEnrolled
from local_cache.folder import SeatFolder


class _Store(KeyringBackend):
    """A real key store, as a desktop has one; `broken` keeps nothing, like one that nobody has unlocked."""

    priority = 1.0

    def __init__(self, *, broken: bool = False) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self._broken = broken

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self._broken:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def folder(tmp_path: Path) -> SeatFolder:
    made = SeatFolder(tmp_path)
    made.make()
    return made


@pytest.fixture
def store() -> Iterator[_Store]:
    before = keyring.get_keyring()
    made = _Store()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_without_a_key_store_the_keys_lie_in_a_file_of_this_account_alone(folder: SeatFolder) -> None:
    made = keystore.make(folder, system_store=False)
    assert keystore.load(folder) == made
    assert folder.key_file.stat().st_mode & 0o077 == 0
    assert made.data_key != made.device_key


def test_with_a_real_key_store_nothing_lies_in_a_file(folder: SeatFolder, store: _Store) -> None:
    made = keystore.make(folder)
    assert not folder.key_file.exists()
    assert keystore.load(folder) == made
    assert len(store.kept) == 1  # the trial entry is gone


def test_a_key_store_that_keeps_nothing_is_not_trusted(folder: SeatFolder) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Store(broken=True))
    keystore.make(folder)
    keyring.set_keyring(before)
    assert folder.key_file.exists()


def test_keys_are_never_made_over_others(folder: SeatFolder) -> None:
    made = keystore.make(folder, system_store=False)
    with pytest.raises(FileExistsError):
        keystore.make(folder, system_store=False)
    assert keystore.load(folder) == made


def test_lost_keys_are_told_apart_from_no_seat(folder: SeatFolder, store: _Store) -> None:
    with pytest.raises(NotEnrolled):
        keystore.load(folder)
    keystore.make(folder)
    store.kept.clear()
    with pytest.raises(KeyLost):
        keystore.load(folder)


@pytest.mark.parametrize(
    "rubbish", ["", "{}", "[1]", '{"data_key": "!", "device_key": 3}', '{"data_key": "AA==", "device_key": "AA=="}']
)
def test_a_spoilt_key_file_is_a_lost_key(folder: SeatFolder, rubbish: str) -> None:
    keystore.make(folder, system_store=False)
    folder.key_file.write_text(rubbish)
    with pytest.raises(KeyLost):
        keystore.file_secret(folder, keystore.load(folder))


def test_forgetting_leaves_neither_key_nor_salt(folder: SeatFolder, store: _Store) -> None:
    keystore.make(folder)
    keystore.forget(folder)
    assert store.kept == {}
    assert not folder.salt.exists()
    keystore.forget(folder)


def test_where_there_is_a_key_file_keyring_is_not_even_imported(folder: SeatFolder) -> None:
    keystore.make(folder, system_store=False)
    program = """
import sys
from pathlib import Path
from local_cache import keystore
from local_cache.folder import SeatFolder
keystore.load(SeatFolder(Path(sys.argv[1])))
print("keyring" in sys.modules)
"""
    command = [sys.executable, "-c", program, str(folder.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
