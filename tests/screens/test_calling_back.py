"""Calling back those who gave up: one key takes the next one, and the centre hears what came of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.codes import AgentState, CallEventKind, Channel
from hotline.commands import FileCase
from hotline.desk_doc import MissedCaller
from local_cache.model import CallerHistory, DeskAct, KeptState, OwnState
from screens.desk.screen import DeskScreen
from tests.screens.test_desk_file import fill
from wording import set_language

from .cases import a_case
from .host import NARROW, NOON, OTHER_CALL, WIDE, Host, a_draft, press, until
from .test_centre_words import a_desk, tell, ticked
from .test_own_state import told

GAVE_UP = MissedCaller(call_id=UUID(int=4), queue="general", abandoned_at=NOON, waited_s=41, calls=1, tries=0,
                       number="13800005678", seat="0042")  # fmt: skip
TRIED = f"missed-callers/{UUID(int=4)}/tried"


def a_desk_with_a_caller_to_call_back() -> Host:
    app = a_desk()
    app.seat.gave_up = [GAVE_UP]
    return app


@pytest.mark.parametrize(("language", "size"), [("zh", NARROW), ("en", WIDE)])
async def test_one_key_opens_a_draft_with_number_and_history_and_filing_it_is_a_call_back(
    language: str, size: tuple[int, int]
) -> None:
    app = a_desk_with_a_caller_to_call_back()
    set_language(language)
    line = app.seat.put_order(a_case())
    app.seat.histories["13800005678"] = CallerHistory("李**", 3, (line,), (line,), (), NOON)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        tell(app, missed_waiting=2)
        assert ("missed callers 2" if language == "en" else "漏接待回拨 2") in await ticked(pilot, app)
        await until(pilot, lambda: "Ctrl+O" in app.rows[-1])
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: "13800005678" in app.rows[-2])  # the operator dials it
        assert "李**" in app.rows[1]
        assert ("Paused: Call-backs 00:00" if language == "en" else "小休：回访 00:00") in app.rows[0]
        assert told(app)[-1] == "paused callback"
        await fill(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        [(command, _)] = app.seat.commands
        assert isinstance(command, FileCase)
        assert (command.intake.channel, command.intake.caller_phone) == (Channel.MISSED_CALL, "13800005678")
        assert command.call.call_id == GAVE_UP.call_id, "the board finds the case by the call in which they gave up"
        assert app.seat.desk_acts == [DeskAct(TRIED, {"reached": True})]
        await press(pilot, "f4")  # another matter: whoever was called back is there, and need not be dialled
        assert "13800005678" not in app.rows[-2]
        await press(pilot, "ctrl+g", "=", *"xqts", "enter", "ctrl+g", "0", *"tree", "f3")
        assert ("not reached" if language == "en" else "未接通") not in app.text
        await press(pilot, "0", "ctrl+s")
        await until(pilot, lambda: len(app.seat.commands) == 2)
        assert app.seat.commands[1][0].call.call_id == GAVE_UP.call_id
        assert app.seat.desk_acts == [DeskAct(TRIED, {"reached": True})]
        await press(pilot, "enter")
        await until(pilot, lambda: told(app)[-1] == "ready")


@pytest.mark.parametrize(
    ("digit", "act"),
    [("1", DeskAct(TRIED, {"reached": False})), ("2", DeskAct(f"missed-callers/{UUID(int=4)}/release"))],
)
async def test_who_is_not_reached_goes_back_to_the_list(digit: str, act: DeskAct) -> None:
    app = a_desk_with_a_caller_to_call_back()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+o", "f3", digit)
        assert app.seat.desk_acts == [act]
        assert "on the list again" in app.rows[-2]
        assert app.desk.desk.is_blank
        assert told(app)[-1] == "ready"


async def test_without_a_line_nobody_is_said_to_be_on_the_list_again_and_what_was_said_goes_with_the_line() -> None:
    app = a_desk_with_a_caller_to_call_back()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+o")
        up = app.seat.status
        app.seat.status = replace(up, line_up=False)
        await press(pilot, "f3", "1")
        assert "Not reached. No line: on the list again as soon as the line is back" in app.rows[-2]
        app.seat.has_line = False
        await press(pilot, "ctrl+o")
        assert "No line to the centre" in app.rows[-2]
        app.seat.status = up
        assert "No line" not in await ticked(pilot, app)


async def test_a_call_back_within_the_pause_for_call_backs_is_that_pause_and_its_clock_goes_on() -> None:
    """The board has one state of it: the desk began to count anew with each call-back."""
    app = a_desk_with_a_caller_to_call_back()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+w", "3")
        app.clock.forward(60)
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: "Paused: Call-backs 01:00" in app.rows[0])
        assert [words for words, _ in app.services.calls().pieces] == ["Paused: Call-backs 01:00"], "on other screens"
        app.clock.forward(60)
        await press(pilot, "f3", "1")
        await until(pilot, lambda: "Paused: Call-backs 02:00" in app.rows[0])
        assert told(app) == ["ready", "paused callback"]


async def test_a_call_that_comes_while_a_caller_is_claimed_goes_first() -> None:
    app = a_desk_with_a_caller_to_call_back()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "139****1111" in app.text)
        app.desk._missed_taken(GAVE_UP)
        assert "139****1111" in app.text
        await until(pilot, lambda: "yours to call back: Ctrl+O" in app.rows[-2])


async def test_in_a_call_the_same_key_holds_it() -> None:
    app = a_desk_with_a_caller_to_call_back()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring("13900001111", OTHER_CALL)
        await press(pilot, "enter", "ctrl+o")
        assert "On hold" in app.rows[0]
        app.call(CallEventKind.HUNG_UP, OTHER_CALL)
        await press(pilot, "ctrl+o")  # what was typed of the call is not in the way, but nothing happens either
        assert "13800005678" not in app.text


@pytest.mark.parametrize(
    ("line", "words"), [(True, "Nobody waits to be called back"), (False, "try again when it is back")]
)
async def test_where_there_is_nobody_or_no_line_that_is_said(line: bool, words: str) -> None:
    app = a_desk()
    app.seat.has_line = line
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: words in app.rows[-2])


async def test_a_crash_in_a_call_back_comes_back_in_it_with_the_number_to_dial() -> None:
    set_language("en")
    call = {"number": "13800005678", "answered_at": NOON.isoformat(), "missed_id": str(UUID(int=4))}
    app = Host(DeskScreen(), draft=replace(a_draft(), call=call))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Dial 13800005678" in app.rows[-2])
        assert "Paused: Call-backs" in app.rows[0]
        await press(pilot, "f3", "1")
        assert app.seat.desk_acts == [DeskAct(TRIED, {"reached": False})]


@pytest.mark.parametrize(("paused_before", "after"), [(False, "ready"), (True, "paused callback")])
async def test_after_such_a_crash_only_a_pause_that_was_there_before_goes_on(paused_before: bool, after: str) -> None:
    set_language("en")
    call = {"number": "13800005678", "answered_at": NOON.isoformat(), "missed_id": str(UUID(int=4))}
    app = Host(DeskScreen(), draft=replace(a_draft(), call=call))
    own, pause = OwnState(AgentState.PAUSED, "1042", "callback"), "callback" if paused_before else ""
    app.seat.own_states = [KeptState(own, NOON - timedelta(minutes=5), 7, pause)]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.came_back)
        assert "Dial 13800005678" in app.rows[-2]
        assert ("After this call: Paused: Call-backs" in app.rows[2]) is paused_before
        await press(pilot, "f3", "2")
        assert told(app)[-1] == after
