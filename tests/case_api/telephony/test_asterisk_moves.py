"""A seat that is to answer another queue becomes a member of it at Asterisk, and then leaves the one before."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from case_api.telephony.asterisk.moves import Moves
from case_api.telephony.asterisk.naming import Telephones
from case_api.telephony.asterisk.pauses import Pauses
from case_api.telephony.asterisk.wire_format import Packet
from case_api.telephony.switch import Staffing
from hotline.codes import CallQueue
from tests.case_api.telephony.listening import listening
from tests.case_api.telephony.recordings import Stretch
from tests.case_api.telephony.replay_server import ReplayServer

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
PHONE = "PJSIP/1001"
QUEUES = {"north": CallQueue.GENERAL, "south": CallQueue.GENERAL, "biz": CallQueue.ENTERPRISE, "old": CallQueue.OTHER}
READY, MEAL = (True, ""), (False, "meal")


class Switch:
    """What Asterisk says of one telephone's queues, and what it does when it is told to."""

    def __init__(self, *queues: str, paused: str = "0") -> None:
        telephones = Telephones({PHONE: "0001"}, QUEUES)
        self.moves, self.pauses = Moves(telephones, QUEUES), Pauses(telephones, {})
        self.queues = dict.fromkeys(queues, paused)
        self.told: list[object] = []
        self.look()

    def look(self) -> None:
        members = [
            {"Event": "QueueMember", "Queue": queue, "Location": PHONE, "Name": "王芳", "Penalty": "2",
             "StateInterface": PHONE, "Paused": paused, "PausedReason": "meal" if paused == "1" else ""}
            for queue, paused in self.queues.items()
        ]  # fmt: skip
        self.moves.compare(members)
        self.told += self.pauses.compare(members, NOW)

    def staff(self, queue: CallQueue, state: tuple[bool, str] = READY) -> None:
        staffing = {"0001": Staffing(available=state[0], queue=queue, reason=state[1])}
        self.pauses.want(staffing)
        self.moves.want(staffing)

    def step(self) -> list[str]:
        """Let Asterisk do what it is told to, until nothing is left; return that in short."""
        said = []
        while actions := [*self.moves.actions(self.pauses), *self.pauses.actions()]:
            for action in actions:
                said.append(" ".join(filter(None, (action["Action"], action.get("Queue"), action.get("Reason")))))
                self.hear(self._done(action))
        return said

    def hear(self, events: Iterable[Packet]) -> None:
        for event in events:
            self.moves.take(event)
            self.told += self.pauses.take(event, NOW)

    def _done(self, action: Packet) -> list[Packet]:
        about = {"Interface": PHONE, "MemberName": "王芳", "Penalty": "2", "StateInterface": PHONE}
        if action["Action"] == "QueuePause":
            self.queues = dict.fromkeys(self.queues, "1" if action["Paused"] == "true" else "0")
            word = action.get("Reason", "")
            return [
                {"Event": "QueueMemberPause", "Queue": queue, "Paused": paused, "PausedReason": word, **about}
                for queue, paused in self.queues.items()
            ]
        queue = action["Queue"]
        if action["Action"] == "QueueRemove":
            paused = self.queues.pop(queue)
            return [{"Event": "QueueMemberRemoved", "Queue": queue, "Paused": paused, **about}]
        assert (action["MemberName"], action["Penalty"]) == ("王芳", "2"), "the queue log names agents by it"
        self.queues[queue] = "1" if action["Paused"] == "true" else "0"
        return [{"Event": "QueueMemberAdded", "Queue": queue, "Paused": self.queues[queue], **about}]


def test_a_seat_joins_the_other_queue_before_it_leaves_its_own_and_comes_back() -> None:
    switch = Switch("north", "old")
    switch.staff(CallQueue.GENERAL)
    assert switch.step() == []
    switch.staff(CallQueue.ENTERPRISE)
    assert switch.step() == ["QueueAdd biz", "QueueRemove north"]
    switch.staff(CallQueue.GENERAL)
    assert switch.step() == ["QueueAdd north", "QueueRemove biz"], "it comes back to where it was"
    assert (switch.queues.keys(), switch.told) == ({"old", "north"}, [])


