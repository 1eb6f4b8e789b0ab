"""Between two calls of practice: no talk with nobody is opened, and the desk says what comes, and who hears."""

import pytest

from hotline.codes import CallEventKind
from screens.desk.screen import DeskScreen
from wording import set_language

from .fake_practice import APractice
from .host import CALL, NARROW, OTHER_CALL, WIDE, Host, a_draft, press, until
from .test_another_matter import FILLED

WAITS = ("无来电等候", "No call waits")
WAITS_NOW = ("有来电人等候", "A caller waits")
OVER = ("没有来电了", "No more calls come")
NEXT_CALL = ("下一来电", "Next call")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_asking_for_a_call_opens_none_and_says_what_comes(language: str) -> None:
    set_language(language)
    english = language == "en"
    app = Host(DeskScreen())
    practice = app.services.practice = APractice(kind="shift", place=(1, 2))
    async with app.run_test(size=NARROW) as pilot:
        assert NEXT_CALL[english] not in app.rows[-1]
        assert ("线路恢复后", "once the line is back")[english] in app.rows[1]  # there is none here yet
        await press(pilot, "ctrl+x")
        assert ("无可标记", "nothing to mark")[english] in app.text
        await press(pilot, "f2")
        assert WAITS[english] in app.text
        assert app.desk.desk.is_blank
        practice.to_come = (1, 1)
        await press(pilot, "f2")
        assert WAITS_NOW[english] in app.text
        app.ring()
        await press(pilot, "f2")
        assert app.seat.acts == [(str(CALL), "answer")]
        await press(pilot, "ctrl+g", "0", *"abc")
        app.call(CallEventKind.HUNG_UP)
        await press(pilot, "f2")  # what was taken down is parked, as at a live desk
        assert (len(app.desk.parked), app.desk.desk.is_blank) == (1, True)
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "139****1111" in app.text)
        assert app.desk.desk.call.is_ringing


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_call_that_rings_while_something_is_typed_names_the_key_that_answers_it(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.services.practice = APractice()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "3", "enter")
        app.ring()
        await until(pilot, lambda: "138****5678" in app.rows[1])
        assert ("接听：F2", "Answer it: F2")[language == "en"] in app.rows[1]
        await press(pilot, "f2")
        await until(pilot, lambda: app.seat.acts == [(str(CALL), "answer")])


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_caller_who_gave_up_is_said_to_be_lost_until_another_one_is_answered(language: str) -> None:
    set_language(language)
    lost = ("漏接一通", "A call is lost")[language == "en"]
    app = Host(DeskScreen())
    app.services.practice = APractice(kind="shift", place=(1, 2))
    async with app.run_test(size=NARROW) as pilot:
        app.ring()
        await until(pilot, lambda: "138****5678" in app.text)
        assert lost not in app.text
        app.call(CallEventKind.ABANDONED)
        await until(pilot, lambda: lost in app.text)
        assert ".." not in next(row for row in app.rows if lost in row)
        app.ring("13900001111", OTHER_CALL)  # it may ring two seconds after that
        await until(pilot, lambda: "139****1111" in app.text)
        assert lost in app.text
        await press(pilot, "enter")
        app.desk._tick()
        await until(pilot, lambda: lost not in app.text)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_after_the_last_call_no_other_one_is_offered(language: str) -> None:
    set_language(language)
    english = language == "en"
    app = Host(DeskScreen(), draft=a_draft(fields=FILLED))
    practice = app.services.practice = APractice(kind="shift", place=(2, 2), to_come=(0, 0))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert NEXT_CALL[english] not in app.rows[-1]
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        offered = ("下一来电", "next call")[english]
        assert offered not in app.text
        assert ("挂断，结束本次来电", "hang up, finish this call")[english] in app.text
        await press(pilot, "enter", "f2")
        assert app.text.count(OVER[english]) == 2  # where the next call was promised, and on the message line
        practice.hears = False
        practice.say("caller", "gone", "gone", "gone")
        await press(pilot, "insert", "7")
        assert ("来电人已离线", "The caller has gone")[english] in app.text


@pytest.mark.parametrize(
    ("keys", "says", "ends"),
    [
        ((), "Nobody is on the line yet", "enter"),
        (("enter", "ctrl+o"), "The caller is on hold", "ctrl+o"),
        (("enter",), "The caller has gone", ""),
    ],
)
@pytest.mark.parametrize("speaks", [("insert", "0"), ("ctrl+p", "4")])
async def test_what_nobody_hears_is_said_to_be_so_while_it_is(
    keys: tuple[str, ...], says: str, ends: str, speaks: tuple[str, ...]
) -> None:
    set_language("en")
    app = Host(DeskScreen())
    practice = app.services.practice = APractice(kind="line_cut", hears=False)
    async with app.run_test(size=NARROW) as pilot:
        app.ring()
        await press(pilot, *keys)
        if not ends:  # without a line the desk does not hear that the caller hung up
            practice.say("caller", "opening", "喂", "Hello")
        await press(pilot, *speaks)
        assert says in app.text
        assert practice.asked == practice.read_out == []
        await press(pilot, *filter(None, [ends]))
        app.desk._tick()
        assert (says in app.text) == (not ends)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_abuse_that_is_marked_on_hold_says_that_the_calm_text_is_not_heard(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.services.practice = APractice(hears=False)
    async with app.run_test(size=NARROW) as pilot:
        app.ring()
        await press(pilot, "enter", "ctrl+o", "ctrl+x")
        row = app.rows[-2]
        assert ("已标记辱骂", "Abuse marked at")[language == "en"] in row
        assert ("在保持中，听不到", "is on hold and hears nothing: Ctrl+O")[language == "en"] in row
