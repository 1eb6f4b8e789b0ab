"""A call whose end nobody here heard is over once that is found: no ring stands for ever, nothing typed is lost."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.codes import CallEventKind as Kind
from local_cache.errors import CentreSaid
from local_cache.news import CallEvent, CallsHere
from screens.desk.call import DeskCall
from screens.desk.screen import DeskScreen
from wording import set_language

from .host import CALL, NARROW, NOON, OTHER_CALL, Host, a_draft, press, until

RANG = NOON - timedelta(minutes=7)
A_RING = {"call_id": str(CALL), "number": "13800005678", "rang_at": RANG.isoformat()}


@pytest.mark.parametrize(
    ("language", "words", "ready"),
    [("en", "Missed: the call that rang at 14:25 is over; when it ended is not known here", "Ready"),
     ("zh", "未接：14:25 振铃的来电已经结束，何时结束不详", "就绪")],
)  # fmt: skip
async def test_a_ring_that_lay_on_the_desk_when_the_program_ended_is_a_missed_call_once_the_centre_names_it_no_more(
    language: str, words: str, ready: str
) -> None:
    set_language(language)
    app = Host(DeskScreen(), draft=replace(a_draft(), fields={}, call=A_RING))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "138****5678" in app.text)
        app.tell(CallsHere(()))
        await until(pilot, lambda: words in app.rows[-2])
        assert ready in app.rows[0]
        assert "138****5678" not in app.text


async def test_a_talk_that_the_centre_names_no_more_goes_to_wrap_up_and_a_ring_that_it_names_is_there() -> None:
    set_language("en")
    app = Host(DeskScreen(), draft=a_draft())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Talking" in app.rows[0])
        app.tell(CallsHere((CallEvent(OTHER_CALL, Kind.RINGING, NOON, "13900001111"),)))
        await until(pilot, lambda: "The call is over; when it ended is not known here" in app.rows[-2])
        assert app.desk.view.narrative.value == "昨晚八点起停水"
        assert app.desk.desk.call.state == "wrap_up"
        assert app.desk.desk.call.times().ended_at is None  # a case says only what is known
        assert "139****1111" in app.text


@pytest.mark.parametrize("named_first", [False, True])
async def test_answering_a_ring_that_is_over_at_the_centre_is_no_talk(named_first: bool) -> None:
    set_language("en")
    app, answer = Host(DeskScreen()), Future[None]()
    app.seat.call_act = lambda *_: answer  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "138****5678" in app.text)
        await press(pilot, "enter")
        if named_first:
            app.tell(CallsHere(()))
            await until(pilot, lambda: "Wrap-up" in app.rows[0])
        answer.set_exception(CentreSaid("not-found"))
        await until(pilot, lambda: "Missed: the call that rang at 14:32 is over" in app.rows[-2])
        assert "Ready" in app.rows[0]


def test_the_true_end_goes_before_the_moment_at_which_the_end_was_found() -> None:
    call = DeskCall(str(CALL), rang_at=RANG, answered_at=RANG).after(Kind.HUNG_UP, NOON, exact=False)
    again = DeskCall.from_kept(call.kept())
    assert again.end_unknown
    assert again.after(Kind.HUNG_UP, RANG).times().ended_at == RANG
