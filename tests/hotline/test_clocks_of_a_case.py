"""What becomes of a case's clocks on its way: they rest, are extended, run on or run anew, and their lamps turn."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hotline.codes import Light
from hotline.order_parts import RunningClock
from hotline.running_clocks import handling_clock, next_turn
from hotline.year_files import DaysOff, YearFile
from tests.hotline.whole_city import (
    CALLER_BACK,
    DISPATCHER,
    EMERGENCY,
    LEAD,
    OPERATOR,
    SUPERVISOR,
    UNSOLVED,
    WORKER,
    Loop,
    city,
    local,
    person_of,
)

HOLD = {"reason": "on_hold", "plan": "汛期后施工", "review_on": "2026-12-31"}


@pytest.fixture
def loop() -> Loop:
    """Shandong's 5 working days, which 10 more may be granted on top of; a Monday morning."""
    return Loop(city("zaozhuang"), local("2026-11-16 09:00"))


def handling(loop: Loop, case: UUID) -> RunningClock:
    clock = handling_clock(loop.orders[case].clocks)
    assert clock is not None
    return clock


def told(loop: Loop, case: UUID) -> dict[str, dict[str, Any]]:
    """What the last event says of each clock."""
    return {line["code"]: line for line in loop.timelines[case][-1].data["clocks"]}


def urged(loop: Loop, case: UUID) -> int:
    return len(loop.orders[case].supervisions)


def test_a_hold_moves_the_due_day_by_the_working_days_that_it_took(loop: Loop) -> None:
    case = loop.in_hand()
    assert handling(loop, case).due_at == local("2026-11-23 18:00")
    loop.go_to("2026-11-18 15:00")
    held = loop.done(SUPERVISOR, "hold", case, **HOLD)
    assert handling(loop, case).light is Light.GREY
    assert told(loop, case)["handle"] == {"code": "handle", "did": "pause", "light": "grey"}
    assert next_turn(tuple(clock for clock in held.clocks if clock.stop == "reply")) is None
    loop.go_to("2026-11-25 10:00")
    loop.done(SUPERVISOR, "resume", case, reason="可以施工")
    clock = handling(loop, case)
    assert (clock.due_at, clock.light) == (local("2026-11-30 18:00"), Light.GREEN)
    assert clock.pauses == ((local("2026-11-18 15:00"), local("2026-11-25 10:00")),)
    assert told(loop, case)["handle"]["did"] == "resume"


def test_a_hold_within_one_day_moves_nothing(loop: Loop) -> None:
    case = loop.in_hand()
    loop.done(SUPERVISOR, "hold", case, **HOLD)
    loop.go_to("2026-11-16 17:00")
    loop.done(SUPERVISOR, "resume", case)
    assert handling(loop, case).due_at == local("2026-11-23 18:00")


def test_two_holds_add_up(loop: Loop) -> None:
    case = loop.in_hand()
    for held, resumed in (("2026-11-17 09:00", "2026-11-18 09:00"), ("2026-11-19 09:00", "2026-11-20 09:00")):
        loop.go_to(held)
        loop.done(SUPERVISOR, "hold", case, **HOLD)
        loop.go_to(resumed)
        loop.done(SUPERVISOR, "resume", case)
    assert handling(loop, case).due_at == local("2026-11-25 18:00")


def test_a_clock_that_may_not_rest_runs_on(loop: Loop) -> None:
    case = loop.in_hand(class_code=EMERGENCY, urgency="urgent")
    loop.done(SUPERVISOR, "hold", case, **HOLD)
    clock = handling(loop, case)
    assert (clock.code, clock.paused_at, clock.due_at) == ("handle_emergency", None, local("2026-11-17 09:00"))


