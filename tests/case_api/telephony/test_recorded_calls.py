"""Both recordings of a running Asterisk, told over a real socket, come to what Asterisk's own log says of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hotline.call_record import CallRecord, Visit
from hotline.codes import CallQueue, LegEnd, VisitEnd
from tests.case_api.telephony.listening import QUEUES, SEATS, Listening, listening
from tests.case_api.telephony.recordings import QUEUE_LOG, began, recording, truth
from tests.case_api.telephony.replay_server import ReplayServer

PATIENCE_S = 5


@contextmanager
def _replayed(name: str, log: Path | None = None, **how: Any) -> Iterator[Listening]:
    server = ReplayServer(recording(name), **how)
    try:
        with listening(server.port, log=log, now=began(name)) as heard:
            heard.begin()
            heard.hear(lambda: server.heard_out, "the end of the recording")
            heard.step()
            heard.wait(PATIENCE_S)
            yield heard
    finally:
        server.close()


def test_200_calls_are_200_answered_calls() -> None:
    with _replayed("ami_200_calls") as heard:
        calls = heard.records()

    assert len(calls) == 200
    assert {visit.end for call in calls.values() for visit in call.visits} == {VisitEnd.ANSWERED}
    assert all(call.ended_at is not None and len(call.visits) == 1 for call in calls.values())
    assert all(leg.end is LegEnd.HUNG_UP for leg in _answered(calls.values()))


def test_who_hides_the_number_has_none() -> None:
    with _replayed("ami_200_calls") as heard:
        assert {event.number for event in heard.events} == {""}  # the recording's callers are called "sipp"
        assert {event.line for event in heard.events} == {"12345"}


def test_the_mixed_run_with_its_gap_is_what_the_queue_log_says() -> None:
    with _replayed("ami_mixed_run", QUEUE_LOG) as heard:
        calls = list(heard.records().values())

    says = truth()
    assert figures(calls) == expected(says["all_queues"])
    assert [leg for call in calls for visit in call.visits for leg in visit.legs if leg.end is None] == []
    for name, queue in QUEUES.items():
        assert figures(calls, queue) == expected(says["queues"][name]), name


def test_who_left_in_the_gap_and_hung_up_unseen_is_found_to_be_gone() -> None:
    with _replayed("ami_mixed_run", QUEUE_LOG) as heard:
        assert [call.visits[-1].end for call in heard.records().values() if not call.ended_at] == [VisitEnd.FLOWED_OUT]
        heard.hear_later(lambda: all(call.ended_at for call in heard.records().values()), "the end of the last call")


def test_each_agent_had_the_calls_of_the_log() -> None:
    with _replayed("ami_mixed_run", QUEUE_LOG) as heard:
        legs = list(_answered(heard.records().values()))

    said = truth()["all_queues"]["per_agent"].values()
    assert Counter(leg.seat for leg in legs) == {SEATS[agent["interface"]]: agent["calls"] for agent in said}
    for agent in said:
        talked = sum(leg.busy(leg.ended_at).total_seconds() for leg in legs if leg.seat == SEATS[agent["interface"]])
        assert talked == pytest.approx(agent["talk_s"], abs=agent["calls"])  # Asterisk cuts off each one's fraction


def test_a_line_that_falls_silent_loses_nobody_either() -> None:
    with _replayed("ami_mixed_run", QUEUE_LOG, stay_silent=True) as heard:
        assert figures(list(heard.records().values())) == expected(truth()["all_queues"])


def test_nothing_is_told_twice() -> None:
    with _replayed("ami_mixed_run", QUEUE_LOG) as heard:
        told = Counter((event.call_id, event.kind, event.seat, event.queue) for event in heard.events)

    rang = {key: count for key, count in told.items() if key[1] in ("ringing", "missed", "held", "resumed")}
    assert {key: count for key, count in told.items() if count > 1 and key not in rang} == {}


def test_without_a_queue_log_those_who_are_gone_gave_up_and_those_who_wait_wait() -> None:
    says = truth()
    with _replayed("ami_mixed_run") as heard:
        calls = list(heard.records().values())
        at_the_end = [call for call in calls if call.ended_at is None]

    seen = figures(calls)
    gone_unseen = says["gap"]["joined_and_ended_inside"]
    assert seen["offered"] <= says["all_queues"]["offered"]
    assert seen["offered"] >= says["all_queues"]["offered"] - gone_unseen - says["gap"]["joined"]
    assert seen["abandoned"] >= says["ami_seen"]["QueueCallerAbandon"]
    assert at_the_end == []


def _answered(calls: Iterable[CallRecord]) -> Iterator[Any]:
    return (visit.answered for call in calls for visit in call.visits if visit.answered is not None)


def figures(calls: Iterable[CallRecord], queue: CallQueue | None = None) -> dict[str, int]:
    """Return what the truth file says too, of calls."""
    visits = [v for call in calls for v in call.visits if not v.handed_on and queue in (None, v.queue)]
    ends = Counter(visit.end for visit in visits)
    answered = [visit for visit in visits if visit.end is VisitEnd.ANSWERED]
    return {
        "offered": len(visits),
        "answered": ends[VisitEnd.ANSWERED],
        "abandoned": ends[VisitEnd.ABANDONED],
        "left_by_timeout": ends[VisitEnd.FLOWED_OUT],
        "open_at_end": ends[None],
        "answered_within_15s": sum(_whole_seconds(visit) <= 15 for visit in answered),
        "hold_s": sum(map(_whole_seconds, answered)),
        "abandoned_within_15s": sum(_whole_seconds(v) <= 15 for v in visits if v.end is VisitEnd.ABANDONED),
    }


def expected(says: dict[str, Any]) -> dict[str, int]:
    """Return that of the truth file."""
    names = ("offered", "answered", "abandoned", "left_by_timeout", "open_at_end", "answered_within_15s")
    return {
        **{name: says[name] for name in names},
        "hold_s": says["hold_s"]["sum"],
        "abandoned_within_15s": says["abandoned_within_15s"],
    }


def _whole_seconds(visit: Visit) -> int:
    """Return the wait as Asterisk counts it: from clock second to clock second."""
    assert visit.left_at is not None
    return int(visit.left_at.timestamp()) - int(visit.offered_at.timestamp())