def test_who_pauses_is_paused_in_the_other_queue_too_and_no_pause_comes_back_as_an_echo() -> None:
    switch = Switch("north")
    switch.staff(CallQueue.GENERAL, MEAL)
    switch.step()
    switch.staff(CallQueue.ENTERPRISE, MEAL)
    assert switch.step() == ["QueueAdd biz", "QueuePause meal", "QueueRemove north"]
    assert (switch.queues, switch.told) == ({"biz": "1"}, [])


def test_a_worker_that_begins_anew_moves_what_was_not_moved_and_else_nothing() -> None:
    switch = Switch("biz")
    switch.staff(CallQueue.GENERAL)
    assert switch.step() == ["QueueAdd north", "QueueAdd south", "QueueRemove biz"]
    again = Switch(*switch.queues)
    again.staff(CallQueue.GENERAL)
    assert again.step() == []


def test_a_telephone_in_no_queue_is_left_alone_until_it_is_in_one() -> None:
    switch = Switch()
    switch.staff(CallQueue.ENTERPRISE)
    assert switch.step() == []
    switch.queues["north"] = "0"
    switch.look()
    assert switch.step() == ["QueueAdd biz", "QueueRemove north"]


def test_what_asterisk_does_not_do_is_said_once_and_tried_at_the_next_look() -> None:
    switch = Switch("north")
    switch.staff(CallQueue.ENTERPRISE)
    with capture_logs() as logs:
        for _ in range(2):
            [action] = switch.moves.actions(switch.pauses)
            switch.hear([{"Response": "Error", "ActionID": action["ActionID"], "Message": "No such queue"}])
            assert switch.moves.actions(switch.pauses) == [], "it does not leave its own queue for nothing"
            switch.look()
    assert [(each["telephone"], each["message"]) for each in logs] == [(PHONE, "No such queue")]


@pytest.mark.parametrize("event", [{"Event": "QueueMemberAdded"}, {"Event": "QueueMemberRemoved", "Queue": "x"}, {}])
def test_strangers_and_missing_fields_do_no_harm(event: Packet) -> None:
    switch = Switch("north")
    switch.staff(CallQueue.ENTERPRISE)
    switch.moves.take(event)
    assert switch.step() == ["QueueAdd biz", "QueueRemove north"]


@pytest.mark.parametrize("move", [True, False])
def test_over_the_line_a_seat_is_moved_where_the_settings_let_the_centre_do_so(move: bool) -> None:
    member = {"Event": "QueueMember", "Queue": "hotline12345", "Location": PHONE, "Name": "王芳", "Paused": "0"}
    server = ReplayServer((Stretch(1795296859.0, [member]),))
    try:
        with listening(server.port, move=move) as heard:
            heard.begin()
            heard.hear(lambda: heard.switch.is_in_step, "the line")
            for queue in (CallQueue.GENERAL, CallQueue.ENTERPRISE):
                heard.switch.staff({"0001": Staffing(available=True, queue=queue)}, heard.now)
            heard.hear_later(lambda: server.heard_out and (not move or len(moves(server)) == 2), "the moves")
    finally:
        server.close()
    told = [("QueueAdd", "biz12345", PHONE), ("QueueRemove", "hotline12345", PHONE)]
    assert moves(server) == (told if move else [])
    assert heard.pauses == []


def moves(server: ReplayServer) -> list[tuple[str, str, str]]:
    """Return what a server was asked of members of its queues."""
    asked = [each for each in server.asked if each["Action"] in ("QueueAdd", "QueueRemove")]
    return [(each["Action"], each["Queue"], each["Interface"]) for each in asked]
