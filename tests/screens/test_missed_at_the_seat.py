"""A ring that nobody answered here leaves the desk and says so; a call that went elsewhere is over here."""

import pytest

from hotline.codes import CallEventKind as Kind
from screens.desk.screen import DeskScreen
from screens.lock import LockScreen
from wording import set_language

from .host import CALL, NARROW, OTHER_CALL, Host, press, until


@pytest.mark.parametrize(
    ("language", "words", "ready"),
    [("en", "Missed at 14:32: it rang 20 s and went back to the queue", "Ready"),
     ("zh", "14:32 未接：振铃 20 秒，已回到队列", "就绪")],
)  # fmt: skip
async def test_a_missed_call_leaves_the_desk_ready_and_may_ring_again(language: str, words: str, ready: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "138****5678" in app.text)
        app.clock.forward(20)
        app.call(Kind.MISSED)
        await until(pilot, lambda: words in app.rows[-2])
        assert ready in app.rows[0]
        assert "138****5678" not in app.text
        app.ring()
        await until(pilot, lambda: "138****5678" in app.text)
        assert words not in app.text
        await press(pilot, "enter")
        assert app.seat.acts == [(str(CALL), "answer")]


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Kind.FLOWED_OUT, "it rang 7 s, then the queue gave the caller up"), (Kind.TRANSFERRED, "was sent elsewhere"),
     (Kind.ABANDONED, "The caller hung up before the answer")],
)  # fmt: skip
async def test_whatever_becomes_of_a_ring_meanwhile_nothing_typed_is_touched(kind: Kind, words: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", "ctrl+g", "0", *"water")
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "139****1111" in app.text)
        app.clock.forward(7)
        app.call(kind, OTHER_CALL)
        await until(pilot, lambda: words in app.rows[-2])
        assert "139****1111" not in app.text
        await press(pilot, *" off")
        assert app.desk.view.narrative.value == "water off"


async def test_what_was_typed_during_a_ring_stays_when_the_call_goes_back_to_the_queue() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "ctrl+g", "0", *"water")
        app.call(Kind.MISSED)
        await until(pilot, lambda: "went back to the queue" in app.rows[-2])
        assert app.desk.view.narrative.value == "water"
        app.ring()  # the same caller, from the queue again
        await until(pilot, lambda: "Ringing: 138****5678" in app.rows[1])


async def test_a_call_that_was_sent_elsewhere_is_over_here() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water")
        app.call(Kind.TRANSFERRED)
        await until(pilot, lambda: "Wrap-up 00:00" in app.rows[0])


async def test_a_locked_seat_says_what_became_of_a_ring() -> None:
    set_language("en")
    app = Host(LockScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "A call rings: unlock to take it" in app.text)
        app.clock.forward(20)
        app.call(Kind.MISSED)
        await until(pilot, lambda: "Missed at 14:32: it rang 20 s" in app.text)
        assert "A call rings" not in app.text
