"""The operator's own states: each is on disk with its time, none is lost, and what the centre has goes away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hotline.codes import AgentState
from local_cache import sign_in
from local_cache.encrypted import connect
from local_cache.folder import SeatFolder
from local_cache.keystore import FileSecret
from local_cache.model import OwnState
from local_cache.seat import Seat
from tests.deadline import PATIENCE_S
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, grant

OpenSeat = Callable[..., Seat]
READY = OwnState(AgentState.READY, "1042")
MEAL = OwnState(AgentState.PAUSED, "1042", "meal")
TALKING = OwnState(AgentState.TALKING, "1042", call_id="c-1")
WRAP_UP = OwnState(AgentState.WRAP_UP, "1042", call_id="c-1")


def _note(seat: Seat, *states: OwnState) -> None:
    for each in states:
        seat.note_state(each).result(PATIENCE_S)


def _unheard(seat: Seat) -> list[tuple[int, AgentState, float]]:
    return [(each.seq, each.own.state, (each.since - START).total_seconds()) for each in seat._states.unheard(50)]


def _rows(seat: Seat) -> list[int]:
    return [seq for (seq,) in seat._files.on_work(lambda work: work.execute("SELECT seq FROM agent_states").fetchall())]


def test_each_change_is_kept_once_with_its_own_time(seat: Seat, clock: Clock) -> None:
    _note(seat, READY)
    clock.turn(seconds=5)
    _note(seat, READY, MEAL)
    clock.turn(seconds=60)
    _note(seat, MEAL, READY)
    assert _unheard(seat) == [(1, "ready", 0), (2, "paused", 5), (3, "ready", 65)]


def test_a_crash_in_wrap_up_or_in_a_pause_goes_on_where_it_was(
    open_seat: OpenSeat, clock: Clock, folder: SeatFolder, tmp_path: Path
) -> None:
    for place, state in enumerate((WRAP_UP, MEAL)):
        first = open_seat()
        _note(first, READY, state)
        killed = SeatFolder(shutil.copytree(folder.root, tmp_path / f"as a kill leaves it {place}"))
        began, count = clock(), len(_unheard(first))
        first.close()
        clock.turn(seconds=90)
        seat = Seat.open(killed, now=clock, start_sync=False, ballast_size=0)
        try:
            last = seat.last_state().result()
            assert last is not None
            assert (last.own, last.since) == (state, began)
            _note(seat, state)
            assert len(_unheard(seat)) == count  # one continuous stay in it
        finally:
            seat.close()


def test_a_pause_asked_for_in_a_call_outlives_a_crash_and_so_does_that_it_was_called_off(
    open_seat: OpenSeat, clock: Clock, folder: SeatFolder, tmp_path: Path
) -> None:
    first, began = open_seat(), clock()
    first.note_state(WRAP_UP).result(PATIENCE_S)
    for pause in ("meal", ""):
        clock.turn(seconds=20)
        first.note_state(WRAP_UP, pause).result(PATIENCE_S)
        killed = SeatFolder(shutil.copytree(folder.root, tmp_path / f"as a kill leaves it, pause {pause}"))
        seat = Seat.open(killed, now=clock, start_sync=False, ballast_size=0)
        try:
            last = seat.last_state().result()
            assert last is not None
            assert (last.own, last.since, last.pause) == (WRAP_UP, began, pause)
        finally:
            seat.close()


def test_what_the_centre_is_told_of_a_call_is_the_same_whatever_is_to_come_after_it(seat: Seat, clock: Clock) -> None:
    seat.note_state(TALKING).result(PATIENCE_S)
    told = []
    seat._states.changed = lambda: told.append(len(_unheard(seat)))
    for pause in ("meal", "", "rest"):
        clock.turn(seconds=20)
        seat.note_state(TALKING, pause).result(PATIENCE_S)
    assert _unheard(seat) == [(1, "talking", 0)]
    seat._states.heard(1)
    seat.note_state(TALKING, "meal").result(PATIENCE_S)
    assert _unheard(seat) == []
    assert told == []


def test_a_pause_from_before_it_was_kept_by_itself_is_brought_up(
    open_seat: OpenSeat, folder: SeatFolder, secret: FileSecret
) -> None:
    seat = open_seat()
    _note(seat, MEAL)
    seat.close()
    with closing(connect(folder.work, secret)) as work:
        work.execute("ALTER TABLE agent_states DROP COLUMN pause")
        work.execute("DELETE FROM _sqlite_migrations WHERE name = 'v5_pauses'")
        work.execute("PRAGMA user_version = 4")
    last = open_seat().last_state().result()
    assert last is not None
    assert (last.own, last.pause) == (MEAL, "meal")


def test_what_the_centre_has_goes_away_and_the_count_goes_on(open_seat: OpenSeat) -> None:
    first = open_seat()
    _note(first, READY, MEAL, READY)
    first._states.heard(2)
    assert [seq for seq, *_ in _unheard(first)] == [3]
    _note(first, MEAL)
    assert _rows(first) == [3, 4]
    first._states.heard(4)
    _note(first, READY)
    first.close()
    again = open_seat()
    _note(again, MEAL)
    assert [seq for seq, *_ in _unheard(again)] == [5, 6]


def test_after_an_older_copy_took_the_files_place_no_state_passes_for_one_that_the_centre_has(
    open_seat: OpenSeat,
) -> None:
    first = open_seat()
    _note(first, READY, MEAL)
    first.close()
    seat = open_seat()  # the centre has four of this seat: the last two were in the file that is gone
    _note(seat, READY, MEAL)
    seat._states.go_on_from(4)
    assert [each[:2] for each in _unheard(seat)] == [(5, "ready"), (6, "paused")]
    _note(seat, READY)
    assert _rows(seat) == [5, 6, 7]


def test_whoever_signs_out_is_signed_out_and_so_is_who_leaves_a_seat_to_another(seat: Seat, clock: Clock) -> None:
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant("1042"), grant("1043")]))
    session = seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
    assert _unheard(seat) == []
    seat.note_state(READY, "meal").result(PATIENCE_S)
    clock.turn(seconds=9)
    seat.sign_in("1043", PASSWORD).result(PATIENCE_S)
    assert seat.last_state().result().pause == ""  # type: ignore[union-attr]
    _note(seat, OwnState(AgentState.READY, "1043"))
    assert _unheard(seat) == [(1, "ready", 0), (2, "signed_out", 9), (3, "ready", 9)]
    session = seat.session or SESSION
    seat.sign_out(session, {}).result(PATIENCE_S)
    _note(seat)
    assert seat.last_state().result().own == OwnState(AgentState.SIGNED_OUT, "1043")  # type: ignore[union-attr]


def test_a_seat_that_nobody_came_back_to_is_signed_out(open_seat: OpenSeat) -> None:
    first = open_seat()
    _note(first, READY)
    first.close()
    seat = open_seat()
    assert seat.resume_session().result(PATIENCE_S) is None
    assert seat.last_state().result().own.state is AgentState.SIGNED_OUT  # type: ignore[union-attr]
