"""What Asterisk and the adapter owe each other, tried on the replay server and on a running Asterisk.

The latter where `SEAT_TEST_AMI` names one as user:secret@host:port (docs/telephony.md says what it has to have).
"""

import os
import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol

import pytest

from case_api.telephony.asterisk.wire_format import Packet, packed
from case_api.telephony.switch import Staffing
from hotline.codes import CallEventKind as Kind
from tests.case_api.telephony.listening import PINGS_OFTEN, Listening, listening
from tests.case_api.telephony.recordings import Stretch, recording
from tests.case_api.telephony.replay_server import SECRET, USER, ReplayServer

ASTERISK = os.environ.get("SEAT_TEST_AMI", "")
TELEPHONE, SEAT = "PJSIP/1001", "0001"
READY = Staffing(available=True)
MEAL = Staffing(available=False, reason="meal")


class Switch(Protocol):
    """What is tried."""

    host: str
    port: int
    user: str
    secret: str

    def pause_by_hand(self, paused: bool, reason: str = "") -> None:
        """Pause or unpause the telephone, as somebody else does."""
        ...

    def is_paused(self) -> bool:
        """Say whether the telephone is paused in a queue."""
        ...

    def caller_who_gives_up(self) -> None:
        """Let a caller come into the queue and hang up after a short while."""
        ...


class Replayed:
    """The replay server."""

    host, user, secret = "127.0.0.1", USER, SECRET

    def __init__(self) -> None:
        first = recording("ami_mixed_run")[0]
        self.server = ReplayServer((Stretch(first.began, first.status),))
        self.port = self.server.port
        self._events = first.events

    def pause_by_hand(self, paused: bool, reason: str = "") -> None:
        """Pause as another client of the server."""
        self.server.pause(TELEPHONE, paused, reason)

    def is_paused(self) -> bool:
        """Say whether it is paused."""
        return self.server.paused.get(TELEPHONE, {}).get("Paused") == "1"

    def caller_who_gives_up(self) -> None:
        """Tell of the first one of the recording."""
        gave_up = next(each["Linkedid"] for each in self._events if each["Event"] == "QueueCallerAbandon")
        self.server.say(*(each for each in self._events if each.get("Linkedid") == gave_up))


class Running:
    """An Asterisk that is running."""

    def __init__(self, address: str) -> None:
        found = re.fullmatch(r"(?P<user>[^:]+):(?P<secret>.+)@(?P<host>[^@:]+):(?P<port>\d+)", address)
        assert found is not None, "SEAT_TEST_AMI is to be user:secret@host:port"
        self.host, self.user, self.secret = found["host"], found["user"], found["secret"]
        self.port = int(found["port"])

    def pause_by_hand(self, paused: bool, reason: str = "") -> None:
        """Pause by a session of its own."""
        self._do({"Action": "QueuePause", "Interface": TELEPHONE, "Paused": str(paused).lower(), "Reason": reason})

    def is_paused(self) -> bool:
        """Ask."""
        told = self._do({"Action": "QueueStatus", "Member": TELEPHONE}, until=b"QueueStatusComplete")
        return b"Paused: 1" in told

    def caller_who_gives_up(self) -> None:
        """Make a caller of no telephone."""
        self._do(
            {
                "Action": "Originate", "Channel": "Local/12345@from-caller", "Application": "Wait", "Data": "2",
                "CallerID": "19900000001", "Async": "true",
            }
        )  # fmt: skip

    def _do(self, action: Packet, until: bytes = b"Response: ") -> bytes:
        with socket.create_connection((self.host, self.port), timeout=10) as line:
            line.sendall(packed({"Action": "Login", "Username": self.user, "Secret": self.secret, "Events": "off"}))
            told = b""
            while b"Response: " not in told:
                told += line.recv(65536)
            line.sendall(packed(action))
            told = b""
            while until not in told:
                told += line.recv(65536)
            return told


@pytest.fixture(
    params=[
        "replayed",
        pytest.param("running", marks=pytest.mark.skipif(not ASTERISK, reason="SEAT_TEST_AMI names no Asterisk")),
    ]
)
def asterisk(request: pytest.FixtureRequest) -> Iterator[Switch]:
    """Give the replay server, and a running Asterisk where there is one."""
    if request.param == "running":
        running = Running(ASTERISK)
        running.pause_by_hand(False)
        yield running
        running.pause_by_hand(False)
        return
    replayed = Replayed()
    yield replayed
    replayed.server.close()


@pytest.fixture
def heard(asterisk: Switch) -> Iterator[Listening]:
    """Give an adapter that has a line to it and knows how things are."""
    at = {"port": asterisk.port, "host": asterisk.host, "user": asterisk.user, "secret": asterisk.secret}
    with listening(**at, pace=PINGS_OFTEN) as listener:  # type: ignore[arg-type]
        listener.clock = lambda: datetime.now(UTC)
        listener.begin()
        listener.switch.staff({SEAT: READY}, listener.now)
        listener.hear(lambda: listener.switch.is_in_step, "how things are")
        yield listener


def test_a_pause_of_ours_is_there_and_does_not_come_back(asterisk: Switch, heard: Listening) -> None:
    heard.switch.staff({SEAT: MEAL}, heard.now)
    heard.hear(asterisk.is_paused, "the pause")
    heard.switch.staff({SEAT: READY}, heard.now)
    heard.hear(lambda: not asterisk.is_paused(), "its end")
    asterisk.pause_by_hand(True, "会议")
    heard.hear(lambda: bool(heard.pauses), "somebody else's pause")
    assert [(each.seat, each.paused, each.reason) for each in heard.pauses] == [(SEAT, True, "meeting")]


def test_a_pause_by_hand_is_told_both_ways(asterisk: Switch, heard: Listening) -> None:
    asterisk.pause_by_hand(True, "用餐")
    heard.hear(lambda: len(heard.pauses) == 1, "the pause")
    asterisk.pause_by_hand(False)
    heard.hear(lambda: len(heard.pauses) == 2, "its end")
    assert [(each.paused, each.reason) for each in heard.pauses] == [(True, "meal"), (False, "")]


def test_a_caller_who_gives_up_is_one_abandoned_call(asterisk: Switch, heard: Listening) -> None:
    heard.switch.staff({SEAT: MEAL}, heard.now)
    asterisk.caller_who_gives_up()
    heard.hear(lambda: any(event.kind is Kind.ABANDONED for event in heard.events), "the end of the call")
    (call,) = heard.records().values()
    assert call.ended_at is not None
    assert heard.events[0].kind is Kind.OFFERED
    assert heard.events[0].number.startswith("1990000")
