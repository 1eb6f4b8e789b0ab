"""One console owns a seat's files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from local_cache.errors import SeatBusy
from local_cache.folder import SeatFolder
from local_cache.lock import SeatLock
from local_cache.seat import Seat

_HOLD = """
import sys
from pathlib import Path
from local_cache.lock import SeatLock
lock = SeatLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_one_is_turned_away_until_the_first_lets_go(tmp_path: Path) -> None:
    with SeatLock(tmp_path / "lock"), pytest.raises(SeatBusy):
        SeatLock(tmp_path / "lock")
    SeatLock(tmp_path / "lock").release()


def test_a_killed_holder_holds_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(SeatBusy):
            SeatLock(path)
        holder.kill()
        holder.wait()
    SeatLock(path).release()


def test_a_second_console_touches_nothing(seat: Seat, folder: SeatFolder) -> None:
    before = folder.work.read_bytes()
    with pytest.raises(SeatBusy):
        Seat.open(folder, start_sync=False, ballast_size=0)
    assert folder.work.read_bytes() == before
    assert seat.drafts("1042").result() == []
