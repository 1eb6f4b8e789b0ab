"""Call-backs: the list for the day, the script, the results on single keys, tries, redo, no line."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot

from hotline.codes import NotReached, Role, Satisfaction, Solved, State, SyncState
from hotline.commands import RecordCallback
from hotline.outcome import Refusal, RefusalCode
from local_cache.errors import Refused
from local_cache.model import SeatStatus
from local_cache.news import CasesChanged, StatusChanged
from screens.callbacks import CallbacksScreen
from screens.callbacks.ask_results import AskResults
from screens.help import HelpScreen
from wording import set_language

from .cases import a_case
from .fake_seat import SHIFT_ENDS, failed
from .host import NARROW, WIDE, Host, paste, press, settled, until
from .loop_cases import merged_into, missed, replied

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def with_callbacks(*orders: Any, **session: Any) -> Host:
    """Return a call-back operator's screen; without `orders` one case waits."""
    app = Host(CallbacksScreen())
    app.services.session = replace(app.seat.session(), operator_id="5001", roles=frozenset({Role.CALLBACK}), **session)
    app.seat.acting = app.services.session
    app.seat.status = SeatStatus(line_up=True, shift_ends=SHIFT_ENDS)
    for order in orders or (replied(),):
        app.seat.waits(order)
    return app


async def listed(app: Host, pilot: Pilot[None]) -> None:
    """Wait until the first case is shown."""
    await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]
    await settled(pilot)


def recorded(app: Host) -> RecordCallback:
    """Return the one command that was saved here."""
    [(command, _)] = app.seat.commands
    assert isinstance(command, RecordCallback)
    return command


def loses_its_line(app: Host) -> None:
    """Cut the line while the screen is open."""
    app.seat.has_line = False
    app.seat.status = SeatStatus(line_up=False)
    app.tell(StatusChanged(app.seat.status))


@LANGUAGES
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list_shows_whom_to_call_and_the_reply_to_ask_about(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = with_callbacks(replied(callbacks=(missed(24), missed(20, NotReached.SWITCHED_OFF))))
    async with app.run_test(size=size) as pilot:
        await listed(app, pilot)
        text = app.text
        for words in ("138****5678", "已换水泵", "0017-01-000901", "2/3"):
            assert words in text
        assert ("第3次拨打，共须3次、跨2天" if language == "zh" else "Try 3 of 3 over 2 days") in text
        assert ("方便吗" if language == "zh" else "May we ask about it?") in text
        assert "13800005678" not in text
        assert ("来电人数" if language == "zh" else "Callers") not in text, "a column in which nothing stands"


async def test_a_satisfied_caller_takes_one_key_a_question_and_enter() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, AskResults))
        assert "May we ask about it?" in app.text
        await press(pilot, "1")
        assert "Was the unit in touch?" in app.text
        await press(pilot, "1")
        assert "Is what you reported solved?" in app.text
        await press(pilot, "1", "1", "enter")
        await settled(pilot)
        assert recorded(app) == RecordCallback(
            reached=True, contacted_by_unit=True, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED
        )
        assert "Call-back recorded 0017-01-000901-6, On this seat" in app.text
        assert "Nobody is to be called back." in app.text


async def test_the_same_keys_typed_at_once_answer_in_their_order() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1", "2", "2", "3")
        await paste(pilot, "[/] 水压还是低")
        await press(pilot, "enter")
        await settled(pilot)
        assert recorded(app) == RecordCallback(
            reached=True, contacted_by_unit=False, solved=Solved.MOSTLY, satisfied=Satisfaction.DISSATISFIED,
            opinion="[/] 水压还是低",
        )  # fmt: skip


async def test_an_unsolved_one_asks_whether_it_is_done_again_and_goes_back_to_its_unit() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1", "1", "3", "3")
        assert "the unit does it again" in app.text
        await press(pilot, "1", "enter")
        await settled(pilot)
        command = recorded(app)
        assert (command.solved, command.redo) == (Solved.UNSOLVED, True)
        [order] = app.seat.orders.values()
        assert order.state is State.TO_SIGN


