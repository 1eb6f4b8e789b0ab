"""What a seat lets go of, what it holds in reserve, and what it takes off a machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from local_cache import cases, outbox
from local_cache.ballast import Ballast
from local_cache.encrypted import Connection, DatabaseError
from local_cache.errors import NotEnrolled, NotSaved
from local_cache.folder import SeatFolder
from local_cache.model import Query
from local_cache.seat import Seat
from local_cache.wipe import wipe
from tests.local_cache.conftest import settle
from tests.local_cache.given import SESSION, START, Clock, case_doc, filing

Cached = Callable[[Callable[[Connection], object]], object]


def test_cases_of_others_age_out_after_ninety_days_and_own_work_does_not(
    seat: Seat, cached: Cached, clock: Clock
) -> None:
    own = seat.save(filing("自己的"), session=SESSION).result()
    old, new = case_doc("旧"), case_doc("新", at=START + timedelta(days=60))
    cached(lambda cache: cases.put_shown(cache, [old, new]))
    clock.turn(days=91)
    seat._keeper.tidy_up()
    titles = [line.title for line in seat.search(Query()).result().lines]
    assert titles == ["新", "自己的"]
    assert seat.search(Query(text="旧")).result().lines == ()
    assert own.case_id is not None


def test_the_reserve_is_given_up_for_a_save_and_taken_up_again(
    open_seat: Callable[..., Seat], folder: SeatFolder
) -> None:
    seat = open_seat(ballast_size=100_000)
    seat._keeper.tick()
    assert folder.ballast.stat().st_size == 100_000

    def full_until_given_up(work: Connection) -> None:
        pages = work.execute("PRAGMA page_count").fetchone()[0]
        work.execute(f"PRAGMA max_page_count = {pages}")

    seat._files.work.outside(full_until_given_up).result()
    give_up = seat._open.ballast.give_up

    def make_room() -> bool:
        seat._files.work.connection.execute("PRAGMA max_page_count = 100000")
        return give_up()

    seat._open.ballast.give_up = make_room  # type: ignore[method-assign]
    assert all(seat.save(filing("水" * 3000), session=SESSION).result().number for _ in range(9))
    assert not folder.ballast.exists()
    seat._keeper.tick()
    assert folder.ballast.stat().st_size == 100_000
    assert seat.status.disk_ok
    assert seat.status.reserve_ok


def test_a_disk_without_room_for_the_reserve_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ballast = Ballast(tmp_path / "ballast", 1000)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=2999))
    assert not ballast.take_up()
    assert not (tmp_path / "ballast").exists()
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=3000))
    assert ballast.take_up()
    assert ballast.give_up()
    assert not ballast.give_up()


def test_that_a_save_failed_is_said_until_one_goes_through_however_whole_the_reserve_is(seat: Seat) -> None:
    def broken(_: Connection) -> None:
        error = DatabaseError("disk I/O error")
        error.sqlite_errorcode = 10  # type: ignore[attr-defined]
        raise error

    with pytest.raises(NotSaved):
        seat._files.on_work(broken)
    seat._keeper.tick()
    assert not seat.status.disk_ok
    assert seat.status.reserve_ok
    seat._files.on_work(outbox.everything)  # it was only read
    assert not seat.status.disk_ok
    seat.save(filing(), session=SESSION).result()
    assert seat.status.disk_ok


def test_a_reserve_that_finds_no_room_is_no_failed_save(
    open_seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = open_seat(ballast_size=1000)
    usage = shutil.disk_usage(seat._open.folder.root)
    seat._open.ballast.give_up()
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=2999))
    seat._keeper.tick()
    seat.save(filing(), session=SESSION).result()
    assert (seat.status.disk_ok, seat.status.reserve_ok) == (True, False)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    seat._keeper.tick()
    assert seat.status.reserve_ok


def test_what_fails_once_does_not_end_the_keeping(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = iter([False, False, True])
    ticks: list[int] = []

    def failing() -> None:
        ticks.append(1)
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(seat._keeper, "tick", failing)
    monkeypatch.setattr(seat._keeper, "_stop", SimpleNamespace(wait=lambda _: next(waits)))
    seat._keeper._run()
    assert len(ticks) == 2


def test_a_seat_taken_off_a_machine_leaves_nothing_that_can_be_read(
    open_seat: Callable[..., Seat], folder: SeatFolder
) -> None:
    seat = open_seat()
    seat.save(filing(), session=SESSION).result()
    settle(seat)
    seat.close()
    wipe(folder)
    assert {each.name for each in folder.root.iterdir()} <= {"seat.lock", "set-aside"}
    with pytest.raises(NotEnrolled):
        open_seat()