def test_an_extension_is_bounded_by_the_clock_and_runs_on_until_decided(loop: Loop) -> None:
    case, unit = loop.in_hand(), person_of(loop.city.bureau)
    assert loop.refused(unit, "request_extension", case, days=10.5, reason="材料") == ("too_many_days", "days", "10")
    loop.done(unit, "request_extension", case, days=4, reason="材料")
    assert handling(loop, case).due_at == local("2026-11-23 18:00")
    assert loop.refused(unit, "request_extension", case, days=1, reason="材料")[0] == "already_asked"
    loop.go_to("2026-11-23 18:30")
    loop.done(WORKER, "note_light", case)
    loop.done(LEAD, "decide_extension", case, grant=True, reason="属实")
    clock = handling(loop, case)
    assert (clock.due_at, clock.extended, clock.light) == (local("2026-11-27 18:00"), 4, Light.GREEN)
    assert told(loop, case)["handle"] == {"code": "handle", "did": "move", "due": clock.due_at.isoformat()}
    assert loop.refused(unit, "request_extension", case, days=7, reason="材料") == ("too_many_days", "days", "6")
    loop.done(unit, "request_extension", case, days=6, reason="材料")
    loop.done(SUPERVISOR, "decide_extension", case, grant=False, reason="不属实")
    assert handling(loop, case).due_at == local("2026-11-27 18:00")
    assert loop.refused(SUPERVISOR, "decide_extension", case, grant=True, reason="可")[0] == "nothing_asked"


def test_an_extension_is_asked_for_before_expiry_only(loop: Loop) -> None:
    case, unit = loop.in_hand(), person_of(loop.city.bureau)
    loop.go_to("2026-11-23 18:00")
    assert loop.refused(unit, "request_extension", case, days=1, reason="材料")[0] == "expired"


def test_137_knows_no_extension() -> None:
    loop = Loop(city("dongsheng"), local("2026-11-16 09:00"))
    case = loop.in_hand()
    refused = loop.refused(person_of(loop.city.bureau), "request_extension", case, days=1, reason="材料")
    assert refused == ("too_many_days", "days", "0")


def test_after_a_reply_that_lacks_something_the_clock_runs_on_due_as_before(loop: Loop) -> None:
    case = loop.replied()
    assert handling_clock(loop.orders[case].clocks) is None
    loop.go_on(days=2)
    loop.done(DISPATCHER, "review_reply", case, accept=False, reason="缺照片")
    clock = handling(loop, case)
    assert (clock.started_at, clock.due_at) == (local("2026-11-16 09:00"), local("2026-11-23 18:00"))
    assert told(loop, case) == {"handle": {"code": "handle", "did": "again", "due": clock.due_at.isoformat()}}


def test_a_redo_runs_on_a_clock_of_its_own_and_is_signed_for_anew(loop: Loop) -> None:
    case = loop.to_call_back()
    loop.go_on(days=1)
    again = loop.done(CALLER_BACK, "record_callback", case, **UNSOLVED)
    running = {clock.code: clock.due_at for clock in again.clocks if clock.stopped_at is None}
    assert running == {"redo": local("2026-11-20 18:00"), "sign": local("2026-11-18 18:00")}
    assert (again.redo_count, again.return_barred) == (1, True)
    assert {line["did"] for line in told(loop, case).values()} == {"stop", "start"}


def test_the_first_red_lamp_of_handling_urges_the_unit_once(loop: Loop) -> None:
    case = loop.in_hand()
    assert loop.refused(WORKER, "note_light", case)[0] == "already_recorded"
    loop.go_to("2026-11-20 18:00")
    loop.done(WORKER, "note_light", case)
    assert (handling(loop, case).light, urged(loop, case)) == (Light.YELLOW, 0)
    loop.go_to("2026-11-23 18:00")
    lit = loop.done(WORKER, "note_light", case)
    assert told(loop, case)["handle"]["light"] == "red"
    (notice,) = lit.supervisions
    assert (notice.kind, notice.operator, notice.due) == ("urging", "worker", local("2026-11-24 18:00"))
    loop.go_on(days=3)
    assert loop.refused(WORKER, "note_light", case)[0] == "already_recorded"
    loop.done(person_of(loop.city.bureau), "answer_supervision", case, index=0, answer="正在施工")


def test_a_lamp_that_turned_red_while_the_clock_rested_or_stood_urges_all_the_same(loop: Loop) -> None:
    rested, stood = loop.in_hand(), loop.replied()
    loop.go_to("2026-11-23 17:00")
    loop.done(SUPERVISOR, "hold", rested, **HOLD)
    loop.go_to("2026-11-23 19:00")
    loop.done(SUPERVISOR, "resume", rested)
    loop.done(DISPATCHER, "review_reply", stood, accept=False, reason="缺照片")
    for case in (rested, stood):
        assert next_turn(loop.orders[case].clocks) <= loop.at
        loop.done(WORKER, "note_light", case)
        assert (handling(loop, case).light, urged(loop, case)) == (Light.RED, 1)


