"""Ring, answer, hold, hang up; drafts parked, taken up and brought back after a crash."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.timer import Timer

from hotline.codes import CallEventKind, Role, State
from local_cache.model import CallerHistory, Likely, SeatStatus
from local_cache.news import Recovered, SessionEnded, StatusChanged
from screens.desk.screen import DeskScreen
from widgets.field import Field
from wording import set_language, tr

from .cases import a_case
from .host import CALL, NARROW, NOON, OTHER_CALL, WIDE, Host, a_draft, paste, press, until


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
        assert (parked.parked, parked.phase, parked.name) == (True, "parked", "138****5678 祥富里社区")
        assert parked.fields["content"] == "water off"
        assert app.seat.kept[parked.id] == parked


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_ring_over_an_open_draft_is_the_operators_state_and_says_which_key_takes_it(language: str) -> None:
    set_language(language)
    ready, ringing = ("就绪", "振铃") if language == "zh" else ("Ready", "Ringing")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: ready in app.rows[0])
        app.seat.likely = [Likely(app.seat.put_order(a_case()), 1.0, ())]
        app.seat.status = replace(app.seat.status, needs_you=2)
        await press(pilot, *"13900005555", "enter", *"xfl", "enter", *"xqts", "enter")
        await until(pilot, lambda: "F7" in app.rows[-1])
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "139****1111" in app.text)
        app.clock.forward(7)
        app.desk._tick()
        await until(pilot, lambda: f"{ringing} 00:07" in app.rows[0])
        assert ready not in app.rows[0]
        assert f"F2 {tr('Next call')}" in app.rows[-1]
        await press(pilot, "f2")
        await until(pilot, lambda: app.seat.acts == [(str(OTHER_CALL), "answer")])
        app.call(CallEventKind.HUNG_UP, OTHER_CALL)
        app.ring()
        await until(pilot, lambda: f"{ringing} 00:00" in app.rows[0])  # nothing is spoken in the wrap-up either


@pytest.mark.parametrize("number", ["13900001111", ""])
async def test_what_is_known_of_a_caller_is_not_said_of_one_who_rings_meanwhile(number: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.histories["13800005678"] = CallerHistory("李**", 3, (), (), (), None)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl")
        await until(pilot, lambda: "3 calls before" in app.rows[1])
        app.ring(number, OTHER_CALL)
        rings = "Ringing: 139****1111" if number else "Ringing: number withheld"
        await until(pilot, lambda: app.rows[1].strip() == rings)
        assert app.rows[2].split("  ")[0].strip() == "Caller: 138****5678"
        assert "3 calls before" in app.rows[2]


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
        await until(pilot, lambda: "No line to the switch: do it on the telephone itself" in app.text)
        assert "Talking" in app.rows[0]
        app.seat.status = replace(app.seat.status, line_up=True)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "No line to the switch" not in app.text)


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


async def test_keys_are_on_disk_soon_and_not_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0")
        app.desk.keeper.write_now()
        due: list[tuple[float, Callable[[], None]]] = []

        def later(delay: float, then: Callable[[], None]) -> Timer:
            due.append((delay, then))
            return Timer(app.desk, delay, pause=True)

        monkeypatch.setattr(app.desk, "set_timer", later)
        app.desk.look_up.forget()
        before = len(app.seat.draft_writes)
        await press(pilot, *"昨晚八点起停水了")
        writes = [(delay, then) for delay, then in due if then == app.desk.keeper.write_now]
        assert len(app.seat.draft_writes) == before
        [(delay, write)] = writes
        assert delay <= 0.5
        write()
        last = app.seat.draft_writes[-1]
        assert len(app.seat.draft_writes) == before + 1
        assert (last.fields["content"], last.focus, last.caret) == ("昨晚八点起停水了", "content", 8)
        assert (last.phase, last.operator) == ("talking", "1042")


async def test_parked_drafts_have_names_and_come_back_by_key() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter", "f4")
        assert "Park and hang up. Enter keeps this name" in app.text
        assert app.seat.acts == [(str(CALL), "answer")]
        await press(pilot, "enter")
        assert app.seat.acts[-1] == (str(CALL), "hang_up")
        assert "Parked: 138****5678 祥富里社区小区停水" in app.text
        app.ring("13900001111", OTHER_CALL)
        await press(pilot, "enter", "ctrl+g", "0", *"second", "f5")
        assert "The caller is on the line: taking up the draft of another call hangs up" in app.text
        assert "138****5678 祥富里社区小区停水" in app.text
        await press(pilot, "1")
        assert app.desk.desk.form["class_code"] == "010101"
        assert app.focused is not None
        assert app.focused.id == "caller_name"
        assert [each.name for each in app.desk.parked] == ["139****1111 second"]
        await press(pilot, "f4", "enter", "f5")
        for name in ("138****5678 祥富里社区小区停水", "139****1111 second"):
            assert name in app.text


async def test_a_parked_draft_is_called_as_the_operator_wants_and_keeps_that_name() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"停水", "f4", *"等物业回话", "enter")
        assert "等物业回话" in app.text
        await press(pilot, "f5")
        assert any("1  " in row and "等物业回话" in row for row in app.rows)
        await press(pilot, "1", *"了", "f4", "enter")
        assert [(each.name, each.fields["content"]) for each in app.desk.parked] == [("等物业回话", "停水了")]


@pytest.mark.parametrize("bad", ["长" * 41, "a\x00b", "第一行\n第二行"])
async def test_a_name_that_cannot_be_is_said_at_its_field(bad: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "f4")
        await paste(pilot, bad)
        await press(pilot, "enter")
        if len(bad) > 40:
            assert "1 character too many: at most 40. Shorten it." in app.text
        else:
            assert app.desk.parked[0].name in ("ab", "第一行 第二行")


async def test_leaving_the_name_leaves_the_caller_where_he_is() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"停水", "f4", "escape", *"了")
        assert app.desk.view.narrative.value == "停水了"
        assert app.seat.acts == [(str(CALL), "answer")]
        assert app.desk.parked == ()


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
            ({"line_up": True, "centre_keeps": False}, "centre keeps nothing now   unsent 0"),
            ({"line_since": NOON, "unsent": 4, "oldest_unsent_at": NOON}, "no line 3 min   4 unsent, oldest 3 min"),
            ({"line_up": True, "needs_you": 1}, "needs you 1"),
            ({"disk_ok": False}, "disk full"),
            ({"disk_ok": False, "reserve_ok": False}, "disk full"),
            ({"reserve_ok": False}, "disk nearly full"),
        ):
            app.seat.status = replace(status, **change)
            app.clock.at = NOON
            app.clock.forward(180)
            app.desk._tick()
            await pilot.pause()
            assert words in app.rows[0]


async def misdialled(app: Host, pilot: Pilot[None]) -> None:
    """Answer a call, take something down, and be asked whether it may be thrown away."""
    set_language("en")
    await pilot.pause()
    app.ring()
    await press(pilot, "enter", *"xfl", "enter", "ctrl+g", "0", *"misdialled", "f3", "8")


async def test_a_draft_is_thrown_away_only_when_that_is_said_and_the_caller_stays() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await misdialled(app, pilot)
        assert "What goes: Content 10 characters, Place" in app.text
        assert app.desk.desk.form["content"] == "misdialled"
        await press(pilot, "1")
        assert app.desk.desk.form.is_empty
        assert app.seat.acts == [(str(CALL), "answer")]
        assert "Talking" in app.rows[0]
        assert "Thrown away: 138****5678 祥富里社区. F5 brings it back" in app.text


async def test_the_question_about_a_draft_can_be_left() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await misdialled(app, pilot)
        await press(pilot, "0", *"!")
        assert app.desk.view.narrative.value == "misdialled!"
        assert app.seat.discarded == []


async def test_a_draft_can_be_thrown_away_and_the_caller_hung_up() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await misdialled(app, pilot)
        await press(pilot, "2")
        assert app.desk.desk.is_blank
        assert app.seat.kept == {}
        assert app.seat.acts[-1] == (str(CALL), "hang_up")


async def test_nothing_is_asked_where_nothing_goes() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        app.call(CallEventKind.HUNG_UP)
        await until(pilot, lambda: not app.desk.desk.call.is_live)
        await press(pilot, "f3", "7")
        assert app.desk.desk.is_blank
        assert app.desk.discarded == ()


async def test_what_was_thrown_away_by_mistake_comes_back_into_the_same_call() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await misdialled(app, pilot)
        await press(pilot, "1", "f5")
        assert "Thrown away in the last 30 days: 1" in app.text
        await press(pilot, "1", "1")
        assert app.desk.view.narrative.value == "misdialled"
        assert app.desk.desk.call.is_live
        assert app.seat.acts == [(str(CALL), "answer")]
        assert [each.fields["content"] for each in app.seat.kept.values()] == ["misdialled"]
        assert [each.fields for each in app.seat.discarded] == [{}]
        assert "Back on the desk" in app.text


async def test_what_was_thrown_away_weeks_ago_can_be_had_back() -> None:
    app = Host(DeskScreen())
    app.seat.discarded = [a_draft(), a_draft(id="empty", fields={})]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.discarded)
        await press(pilot, "f5")
        assert "30天内丢弃的草稿：1" in app.text
        await press(pilot, "1", "1")
        assert app.desk.desk.form["content"] == "昨晚八点起停水"
        assert list(app.seat.kept) == [a_draft().id]


async def test_words_about_a_call_end_with_it() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+x")
        await until(pilot, lambda: "Abuse marked" in app.text)
        await press(pilot, "f3", "3")
        await until(pilot, lambda: app.desk.done)
        app.ring("13900001111", OTHER_CALL)
        await press(pilot, "enter", "ctrl+s")
        assert "Choose the place" in app.rows[-2]
        app.call(CallEventKind.HUNG_UP, OTHER_CALL)
        await press(pilot, "f2")
        assert app.rows[-2] == ""


async def test_a_warning_goes_when_the_caller_has_hung_up_by_himself() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water", "f2")
        assert "F2 again hangs up" in app.text
        app.call(CallEventKind.HUNG_UP)
        await until(pilot, lambda: "F2 again hangs up" not in app.text)


async def test_an_ended_sign_in_is_said_under_every_call_until_somebody_signs_in() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.tell(SessionEnded("expired"))
        await until(pilot, lambda: "Your sign-in has ended" in app.text)
        app.ring()
        await press(pilot, "enter")
        assert "Your sign-in has ended" in app.text
        app.services.session = app.seat.session()
        app.desk._tick()
        await until(pilot, lambda: "Your sign-in has ended" not in app.text)


async def test_what_may_be_missing_after_a_damaged_file_must_be_read() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, recovered="Cases of 14:02 to 14:03 may be missing.")
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Cases of 14:02 to 14:03 may be missing." in app.text)
        await press(pilot, "enter")
        await until(pilot, lambda: app.seat.status.recovered is None)


async def test_every_recovery_is_told_also_one_that_comes_under_a_question() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        for words in ("Cases of 14:02 may be missing.", "Cases of 15:10 may be missing."):
            app.seat.status = replace(app.seat.status, recovered=words)
            app.tell(Recovered(words))
            await until(pilot, lambda words=words: words in app.text)  # type: ignore[misc]
            await press(pilot, "1")
            await until(pilot, lambda: app.seat.status.recovered is None)
        app.ring()
        await until(pilot, lambda: app.desk.desk.call.is_ringing)
        await press(pilot, "f3")
        app.seat.status = replace(app.seat.status, recovered="Cases of 16:00 may be missing.")
        app.tell(Recovered("Cases of 16:00 may be missing."))
        await pilot.pause()
        assert "Cases of 16:00" not in app.text
        await press(pilot, "0")
        await until(pilot, lambda: "Cases of 16:00 may be missing." in app.text)


async def test_hanging_up_without_a_line_says_that_the_telephone_has_to_be_used_also_when_the_call_has_left() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", "ctrl+g", "0", *"water")
        app.seat.has_line = False
        await press(pilot, "f4", "enter")
        await until(pilot, lambda: "No line: hang up on the telephone itself" in app.text)
        assert app.seat.acts[-1] == (str(CALL), "hang_up")
        assert app.desk.desk.is_blank
        app.seat.status = replace(app.seat.status, line_up=True)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "No line" not in app.text)


async def test_a_call_answered_on_the_telephone_while_there_was_no_line_belongs_to_the_draft_opened_for_it() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "f2", "ctrl+g", "0", *"water")
        app.ring()
        app.call(CallEventKind.ANSWERED)
        await until(pilot, lambda: "Caller: 138****5678" in app.text)
        await press(pilot, *" off")
        assert app.desk.view.narrative.value == "water off"
        assert "Answered on the telephone itself: 138****5678" in app.text
        assert "Ringing" not in app.text
        assert "Talking" in app.rows[0]
        assert app.desk.waiting == []
        assert "the number that calls" in app.text
        await press(pilot, "f4", "enter")
        assert app.seat.acts == [(str(CALL), "hang_up")]


async def test_a_second_call_answered_on_the_telephone_no_longer_rings_and_is_not_answered_again() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter")
        app.call(CallEventKind.HUNG_UP)
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "Ringing: 139****1111" in app.text)
        app.call(CallEventKind.ANSWERED, OTHER_CALL)
        await until(pilot, lambda: "On the telephone: 139****1111" in app.text)
        assert "Ringing" not in app.text
        assert "Talking" in app.rows[0]
        await press(pilot, "f2")
        await until(pilot, lambda: "Caller: 139****1111" in app.text)
        assert app.seat.acts == [(str(CALL), "answer")]


async def test_what_is_written_on_the_second_page_belongs_to_the_caller_who_rings_meanwhile() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+g", "+")
        await until(pilot, lambda: app.screen is not app.desk)
        app.screen.query_one("#title", Field).focus()
        await pilot.pause()
        await press(pilot, *"abc")
        app.ring()
        await until(pilot, lambda: "Ringing: 138****5678" in app.text)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.screen is app.desk)
        assert "nothing was done" not in app.text
        assert app.desk.desk.form.values["title"] == "abc"
        await press(pilot, "enter")
        assert app.seat.acts == [(str(CALL), "answer")]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_next_call_is_promised_only_while_the_centre_can_announce_it(language: str) -> None:
    set_language(language)
    ready = tr("Ready. The next call opens here by itself.")
    by_hand = tr("No line: answer on the telephone itself; new draft: {key}.").format(key="F2")
    not_sent = tr("The centre sends no calls: answer on the telephone itself; new draft: {key}.").format(key="F2")
    not_kept = tr("The centre can keep nothing now: answer on the telephone itself; new draft: {key}.").format(key="F2")
    ended = tr("Sign in again: {key}. Calls open here; the centre may hold what you file.").format(key="Ctrl+L")
    app = Host(DeskScreen())

    async def says(words: str, status: SeatStatus) -> None:
        app.seat.status = status
        app.tell(StatusChanged(status))
        await until(pilot, lambda: app.rows[1].strip() == words)

    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: by_hand in app.rows[1])
        await says(ready, SeatStatus(line_up=True))
        await says(by_hand, SeatStatus())
        await says(not_sent, SeatStatus(turned_away=True))
        await says(not_sent, SeatStatus(wrong_certificate=True))
        await says(not_kept, SeatStatus(line_up=True, centre_keeps=False))
        await says(ended, SeatStatus(line_up=True, sign_in_wanted=True))
        await says(by_hand, SeatStatus(sign_in_wanted=True))
        await says(ready, SeatStatus(line_up=True))


@pytest.mark.parametrize("ends_by", ["a ring", "the end of the ring", "the next call"])
async def test_a_form_put_on_the_desk_has_the_rows_back_that_the_last_ones_errors_took(ends_by: str) -> None:
    set_language("en")
    app = Host(DeskScreen())

    def row() -> int:
        return next(at for at, words in enumerate(app.rows) if "File for dispatch" in words)

    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "File for dispatch" in app.text)
        whole, room = row(), app.desk.view.narrative.rows
        if ends_by == "the end of the ring":
            app.ring()
        elif ends_by == "the next call":
            await press(pilot, "f2")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.desk.view.narrative.rows < room)
        if ends_by == "a ring":
            app.ring()
        elif ends_by == "the end of the ring":
            app.call(CallEventKind.ABANDONED)
        else:
            await press(pilot, "f2")
        await until(pilot, lambda: not app.desk.view.words_shown)
        await until(pilot, lambda: row() == whole)
        assert app.desk.view.narrative.rows == room


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_callers_row_begins_with_its_first_word_where_no_call_came(language: str) -> None:
    set_language(language)
    before = "此前来电1次" if language == "zh" else "1 call before"
    app = Host(DeskScreen())
    app.seat.histories["13800005678"] = CallerHistory("", 1, (), (), (), NOON)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "f2", *"13800005678", "enter")
        await until(pilot, lambda: app.rows[1].startswith(f" {before}   "))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_who_comes_to_the_desk_is_told_once_of_the_drafts_that_wait_there(language: str) -> None:
    set_language(language)
    words = "有2份草稿等您处理：F5" if language == "zh" else "2 drafts wait for you: F5"
    app = Host(DeskScreen())
    app.keeps(a_draft(id="mine", parked=True, kept=True))
    app.keeps(a_draft(id="handed", operator="", parked=True))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: words in app.text)
        await press(pilot, "f5", "enter")
        await until(pilot, lambda: len(app.desk.parked) == 1)
        assert words not in app.text
        assert "F5" not in app.rows[-2]


async def test_what_is_said_of_the_sign_in_is_not_covered_by_the_drafts_that_wait() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.LEAD}))
    app.keeps(a_draft(id="mine", parked=True, kept=True))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: len(app.desk.parked) == 1)
        assert "takes no calls" in app.text


@pytest.mark.parametrize(("state", "offered"), [(State.HANDLING, True), (State.CLOSED, False)])
async def test_only_a_case_that_is_not_over_is_offered_to_be_urged_or_noted(state: State, offered: bool) -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.likely = [Likely(app.seat.put_order(a_case(state=state)), 1.0, ())]
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await press(pilot, *"13900005555", "enter", *"xfl", "enter", *"xqts", "enter")
        await until(pilot, lambda: "Likely: " in app.text)
        assert ("F7" in app.rows[-1], "F8" in app.rows[-1]) == (offered, offered)
        await press(pilot, "f7")
        if not offered:  # the key says why it does not
            await until(pilot, lambda: "The case has moved on" in app.text)
