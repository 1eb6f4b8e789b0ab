"""A file that is there whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from local_cache.whole_file import write_whole


def test_a_disk_without_room_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "plan.json"
    write_whole(file, b"old, and longer")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            write_whole(file, b"new")
    assert file.read_bytes() == b"old, and longer"
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert [*tmp_path.iterdir()] == [file]
