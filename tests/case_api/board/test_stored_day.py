"""A day's calls and agent states, read back from the tables of both databases."""

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from case_api.board.stored_day import calls_in, states_in, wrap_ups_in
from case_api.cipher import Cipher
from case_api.storage.engine import open_engine, reading, writing
from case_api.storage.rows import insert
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_states
from case_api.telephony.store import record
from hotline.call_events import record_of
from hotline.call_figures import added_up
from hotline.spans import Span
from hotline.state_times import state_times
from hotline.stays import FigureSettings, as_it_stood
from tests.hotline.calls_told import CALL, TEN, second, told
from tests.hotline.made_calls import made_day

_SETTINGS = FigureSettings(15, 5)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_calls_are_read_as_they_were_worked_out(engine: Engine) -> None:
    day = list(made_day(random.Random(4), 80))
    at = TEN + timedelta(hours=6)
    events = [event for call in day for event in call.events if event.at <= at]
    random.Random(5).shuffle(events)
    with writing(engine) as conn:
        for place in range(0, len(events), 100):
            record(conn, Cipher(bytes(32)), events[place : place + 100], at)
    known = [record_of(call.call_id, events) for call in day]
    span = Span(TEN + timedelta(hours=2), TEN + timedelta(hours=5))
    for each in (Span(TEN, at), span):
        with reading(engine) as conn:
            found = list(calls_in(conn, each))
        begun = [call for call in known if any(visit.offered_at in each for visit in call.visits)]
        assert found == sorted(begun, key=lambda call: call.call_id)
        assert added_up(found, _SETTINGS, each) == added_up(known, _SETTINGS, each)
        past = each.until - timedelta(hours=1)
        then = [[as_it_stood(call, past) for call in calls] for calls in (found, known)]
        assert added_up(then[0], _SETTINGS, each) == added_up(then[1], _SETTINGS, each)


def test_a_call_that_another_queue_took_after_midnight_is_read_whole(engine: Engine) -> None:
    lines = ("-30 offered general", "5 flowed_out general", "5 offered other", "20 answered 0009", "50 hung_up")
    with writing(engine) as conn:
        record(conn, Cipher(bytes(32)), told(*lines), second(60))
    for span in (Span(second(-60), second(0)), Span(second(0), second(60))):
        with reading(engine) as conn:
            assert list(calls_in(conn, span)) == [record_of(CALL, told(*lines))]
    with reading(engine) as conn:
        assert list(calls_in(conn, Span(second(6), second(60)))) == []


def _tell(engine: Engine, *lines: str) -> None:
    """Write states of lines like `30 0001 paused meal` or `40 0001 wrap_up #1`."""
    rows = []
    for seq, line in enumerate(lines, 1):
        at, seat, state, *about = line.split()
        call = next((UUID(int=int(word[1:])) for word in about if word[0] == "#"), None)
        rows.append(
            {
                "device_id": UUID(int=7),
                "seq": seq,
                "seat": seat,
                "operator_id": "wang",
                "state": state,
                "reason": next((word for word in about if word[0] != "#"), ""),
                "call_id": call,
                "since": second(float(at)),
                "received_at": second(9999),
            }
        )
    with writing(engine) as conn:
        for seat in ("0001", "0002", "0003", "0004"):
            row = {"seat": seat, "sub_centre": "north", "queue": "general", "last_serial": 0, "created_at": TEN}
            insert(conn, seats, [row])
        insert(conn, seat_states, rows)


def test_states_are_read_with_the_last_before(engine: Engine) -> None:
    _tell(
        engine,
        "-900 0001 ready", "-500 0001 paused meal", "-500 0001 paused meeting", "100 0001 ready",
        "40 0002 talking #1", "290 0002 wrap_up #1", "350 0002 ready",
        "-9000 0003 signed_out", "120 0003 from_a_newer_console",
    )  # fmt: skip
    span = Span(second(0), second(300))
    with reading(engine) as conn:
        times = state_times(states_in(conn, span), span)
    assert {
        seat: [(str(each.state), each.reason, each.length.total_seconds()) for each in of_seat]
        for seat, of_seat in times.items()
    } == {
        "0001": [("paused", "meeting", 100), ("ready", "", 200)],
        "0002": [("signed_out", "", 40), ("talking", "", 250), ("wrap_up", "", 10)],
        "0003": [("signed_out", "", 300)],
    }


def test_the_work_after_a_call_is_read_also_where_the_day_ends_before_it(engine: Engine) -> None:
    _tell(
        engine,
        "40 0001 talking #1", "60 0001 wrap_up #1", "75 0001 wrap_up #1", "90 0001 ringing #2", "95 0001 talking #2",
        "200 0001 wrap_up #2", "200 0001 paused rest", "260 0001 ready",
        "290 0002 talking #3", "310 0002 wrap_up #3", "350 0002 ready",
        "280 0003 wrap_up #4",
        "20 0004 wrap_up #1", "39 0004 ready",
    )  # fmt: skip
    span = Span(second(0), second(300))
    with reading(engine) as conn:
        over, then = wrap_ups_in(conn, span, second(400)), wrap_ups_in(conn, span, second(300))
    assert {call.int: [each.length.total_seconds() for each in times] for call, times in over.items()} == {
        1: [19, 30],
        3: [40],
    }
    assert set(then) == {UUID(int=1)}