@LANGUAGES
async def test_nobody_is_asked_about_a_unit_where_the_call_itself_was_answered(language: str) -> None:
    set_language(language)
    app = with_callbacks(a_case(UUID(int=1), 901, state=State.TO_CALLBACK, answer="九点开门"))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        greeting = "您当时得到的答复" if language == "zh" else "This is the 12345 hotline"
        assert greeting in app.text
        assert ("已经答复，请问" if language == "zh" else "The unit has replied") not in app.text
        await press(pilot, "space")
        assert ("依次问三项" if language == "zh" else "three questions") not in app.text, "there are two"
        await press(pilot, "1")
        assert ("解决了吗" if language == "zh" else "Is what you reported solved?") in app.text
        await press(pilot, "3", "3")
        assert ("转交承办单位" if language == "zh" else "It goes to the unit responsible") in app.text
        await press(pilot, "0", "0", "0", "0")
        await until(pilot, lambda: not isinstance(app.screen, AskResults))
        await press(pilot, "space", "1", "1", "1", "enter")
        await settled(pilot)
        assert recorded(app) == RecordCallback(
            reached=True, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED
        )  # fmt: skip


async def test_what_was_answered_when_the_console_ended_is_gone_on_with() -> None:
    set_language("en")
    before = with_callbacks()
    async with before.run_test(size=NARROW) as pilot:
        await listed(before, pilot)
        await press(pilot, "space", "1", "2", "3", "3", "2")
        await paste(pilot, "没人来过")
        await until(
            pilot, lambda: any("没人来过" in map(str, each.fields.values()) for each in before.seat.kept.values())
        )
    app = with_callbacks()
    app.seat.kept = before.seat.kept
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "Half written: Results 0017-01-000901-6. Space on that case goes on with it" in app.text
        await press(pilot, "space")
        assert "the unit was not in touch / Not solved / Dissatisfied / not to be done again" in app.text
        await press(pilot, "enter")
        await settled(pilot)
        assert recorded(app) == RecordCallback(
            reached=True, contacted_by_unit=False, solved=Solved.UNSOLVED, satisfied=Satisfaction.DISSATISFIED,
            opinion="没人来过",
        )  # fmt: skip


async def test_what_was_answered_stands_there_and_the_question_before_is_one_key_away() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1", "1", "3")
        assert "the unit was in touch / Not solved" in app.text
        await press(pilot, "backspace", "1", "1")
        assert "the unit was in touch / Solved / Satisfied" in app.text
        await paste(pilot, "谢谢")
        await press(pilot, "up", "2", "enter")
        await settled(pilot)
        command = recorded(app)
        assert (command.solved, command.satisfied, command.opinion) == (Solved.SOLVED, Satisfaction.MOSTLY, "谢谢")


async def test_enter_held_down_answers_for_nobody() -> None:
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, *["enter"] * 12)
        await settled(pilot)
        assert app.seat.commands == []
        assert isinstance(app.screen, AskResults)


async def test_an_arrow_marks_and_enter_takes_what_is_marked() -> None:
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space")
        assert not any(row.startswith("> ") for row in app.rows[-9:])
        await press(pilot, "down", "down", "down", "enter", "enter")
        await settled(pilot)
        assert recorded(app) == RecordCallback(reached=False, not_reached=NotReached.SWITCHED_OFF)


async def test_a_try_that_reached_nobody_stays_in_the_list_with_its_count() -> None:
    set_language("en")
    app = with_callbacks(replied(callbacks=(missed(24),)))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "3", "enter")
        await settled(pilot)
        assert recorded(app) == RecordCallback(reached=False, not_reached=NotReached.SWITCHED_OFF)
        assert "Try recorded 0017-01-000901-6, On this seat" in app.text
        assert "2/3, just now" in app.text


