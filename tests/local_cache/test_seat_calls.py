"""The calls at a seat are known without a desk, and what a stream's beginning does not name is over."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hotline.codes import CallEventKind as Kind
from hotline.wire import CallEventOut
from local_cache.errors import CentreSaid
from local_cache.news import CallEvent, CallsHere, News
from local_cache.seat import Seat
from local_cache.seat_calls import SeatCalls
from tests.deadline import PATIENCE_S
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import START, Clock
from tests.local_cache.test_line import wait_for

CALL, NEXT = UUID(int=7), UUID(int=8)


class Told:
    """The calls of one seat, with what was told of them."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.ended: set[UUID] = set()
        self.clock = Clock()
        self.calls = SeatCalls(lambda call_id, _kind: call_id in self.ended, self.news.append, self.clock)

    def hear(self, call_id: UUID, *kinds: Kind) -> None:
        for kind in kinds:
            self.calls.heard(_event(call_id, kind))

    @property
    def of_a_new_desk(self) -> list[tuple[UUID, str]] | None:
        """What a desk hears that opens now."""
        self.news.clear()
        self.calls.tell()
        for news in self.news:
            assert isinstance(news, CallsHere)
            return [(each.call_id, each.kind) for each in news.told]
        return None


def _event(call_id: UUID, kind: Kind) -> CallEvent:
    return CallEvent(call_id, kind, START, "19900000044")


@pytest.fixture
def seat() -> Told:
    return Told()


def test_a_call_that_ended_while_no_desk_was_up_is_not_at_the_next_one(seat: Told) -> None:
    seat.calls.named(())
    seat.hear(CALL, Kind.RINGING)
    assert seat.of_a_new_desk == [(CALL, Kind.RINGING)]
    seat.hear(CALL, Kind.MISSED)
    assert seat.of_a_new_desk == []


@pytest.mark.parametrize(
    ("had", "over"), [([Kind.RINGING], Kind.MISSED), ([Kind.RINGING, Kind.ANSWERED], Kind.HUNG_UP)]
)
def test_what_the_stream_does_not_name_is_over_at_an_unknown_moment(seat: Told, had: list[Kind], over: Kind) -> None:
    seat.hear(CALL, *had)
    seat.hear(NEXT, Kind.RINGING)
    seat.clock.turn(seconds=90)
    seat.news.clear()
    seat.calls.named({NEXT})
    assert seat.news == [
        CallEvent(CALL, over, seat.clock(), "", exact=False),
        CallsHere((_event(NEXT, Kind.RINGING),)),
    ]


def test_nothing_is_said_of_calls_before_the_centre_has_named_them(seat: Told) -> None:
    seat.hear(CALL, Kind.RINGING)
    assert seat.of_a_new_desk is None


def test_the_next_desk_knows_what_was_done_here_before_the_switch_tells_it(seat: Told) -> None:
    seat.calls.named(())
    seat.hear(CALL, Kind.RINGING)
    seat.calls.done_here(CALL, "answer")
    seat.hear(CALL, Kind.ANSWERED)
    seat.calls.done_here(CALL, "hold")
    assert seat.of_a_new_desk == [(CALL, kind) for kind in (Kind.RINGING, Kind.ANSWERED, Kind.HELD)]
    seat.calls.done_here(CALL, "hang_up")
    seat.ended.add(CALL)
    seat.hear(CALL, Kind.RESUMED)
    assert seat.of_a_new_desk == []


def test_a_call_that_rings_here_again_begins_with_that_ring(seat: Told) -> None:
    seat.calls.named(())
    seat.hear(CALL, Kind.RINGING, Kind.ANSWERED, Kind.HELD, Kind.RINGING)
    assert seat.of_a_new_desk == [(CALL, Kind.RINGING)]


def test_the_stream_of_a_seat_names_its_calls_and_a_desk_that_opens_later_is_told(
    open_seat: Callable[..., Seat], clock: Clock
) -> None:
    line = FakeLine(clock)
    line.live_calls = [CallEventOut(call_id=CALL, kind=Kind.RINGING, at=START, seat="0042", number="19900000044")]
    seat = open_seat(transport=line, start_sync=True)
    wait_for(seat, lambda: seat.status.line_up)
    heard: list[News] = []
    seat.subscribe(heard.append)
    wait_for(seat, lambda: _asked_again(seat, heard) == [CALL])
    with pytest.raises(CentreSaid):  # the centre has no such call
        seat.call_act(NEXT, "hold").result(PATIENCE_S)
    line.live_calls = []
    line.up = False
    wait_for(seat, lambda: not seat.status.line_up)
    line.up = True
    wait_for(seat, lambda: _asked_again(seat, heard) == [])
    assert CallEvent(CALL, Kind.MISSED, clock(), "", exact=False) in heard


def _asked_again(seat: Seat, heard: list[News]) -> list[UUID] | None:
    seat.tell_desk_news().result(PATIENCE_S)
    here = [each for each in heard if isinstance(each, CallsHere)]
    return [each.call_id for each in here[-1].told] if here else None
