"""Pauses at the telephones, both ways: what the centre wants of them, and what was done there by hand.

A seat is paused when it is in all queues whose member its telephone is: as long as one of them may call it, it is not.
Only what was done by others is told. What we asked for ourselves is known by its state, not by who is first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from case_api.telephony.asterisk.naming import Telephones, moment
from case_api.telephony.asterisk.wire_format import Packet
from case_api.telephony.switch import Staffing, TelephonePause

_log = structlog.get_logger()
_MEMBER_EVENTS = frozenset({"QueueMemberStatus", "QueueMemberPause", "QueueMemberAdded", "QueueMemberRemoved"})


@dataclass(frozen=True, slots=True)
class _Pause:
    paused: bool
    reason: str = ""


_CALLABLE = _Pause(False)


class Pauses:
    """`reasons` turns Asterisk's words for why somebody pauses into codes of the pack."""

    def __init__(self, telephones: Telephones, reasons: Mapping[str, str]) -> None:
        self._telephones = telephones
        self._codes = reasons
        self._words = {code: word for word, code in reasons.items()}
        self._members: dict[str, dict[str, _Pause]] = {}
        self._agreed: dict[str, _Pause] = {}
        self._wanted: dict[str, _Pause] = {}
        self._to_do: set[str] = set()
        self._asked: dict[str, list[_Pause]] = {}

    def want(self, seats: Mapping[str, Staffing]) -> None:
        """Take in who may be called."""
        for seat, staffing in seats.items():
            wanted = _CALLABLE if staffing.available else _Pause(True, staffing.reason)
            if self._wanted.get(seat) != wanted:
                self._wanted[seat] = wanted
                self._to_do.add(seat)

    def actions(self) -> list[Packet]:
        """Return what Asterisk has to be told so that it calls whom it may; nothing that it has already."""
        found = []
        for seat in sorted(self._to_do):
            wanted, interface = self._wanted[seat], self._telephones.interface(seat)
            if interface is None or (now := self._now(interface)) is None:
                continue  # no telephone there, or one that is in no queue: done once it is
            self._to_do.discard(seat)
            self._agreed[seat] = wanted
            asked = self._asked.setdefault(seat, [])
            if wanted != (asked[-1] if asked else now):
                asked.append(wanted)
                found.append(self._action(interface, wanted))
        return found

    def joins(self, seat: str) -> bool:
        """Say whether a seat's telephone that joins a queue now is paused there; then it is told the reason as well."""
        wanted = self._wanted.get(seat, _CALLABLE)
        if not wanted.paused:
            return False
        self._asked.setdefault(seat, []).append(_Pause(True))
        self._to_do.add(seat)
        return True

    def _action(self, interface: str, wanted: _Pause) -> Packet:
        action = {"Action": "QueuePause", "ActionID": f"pause-{interface}", "Interface": interface}
        if not wanted.paused:
            return {**action, "Paused": "false"}
        return {**action, "Paused": "true", "Reason": self._words.get(wanted.reason, wanted.reason)}

    def take(self, packet: Packet, at: datetime) -> list[TelephonePause]:
        """Return the pause that an event tells of, if somebody else has made or ended it."""
        if packet.get("ActionID", "").startswith("pause-") and packet.get("Response") == "Error":
            _log.warning("the telephone switch does not take a pause", telephone=packet["ActionID"][len("pause-") :])
        if packet.get("Event") not in _MEMBER_EVENTS:
            return []
        interface, queue = packet.get("Interface", ""), packet.get("Queue", "")
        before = self._now(interface)
        if packet["Event"] == "QueueMemberRemoved":
            self._members.get(interface, {}).pop(queue, None)
        else:
            self._is_member(interface, queue, packet)
        after = self._now(interface)
        if before is None or after is None or before == after:
            return []
        return self._told(interface, after, at)

    def compare(self, members: Iterable[Packet], found_at: datetime) -> list[TelephonePause]:
        """Take in all members as they are now, and return which pauses others made or ended meanwhile."""
        self._members.clear()
        paused_at: dict[str, datetime] = {}
        for member in members:
            interface = member.get("Location", "")
            self._is_member(interface, member.get("Queue", ""), member)
            if at := moment(member.get("LastPause", "")):
                paused_at[interface] = max(at, paused_at.get(interface, at))
        self._to_do |= {seat for seat, asked in self._asked.items() if asked}
        self._asked.clear()
        told: list[TelephonePause] = []
        for interface in self._members:
            now, seat = self._now(interface), self._telephones.seat(interface)
            if now is None or seat in self._to_do:
                continue
            if seat in self._agreed:
                told += self._told(interface, now, paused_at.get(interface, found_at) if now.paused else found_at)
            else:
                self._agreed[seat] = now
        return told

    def _told(self, interface: str, now: _Pause, at: datetime) -> list[TelephonePause]:
        seat = self._telephones.seat(interface)
        if not seat:
            return []
        asked = self._asked.get(seat, [])
        if now in asked:  # ours; what was asked for before it has been overtaken
            del asked[: asked.index(now) + 1]
            return []
        if self._agreed.get(seat) == now:
            return []
        self._agreed[seat] = now
        return [TelephonePause(seat, now.paused, at, now.reason)]

    def _is_member(self, interface: str, queue: str, packet: Packet) -> None:
        paused = packet.get("Paused") == "1"
        word = packet.get("PausedReason", "")
        memberships = self._members.setdefault(interface, {})
        memberships.pop(queue, None)  # the newest stands last
        memberships[queue] = _Pause(True, self._codes.get(word, word)) if paused else _CALLABLE

    def _now(self, interface: str) -> _Pause | None:
        """Return what a telephone is in all its queues together, None while it is in none that is known."""
        memberships = self._members.get(interface)
        if not memberships:
            return None
        return list(memberships.values())[-1] if all(each.paused for each in memberships.values()) else _CALLABLE
