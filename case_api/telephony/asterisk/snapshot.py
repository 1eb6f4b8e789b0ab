"""What Asterisk says of the present moment: who waits, who is a member of which queue, which channels there are.

Asterisk sends what has happened before it answers the next action. So with the answer to the last of these questions
all is there that had happened until the first of them was answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from case_api.telephony.asterisk.tracked_calls import TrackedCalls
from case_api.telephony.asterisk.wire_format import Packet


@dataclass(slots=True)
class Snapshot:
    """The questions and their answers. `heard_then`, `told_then`: how much had been heard of each open call when it was
    asked, and how much told of it, with what the queue log told.

    `channels` is None where Asterisk does not let us ask for them.
    """

    name: str
    heard_then: Mapping[UUID, int]
    told_then: Mapping[UUID, int]
    after_gap: bool
    entries: list[Packet] = field(default_factory=list)
    members: list[Packet] = field(default_factory=list)
    channels: list[Packet] | None = None
    whole: bool = False
    _listed: list[Packet] = field(default_factory=list)

    @classmethod
    def asked(cls, name: str, calls: TrackedCalls, *, after_gap: bool) -> "Snapshot":
        """Begin one."""
        there = calls.open()
        heard = {call.call_id: call.heard for call in there}
        return cls(name, heard, {call.call_id: len(call.told) for call in there}, after_gap)

    def questions(self) -> list[Packet]:
        """Return what to ask, in this order."""
        return [
            {"Action": "Ping", "ActionID": f"{self.name}-begun"},
            {"Action": "QueueStatus", "ActionID": f"{self.name}-queues"},
            {"Action": "CoreShowChannels", "ActionID": f"{self.name}-channels"},
            {"Action": "Ping", "ActionID": f"{self.name}-whole"},
        ]

    def take(self, packet: Packet) -> bool:
        """Take in an answer; say whether it was one to these questions."""
        action = packet.get("ActionID", "")
        if not action.startswith(f"{self.name}-"):
            return False
        match packet.get("Event"):
            case "QueueEntry":
                self.entries.append(packet)
            case "QueueMember":
                self.members.append(packet)
            case "CoreShowChannel":
                self._listed.append(packet)
            case "CoreShowChannelsComplete":
                self.channels = self._listed
        self.whole = self.whole or action == f"{self.name}-whole"
        return True
