"""A worker that begins knows what was kept of calls, and takes over those that are open."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from case_api.cipher import Cipher
from case_api.storage.engine import open_engine, writing
from case_api.telephony.asterisk.kept_calls import CallsInDatabase
from case_api.telephony.asterisk.tracked_calls import events_of
from case_api.telephony.store import record
from hotline.call_events import CallEvent, record_of
from hotline.codes import CallEventKind as Kind
from hotline.codes import CallQueue

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
CALL, OTHER = UUID(int=1), UUID(int=2)


def _event(second: float, kind: Kind, seat: str = "", queue: CallQueue = CallQueue.GENERAL) -> CallEvent:
    return CallEvent(CALL, kind, START + timedelta(seconds=second), seat, queue=queue)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give a centre's database."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_what_was_told_is_known_to_the_next(engine: Engine) -> None:
    kept = CallsInDatabase(engine)
    assert kept.newest() is None
    told = [_event(0, Kind.OFFERED, queue=CallQueue.ENTERPRISE), _event(1, Kind.RINGING, "0042", CallQueue.ENTERPRISE)]
    with writing(engine) as conn:
        record(conn, Cipher(bytes(32)), told, START + timedelta(seconds=9))
    assert kept.newest() == START + timedelta(seconds=1)
    assert list(kept.events([CALL, OTHER])[CALL]) == told
    assert OTHER not in kept.events([CALL, OTHER])


LIVES = [
    [(0, Kind.OFFERED, "")],
    [(0, Kind.OFFERED, ""), (1, Kind.RINGING, "0001"), (7, Kind.MISSED, "0001"), (8, Kind.RINGING, "0002")],
    [(0, Kind.OFFERED, ""), (1, Kind.RINGING, "0001"), (2, Kind.ANSWERED, "0001"), (5, Kind.HELD, "0001")],
    [(0, Kind.OFFERED, ""), (2, Kind.ANSWERED, "0001"), (5, Kind.TRANSFERRED, "0001"), (5, Kind.OFFERED, "")],
    [(0, Kind.OFFERED, ""), (2, Kind.ANSWERED, "0001"), (5, Kind.TRANSFERRED, "0001"), (6, Kind.RINGING, "0002")],
    [(0, Kind.OFFERED, ""), (9, Kind.FLOWED_OUT, "")],
    [(0, Kind.OFFERED, ""), (1, Kind.RINGING, "0001"), (9, Kind.ABANDONED, "")],
    [(0, Kind.OFFERED, ""), (1, Kind.ANSWERED, "0001"), (9, Kind.HUNG_UP, "0001")],
]


@pytest.mark.parametrize("life", LIVES)
def test_a_record_comes_to_events_that_come_to_the_record(life: list[tuple[float, Kind, str]]) -> None:
    before = record_of(CALL, [_event(*each) for each in life])
    assert record_of(CALL, events_of(before)) == before
