"""Which queues a telephone is a member of, where the centre is to say so: a lead moves a seat's queue.

A seat's telephone is to be in a queue of its own kind, general or enterprise, and in none of the other kind; queues
that the settings do not name, and those named "other", are left alone. It joins before it leaves, so that a queue that
is not there costs no seat. Asterisk removes dynamic members only.
"""

from collections.abc import Iterable, Mapping

import structlog

from case_api.telephony.asterisk.naming import Telephones
from case_api.telephony.asterisk.pauses import Pauses
from case_api.telephony.asterisk.wire_format import Packet
from case_api.telephony.switch import Staffing
from hotline.codes import CallQueue

_log = structlog.get_logger()
_KINDS = (CallQueue.GENERAL, CallQueue.ENTERPRISE)
_ACTION = "move-"


class Moves:
    """`queues` are Asterisk's queues, each with that of the centre."""

    def __init__(self, telephones: Telephones, queues: Mapping[str, CallQueue]) -> None:
        self._telephones = telephones
        self._kinds = queues
        self._wanted: dict[str, str] = {}
        self._members: dict[str, dict[str, Packet]] = {}
        self._left: dict[str, set[str]] = {}
        self._asked: set[tuple[str, str, str]] = set()
        self._said: set[tuple[str, str]] = set()

    def want(self, seats: Mapping[str, Staffing]) -> None:
        """Take in whose callers seats answer."""
        for seat, staffing in seats.items():
            self._wanted[seat] = staffing.queue

    def take(self, packet: Packet) -> None:
        """Take in what an event tells of who is a member of which queue, and what Asterisk does not do."""
        interface, queue = packet.get("Interface", ""), packet.get("Queue", "")
        match packet.get("Event"):
            case "QueueMemberAdded":
                self._members.setdefault(interface, {})[queue] = packet
                self._asked.discard((interface, "QueueAdd", queue))
            case "QueueMemberRemoved":
                self._members.get(interface, {}).pop(queue, None)
                self._asked.discard((interface, "QueueRemove", queue))
        if packet.get("Response") == "Error" and packet.get("ActionID", "").startswith(_ACTION):
            self._say_once(packet["ActionID"].removeprefix(_ACTION), packet.get("Message", ""))

    def compare(self, members: Iterable[Packet]) -> None:
        """Take in all members as they are now; what was asked for and did not come of it is asked for again."""
        self._members.clear()
        self._asked.clear()
        for member in members:
            self._members.setdefault(member.get("Location", ""), {})[member.get("Queue", "")] = member

    def actions(self, pauses: Pauses) -> list[Packet]:
        """Return what Asterisk has to be told so that each telephone is where its seat belongs."""
        found: list[Packet] = []
        for seat, wanted in sorted(self._wanted.items()):
            interface = self._telephones.interface(seat)
            if interface is not None and self._members.get(interface) and wanted in _KINDS:
                found += self._moved(seat, interface, wanted, pauses)
        return found

    def _moved(self, seat: str, interface: str, wanted: str, pauses: Pauses) -> list[Packet]:
        memberships = self._members[interface]
        own = {queue for queue, kind in self._kinds.items() if kind == wanted}
        others = {queue for queue in memberships if self._kinds.get(queue) in _KINDS and queue not in own}
        if own & memberships.keys():
            self._left.setdefault(interface, set()).update(others)
            leaves = self._fresh(interface, "QueueRemove", others)
            return [self._told(interface, "QueueRemove", queue) for queue in leaves]
        joins = self._fresh(interface, "QueueAdd", (own & self._left.get(interface, set())) or own)
        if not joins:
            return []
        known = next(iter(memberships.values()))
        about = {
            "MemberName": known.get("MemberName") or known.get("Name", ""),
            "Penalty": known.get("Penalty", ""),
            "StateInterface": known.get("StateInterface", ""),
            "Paused": "true" if pauses.joins(seat) else "false",
        }
        about = {name: value for name, value in about.items() if value}
        return [{**self._told(interface, "QueueAdd", queue), **about} for queue in joins]

    def _fresh(self, interface: str, action: str, queues: set[str]) -> list[str]:
        """Return the queues for which that was not asked yet, and note that it is."""
        fresh = sorted(queue for queue in queues if (interface, action, queue) not in self._asked)
        self._asked.update((interface, action, queue) for queue in fresh)
        return fresh

    def _told(self, interface: str, action: str, queue: str) -> Packet:
        return {"Action": action, "ActionID": f"{_ACTION}{interface}", "Queue": queue, "Interface": interface}

    def _say_once(self, interface: str, message: str) -> None:
        if (interface, message) not in self._said:
            self._said.add((interface, message))
            _log.warning("the telephone switch does not move a telephone", telephone=interface, message=message)