def test_what_was_red_before_it_rested_does_not_urge_twice(loop: Loop) -> None:
    case = loop.in_hand()
    loop.go_to("2026-11-23 18:00")
    loop.done(WORKER, "note_light", case)
    loop.done(SUPERVISOR, "hold", case, **HOLD)
    loop.go_on(hours=1)
    loop.done(SUPERVISOR, "resume", case)
    assert handling(loop, case).light is Light.RED
    assert loop.refused(WORKER, "note_light", case)[0] == "already_recorded"


def test_what_comes_late_from_a_seat_stops_no_clock_before_it_started(loop: Loop) -> None:
    case = loop.filed()
    loop.go_on(minutes=5)
    loop.done(DISPATCHER, "assign", case, unit=loop.city.bureau)
    loop.go_on(minutes=-3)
    gone = loop.done(OPERATOR, "withdraw", case, reason="来水了")
    assert all(clock.stopped_at >= clock.started_at for clock in gone.clocks if clock.stopped_at)
    assert all(clock.stopped_at for clock in gone.clocks)


def test_a_clock_that_is_stopped_while_it_rests_keeps_the_lamp_it_had(loop: Loop) -> None:
    case = loop.in_hand()
    loop.go_to("2026-11-20 18:30")
    loop.done(SUPERVISOR, "hold", case, **HOLD)
    loop.go_on(days=7)
    gone = loop.done(OPERATOR, "withdraw", case, reason="自行解决")
    (clock,) = (each for each in gone.clocks if each.code == "handle")
    assert (clock.light, clock.paused_at) == (Light.YELLOW, None)
    assert clock.pauses == ((local("2026-11-20 18:30"), loop.at),)


def test_a_year_file_settles_what_was_provisional_and_the_timeline_says_so(loop: Loop) -> None:
    loop.go_to("2026-12-30 09:00")
    case = loop.in_hand()
    before = handling(loop, case)
    assert before.provisional
    assert loop.refused(WORKER, "settle_due", case)[0] == "already_recorded"
    new_year = DaysOff(date(2027, 1, 1), date(2027, 1, 4), "元旦", "New Year")
    notice = YearFile(2027, 1, "test", (new_year,), ())
    loop.city = replace(loop.city, pack=loop.city.pack.with_year(notice))
    loop.done(WORKER, "settle_due", case)
    clock = handling(loop, case)
    assert (before.due_at, clock.due_at) == (local("2027-01-07 18:00"), local("2027-01-08 18:00"))
    assert not clock.provisional
    assert told(loop, case)["handle"] == {"code": "handle", "did": "move", "due": clock.due_at.isoformat()}
    assert {line["did"] for line in told(loop, case).values()} == {"move"}
    assert loop.refused(WORKER, "settle_due", case)[0] == "already_recorded"


def test_a_year_file_does_not_wake_a_clock_that_rests() -> None:
    loop = Loop(city("zaozhuang", announced_until=2025), local("2025-12-30 09:00"))
    case = loop.in_hand()
    loop.done(SUPERVISOR, "hold", case, **HOLD)
    loop.city = city("zaozhuang", announced_until=2026)
    loop.go_to("2026-02-01 09:00")
    loop.done(WORKER, "settle_due", case)
    assert handling(loop, case).light is Light.GREY
    assert told(loop, case)["handle"] == {"code": "handle", "did": "move", "light": "grey"}


def test_a_calendar_that_still_does_not_reach_moves_nothing_and_is_told_as_what_it_is() -> None:
    loop = Loop(city("zaozhuang", announced_until=2024), local("2026-03-02 09:00"))
    case = loop.in_hand()
    before = handling(loop, case)
    loop.city = city("zaozhuang", announced_until=2025)
    loop.done(WORKER, "settle_due", case)
    clock = handling(loop, case)
    assert (clock.due_at, clock.provisional) == (before.due_at, True)
    assert clock.calendar != before.calendar
    assert told(loop, case)["handle"]["did"] == "move"
    assert told(loop, case)["handle"]["provisional"] is True
