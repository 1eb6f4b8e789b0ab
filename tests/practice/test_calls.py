"""A session's record is parted into calls, each with what happened in it and what was done for it later."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hotline.codes import PracticeKind
from practice.calls import calls_of
from practice.record import Act, Asked, CallerSaid, CallStep, CameBack, Event, Head, KeyPressed, Record, Step, TextRead

_HEAD = Head("s1", PracticeKind.SHIFT, "2004", ("a", "b"), 1, "zh", 80, 24, datetime(2026, 11, 23, tzinfo=UTC))
_EVENTS: tuple[Event, ...] = (
    KeyPressed(10, "f1"),
    CallStep(100, Step.RING, 1, "a"),
    KeyPressed(150, "enter"),
    CallStep(160, Step.ANSWERED, 1),
    Asked(200, "where"),
    CallerSaid(900, "where", "这里"),
    TextRead(950, "calm_first"),
    CallStep(1000, Step.HUNG_UP, 1),
    KeyPressed(1100, "f4"),
    CallStep(1200, Step.READY, 1),
    KeyPressed(1300, "f1"),
    CallStep(2000, Step.RING, 2, "b"),
    CallStep(2100, Step.ANSWERED, 2),
    Act(2500, "file_case", call=1, case="x"),
    Act(2600, "log_call"),
)


def test_each_call_has_what_happened_in_it() -> None:
    first, second = calls_of(Record(_HEAD, _EVENTS))
    assert (first.scenario, first.rang, first.answered, first.hung_up, first.ready) == ("a", 100, 160, 1000, 1200)
    assert [key.ms for key in first.keys] == [150, 1100]
    assert ([each.ms for each in first.asked], [each.ms for each in first.said]) == ([200], [900])
    assert [each.phrase for each in first.read] == ["calm_first"]
    assert (second.scenario, second.answered, second.hung_up, second.ready) == ("b", 2100, None, None)


def test_a_parked_draft_that_is_saved_later_belongs_to_its_own_call() -> None:
    first, second = calls_of(Record(_HEAD, _EVENTS))
    assert ([act.op for act in first.acts], [act.op for act in second.acts]) == (["file_case"], ["log_call"])


def test_it_is_known_who_has_ended_a_call_where_the_record_says_so() -> None:
    by = (*_EVENTS, CallStep(3000, Step.HUNG_UP, 2, by="trainee"))
    assert [each.ended_by for each in calls_of(Record(_HEAD, by))] == ["", "trainee"]


def test_a_record_without_a_call_has_none() -> None:
    assert calls_of(Record(_HEAD, _EVENTS[:1])) == ()


@pytest.mark.parametrize("kind", list(PracticeKind))
def test_the_time_until_a_session_was_gone_on_with_counts_in_an_exam_alone(kind: PracticeKind) -> None:
    events = (*_EVENTS[:7], CameBack(60_960, 60_000), *(replace(each, ms=each.ms + 60_000) for each in _EVENTS[7:]))
    [first, _] = calls_of(Record(replace(_HEAD, kind=kind), events))
    away = 0 if kind is PracticeKind.EXAM else 60_000
    assert (first.lasted(160, 61_000), first.lasted(160, 900)) == (60_840 - away, 740)
    assert first.lasted(30_000, 61_000) == (31_000 if not away else 40)
    assert first.lasted(900, 160) == 0