async def test_a_try_without_a_line_is_counted_as_soon_as_this_seat_shows_it() -> None:
    set_language("en")
    order = replied(callbacks=(missed(24),))
    app = with_callbacks(order)
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        app.seat.has_line = False
        app.seat.status = SeatStatus(line_up=False)
        before = app.seat.docs[order.id]
        put_order, app.seat.put_order = app.seat.put_order, lambda *_: app.seat.line(order)  # type: ignore[method-assign]
        await press(pilot, "space", "2", "enter")
        await settled(pilot)
        assert app.seat.docs[order.id] is before  # the disk has it, and what is shown follows in a moment
        assert "1/3, 1 d ago" in app.text
        app.seat.put_order = put_order  # type: ignore[method-assign]
        app.seat.put_order(order.model_copy(update={"callbacks": (missed(24), missed(0)), "revision": 6}))
        app.tell(CasesChanged(frozenset({order.id})))
        await until(pilot, lambda: "2/3, just now" in app.text)
        assert "Try 3 of 3 over 2 days" in app.text


async def test_who_handled_the_case_is_told_before_any_number_is_shown() -> None:
    set_language("en")
    app = with_callbacks(replied(handlers=("5001",)))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "not by you" in app.text
        assert "You handled this case: somebody else calls back" in app.text
        assert "Reveal" not in app.rows[-1]
        for key in ("f9", "space", "enter"):
            await press(pilot, key)
            assert app.screen is app._first
            assert "! You handled this case" in app.text
        assert app.seat.reveals == []


async def test_the_number_is_shown_for_a_reason_and_also_from_the_question() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "f9")
        assert "Reveal: which?" in app.text
        phone = next(row for row in app.rows if "138****5678" in row and row.strip()[0] in "123456789>")
        await press(pilot, phone.replace(">", " ").split()[0], "1")
        await until(pilot, lambda: "13800005678" in app.text)
        assert app.seat.reveals[0][1:] == ("caller_phone", "call_back")
        await press(pilot, "1", "1", "1", "1", "enter")
        await until(pilot, lambda: app.seat.commands)
        assert recorded(app).reached


async def test_a_merged_caller_is_called_about_the_reply_to_the_other_case_and_recorded_at_the_centre() -> None:
    set_language("en")
    parent = replied(callbacks=(), merged_cases=())
    child = merged_into(parent)
    app = with_callbacks(parent, child)
    app.seat.listed.pop(parent.id)
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "Merged into 0017-01-000901-6" in app.text
        assert "已换水泵" in app.text
        assert "139****1234" in app.text
        await press(pilot, "space", "1", "1", "1", "1", "enter")
        await settled(pilot)
        assert app.seat.commands == []
        [(command, case_id)] = app.seat.given
        assert (case_id, command.op) == (child.id, "record_callback")
        assert "0017-01-000902-4: Call-back recorded" in app.text


async def test_without_a_line_a_merged_callers_is_recorded_here_by_the_reply_to_the_other_case() -> None:
    set_language("en")
    parent = replied(callbacks=(), merged_cases=())
    child = merged_into(parent)
    app = with_callbacks(parent, child)
    app.seat.listed.pop(parent.id)
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        loses_its_line(app)
        await press(pilot, "space", "1", "1", "1", "1", "enter")
        await settled(pilot)
        assert recorded(app).reached
        assert app.seat.given == []
        assert "On this seat" in app.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This seat does not hold the case that it was merged into: this call-back needs the line"),
     ("zh", "本席没有其并入的工单：该回访须有线路才能登记")],
)  # fmt: skip
async def test_without_a_line_and_without_the_other_case_it_says_so(language: str, words: str) -> None:
    set_language(language)
    parent = replied(callbacks=(), merged_cases=())
    app = with_callbacks(parent, merged_into(parent))
    app.seat.listed.pop(parent.id)
    app.seat.docs.pop(parent.id)
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        loses_its_line(app)
        await press(pilot, "space")
        assert words in app.text
        assert (app.seat.commands, app.seat.given) == ([], [])


