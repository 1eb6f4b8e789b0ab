"""After a gap, whatever it was: the line, the worker, with a queue log or without one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from hotline.call_events import CallEvent, record_of
from hotline.call_record import CallRecord
from hotline.codes import CallEventKind as Kind
from hotline.codes import LegEnd, VisitEnd
from tests.case_api.telephony.listening import Listening, listening
from tests.case_api.telephony.recordings import Event, Stretch
from tests.case_api.telephony.replay_server import ReplayServer

T0 = 1795300000
NOW = datetime.fromtimestamp(T0, UTC)


def _at(second: float) -> datetime:
    return datetime.fromtimestamp(T0 + second, UTC)


def _event(second: float, name: str, call: str, **more: str) -> Event:
    sides = {
        "Uniqueid": f"{call}.0",
        "Linkedid": f"{call}.0",
        "Channel": f"PJSIP/trunk-{call}",
        "Queue": "hotline12345",
    }
    if name.startswith("Agent"):
        seat = more.pop("seat")
        sides |= {
            "DestChannel": f"PJSIP/{seat}-{call}", "DestUniqueid": f"{call}.1", "DestLinkedid": f"{call}.0",
            "Interface": f"PJSIP/{seat}", "MemberName": f"agent {seat}",
        }  # fmt: skip
    return {"Event": name, "Timestamp": f"{T0 + second:.6f}", **sides, **more}


def _talk(call: str, seat: str, second: float) -> list[Event]:
    join = _event(second, "QueueCallerJoin", call, CallerIDNum="19900000001")
    return [join, _event(second + 1, "AgentConnect", call, seat=seat)]


def _entry(call: str, wait: int) -> Event:
    return {
        "Event": "QueueEntry",
        "Queue": "hotline12345",
        "Uniqueid": f"{call}.0",
        "Wait": str(wait),
        "CallerIDNum": "unknown",
    }


def _channel(call: str, part: int, channel: str, **more: str) -> Event:
    ids = {"Uniqueid": f"{call}.{part}", "Linkedid": f"{call}.0", "Channel": channel, "ChannelState": "6"}
    return {
        **ids,
        "Application": "AppQueue" if part else "Queue",
        "ApplicationData": "hotline12345,,," if not part else "",
        **more,
    }


def _member(seat: str, status: str) -> Event:
    return {
        "Event": "QueueMember", "Queue": "hotline12345", "Name": f"agent {seat}", "Location": f"PJSIP/{seat}",
        "Status": status, "Paused": "0",
    }  # fmt: skip


def _row(second: int, call: str, agent: str, event: str, *more: str) -> str:
    return "|".join([str(T0 + second), f"{call}.0", "hotline12345", agent, event, *more]) + "\n"


class Kept:
    """What a centre has kept."""

    def __init__(self, events: Sequence[CallEvent]) -> None:
        self._events = events

    def newest(self) -> datetime | None:
        """Return the newest moment."""
        return max((event.at for event in self._events), default=None)

    def events(self, call_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CallEvent]]:
        """Return the events of calls."""
        return {each: [event for event in self._events if event.call_id == each] for each in call_ids}


@contextmanager
def _heard(*stretches: Stretch, channels: Sequence[Event] | None = None, **how: Any) -> Iterator[Listening]:
    """Hear stretches with a gap after each; then patience is over."""
    refuses = () if channels is not None else ("CoreShowChannels",)
    server = ReplayServer(stretches, refuses=refuses, cut_early=how.pop("cut_early", ()))
    server.channels = list(channels or ())
    open_calls = how.pop("open_calls", ())
    try:
        with listening(server.port, now=NOW, **how) as heard:
            heard.begin(open_calls)
            heard.hear(lambda: server.heard_out, "the end")
            heard.wait(4)
            yield heard
    finally:
        server.close()


def _by_first_seconds(heard: Listening) -> dict[float, CallRecord]:
    return {call.visits[0].offered_at.timestamp() - T0: call for call in heard.records().values()}


BEFORE = Stretch(T0, [], [*_talk("a", "1001", 1), *_talk("b", "1002", 2), _event(5, "QueueCallerJoin", "w")])


def test_without_a_log_what_is_gone_has_ended_when_that_was_found() -> None:
    with _heard(BEFORE, Stretch(T0 + 60), channels=[]) as heard:
        calls = _by_first_seconds(heard)
    assert {call.ended_at for call in calls.values()} == {_at(60)}
    assert calls[5].visits[0].end is VisitEnd.ABANDONED
    assert calls[1].visits[0].legs[0].end is LegEnd.HUNG_UP


def test_what_is_still_there_goes_on() -> None:
    there = [_channel("a", 0, "PJSIP/trunk-a"), _channel("a", 1, "PJSIP/1001-a")]
    with _heard(BEFORE, Stretch(T0 + 60, [_entry("w", 55)]), channels=there) as heard:
        calls = _by_first_seconds(heard)
    assert calls[1].live_leg is not None
    assert calls[2].ended_at == _at(60)
    assert calls[5].waiting is not None


def test_where_channels_may_not_be_asked_for_a_telephone_in_use_still_talks() -> None:
    with _heard(BEFORE, Stretch(T0 + 60, [_member("1001", "2"), _member("1002", "1")])) as heard:
        calls = _by_first_seconds(heard)
    assert calls[1].live_leg is not None
    assert calls[2].ended_at == _at(60)


def test_who_waited_and_is_spoken_to_now_was_answered() -> None:
    there = [_channel("w", 0, "PJSIP/trunk-w"), _channel("w", 1, "PJSIP/1003-w")]
    with _heard(BEFORE, Stretch(T0 + 60), channels=there) as heard:
        call = _by_first_seconds(heard)[5]
    assert call.live_leg is not None
    assert call.live_leg.seat == "0003"


def test_a_line_that_is_cut_between_two_events_of_an_answer_loses_no_answer(tmp_path: Path) -> None:
    join = _event(5, "QueueCallerJoin", "w")
    cut = Stretch(T0, [_member("1001", "1")], [join, _event(9, "QueueCallerLeave", "w")])
    log = tmp_path / "queue_log"
    log.write_text(
        _row(5, "w", "NONE", "ENTERQUEUE", "", "", "1")
        + _row(9, "w", "agent 1001", "CONNECT", "4", "w.1", "0")
        + _row(20, "w", "agent 1001", "COMPLETECALLER", "4", "11", "1")
    )
    with _heard(cut, channels=[], log=log) as heard:
        assert [call.visits[0].end for call in heard.records().values()] == [VisitEnd.FLOWED_OUT]
    with _heard(cut, Stretch(T0 + 60), channels=[], log=log) as heard:
        assert [call.visits[0].end for call in heard.records().values()] == [VisitEnd.ANSWERED]


GAVE_UP = [_event(5, "QueueCallerJoin", "w"), _event(7, "QueueCallerAbandon", "w"), _event(7, "Hangup", "w")]
CAME_AND_WENT = _row(30, "x", "NONE", "ENTERQUEUE", "", "", "1") + _row(33, "x", "NONE", "ABANDON", "1", "1", "3")


def test_a_line_that_is_lost_again_before_it_was_asked_how_things_are_forgets_nothing(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(CAME_AND_WENT)
    with _heard(Stretch(T0, [], GAVE_UP), Stretch(T0 + 60), channels=[], log=log, cut_early=[2, 3]) as heard:
        calls = _by_first_seconds(heard)
    assert {first: call.visits[0].end for first, call in calls.items()} == dict.fromkeys((5, 30), VisitEnd.ABANDONED)


def test_what_log_and_line_both_tell_of_the_second_of_the_return_is_told_once(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(_row(60, "x", "NONE", "ENTERQUEUE", "", "", "1"))
    again = Stretch(T0 + 60.1, [], [_event(60.4, "QueueCallerJoin", "x")])
    with _heard(Stretch(T0, [], GAVE_UP), again, channels=[], log=log) as heard:
        assert [event.at for event in heard.events if event.kind is Kind.OFFERED] == [_at(5), _at(60)]


def test_the_cut_off_seconds_of_the_log_put_nothing_before_its_cause(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(_row(5, "w", "NONE", "ENTERQUEUE", "", "", "1") + _row(5, "w", "NONE", "ABANDON", "1", "1", "0"))
    with _heard(
        Stretch(T0, [], [_event(5.5, "QueueCallerJoin", "w")]), Stretch(T0 + 60), channels=[], log=log
    ) as heard:
        (call,) = heard.records().values()
    assert (call.visits[0].offered_at, call.ended_at) == (_at(5.5), _at(5.5))


def test_who_was_handed_on_to_another_seat_is_found_there() -> None:
    there = [_channel("a", 0, "PJSIP/trunk-a", Application="Dial"), _channel("a", 2, "PJSIP/1005-a")]
    with _heard(BEFORE, Stretch(T0 + 60), channels=there) as heard:
        call = _by_first_seconds(heard)[1]
    assert [(leg.seat, leg.end) for visit in call.visits for leg in visit.legs] == [
        ("0001", LegEnd.TRANSFERRED),
        ("0005", None),
    ]


def test_who_came_meanwhile_is_found_waiting_or_talking() -> None:
    there = [_channel("n", 0, "PJSIP/trunk-n", CallerIDNum="19900000007"), _channel("n", 1, "PJSIP/1004-n")]
    with _heard(Stretch(T0), Stretch(T0 + 60, [_entry("v", 12)]), channels=there) as heard:
        calls = _by_first_seconds(heard)
        numbers = {event.number for event in heard.events if event.seat == "0004"}
    assert calls[48].waiting is not None
    assert calls[60].live_leg is not None
    assert numbers == {"19900000007"}


def test_the_log_says_what_happened_to_the_second(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(
        _row(1, "a", "NONE", "ENTERQUEUE", "", "19900000001", "1")
        + _row(2, "a", "agent 1001", "CONNECT", "1", "a.1", "0")
        + _row(2, "b", "NONE", "ENTERQUEUE", "", "19900000001", "1")
        + _row(3, "b", "agent 1002", "CONNECT", "1", "b.1", "0")
        + _row(5, "w", "NONE", "ENTERQUEUE", "", "", "1")
        + _row(20, "a", "agent 1001", "COMPLETECALLER", "1", "18", "1")
        + _row(22, "w", "NONE", "ABANDON", "1", "1", "17")
        + _row(30, "x", "NONE", "ENTERQUEUE", "", "19900000009", "1")
        + _row(33, "x", "NONE", "ABANDON", "1", "1", "3")
        + _row(40, "b", "agent 1002", "COMPLETEAGENT", "1", "37", "1")
        + _row(99, "z", "NONE", "ENTERQUEUE", "", "", "1")  # after the gap: the line itself tells of it
    )
    with _heard(BEFORE, Stretch(T0 + 60), channels=[], log=log) as heard:
        calls = _by_first_seconds(heard)
    assert {first: call.ended_at for first, call in calls.items()} == {1: _at(20), 2: _at(40), 5: _at(22), 30: _at(33)}
    assert calls[30].visits[0].end is VisitEnd.ABANDONED
    assert "19900000009" in {event.number for event in heard.events}


def test_a_log_that_cannot_be_read_is_done_without(tmp_path: Path) -> None:
    with _heard(BEFORE, Stretch(T0 + 60), channels=[], log=tmp_path) as heard:
        assert {call.ended_at for call in _by_first_seconds(heard).values()} == {_at(60)}


def test_a_new_worker_takes_over_the_calls_of_the_one_before() -> None:
    with _heard(BEFORE, channels=[]) as first:
        left_open = list(first.records().values())
        had = list(first.events)
    there = [_channel("a", 0, "PJSIP/trunk-a"), _channel("a", 1, "PJSIP/1001-a")]
    after = Stretch(T0 + 60, [], [_event(70, "AgentComplete", "a", seat="1001", Reason="agent")])
    with _heard(after, channels=there, open_calls=left_open) as second:
        calls = [record_of(call.call_id, had + second.events) for call in left_open]
    assert sorted(call.ended_at for call in calls if call.ended_at) == [_at(60), _at(60), _at(70)]
    assert len(second.events) == 3


def test_a_new_worker_tells_from_the_log_who_came_and_went_while_there_was_none(tmp_path: Path) -> None:
    ended = [_event(7, "QueueCallerAbandon", "w"), {**_event(7, "Hangup", "w"), "Queue": ""}]
    with _heard(Stretch(T0, [], [*BEFORE.events, *ended]), channels=[]) as first:
        kept = Kept(list(first.events))
        left_open = [call for call in first.records().values() if call.ended_at is None]
    log = tmp_path / "queue_log"
    log.write_text(
        _row(1, "a", "NONE", "ENTERQUEUE", "", "", "1")
        + _row(2, "a", "agent 1001", "CONNECT", "1", "a.1", "0")
        + _row(2, "b", "NONE", "ENTERQUEUE", "", "", "1")
        + _row(3, "b", "agent 1002", "CONNECT", "1", "b.1", "0")
        + _row(5, "w", "NONE", "ENTERQUEUE", "", "", "1")
        + _row(7, "w", "NONE", "ABANDON", "1", "1", "2")
        + _row(20, "a", "agent 1001", "COMPLETECALLER", "1", "18", "1")
        + _row(30, "x", "NONE", "ENTERQUEUE", "", "", "1")
        + _row(33, "x", "NONE", "ABANDON", "1", "1", "3")
        + _row(40, "b", "agent 1002", "COMPLETEAGENT", "1", "37", "1")
    )
    members = [_member("1001", "1"), _member("1002", "1")]
    with _heard(Stretch(T0 + 60, members), channels=[], log=log, kept=kept, open_calls=left_open) as second:
        told = [(event.kind, event.at.timestamp() - T0) for event in second.events]
    assert told == [(Kind.HUNG_UP, 20), (Kind.OFFERED, 30), (Kind.ABANDONED, 33), (Kind.HUNG_UP, 40)]


def test_a_second_process_names_each_call_the_same() -> None:
    with _heard(BEFORE) as first, _heard(BEFORE) as second:
        assert {event.call_id for event in first.events} == {event.call_id for event in second.events}


def test_a_call_whose_end_got_lost_is_found_gone_within_minutes() -> None:
    with _heard(BEFORE, channels=[]) as heard:
        assert not any(call.ended_at for call in heard.records().values())
        heard.hear_later(lambda: all(call.ended_at for call in heard.records().values()), "their end")
        assert (heard.now - NOW).total_seconds() < 120
