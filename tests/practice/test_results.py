"""What leaves practice after a session: codes, points and times, never a text, a name or a key."""

from dataclasses import replace
from datetime import UTC, datetime

from city_packs.scenario import Scenario
from hotline.codes import PracticeKind
from practice.finished import FinishedCall, FinishedSession
from practice.record import Ended, Head, Record
from practice.results import result_of
from practice.session_plan import Trainee, planned
from tests.practice.given import TRAINEE
from tests.practice.machine import START
from tests.practice.played import Play

_SESSION = "0192f0c8-0000-7000-8000-0000000000c3"
_ASSIGNMENT = "0192f0c8-0000-7000-8000-0000000000c4"


def test_a_result_holds_marks_and_times_and_nothing_that_was_typed(play: Play, noise: Scenario) -> None:
    played = (
        play(noise).take(caller_name="张三丰", area_code="370402004034").type("\n", ms=1020).type("张三丰", ms=4000)
    )
    head = Head(
        _SESSION, PracticeKind.EXAM, "1042", (noise.code,), 1, "zh", 80, 24, datetime(2026, 11, 23, 8, tzinfo=UTC)
    )
    played.call.keys = [key for key in played.call.keys if key.at == "content"]
    done = FinishedSession(Record(head, (Ended(60_000),)), (FinishedCall(played.call, noise, played.marks),))
    played.call.acts[0] = replace(played.call.acts[0], made_ms=21_000, ms=90_000)  # it came to the centre much later
    plan = planned(
        _SESSION, PracticeKind.EXAM, Trainee("1042", "王敏"), [noise], city="zaozhuang", assignment=_ASSIGNMENT
    )
    result = result_of(plan, done)
    (call,) = result.calls
    assert (call.scenario, call.version, call.rubric, call.total) == ("noise", 1, 1, 95.0)
    assert {item.item: item.losses for item in call.items if item.losses} == {
        "address": ("trap",),
        "contact": ("name",),
    }
    assert (call.first_key_s, call.save_s, call.wrap_up_s) == (3.0, 20.0, 10.0)
    assert (call.class_code, str(result.assignment)) == (noise.truth.class_code, _ASSIGNMENT)
    assert (result.ended - result.began).total_seconds() == 60
    told = result.model_dump_json()
    assert not [word for word in ("张三丰", "李秀兰", "19900001234", "混凝土", "王敏") if word in told]


def test_a_drill_that_is_gone_on_with_the_next_day_loses_nothing_by_the_night(play: Play, noise: Scenario) -> None:
    played, night = play(noise), 12 * 3_600_000
    call = played.call
    call.acts = [replace(each, ms=each.ms + night) for each in call.acts]
    call.hung_up, call.ready = 30_000 + night, 40_000 + night
    assert played.lost["save"] == 6
    call.away = [(10_000, 10_000 + night)]
    assert played.lost == {}
    head = Head(_SESSION, PracticeKind.DRILL, "1042", (noise.code,), 1, "zh", 80, 24, START)
    done = FinishedSession(Record(head, ()), (FinishedCall(call, noise, played.marks),))
    [told] = result_of(planned(_SESSION, PracticeKind.DRILL, TRAINEE, [noise], city="zaozhuang"), done).calls
    assert (told.save_s, told.wrap_up_s) == (13.5, 10.0)
