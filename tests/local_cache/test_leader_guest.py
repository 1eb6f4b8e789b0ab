"""A leader who answers here as a guest: carried with the seat's states, so that nothing of it hangs on the line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from uuid import UUID

from hotline.codes import AgentState
from hotline.desk_doc import DeskNews, LeaderOnRota
from local_cache import sign_in
from local_cache.encrypted import connect
from local_cache.folder import SeatFolder
from local_cache.keystore import FileSecret
from local_cache.model import OwnState
from local_cache.seat import Seat
from tests.deadline import PATIENCE_S
from tests.local_cache.given import PASSWORD, START, Clock, grant

OpenSeat = Callable[..., Seat]
DAY = UUID(int=77)
READY = OwnState(AgentState.READY, "1042")
WITH_GUEST = OwnState(AgentState.READY, "1042", leader_day_id=str(DAY))
ENDS = ("00:00", "08:00", "16:00")


def on_rota(name: str = "周明", **changes: object) -> LeaderOnRota:
    leader = LeaderOnRota(
        leader_day_id=DAY, begins=START, ends=START + timedelta(hours=2), name=name, title="副市长", beside="王敏"
    )
    return leader.model_copy(update=changes)


def told(seat: Seat, clock: Clock, *leaders: LeaderOnRota) -> None:
    """Let the centre say to the desk who answers here."""
    seat._desk_side.news_came(DeskNews(now=clock(), leaders=leaders, shift_ends=ENDS))
    seat._files.on_work(lambda _: None)


def who(seat: Seat) -> str:
    return seat.status.guest.name if seat.status.guest else ""


def test_who_answers_stands_in_each_state_from_beginning_to_end(seat: Seat, clock: Clock) -> None:
    told(seat, clock, on_rota())
    seat.note_state(READY).result(PATIENCE_S)
    assert who(seat) == ""
    clock.turn(minutes=1)
    seat.note_state(WITH_GUEST).result(PATIENCE_S)
    assert who(seat) == "周明"
    clock.turn(minutes=9)
    seat.note_state(READY).result(PATIENCE_S)
    assert who(seat) == ""
    beat = seat._desk_side.beat(seat._states.unheard(9))
    assert [(each.seq, each.leader_day_id) for each in beat.states] == [(1, None), (2, DAY), (3, None)]
    assert beat.states[1].since == START + timedelta(minutes=1)


def test_rota_shifts_and_guest_are_there_after_a_start_without_a_line(open_seat: OpenSeat, clock: Clock) -> None:
    first = open_seat()
    told(first, clock, on_rota())
    first.note_state(WITH_GUEST).result(PATIENCE_S)
    first.close()
    seat = open_seat()
    assert (who(seat), seat.status.shift_ends) == ("周明", ENDS)
    assert [(each.name, each.title, each.beside) for each in seat.status.leaders] == [("周明", "副市长", "王敏")]


def test_a_guest_whom_the_rota_names_no_more_stays_until_they_end_it(seat: Seat, clock: Clock) -> None:
    told(seat, clock, on_rota())
    seat.note_state(WITH_GUEST).result(PATIENCE_S)
    told(seat, clock)
    assert who(seat) == "周明"
    seat.note_state(READY).result(PATIENCE_S)
    told(seat, clock)
    assert seat.status.leaders == ()


def test_whoever_signs_out_or_takes_the_seat_over_ends_it(seat: Seat, clock: Clock) -> None:
    told(seat, clock, on_rota())
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant("1042"), grant("1043")]))
    seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
    seat.note_state(WITH_GUEST).result(PATIENCE_S)
    seat.sign_in("1043", PASSWORD).result(PATIENCE_S)
    assert who(seat) == ""
    last = seat.last_state().result()
    assert last is not None
    assert last.own == OwnState(AgentState.SIGNED_OUT, "1042")


def test_states_of_before_there_were_guests_are_brought_up(
    open_seat: OpenSeat, folder: SeatFolder, secret: FileSecret
) -> None:
    seat = open_seat()
    seat.note_state(READY).result(PATIENCE_S)
    seat.close()
    with closing(connect(folder.work, secret)) as work:
        work.execute("ALTER TABLE agent_states DROP COLUMN leader_day_id")
        work.execute("DELETE FROM _sqlite_migrations WHERE name = 'v4_guests'")
        work.execute("PRAGMA user_version = 3")
    again = open_seat()
    last = again.last_state().result()
    assert last is not None
    assert last.own == READY