async def test_a_console_that_begins_without_a_line_shows_merged_callers_whose_reply_stands() -> None:
    set_language("en")
    parent = replied(callbacks=(), merged_cases=())
    app = with_callbacks(parent, merged_into(parent))
    app.seat.put_order(merged_into(replied(3, state=State.HANDLING), 4))  # its unit has not replied yet
    app.seat.has_line = False
    app.seat.status = SeatStatus(line_up=False)
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "to call back 2" in app.rows[1]
        assert "0017-01-000902" in app.text
        assert "0017-01-000904" not in app.text


async def test_without_a_line_a_call_back_is_recorded_on_this_seat() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        loses_its_line(app)
        await press(pilot, "space", "1", "1", "1", "1", "enter")
        await settled(pilot)
        assert recorded(app).reached
        assert "On this seat" in app.text
        assert "not fresh" in app.text
        app.seat.states = dict.fromkeys(app.seat.states, SyncState.AT_THE_CENTRE)
        app.screen.where_is()  # type: ignore[attr-defined]
        await until(pilot, lambda: "At the centre" in app.text)


async def test_a_console_that_begins_without_a_line_shows_the_call_backs_that_this_seat_knows() -> None:
    set_language("en")
    app = with_callbacks()
    app.seat.put_order(replied(7, state=State.CLOSED))
    app.seat.has_line = False
    app.seat.status = SeatStatus(line_up=False)
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "to call back 1" in app.rows[1]
        assert "not fresh: as of 14:32!" in app.rows[1]
        assert "No line: these are the call-backs that this seat knows of" in app.text
        await press(pilot, "space", "1", "1", "1", "1", "enter")
        await settled(pilot)
        assert recorded(app).reached
        app.seat.has_line = True
        app.seat.waits(replied(2))
        app.seat.status = SeatStatus(line_up=True)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "0017-01-000902" in app.text and "not fresh" not in app.text)


async def test_a_case_that_this_seat_does_not_hold_is_recorded_at_the_centre() -> None:
    set_language("en")
    app = with_callbacks()
    app.seat.save = lambda *_, **__: failed(Refused(Refusal(RefusalCode.NO_SUCH_CASE)))  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1", "1", "1", "1", "enter")
        await settled(pilot)
        assert [command.op for command, _ in app.seat.given] == ["record_callback"]


async def test_what_could_not_be_saved_is_asked_again_with_all_answers_and_is_no_lost_draft() -> None:
    set_language("en")
    app = with_callbacks()
    app.seat.disk_full = True
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1", "1", "2", "1")
        await paste(pilot, "基本满意")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, AskResults) and "disk is full" in app.text)
        assert "the unit was in touch / Mostly solved / Satisfied" in app.text
        assert "基本满意" in app.text
        app.seat.disk_full = False
        await press(pilot, "enter")
        await settled(pilot)
        assert recorded(app).opinion == "基本满意"
        assert app.seat.kept == {}


async def test_answers_are_thrown_away_by_the_second_key_that_leaves() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "escape")
        assert app.screen is app._first
        await press(pilot, "space", "1", "1", "escape")
        assert isinstance(app.screen, AskResults)
        assert "throw away" in app.rows[-1]
        await press(pilot, "escape")
        assert app.screen is app._first
        assert app.seat.commands == []


@LANGUAGES
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_question_of_a_call_back_is_cut(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = with_callbacks()
    async with app.run_test(size=size) as pilot:
        await listed(app, pilot)
        await press(pilot, "enter", "space")
        for key in ("1", "2", "3", "3", "1"):
            assert ".." not in "\n".join(app.rows[-9:])
            await press(pilot, key)
        assert ".." not in "\n".join(app.rows[-9:])


async def test_the_other_language_is_spoken_in_the_middle_of_the_questions() -> None:
    set_language("en")
    app = with_callbacks()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1", "2")
        set_language("zh")
        for screen in app.screen_stack:
            if hasattr(screen, "relabel"):
                screen.relabel()
        await pilot.pause()
        assert "您反映的问题解决了吗？" in app.text
        assert "单位未联系" in app.text
        assert "not in touch" not in app.text


async def test_the_help_lists_the_key_of_this_screen_first() -> None:
    set_language("en")
    app = Host(HelpScreen("callbacks"))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Record what came of a call-back" in "\n".join(app.rows[:8])
