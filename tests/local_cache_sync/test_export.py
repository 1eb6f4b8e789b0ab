"""An outbox carried by hand: whole or not at all, and the centre hears of each mutation once."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from local_cache import outbox
from local_cache.sync.export import (
    ExportElsewhere,
    ExportUnreadable,
    pending_rows,
    read_export,
    take_in,
    write_export,
)
from local_cache.sync.pushing import mutation_of
from tests.local_cache_sync.given import CLIENT, HERE, NOON, saved, work_file

KEY = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw()


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    work = work_file()
    for number in range(1, 4):
        saved(work, number, payload='{"text": "第一行\\r\\n\\u2028第二行"}')
    path = tmp_path / "outbox.jsonl"
    written = write_export(path, pending_rows(work), here=HERE, client_id=CLIENT, device_key=KEY, now=lambda: NOON)
    assert written == 3
    return path


def test_another_seat_takes_it_in_behind_its_own_work_once(exported: Path) -> None:
    work = work_file()
    saved(work, 77)
    export = read_export(exported, from_device=PUBLIC)
    assert (take_in(work, export, HERE), take_in(work, export, HERE)) == (3, 0)
    rows = outbox.everything(work)
    assert [row.seq for row in rows] == [1, 2, 3, 4]
    taken = [mutation_of(row).model_dump(exclude={"seq"}) for row in rows[1:]]
    assert taken == [each.model_dump(exclude={"seq"}) for each in export.mutations]


def test_what_is_for_another_centre_is_not_taken_in(exported: Path) -> None:
    work = work_file()
    with pytest.raises(ExportElsewhere):
        take_in(work, read_export(exported), replace(HERE, grant_key=bytes(range(32))))
    assert outbox.everything(work) == []


def test_every_changed_byte_is_found(exported: Path) -> None:
    whole = exported.read_bytes()
    for at in range(0, len(whole), 37):
        exported.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(ExportUnreadable):
            read_export(exported)


def test_a_file_cut_short_or_with_a_line_taken_out_is_found(exported: Path) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    for broken in (lines[:-1], [*lines[:2], *lines[3:]], lines[:1], []):
        exported.write_bytes(b"".join(broken))
        with pytest.raises(ExportUnreadable):
            read_export(exported)


def test_a_file_of_another_device_is_not_taken_for_this_ones(exported: Path) -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with pytest.raises(ExportUnreadable):
        read_export(exported, from_device=other)


def test_nothing_is_written_over(exported: Path) -> None:
    with pytest.raises(FileExistsError):
        write_export(exported, [], here=HERE, client_id=CLIENT, device_key=KEY, now=lambda: NOON)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are a Unix matter")
def test_the_file_is_for_its_owner_alone(exported: Path) -> None:
    assert exported.stat().st_mode & 0o777 == 0o600
