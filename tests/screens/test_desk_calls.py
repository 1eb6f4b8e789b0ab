"""Ring, answer, hold, hang up; drafts parked, taken up and brought back after a crash."""

from dataclasses import replace

import pytest

from hotline.codes import CallEventKind
from local_cache.model import CallerHistory
from screens.desk.screen import DeskScreen
from wording import set_language

from .cases import a_case
from .host import CALL, NARROW, NOON, OTHER_CALL, WIDE, Host, a_draft, press, until


async def test_the_ring_shows_the_callers_history_before_the_greeting() -> None:
    set_language("en")
    app = Host(DeskScreen())
    line = app.seat.put_order(a_case())
    app.seat.histories["13800005678"] = CallerHistory("李**", 3, (line,), (line,), (), NOON)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "3 calls before" in app.text)
        assert app.seat.acts == []
        assert "Ringing: 138****5678" in app.text
        assert "李**" in app.text
        assert "1 open: 祥富里社区停水  To be dispatched" in app.text
        assert "13800005678" not in app.text


async def test_a_wide_desk_lists_the_history_and_the_phrases_at_the_right() -> None:
    set_language("en")
    app = Host(DeskScreen())
    line = app.seat.put_order(a_case())
    app.seat.histories["13800005678"] = CallerHistory("李**", 3, (line,), (line,), (), NOON)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "0017-01-000901" in app.text)
        for words in ("History", "Phrases", "Elderly", "Water questions"):
            assert words in app.text


async def test_a_ring_never_takes_the_form_from_a_caller_who_is_speaking() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", "ctrl+g", "0", *"water")
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "Ringing: 139****1111" in app.text)
        await press(pilot, *" off")
        assert app.desk.view.narrative.value == "water off"
        await press(pilot, "f2")
        assert "The caller is on the line: F2 again hangs up" in app.text
        assert app.seat.acts == [(str(CALL), "answer")]
        await press(pilot, "f2")
        assert app.seat.acts == [(str(CALL), "answer"), (str(CALL), "hang_up"), (str(OTHER_CALL), "answer")]
        assert "Caller: 139****1111" in app.text
        [parked] = app.desk.parked
        assert (parked.parked, parked.phase, parked.name) == (True, "parked", "祥富里社区")
        assert parked.fields["content"] == "water off"
        assert app.seat.kept[parked.id] == parked


async def test_a_caller_who_gives_up_leaves_a_clean_desk() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await pilot.pause()
        app.call(CallEventKind.ABANDONED)
        await until(pilot, lambda: "The caller hung up before the answer" in app.text)
        assert app.desk.desk.is_blank
        assert app.seat.kept == {}


async def test_a_call_ends_and_the_wrap_up_clock_runs_until_the_save() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        app.clock.forward(134)
        app.desk._tick()
        await pilot.pause()
        assert "Talking 02:14" in app.rows[0]
        app.call(CallEventKind.HUNG_UP)
        await pilot.pause()
        app.clock.forward(61)
        app.desk._tick()
        await pilot.pause()
        assert "Wrap-up 01:01" in app.rows[0]
        assert app.desk.present_draft().phase == "wrap_up"  # type: ignore[union-attr]


async def test_hold_and_resume() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+o")
        assert "On hold" in app.rows[0]
        await press(pilot, "ctrl+o")
        assert "Talking" in app.rows[0]
        assert [act for _, act in app.seat.acts] == ["answer", "hold", "resume"]


async def test_without_a_line_the_desk_answers_all_the_same_and_says_so() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.has_line = False
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        await until(pilot, lambda: "No line to the centre" in app.text)
        assert "Talking" in app.rows[0]


@pytest.mark.parametrize(("phase", "words"), [("talking", "Talking 00:00"), ("wrap_up", "Wrap-up 00:00")])
async def test_after_a_crash_the_same_draft_lies_on_the_desk_in_the_same_phase(phase: str, words: str) -> None:
    set_language("en")
    draft = a_draft(phase=phase)
    if phase == "wrap_up":
        draft = replace(draft, call={**(draft.call or {}), "ended_at": NOON.isoformat()})
    app = Host(DeskScreen(), draft=draft)
    app.keeps(draft)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "祥富里社区" in app.text)
        assert words in app.rows[0]
        assert app.focused is app.desk.view.narrative
        assert app.desk.view.narrative.caret == 4
        await press(pilot, *"X")
        assert app.desk.view.narrative.value == "昨晚八点X起停水"
        assert app.desk.desk.draft_id == draft.id


async def test_a_draft_that_only_the_seat_knows_is_opened_too() -> None:
    app = Host(DeskScreen())
    app.keeps(a_draft())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.desk.draft_id == a_draft().id)
        assert app.desk.view.narrative.caret == 4


async def test_keys_are_on_disk_soon_and_not_one_by_one() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0")
        before = len(app.seat.draft_writes)
        await press(pilot, *"昨晚八点起停水了")
        await until(pilot, lambda: app.seat.draft_writes[-1].fields.get("content") == "昨晚八点起停水了")
        assert len(app.seat.draft_writes) - before <= 2
        last = app.seat.draft_writes[-1]
        assert (last.focus, last.caret, last.phase, last.operator) == ("content", 8, "talking", "1042")


async def test_parked_drafts_have_names_and_come_back_by_key() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter", "f4", "f4")
        assert "Parked: 祥富里社区小区停水" in app.text
        app.ring("13900001111", OTHER_CALL)
        await press(pilot, "enter", "ctrl+g", "0", *"second", "f5", "f5")
        assert "祥富里社区小区停水" in app.text
        await press(pilot, "1")
        assert app.desk.desk.form["class_code"] == "010101"
        assert app.focused is not None
        assert app.focused.id == "caller_name"
        assert [each.name for each in app.desk.parked] == ["second"]
        await press(pilot, "f4", "f5")
        for name in ("祥富里社区小区停水", "second"):
            assert name in app.text


async def test_drafts_handed_over_by_another_operator_are_listed() -> None:
    app = Host(DeskScreen())
    app.keeps(a_draft(operator="", kept=True, name="上一班的"))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.parked)
        await press(pilot, "f5")
        assert "上一班的" in app.text


async def test_the_line_and_the_queue_are_told_as_the_seat_tells_them() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        status = app.seat.status
        for change, words in (
            ({"line_up": True}, "on line   unsent 0"),
            ({"line_up": True, "sending": 4}, "on line   unsent 0   sending 4"),
            ({"line_since": NOON, "unsent": 4, "oldest_unsent_at": NOON}, "no line 3 min   4 unsent, oldest 3 min"),
            ({"line_up": True, "needs_you": 1}, "needs you 1"),
            ({"disk_ok": False}, "disk full"),
        ):
            app.seat.status = replace(status, **change)
            app.clock.at = NOON
            app.clock.forward(180)
            app.desk._tick()
            await pilot.pause()
            assert words in app.rows[0]


async def test_a_draft_can_be_thrown_away() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"misdialled", "f3", "8")
        assert app.desk.desk.is_blank
        assert app.seat.kept == {}
        assert app.seat.acts[-1] == (str(CALL), "hang_up")


async def test_what_may_be_missing_after_a_damaged_file_must_be_read() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, recovered="Cases of 14:02 to 14:03 may be missing.")
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Cases of 14:02 to 14:03 may be missing." in app.text)
        await press(pilot, "enter")
        await until(pilot, lambda: app.seat.status.recovered is None)
