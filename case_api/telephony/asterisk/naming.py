"""What Asterisk's names are to the centre: its calls, its telephones, its queues, its numbers and its times."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from case_api.telephony.asterisk.wire_format import Packet
from hotline.codes import CallQueue

_log = structlog.get_logger()
_NUMBER = re.compile(r"\+?[0-9]{2,20}")
_LINE = re.compile(r"[0-9+*#]{1,20}")


class CallIds:
    """A call's id is worked out of its Linkedid: whoever asks the same switch names a call the same, also later."""

    def __init__(self, system: str) -> None:
        self._space = uuid5(NAMESPACE_URL, f"asterisk:{system}")

    def of(self, linkedid: str, turn: int = 1) -> UUID:
        """Return the id of a call; a caller who hung up and came back on the same channel has a further `turn`."""
        return uuid5(self._space, linkedid if turn == 1 else f"{linkedid}#{turn}")


class Telephones:
    """Which seat a telephone stands at, which queue is which of ours, and how its agents are called in the log."""

    def __init__(self, seats: Mapping[str, str], queues: Mapping[str, CallQueue]) -> None:
        self._seats = dict(seats)
        self._queues = queues
        self._interfaces = {seat: interface for interface, seat in seats.items()}
        self._named: dict[str, set[str]] = {}
        self._unknown: set[str] = set()

    def learn(self, packet: Packet) -> None:
        """Take in what an event about a member of a queue says of its names."""
        interface = packet.get("Interface") or packet.get("Location") or ""
        if not interface:
            return
        if name := packet.get("MemberName") or packet.get("Name"):
            self._named.setdefault(name, set()).add(interface)
        behind = packet.get("StateInterface", "")
        if behind in self._seats:
            self._seats.setdefault(interface, self._seats[behind])
        elif behind and interface in self._seats:
            self._seats[behind] = self._seats[interface]

    def seat(self, interface: str) -> str:
        """Return the seat of an interface ("PJSIP/1001"), "" for one that the settings do not know."""
        seat = self._seats.get(interface)
        if seat is None:
            self._say_once(interface, "a telephone of no known seat: name it under [asterisk.seats]", interface)
        return seat or ""

    def seat_of_channel(self, channel: str) -> str:
        """Return the seat of a channel ("PJSIP/1001-0000002a"), "" where it is none's: a caller's has none."""
        return self._seats.get(interface_of(channel), "")

    def seat_of_agent(self, agent: str) -> str:
        """Return the seat of an agent as the queue log names it: by member name, or by interface."""
        interfaces = self._named.get(agent) or {agent}
        if len(interfaces) == 1:
            return self.seat(next(iter(interfaces)))
        self._say_once(agent, "an agent's name in the queue log stands for several telephones", agent)
        return ""

    def interface(self, seat: str) -> str | None:
        """Return the interface that the settings name for a seat."""
        return self._interfaces.get(seat)

    def queue(self, name: str) -> CallQueue:
        """Return which queue of ours one of Asterisk's is."""
        queue = self._queues.get(name)
        if queue is None:
            self._say_once(f"queue {name}", "a queue that nobody knows: name it under [asterisk.queues]", name)
        return queue or CallQueue.OTHER

    def is_ours(self, queue: str) -> bool:
        """Say whether the settings name a queue."""
        return queue in self._queues

    def _say_once(self, key: str, words: str, name: str) -> None:
        if key not in self._unknown and len(self._unknown) < _MOST_SAID:
            self._unknown.add(key)
            _log.warning(words, name=name)


_MOST_SAID = 1000


def interface_of(channel: str) -> str:
    """Return the interface of a channel: its name without the number that Asterisk appends.

    >>> interface_of("PJSIP/1001-0000002a"), interface_of("Local/1001@agents-00000001;1")
    ('PJSIP/1001', 'Local/1001@agents')
    """
    return channel.rpartition("-")[0]


def caller_number(text: str) -> str:
    """Return a caller's number, "" where there is none: Asterisk then says <unknown>, unknown or anything else."""
    return text if _NUMBER.fullmatch(text) else ""


def dialled_line(text: str) -> str:
    """Return the number that was dialled, "" where the extension is none."""
    return text if _LINE.fullmatch(text) else ""


def moment(text: str) -> datetime | None:
    """Return a time of Asterisk's, seconds since 1970 with or without a fraction, None where it is no such time."""
    try:
        seconds = float(text)
        return datetime.fromtimestamp(seconds, UTC) if math.isfinite(seconds) and seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
