"""An adapter under test with all that it has told, stepped at a time that stands still until the test moves it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from case_api.settings import Asterisk
from case_api.telephony.asterisk.adapter import AsteriskSwitch
from case_api.telephony.asterisk.kept_calls import KeptCalls
from case_api.telephony.asterisk.login import Credentials
from case_api.telephony.asterisk.pace import Pace
from case_api.telephony.switch import TelephonePause
from hotline.call_events import CallEvent, record_of
from hotline.call_record import CallRecord
from hotline.codes import CallQueue
from tests.case_api.telephony.recordings import began
from tests.case_api.telephony.replay_server import SECRET, USER
from tests.deadline import until

PACE = Pace(connect_s=5, silence_s=20, retry_s=0.01, longest_retry_s=0.05, refused_retry_s=0.05)
PINGS_OFTEN = Pace(connect_s=5, silence_s=0.4, retry_s=0.01, longest_retry_s=0.05, refused_retry_s=0.05)
SEATS = {f"PJSIP/10{n:02}": f"00{n:02}" for n in range(1, 21)}
QUEUES = {"hotline12345": CallQueue.GENERAL, "biz12345": CallQueue.ENTERPRISE}
REASONS = {"用餐": "meal", "会议": "meeting", "小休": "rest"}


class Listening:
    """The adapter and what it told."""

    def __init__(self, switch: AsteriskSwitch, now: datetime) -> None:
        self.switch = switch
        self.now = now
        self.clock: Callable[[], datetime] | None = None
        self.woken = threading.Event()
        self.events: list[CallEvent] = []
        self.pauses: list[TelephonePause] = []

    def begin(self, open_calls: Sequence[CallRecord] = ()) -> None:
        """Begin."""
        self._take(self.switch.begin(open_calls, self.now))

    def step(self) -> None:
        """Take what it tells now."""
        if self.clock is not None:
            self.now = self.clock()
        self._take(self.switch.step(self.now))

    def hear(self, holds: Callable[[], bool], what: str) -> None:
        """Step until something holds."""

        def looked() -> bool:
            self.step()
            return holds()

        until(looked, what)

    def hear_later(self, holds: Callable[[], bool], what: str) -> None:
        """Step, a second later each time, until something holds: where nothing is under way that must come first."""

        def looked() -> bool:
            self.wait(1)
            return holds()

        until(looked, what)

    def wait(self, seconds: float) -> None:
        """Let time pass and take what that brings."""
        self.now += timedelta(seconds=seconds)
        self.step()

    def is_up(self) -> bool:
        """Say whether there is a line."""
        return self.switch.up_since() is not None

    def records(self) -> dict[UUID, CallRecord]:
        """Return what became of each call."""
        ids = dict.fromkeys(event.call_id for event in self.events)
        return {call_id: record_of(call_id, self.events) for call_id in ids}

    def _take(self, told: Any) -> None:
        self.events += [each for each in told if isinstance(each, CallEvent)]
        self.pauses += [each for each in told if isinstance(each, TelephonePause)]


@contextmanager
def listening(
    port: int,
    *,
    log: Path | None = None,
    kept: KeptCalls | None = None,
    host: str = "127.0.0.1",
    user: str = USER,
    secret: str = SECRET,
    now: datetime | None = None,
    pace: Pace = PINGS_OFTEN,
    seats: dict[str, str] | None = None,
    tls_ca: str = "",
    move: bool = False,
) -> Iterator[Listening]:
    """Give an adapter that has not begun; it is ended with its thread."""
    settings = Asterisk(
        host=host, port=port, queues=QUEUES, seats=SEATS if seats is None else seats, pause_reasons=REASONS,
        queue_log=str(log) if log else "", tls=bool(tls_ca), tls_ca=tls_ca,
        move_telephones=move,
    )  # fmt: skip
    heard = Listening.__new__(Listening)
    switch = AsteriskSwitch(
        settings, lambda: Credentials(user, secret, plain_is_safe=True), lambda: heard.woken.set(), kept, pace
    )
    heard.__init__(switch, now or began("ami_mixed_run"))  # type: ignore[misc]
    try:
        yield heard
    finally:
        switch.close()
        assert switch.join(20), "the thread of the line did not end"
