"""What Asterisk's events mean for a call, also those that are late, partial or about nobody known."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from structlog.testing import capture_logs

from case_api.telephony.asterisk.naming import CallIds, Telephones, caller_number
from case_api.telephony.asterisk.tracked_calls import TrackedCalls
from case_api.telephony.asterisk.translation import Translation
from hotline.call_events import CallEvent, record_of
from hotline.call_record import CallRecord
from hotline.codes import CallEventKind as Kind
from hotline.codes import CallQueue, LegEnd, VisitEnd

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
IDS = CallIds("asterisk")
CALLER = {"Uniqueid": "1.1", "Linkedid": "1.1", "Channel": "PJSIP/trunk-00000001"}
AGENT = {"DestChannel": "PJSIP/1001-00000002", "DestUniqueid": "1.2", "DestLinkedid": "1.1", "Interface": "PJSIP/1001"}
GENERAL = {"Queue": "hotline12345"}
JOIN = {"Event": "QueueCallerJoin", "CallerIDNum": "19900000001", "Exten": "12345", **CALLER, **GENERAL}
CALLED = {"Event": "AgentCalled", **CALLER, **AGENT, **GENERAL}
LEAVE = {"Event": "QueueCallerLeave", **CALLER, **GENERAL}
CONNECT = {"Event": "AgentConnect", **CALLER, **AGENT, **GENERAL}
COMPLETE = {"Event": "AgentComplete", "Reason": "caller", **CALLER, **AGENT, **GENERAL}
ABANDON = {"Event": "QueueCallerAbandon", **CALLER, **GENERAL}
CALLER_HANGUP = {"Event": "Hangup", **CALLER}
AGENT_HANGUP = {"Event": "Hangup", "Channel": "PJSIP/1001-00000002", "Uniqueid": "1.2", "Linkedid": "1.1"}
HOLD = {**AGENT_HANGUP, "Event": "Hold"}
UNHOLD = {**AGENT_HANGUP, "Event": "Unhold"}
BLIND = {"Event": "BlindTransfer", "Result": "Success", "TransfererLinkedid": "1.1", "TransfererUniqueid": "1.2"}


class Told:
    """Takes events of given seconds and gives what became of the call."""

    def __init__(self) -> None:
        self.calls = TrackedCalls()
        seats = {"PJSIP/1001": "0001", "PJSIP/1002": "0002"}
        queues = {"hotline12345": CallQueue.GENERAL, "biz12345": CallQueue.ENTERPRISE}
        self.translation = Translation(self.calls, IDS, Telephones(seats, queues))
        self.events: list[CallEvent] = []

    def take(self, *told: tuple[float, dict[str, str]], now: float | None = None) -> "Told":
        """Take events, each come when it happened, or all at `now`."""
        for second, packet in told:
            came = START + timedelta(seconds=second if now is None else now)
            self.events += self.translation.settle(came)
            self.events += self.translation.take(packet, START + timedelta(seconds=second), came)
        return self

    def settle(self, second: float) -> "Told":
        """Let time pass."""
        self.events += self.translation.settle(START + timedelta(seconds=second))
        return self

    def call(self, linkedid: str = "1.1", turn: int = 1) -> CallRecord:
        """Return what became of a call."""
        return record_of(IDS.of(linkedid, turn), self.events)

    def ends(self) -> list[Any]:
        """Return how each visit ended, and each leg."""
        return [(visit.queue, visit.end, [(leg.seat, leg.end) for leg in visit.legs]) for visit in self.call().visits]


def test_an_answered_call() -> None:
    told = Told().take((0, JOIN), (1, CALLED), (4, LEAVE), (4, CONNECT), (9, COMPLETE), (9, AGENT_HANGUP))
    assert told.ends() == [("general", VisitEnd.ANSWERED, [("0001", LegEnd.HUNG_UP)])]
    leg = told.call().visits[0].legs[0]
    assert leg.rang_at == START + timedelta(seconds=1)
    assert leg.ended_at == START + timedelta(seconds=9)
    assert {event.number for event in told.events} == {"19900000001"}


def test_a_caller_who_gives_up_while_it_rings() -> None:
    told = Told().take((0, JOIN), (1, CALLED), (4, ABANDON), (4, LEAVE), (4, CALLER_HANGUP), (5, AGENT_HANGUP))
    assert told.ends() == [("general", VisitEnd.ABANDONED, [("0001", LegEnd.ABANDONED)])]


def test_a_caller_whom_the_queue_gives_up_is_no_abandoned_one_whatever_asterisk_says() -> None:
    told = Told().take((0, JOIN), (20, ABANDON), (20, LEAVE)).settle(22)
    assert told.ends() == [("general", VisitEnd.FLOWED_OUT, [])]
    assert told.call().ended_at is None
    told.take((30, CALLER_HANGUP))
    assert told.call().ended_at == START + timedelta(seconds=30)
    assert told.ends() == [("general", VisitEnd.FLOWED_OUT, [])]


def test_a_caller_who_leaves_by_a_key_and_comes_to_another_queue() -> None:
    again = {**JOIN, "Queue": "biz12345"}
    told = Told().take((0, JOIN), (5, LEAVE), (5.5, again))
    assert told.ends() == [("general", VisitEnd.FLOWED_OUT, []), ("enterprise", None, [])]


def test_a_blind_transfer_into_a_second_queue_is_one_call_of_two_visits() -> None:
    told = Told().take((0, JOIN), (1, CALLED), (2, LEAVE), (2, CONNECT), (6, UNHOLD), (6, BLIND))
    told.take((6, {**COMPLETE, "Reason": "transfer"}), (6, {**JOIN, "Queue": "biz12345"}), (6, AGENT_HANGUP))
    other = {"DestChannel": "PJSIP/1002-00000003", "DestUniqueid": "1.3", "Interface": "PJSIP/1002"}
    told.take((8, {**CONNECT, **other, "Queue": "biz12345"}), (9, CALLER_HANGUP))
    assert told.ends() == [
        ("general", VisitEnd.ANSWERED, [("0001", LegEnd.TRANSFERRED)]),
        ("enterprise", VisitEnd.ANSWERED, [("0002", LegEnd.HUNG_UP)]),
    ]
    assert Kind.RESUMED not in {event.kind for event in told.events}


def test_an_attended_transfer_goes_on_at_the_other_seat() -> None:
    over = {
        "Event": "AttendedTransfer", "Result": "Success", "OrigTransfererLinkedid": "1.1",
        "TransferTargetChannel": "PJSIP/1002-00000009", "TransferTargetUniqueid": "1.9",
    }  # fmt: skip
    told = Told().take((0, JOIN), (2, CONNECT), (6, over), (6, {**COMPLETE, "Reason": "transfer"}), (6, AGENT_HANGUP))
    assert told.call().live_leg is not None
    told.take((20, {"Event": "Hangup", "Channel": "PJSIP/1002-00000009", "Uniqueid": "1.9", "Linkedid": "1.1"}))
    legs = [(leg.seat, leg.end) for visit in told.call().visits for leg in visit.legs]
    assert legs == [("0001", LegEnd.TRANSFERRED), ("0002", LegEnd.HUNG_UP)]


@pytest.mark.parametrize("hung_up_before", [False, True])
def test_who_was_consulted_gets_the_call_also_by_a_channel_of_asterisks_own(hung_up_before: bool) -> None:
    dial = {"Linkedid": "1.1", "DestChannel": "PJSIP/1002-00000004", "DestUniqueid": "1.4", "DestLinkedid": "1.1"}
    consulted = {"Event": "Hangup", "Channel": "PJSIP/1002-00000004", "Uniqueid": "1.4", "Linkedid": "1.1"}
    over = {
        "Event": "AttendedTransfer", "Result": "Success", "OrigTransfererLinkedid": "1.1",
        "TransferTargetChannel": "Local/1002@from-agent-00000005;1", "TransferTargetUniqueid": "1.9",
    }  # fmt: skip
    told = Told().take((0, JOIN), (2, CONNECT), (4, HOLD), (5, {**dial, "Event": "DialBegin"}))
    told.take((6, {**dial, "Event": "DialEnd", "DialStatus": "ANSWER"}))
    if hung_up_before:
        told.take((7, consulted))
    told.take((8, over), (8.1, {**COMPLETE, "Reason": "transfer"}), (9, AGENT_HANGUP))
    assert [event.kind for event in told.events].count(Kind.TRANSFERRED) == 1
    legs = [(leg.seat, leg.end) for visit in told.call().visits for leg in visit.legs]
    assert legs == [("0001", LegEnd.TRANSFERRED), *([] if hung_up_before else [("0002", None)])]
    told.take((20, consulted))
    assert told.call().live_leg is None


def test_a_blind_transfer_straight_to_a_seat_rings_and_is_answered_there() -> None:
    dial = {**CALLER, "DestChannel": "PJSIP/1002-00000004", "DestUniqueid": "1.4", "DestLinkedid": "1.1"}
    told = Told().take((0, JOIN), (0.5, {**dial, "Event": "DialBegin"}), (2, LEAVE), (2, CONNECT))
    told.take((2, {**dial, "Event": "DialEnd", "DialStatus": "ANSWER"}), (6, BLIND), (6, AGENT_HANGUP))
    told.take((7, {**dial, "Event": "DialBegin"}), (9, {**dial, "Event": "DialEnd", "DialStatus": "ANSWER"}))
    assert told.call().live_leg is not None
    told.take((20, {"Event": "Hangup", "Channel": "PJSIP/1002-00000004", "Uniqueid": "1.4", "Linkedid": "1.1"}))
    assert told.ends() == [
        ("general", VisitEnd.ANSWERED, [("0001", LegEnd.TRANSFERRED)]),
        ("general", VisitEnd.ANSWERED, [("0002", LegEnd.HUNG_UP)]),
    ]
    assert told.call().visits[1].handed_on


def test_holding_is_the_agents_alone() -> None:
    held = Told().take((0, JOIN), (2, CONNECT), (4, HOLD), (5, {**HOLD, "Channel": "PJSIP/trunk-1"}), (9, UNHOLD))
    held.take((12, COMPLETE))
    assert held.call().visits[0].legs[0].held == timedelta(seconds=5)


def test_who_is_taken_out_of_the_queue_while_talking_ends_with_the_channel() -> None:
    told = Told().take((0, JOIN), (2, CONNECT), (9, AGENT_HANGUP))
    assert told.ends() == [("general", VisitEnd.ANSWERED, [("0001", LegEnd.HUNG_UP)])]


@pytest.mark.parametrize(
    "missing", [("Linkedid", "Uniqueid", "Channel"), ("DestLinkedid", "DestUniqueid", "DestChannel")]
)
def test_the_end_of_a_talk_may_lack_the_fields_of_either_side(missing: tuple[str, ...]) -> None:
    lossy = {name: value for name, value in COMPLETE.items() if name not in missing}
    told = Told().take((0, JOIN), (1, CALLED), (2, CONNECT), (9, lossy))
    assert told.ends() == [("general", VisitEnd.ANSWERED, [("0001", LegEnd.HUNG_UP)])]


def test_an_end_that_names_neither_side_is_that_of_the_telephone() -> None:
    lossy = {"Event": "AgentComplete", "Queue": "hotline12345", "Interface": "PJSIP/1001"}
    told = Told().take((0, JOIN), (2, CONNECT), (9, lossy))
    assert told.call().ended_at == START + timedelta(seconds=9)


@pytest.mark.parametrize("order", list(permutations([(0, JOIN), (1, CALLED), (4, CONNECT), (9, COMPLETE)])))
def test_events_that_come_minutes_late_and_in_any_order(order: tuple[tuple[float, dict[str, str]], ...]) -> None:
    told = Told()
    for place, each in enumerate(order):
        told.take(each, now=300 + 60 * place)
    assert told.ends() == [("general", VisitEnd.ANSWERED, [("0001", LegEnd.HUNG_UP)])]
    assert told.call().visits[0].wait(START) == timedelta(seconds=4)


def test_an_answer_that_comes_long_after_the_caller_left_the_queue_is_one() -> None:
    told = Told().take((0, JOIN), (4, LEAVE)).settle(10)
    assert told.ends() == [("general", VisitEnd.FLOWED_OUT, [])]
    told.take((4.00004, CONNECT), now=100).take((9, COMPLETE), now=101)
    assert told.ends() == [("general", VisitEnd.ANSWERED, [("0001", LegEnd.HUNG_UP)])]


def test_a_seat_speaks_on_one_call_at_a_time() -> None:
    other = {"Uniqueid": "2.1", "Linkedid": "2.1", "DestLinkedid": "2.1", "DestUniqueid": "2.2"}
    told = Told().take((0, JOIN), (2, CONNECT), (30, {**JOIN, **other}), (31, {**CONNECT, **other}))
    assert told.call().ended_at == START + timedelta(seconds=31)
    assert told.call("2.1").live_leg is not None


def test_who_comes_back_on_the_same_channel_is_a_further_call() -> None:
    told = Told().take((0, JOIN), (2, CONNECT), (9, COMPLETE), (20, JOIN), (25, ABANDON), (25, CALLER_HANGUP))
    assert told.call().ended_at == START + timedelta(seconds=9)
    assert told.call(turn=2).visits[0].end is VisitEnd.ABANDONED


def test_unknown_agents_and_queues_are_said_once_and_counted() -> None:
    stranger = {"Interface": "PJSIP/9999", "DestChannel": "PJSIP/9999-1", "Queue": "new-queue"}
    with capture_logs() as logs:
        told = Told().take((0, {**JOIN, **stranger}), (1, {**CALLED, **stranger}), (4, {**CONNECT, **stranger}))
        told.take((9, {**COMPLETE, **stranger}))
    assert told.ends() == [("other", VisitEnd.ANSWERED, [("", LegEnd.HUNG_UP)])]
    assert sorted(line["name"] for line in logs) == ["PJSIP/9999", "new-queue"]


@pytest.mark.parametrize(
    "packet", [JOIN, CALLED, CONNECT, COMPLETE, LEAVE, ABANDON, HOLD, UNHOLD, CALLER_HANGUP, BLIND]
)
def test_whatever_is_missing_nothing_breaks(packet: dict[str, str]) -> None:
    for name in [name for name in packet if name != "Event"]:
        told = Told().take((0, JOIN), (1, {key: value for key, value in packet.items() if key != name}))
        told.settle(60)
    Told().take((0, {"Event": packet["Event"]})).settle(60)


@pytest.mark.parametrize("text", ["<unknown>", "unknown", "sipp", "anonymous", "", "Anonymous Caller", "1" * 40])
def test_who_hides_the_number_has_none(text: str) -> None:
    assert caller_number(text) == ""


def test_a_number_is_as_the_switch_tells_it() -> None:
    assert caller_number("19900002167") == "19900002167"
    assert caller_number("+8619900002167") == "+8619900002167"
