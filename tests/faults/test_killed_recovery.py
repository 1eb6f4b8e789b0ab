"""kill -9 at each step of a recovery: the next start finishes it, with all that an uncut one would have read back."""

import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from local_cache import outbox
from local_cache.encrypted import is_sound
from local_cache.first_look import first_look
from local_cache.folder import SeatFolder
from local_cache.model import Saved
from local_cache.seat import Seat
from tests.faults.saved_by_a_seat import AT, OPERATOR, filing
from tests.seat_console.given import enrol_without_centre

if sys.platform == "win32":
    pytest.skip("nothing is killed like that here", allow_module_level=True)

from tests.faults import dying_recovery

PAGE = 4096
POINTS = [point.__name__ for point in dying_recovery.POINTS]


@dataclass(frozen=True)
class Left:
    """What a killed console left: its files, one case that the copy has, one saved after it, and a page of nothing."""

    folder: SeatFolder
    copied: Saved
    later: Saved
    needs_page: int


def open_seat(folder: SeatFolder) -> Seat:
    return Seat.open(folder, now=lambda: AT, start_sync=False, ballast_size=0)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Left:
    root = tmp_path_factory.mktemp("killed")
    with closing(open_seat(enrol_without_centre(root / "running"))) as seat:
        copied = seat.save(filing("copied"), session=OPERATOR).result(60)
        seat._open.backups.make()
        seat._files.work.outside(lambda work: work.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()).result(60)
        later = seat.save(filing("later"), session=OPERATOR).result(60)
        [page] = seat._files.on_work(
            lambda work: work.execute("SELECT rootpage FROM sqlite_master WHERE name = 'needs'").fetchone()
        )
        shutil.copytree(seat._open.folder.root, root / "left")
    return Left(SeatFolder(root / "left"), copied, later, page)


def spoil(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xff" * PAGE)


def cut(left: Left, root: Path, page: int, point: str) -> SeatFolder:
    """Damage a page of what was left and kill the start that meets it."""
    folder = SeatFolder(shutil.copytree(left.folder.root, root / "seat"))
    spoil(folder.work, page)
    script = str(Path(__file__).with_name("dying_recovery.py"))
    done = subprocess.run([sys.executable, script, point, str(folder.root)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    return folder


@pytest.mark.parametrize("point", POINTS)
def test_a_recovery_killed_at_any_step_loses_no_case_and_gives_no_number_twice(
    killed: Left, tmp_path: Path, point: str
) -> None:
    folder = cut(killed, tmp_path, killed.needs_page, point)
    assert first_look(folder, AT).enrolled
    with closing(open_seat(folder)) as again:
        rows = [row.mutation_id for row in again._files.on_work(outbox.everything)]
        assert rows == [str(killed.copied.mutation_id), str(killed.later.mutation_id)]
        assert again.status.recovered
        number = again.save(filing("next"), session=OPERATOR).result(60).number
        assert number not in (killed.copied.number, killed.later.number)
    aside = [each for each in folder.set_aside.iterdir() if each.suffix == ".db"]
    assert len(aside) == 1
    assert not list(folder.root.glob("work.new*"))


def test_the_log_of_a_file_that_is_set_aside_is_never_read_into_the_one_that_takes_its_place(
    killed: Left, tmp_path: Path
) -> None:
    folder = cut(killed, tmp_path, killed.needs_page, "before_the_copy_takes_its_place")
    shutil.copyfile(f"{killed.folder.work}-wal", f"{folder.work}-wal")
    with closing(open_seat(folder)) as again:
        numbers = [again.save(filing(str(n)), session=OPERATOR).result(60).number for n in range(2)]
        assert again.status.recovered
        assert not {killed.copied.number, killed.later.number} & set(numbers)
        assert str(killed.copied.mutation_id) in {row.mutation_id for row in again._files.on_work(outbox.everything)}
        assert is_sound(again._files.work.connection)
    assert any(each.name.endswith("-wal") for each in folder.set_aside.iterdir())
