"""The number that stood at the desk when the program ended is there again, until its operator goes on from it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.codes import AgentState, CallEventKind
from local_cache.read_out import ReadOut
from screens.desk.screen import DeskScreen
from wording import set_language

from .cases import FIRST, a_case
from .host import CALL, NARROW, NOON, WIDE, Host, a_draft, press, until

UNREAD = ReadOut("1042", FIRST, a_case().order_no, NOON - timedelta(minutes=2))
NUMBER = "0017-01-000901-6"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


def reopened(unread: ReadOut = UNREAD, **given: object) -> Host:
    """Return a host whose desk opens after a program that ended while it showed a number."""
    app = Host(DeskScreen(), **given)  # type: ignore[arg-type]
    app.services.read_out = unread
    app.seat.shows_number = True
    app.seat.put_order(a_case())
    return app


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_it_is_shown_as_after_the_save_and_enter_leaves_it(size: tuple[int, int]) -> None:
    app = reopened()
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: NUMBER in app.text)
        assert "Saved 14:30, before the program ended. Read the number to the caller:" in app.text
        assert "The case is there: do not take it down again." in app.text
        assert "next call opens here by itself" not in app.text
        assert "Wrap-up 0" not in app.text  # nobody knows when its call ended
        await press(pilot, *"13900001234")
        assert NUMBER in app.text
        assert app.seat.shows_number
        await press(pilot, "enter")
        assert NUMBER not in app.text
        assert "Ready" in app.rows[0]
        assert not app.seat.shows_number
        await press(pilot, *"13900001234")
        assert "13900001234" in app.text


async def test_a_call_that_rings_meanwhile_waits_and_enter_takes_it() -> None:
    app = reopened()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: NUMBER in app.text)
        app.ring()
        await until(pilot, lambda: "Ringing" in app.rows[0])
        await press(pilot, "enter")
        assert app.desk.desk.call.state is AgentState.TALKING
        assert not app.seat.shows_number


async def test_it_is_only_said_where_a_draft_lies_on_the_desk() -> None:
    app = reopened(draft=a_draft())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: NUMBER in app.text)
        assert f"Saved 14:30, before the program ended: {NUMBER}" in app.text
        assert "昨晚八点起停水" in app.text
        await press(pilot, "f4", "enter")
        await until(pilot, lambda: NUMBER not in app.text)
        assert not app.seat.shows_number


async def test_another_operator_is_not_shown_it() -> None:
    app = reopened(ReadOut("1043", FIRST, UNREAD.number, UNREAD.saved_at))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Ready" in app.rows[0])
        assert NUMBER not in app.text


async def test_the_number_of_a_case_just_filed_is_one_that_is_shown_until_enter() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"sybz", "enter", "enter", "enter", *"Leak", "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        assert app.seat.shows_number
        await press(pilot, "enter")
        assert not app.seat.shows_number


async def test_its_caller_who_is_still_on_the_line_is_no_new_call() -> None:
    app = reopened(replace(UNREAD, call_id=str(CALL)))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: NUMBER in app.text)
        app.ring()
        app.call(CallEventKind.ANSWERED)
        await until(pilot, lambda: "Talking" in app.rows[0])
        assert NUMBER in app.text
        assert app.desk.waiting == []
        await press(pilot, "enter")
        assert app.seat.acts == [(str(CALL), "hang_up")]
        assert "Ready" in app.rows[0]


async def test_its_call_is_ended_with_it_also_where_nothing_has_been_heard_of_it_yet() -> None:
    app = reopened(replace(UNREAD, call_id=str(CALL)))
    app.seat.has_line = False
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: NUMBER in app.text)
        assert "Talking" not in app.rows[0]
        await press(pilot, "enter")
        assert app.seat.acts == [(str(CALL), "hang_up")]
        await until(pilot, lambda: "No line: hang up on the telephone itself" in app.text)


@pytest.mark.parametrize(
    ("language", "read", "gone"),
    [
        ("en", "Read the number to the caller:", "The caller has gone. Number:"),
        ("zh", "请向来电人报号：", "来电人已不在线，编号："),
    ],
)
async def test_nobody_is_told_to_read_it_to_a_caller_who_has_hung_up(language: str, read: str, gone: str) -> None:
    set_language(language)
    app = reopened(replace(UNREAD, call_id=str(CALL)))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: NUMBER in app.text)
        app.ring()
        app.call(CallEventKind.ANSWERED)
        await until(pilot, lambda: read in app.text)
        app.call(CallEventKind.HUNG_UP)
        await until(pilot, lambda: gone in app.text)
        assert read not in app.text
        assert NUMBER in app.text
