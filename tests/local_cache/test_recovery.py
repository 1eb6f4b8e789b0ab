"""A damaged work file is set aside, never deleted; the newest good copy takes its place and nothing is doubled."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from hotline import order_number
from local_cache import outbox, recovery
from local_cache.backup import KEPT, Backups
from local_cache.encrypted import Connection, DatabaseError, FileSecret
from local_cache.errors import NotSaved, Why, WorkLost
from local_cache.folder import SeatFolder
from local_cache.news import News, Recovered
from local_cache.numbers import GAP_AFTER_RECOVERY
from local_cache.refs import Ref
from local_cache.seat import Seat
from tests.local_cache.given import SESSION, Clock, draft, filing

OpenSeat = Callable[..., Seat]


def _copies(folder: SeatFolder) -> list[str]:
    return sorted(each.name for each in folder.backups.iterdir())


def _damage(path: Path, at: int | None = None) -> bytes:
    """Overwrite a page (the first by default) and return what the file held before."""
    before = path.read_bytes()
    start = 0 if at is None else at
    path.write_bytes(before[:start] + b"\xff" * 4096 + before[start + 4096 :])
    return before


def _mutations(seat: Seat) -> list[str]:
    return [row.mutation_id for row in seat._files.on_work(outbox.everything)]


# --- copies ------------------------------------------------------------------------------------------------------


def test_a_copy_is_made_for_a_minute_in_which_something_changed_and_only_then(
    seat: Seat, folder: SeatFolder, clock: Clock
) -> None:
    keeper = seat._keeper
    keeper._monotonic = clock.seconds
    keeper.tick()
    assert len(_copies(folder)) == 1  # a new seat has none yet
    clock.turn(seconds=61)
    keeper.tick()
    assert len(_copies(folder)) == 1
    seat.save(filing(), session=SESSION).result()
    keeper.tick()
    keeper.tick()
    assert len(_copies(folder)) == 2
    seat.save(filing(), session=SESSION).result()
    clock.turn(seconds=30)
    keeper.tick()
    assert len(_copies(folder)) == 2
    clock.turn(seconds=31)
    keeper.tick()
    assert len(_copies(folder)) == 3


def test_the_three_newest_copies_are_kept_whatever_the_clock_says(folder: SeatFolder, secret: FileSecret) -> None:
    backups = Backups(folder, secret)
    for _ in range(6):
        assert backups.make()
    assert [each.name for each in backups.newest_first()] == [
        "work-000000006.db", "work-000000005.db", "work-000000004.db",
    ]  # fmt: skip
    assert len(_copies(folder)) == KEPT


def test_closing_makes_a_last_copy(open_seat: OpenSeat, folder: SeatFolder, secret: FileSecret) -> None:
    seat = open_seat()
    seat.save(filing(), session=SESSION).result()
    seat.close()
    _damage(folder.work)
    assert len(_mutations(open_seat())) == 1


# --- at the start ------------------------------------------------------------------------------------------------


def test_a_damaged_file_is_set_aside_and_the_copy_offered_again_under_a_new_client(
    open_seat: OpenSeat, folder: SeatFolder
) -> None:
    first = open_seat()
    saved = [first.save(filing(f"第{n}件"), session=SESSION).result() for n in range(3)]
    first.put_draft(draft()).result()
    client = first._files.on_work(outbox.client_id)
    first.close()
    before = _damage(folder.work)

    again = open_seat()
    assert _mutations(again) == [str(each.mutation_id) for each in saved]
    assert again._files.on_work(outbox.client_id) != client
    assert again.status.unsent == 3
    assert [each.id for each in again.drafts("1042").result()] == ["d-1"]
    aside = [each for each in folder.set_aside.iterdir() if each.suffix == ".db"]
    assert [each.read_bytes()[4096:] for each in aside] == [before[4096:]]
    assert again.status.recovered


def test_no_number_is_given_twice_after_a_recovery(open_seat: OpenSeat, folder: SeatFolder) -> None:
    first = open_seat()
    first.save(filing(), session=SESSION).result()
    first._keeper.tick()
    lost = first.save(filing(), session=SESSION).result()
    first._keeper._copied_changes = first._files.work.changes  # killed before the next copy
    first.close()
    _damage(folder.work)
    again = open_seat()
    number = order_number.parse(again.save(filing(), session=SESSION).result().number).counter
    assert number > order_number.parse(lost.number).counter
    assert number > GAP_AFTER_RECOVERY


def test_what_can_still_be_read_of_the_damaged_file_is_taken_over(open_seat: OpenSeat, folder: SeatFolder) -> None:
    first = open_seat()
    first._keeper.tick()
    saved = [first.save(filing("水" * 900), session=SESSION).result() for _ in range(12)]
    first.put_draft(draft("later")).result()
    first._keeper._copied_changes = first._files.work.changes
    first.close()
    _damage(folder.work, folder.work.stat().st_size - 4096)

    again = open_seat()
    kept = set(_mutations(again))
    assert kept < {str(each.mutation_id) for each in saved}
    assert len(kept) >= 8
    assert [each.id for each in again.drafts("1042").result()] == ["later"]


def test_references_newer_than_the_copy_are_taken_over_so_that_no_case_is_made_twice(
    open_seat: OpenSeat, folder: SeatFolder
) -> None:
    first = open_seat()
    first._keeper.tick()
    saved = first.save(filing(), session=SESSION, ref=Ref("A-1", "d")).result()
    first._keeper._copied_changes = first._files.work.changes
    [page] = first._files.on_work(
        lambda work: work.execute("SELECT rootpage FROM sqlite_master WHERE name = 'needs'").fetchone()
    )
    first.close()
    _damage(folder.work, (page - 1) * 4096)
    again = open_seat()
    assert again.status.recovered
    repeated = again.save(filing(), session=SESSION, ref=Ref("A-1", "d")).result()
    assert (repeated.number, repeated.repeated) == (saved.number, True)


def test_the_operator_is_told_until_it_is_read(open_seat: OpenSeat, folder: SeatFolder) -> None:
    first = open_seat()
    first.save(filing(), session=SESSION).result()
    first.close()
    _damage(folder.work)
    second = open_seat()
    told = second.status.recovered
    second.close()
    third = open_seat()
    assert third.status.recovered == told
    third.seen_recovery().result()
    assert third.status.recovered is None
    third.close()
    assert open_seat().status.recovered is None


def test_a_copy_that_is_damaged_too_is_passed_over(open_seat: OpenSeat, folder: SeatFolder, secret: FileSecret) -> None:
    first = open_seat()
    first.save(filing(), session=SESSION).result()
    first.close()
    Backups(folder, secret).make()
    _damage(Backups(folder, secret).newest_first()[0])
    _damage(folder.work)
    assert len(_mutations(open_seat())) == 1


def test_without_a_copy_that_opens_nothing_is_moved(open_seat: OpenSeat, folder: SeatFolder) -> None:
    _damage(folder.work)
    before = folder.work.read_bytes()
    with pytest.raises(WorkLost):
        open_seat()
    assert folder.work.read_bytes() == before
    assert list(folder.set_aside.iterdir()) == []


def test_a_missing_file_comes_back_from_its_copy(open_seat: OpenSeat, folder: SeatFolder) -> None:
    first = open_seat()
    first.save(filing(), session=SESSION).result()
    first.close()
    folder.work.unlink()
    assert len(_mutations(open_seat())) == 1


def test_a_file_that_was_emptied_comes_back_from_its_copy(open_seat: OpenSeat, folder: SeatFolder) -> None:
    first = open_seat()
    first.save(filing(), session=SESSION).result()
    first.close()
    folder.work.write_bytes(b"")
    again = open_seat()
    assert len(_mutations(again)) == 1
    assert again.status.recovered


# --- while the console runs --------------------------------------------------------------------------------------


def _spoil_all(seat: Seat, folder: SeatFolder) -> None:
    seat._files.work.outside(lambda work: work.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()).result()
    folder.work.write_bytes(b"\xff" * folder.work.stat().st_size)
    seat._files.work.outside(lambda work: work.execute("PRAGMA shrink_memory")).result()


def _no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "no room")


def _why_not_saved(seat: Seat) -> Why:
    with pytest.raises(NotSaved) as caught:
        seat.save(filing(), session=SESSION).result()
    return caught.value.why


def test_damage_met_while_running_is_recovered_and_the_save_goes_through(
    open_seat: OpenSeat, folder: SeatFolder
) -> None:
    seat = open_seat()
    heard: list[News] = []
    seat.subscribe(heard.append)
    before = seat.save(filing("之前"), session=SESSION).result()
    seat._keeper.tick()
    _spoil_all(seat, folder)

    after = seat.save(filing("之后"), session=SESSION).result()
    assert _mutations(seat) == [str(before.mutation_id), str(after.mutation_id)]
    assert any(isinstance(each, Recovered) for each in heard)
    assert seat.status.recovered
    assert seat.own_recent().result()[0].mutation_id == after.mutation_id


def test_while_a_damaged_file_cannot_be_replaced_every_save_says_that_it_is_damaged(
    seat: Seat, folder: SeatFolder
) -> None:
    for copy in folder.backups.iterdir():
        copy.unlink()
    _spoil_all(seat, folder)
    assert [_why_not_saved(seat) for _ in range(3)] == [Why.DAMAGED] * 3
    assert not seat.status.disk_ok


def test_a_replacement_that_the_disk_did_not_take_is_made_for_a_later_save(
    seat: Seat, folder: SeatFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seat.save(filing("之前"), session=SESSION).result()
    seat._keeper.tick()
    _spoil_all(seat, folder)
    with monkeypatch.context() as full:
        full.setattr(recovery.shutil, "copyfile", _no_room)
        assert [_why_not_saved(seat) for _ in range(2)] == [Why.DAMAGED] * 2
    after = seat.save(filing("之后"), session=SESSION).result()
    assert _mutations(seat) == [str(before.mutation_id), str(after.mutation_id)]
    assert seat.status.recovered
    assert seat.status.disk_ok


def test_a_replacement_that_could_not_be_opened_at_once_is_not_replaced_again(
    seat: Seat, folder: SeatFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat._keeper.tick()
    _spoil_all(seat, folder)
    connect = recovery.connect

    def busy_once_in_place(path: Path, secret: FileSecret, **options: bool) -> Connection:
        if path == folder.work and not options:
            monkeypatch.setattr(recovery, "connect", connect)
            raise DatabaseError("database is locked")
        return connect(path, secret, **options)

    monkeypatch.setattr(recovery, "connect", busy_once_in_place)
    assert _why_not_saved(seat) is Why.DAMAGED
    assert seat.save(filing(), session=SESSION).result().number
    assert seat.status.recovered
    assert len([each for each in folder.set_aside.iterdir() if each.suffix == ".db"]) == 1


def test_a_damaged_cache_is_made_anew_without_a_word(open_seat: OpenSeat, folder: SeatFolder) -> None:
    first = open_seat()
    saved = first.save(filing(), session=SESSION).result()
    first.close()
    _damage(folder.cache)
    again = open_seat()
    again._files.cache.call(lambda _: None)
    assert again.case(saved.case_id).result() is not None
    assert again.status.recovered is None
