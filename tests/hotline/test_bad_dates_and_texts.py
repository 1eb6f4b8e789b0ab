"""Dates of 1969 and 2100, replies of 20,000 characters and the like: each gets an error that says what to do."""

from typing import Any

import pytest
from pydantic import ValidationError

from hotline.codes import State
from hotline.commands import parse_command
from tests.hotline.whole_city import DISPATCHER, OPERATOR, SUPERVISOR, Loop, city, local, person_of

LONG_AGO, FAR_AHEAD = "1969-12-31T12:00:00+08:00", "2100-01-01T12:00:00+08:00"


@pytest.fixture
def loop() -> Loop:
    return Loop(city("zaozhuang"), local("2026-11-16 09:00"))


def by_phone(loop: Loop, due: str) -> dict[str, Any]:
    return {"unit": loop.city.bureau, "answered_by": "张主任", "feedback_due": due}


@pytest.mark.parametrize("when", [LONG_AGO, FAR_AHEAD])
def test_no_feedback_is_due_outside_the_calendar(loop: Loop, when: str) -> None:
    case = loop.filed()
    code, field, detail = loop.refused(DISPATCHER, "assign_by_phone", case, **by_phone(loop, when))
    assert (code, field) == ("out_of_calendar", "feedback_due")
    assert when[:10] in detail
    assert "2099-12-31" in detail


def test_a_hold_is_reviewed_on_a_day_to_come_that_the_calendar_knows(loop: Loop) -> None:
    case = loop.in_hand()
    hold = {"reason": "on_hold", "plan": "汛期后施工"}
    for day, code in (
        ("1969-12-31", "in_the_past"),
        ("2026-11-16", "in_the_past"),
        ("2100-01-01", "out_of_calendar"),
    ):
        assert loop.refused(SUPERVISOR, "hold", case, **hold, review_on=day)[:2] == (code, "review_on")
    assert loop.refused(SUPERVISOR, "hold", case, reason="tired", plan="歇", review_on="2026-12-01") == (
        "unknown_code", "reason", "tired",
    )  # fmt: skip


def test_the_day_of_a_hold_is_that_of_the_city_and_not_that_of_greenwich(loop: Loop) -> None:
    case = loop.in_hand()
    loop.go_to("2026-11-17 07:00")
    hold = {"reason": "on_hold", "plan": "汛期后施工"}
    assert loop.refused(SUPERVISOR, "hold", case, **hold, review_on="2026-11-17")[0] == "in_the_past"
    assert loop.done(SUPERVISOR, "hold", case, **hold, review_on="2026-11-18").state is State.ON_HOLD


def test_a_notice_is_due_at_a_moment_to_come_that_the_calendar_knows(loop: Loop) -> None:
    case = loop.in_hand()
    for due, code in (
        (LONG_AGO, "in_the_past"),
        ("2026-11-16T09:00:00+08:00", "in_the_past"),
        (FAR_AHEAD, "out_of_calendar"),
    ):
        assert loop.refused(SUPERVISOR, "supervise", case, kind="order", text="速办", due=due)[:2] == (code, "due")


@pytest.mark.parametrize("when", ["1969-12-31 12:00", "2100-01-01 12:00"])
def test_with_a_clock_set_to_another_age_nothing_is_dispatched(loop: Loop, when: str) -> None:
    case = loop.filed()
    loop.go_to(when)
    code, _, detail = loop.refused(DISPATCHER, "assign", case, unit=loop.city.bureau)
    assert code == "out_of_calendar"
    assert when[:10] in detail


@pytest.mark.parametrize("when", ["1969-12-31 12:00", "2100-01-01 12:00"])
def test_but_a_call_is_taken_down_at_a_seat_with_such_a_clock(loop: Loop, when: str) -> None:
    loop.go_to(when)
    order = loop.orders[loop.filed()]
    assert (order.state, order.clocks) == (State.TO_DISPATCH, ())


def test_a_unit_that_there_is_not_takes_nothing_on_the_telephone(loop: Loop) -> None:
    case = loop.filed()
    payload = {**by_phone(loop, "2026-11-16T10:00:00+08:00"), "unit": "gone"}
    assert loop.refused(OPERATOR, "assign_by_phone", case, **payload) == ("unknown_code", "unit", "gone")


@pytest.mark.parametrize(
    ("op", "payload", "said"),
    [
        ("reply", {"reply": "字" * 20_000, "solved": "solved"}, "at most 4000"),
        ("reply", {"reply": "", "solved": "solved"}, "at least 1"),
        ("reply", {"reply": "空\x00字", "solved": "solved"}, "U\\+0000 cannot be stored; delete it"),
        ("co_reply", {"reply": "字" * 20_000}, "at most 4000"),
        ("request_extension", {"days": 0, "reason": "材料"}, "greater than 0"),
        ("request_extension", {"days": 61, "reason": "材料"}, "less than or equal to 60"),
        ("request_extension", {"days": float("nan"), "reason": "材料"}, "less than or equal to 60"),
        ("answer_supervision", {"index": -1, "answer": "办"}, "greater than or equal to 0"),
        ("assign", {"unit": "a", "co_units": ["a"]}, "name each once"),
        ("assign", {"unit": "a", "co_units": ["b", "b"]}, "name each once"),
        ("supervise", {"kind": "joint", "text": "速办", "due": "2026-11-17T09:00:00+08:00"}, "names the other units"),
        ("supervise", {"kind": "order", "text": "速办", "due": "2026-11-17T09:00:00"}, "timezone"),
        ("review_reply", {"accept": False, "reason": " "}, "say what the reply lacks"),
        ("hold", {"reason": "on_hold", "plan": "等", "review_on": "2026-02-30"}, "day value is outside"),
        ("merge", {"parent": "0042"}, "valid UUID"),
    ],
)
def test_what_cannot_be_meant_is_no_command_and_the_error_says_what_to_do(
    op: str, payload: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        parse_command(op, payload)


def test_the_longest_reply_is_kept_whole(loop: Loop) -> None:
    case = loop.in_hand()
    reply = "字" * 4000
    assert loop.done(person_of(loop.city.bureau), "reply", case, reply=reply, solved="solved").answer == reply
