"""A call that was ended at the desk is over, whatever a switch that did not hear of it tells when the line is back."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from hotline.codes import CallEventKind as Kind
from hotline.wire import CallEventOut
from local_cache import meta
from local_cache.errors import NoLine
from local_cache.folder import SeatFolder
from local_cache.news import CallEvent, News
from local_cache.seat import Seat
from tests.deadline import PATIENCE_S
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import START, Clock
from tests.local_cache.test_line import wait_for

OpenSeat = Callable[..., Seat]
CALL, NEXT = UUID(int=7), UUID(int=8)


def _events(call_id: UUID, *kinds: Kind) -> list[CallEventOut]:
    return [
        CallEventOut(call_id=call_id, kind=kind, at=START, seat="0042", number="19900000044", line="12345")
        for kind in kinds
    ]


SPOKEN_IN = _events(CALL, Kind.OFFERED, Kind.RINGING, Kind.ANSWERED)
RINGING = _events(NEXT, Kind.OFFERED, Kind.RINGING)


class TellingLine(FakeLine):
    """Sets `told` with each act that arrives."""

    def __init__(self, now: Clock) -> None:
        super().__init__(now)
        self.told = threading.Event()

    def call_act(self, call_id: UUID, act: str) -> None:
        super().call_act(call_id, act)
        self.told.set()


@pytest.fixture
def line(clock: Clock) -> TellingLine:
    there = TellingLine(clock)
    there.live_calls = SPOKEN_IN
    return there


def _kept(seat: Seat) -> str | None:
    return seat._files.on_work(lambda work: meta.get(work, meta.ENDED_CALLS))


def _heard(seat: Seat) -> list[tuple[UUID, str]]:
    heard: list[tuple[UUID, str]] = []

    def listen(news: News) -> None:
        if isinstance(news, CallEvent):
            heard.append((news.call_id, news.kind))

    seat.subscribe(listen)
    return heard


def _hangs_up_without_a_line(seat: Seat, line: TellingLine) -> None:
    wait_for(seat, lambda: seat.status.line_up)
    line.up = False
    wait_for(seat, lambda: not seat.status.line_up)
    with pytest.raises(NoLine):
        seat.call_act(CALL, "hang_up").result(PATIENCE_S)
    assert line.acts == []


def _comes_back(seat: Seat, line: TellingLine, heard: list[tuple[UUID, str]]) -> None:
    """Restore the line; a caller who rings is what the seat hears of, after the call that it has ended."""
    line.live_calls = [*SPOKEN_IN, *RINGING]
    line.up = True
    wait_for(seat, lambda: (NEXT, Kind.RINGING) in heard)
    assert line.told.wait(PATIENCE_S)


def test_a_hang_up_without_a_line_is_told_with_the_line_and_the_call_never_rings_again(
    open_seat: OpenSeat, line: TellingLine
) -> None:
    seat = open_seat(transport=line, start_sync=True)
    _hangs_up_without_a_line(seat, line)
    heard = _heard(seat)
    _comes_back(seat, line, heard)
    assert heard == [(NEXT, Kind.OFFERED), (NEXT, Kind.RINGING)]
    assert line.acts == [(CALL, "hang_up")]


def test_a_hang_up_without_a_line_holds_after_the_program_was_killed(
    open_seat: OpenSeat, line: TellingLine, folder: SeatFolder, tmp_path: Path, clock: Clock
) -> None:
    first = open_seat(transport=line, start_sync=True)
    _hangs_up_without_a_line(first, line)
    first._files.on_work(lambda _: None)
    killed = SeatFolder(shutil.copytree(folder.root, tmp_path / "as a kill leaves it"))
    seat = Seat.open(killed, now=clock, transport=line, start_sync=True, ballast_size=0)
    try:
        heard = _heard(seat)
        _comes_back(seat, line, heard)
        assert {call_id for call_id, _ in heard} == {NEXT}
    finally:
        seat.close()


def test_the_end_of_such_a_call_is_news_and_then_nothing_is_kept_of_it(open_seat: OpenSeat, line: TellingLine) -> None:
    seat = open_seat(transport=line, start_sync=True)
    _hangs_up_without_a_line(seat, line)
    heard = _heard(seat)
    line.live_calls = [*SPOKEN_IN, *_events(CALL, Kind.HUNG_UP)]
    line.up = True
    wait_for(seat, lambda: heard == [(CALL, Kind.HUNG_UP)])
    assert _kept(seat) is None


def test_a_call_that_ended_while_there_was_no_line_is_asked_for_once_and_forgotten(
    open_seat: OpenSeat, line: TellingLine
) -> None:
    seat = open_seat(transport=line, start_sync=True)
    _hangs_up_without_a_line(seat, line)
    heard = _heard(seat)
    line.live_calls = RINGING
    line.up = True
    wait_for(seat, lambda: (NEXT, Kind.RINGING) in heard)
    seat.call_act(CALL, "hang_up").result(PATIENCE_S)  # the centre knows no such call: it is over, as was wanted
    assert line.acts == []
    assert _kept(seat) is None


def test_what_the_switch_never_ended_is_not_kept_for_ever(open_seat: OpenSeat, line: TellingLine, clock: Clock) -> None:
    seat = open_seat(transport=line, start_sync=True)
    wait_for(seat, lambda: seat.status.line_up)
    seat.call_act(CALL, "hang_up").result(PATIENCE_S)
    assert str(CALL) in str(_kept(seat))
    clock.turn(days=2)
    line.live_calls = [*SPOKEN_IN, *RINGING]
    seat.call_act(NEXT, "hang_up").result(PATIENCE_S)
    assert str(CALL) not in str(_kept(seat))
    assert str(NEXT) in str(_kept(seat))
