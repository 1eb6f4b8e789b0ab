"""From ring to number: the ordinary case at the desk, and what can stand in its way."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from hotline.codes import SET_ASIDE, CallEventKind, CaseType, SyncState, Urgency
from hotline.commands import FileCase
from local_cache.news import CasesChanged
from screens.desk.screen import DeskScreen
from wording import set_language

from .host import CALL, NARROW, OTHER_CALL, WIDE, Host, paste, press, settled, until


async def ring_and_answer(app: Host, pilot: Pilot[None]) -> None:
    """Bring the desk to the first field of an answered call."""
    await pilot.pause()
    app.ring()
    await press(pilot, "enter")


def focused(app: Host) -> str | None:
    """Return the name of the field that has the keys."""
    return app.focused.id if app.focused else None


async def fill(pilot: Pilot[None]) -> None:
    """Fill the ordinary case."""
    await press(pilot, *"xfl", "enter", *"xqts", "enter", *"李", "enter", *"12号楼", "enter", *"全楼停水")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_ordinary_case_is_filed_by_keys_alone(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = Host(DeskScreen())
    async with app.run_test(size=size) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        await press(pilot, "ctrl+s")
        command, _ = app.seat.commands[0]
        assert isinstance(command, FileCase)
        intake = command.intake
        assert (intake.area_code, intake.class_code) == ("130203001001", "010101")
        assert (intake.case_type, intake.urgency) == (CaseType.HELP, Urgency.URGENT)
        assert (intake.caller_name, intake.address_text, intake.content) == ("李", "12号楼", "全楼停水")
        assert intake.caller_phone == "13800005678"
        assert command.dispatch_advice == "130203-water"
        assert command.call.call_id == CALL
        assert app.seat.acts == [(str(CALL), "answer")]
        text = app.text
        assert "0042-03-000001-8" in text
        assert ("24 hours" if language == "en" else "24小时") in text
        assert "14:3" not in text  # no moment is promised that nobody knows
        assert ("On this seat" if language == "en" else "在本席") in text
        assert app.seat.kept == {}


async def test_after_the_save_the_screen_follows_the_case_to_the_centre() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        await press(pilot, "ctrl+s")
        [case_id] = app.seat.orders
        assert "On this seat" in app.text
        for state, words in ((SyncState.SENDING, "Sending"), (SyncState.AT_THE_CENTRE, "At the centre")):
            app.seat.states[case_id] = state
            app.tell(CasesChanged(frozenset({case_id})))
            await until(pilot, lambda words=words: words in app.text)


@pytest.mark.parametrize("state", sorted(SET_ASIDE))
@pytest.mark.parametrize(("language", "none"), [("en", "Promise no time"), ("zh", "不要承诺时限")])
async def test_nothing_is_promised_of_a_case_that_the_centre_has_set_aside(
    state: SyncState, language: str, none: str
) -> None:
    set_language(language)
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        await press(pilot, "ctrl+s")
        promise = "within 24 hours" if language == "en" else "24小时"
        assert promise in app.text
        [case_id] = app.seat.orders
        app.seat.states[case_id] = state
        app.tell(CasesChanged(frozenset({case_id})))
        await until(pilot, lambda: none in app.text)
        assert promise not in app.text
        assert app.seat.pack_.name_of("sync_state", state, language) in app.text
        assert "0042-03-000001-8" in app.text


async def test_enter_hangs_up_and_takes_the_next_call() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        await press(pilot, "ctrl+s")
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "take the next call" in app.text)
        await press(pilot, "enter")
        assert app.seat.acts[1:] == [(str(CALL), "hang_up"), (str(OTHER_CALL), "answer")]
        assert "Caller: 139****1111" in app.text
        assert app.desk.desk.form.is_empty


async def test_enter_without_a_waiting_call_is_ready_for_the_next() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True)
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        await press(pilot, "ctrl+s")
        app.call(CallEventKind.HUNG_UP)
        await pilot.pause()
        app.clock.forward(75)
        app.desk._tick()
        await pilot.pause()
        assert "Wrap-up 01:15" in app.text
        await press(pilot, "enter")
        assert app.seat.acts == [(str(CALL), "answer")]
        assert "Ready. The next call opens here by itself." in app.text


async def test_what_is_missing_is_said_at_its_own_field_and_the_key_goes_there() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await press(pilot, "ctrl+s")
        assert app.seat.commands == []
        rows = app.rows
        for label, words in (("Place", "Choose the place"), ("Class", "Choose what it is about"),
                             ("Content", "Write down what the caller says")):  # fmt: skip
            place = next(y for y, row in enumerate(rows) if label in row)
            assert any(words in row for row in rows[place + 1 :]), words
        assert app.focused is not None
        assert app.focused.id == "area_code"
        await press(pilot, *"xfl", "enter")
        assert "Choose the place" not in app.text
        assert app.focused.id == "class_code"
        await press(pilot, "ctrl+g", "9", "ctrl+g", "enter")
        assert app.focused.id == "content"
        await press(pilot, "ctrl+g", "ctrl+g")
        assert app.focused.id == "class_code"


async def test_enter_goes_round_what_the_save_still_waits_for_before_anything_else() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await press(pilot, *"xfl", "enter", "ctrl+s", *"xqts", "enter")
        assert focused(app) == "content"
        await press(pilot, "ctrl+g", "4", "ctrl+u", "ctrl+g", "0", *"全楼停水", "enter")
        assert focused(app) == "area_code"
        await press(pilot, *"xfl", "enter")
        assert focused(app) == "caller_name"  # nothing stands in the way any more
        await press(pilot, "ctrl+s")
        assert len(app.seat.commands) == 1


async def test_what_the_save_waits_for_is_said_at_its_field_until_it_is_there() -> None:
    app = Host(DeskScreen())

    def below_the_place() -> str:
        return app.rows[next(y for y, row in enumerate(app.rows) if row.startswith("4 地点")) + 1]

    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await press(pilot, "ctrl+s", "enter", "shift+tab", "shift+tab")
        assert "请选地点" in below_the_place()
        await press(pilot, "ctrl+g", "4", *"xfl", "enter")
        assert "请选地点" not in below_the_place()


async def test_a_field_left_wrong_for_later_does_not_draw_enter_past_what_is_still_empty() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await press(pilot, "ctrl+g", "9")
        await paste(pilot, "楼" * 201)
        await press(pilot, "enter", "ctrl+g", "4", *"xfl", "enter")
        assert focused(app) == "class_code"


async def test_enter_through_empty_fields_chooses_no_type() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await press(pilot, *["enter"] * 8)
        assert not app.desk.desk.form["case_type"]
        await press(pilot, "ctrl+g", "5", *"xqts", "enter")
        assert app.desk.desk.form["case_type"] == CaseType.HELP


async def test_a_full_disk_keeps_the_text_and_says_so() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        app.seat.disk_full = True
        await press(pilot, "ctrl+s")
        assert "NOT saved: the disk is full" in app.text
        assert app.desk.view.narrative.value == "全楼停水"
        app.seat.disk_full = False
        await press(pilot, "ctrl+s")
        assert "0042-03-000001" in app.text


async def test_the_save_key_twice_makes_one_case() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        app.seat.hold_saves = True
        await press(pilot, "ctrl+s", "ctrl+s", "f2")
        assert "0042-03" not in app.text
        app.seat.answer_late()
        await until(pilot, lambda: "0042-03-000001" in app.text)
        await press(pilot, "ctrl+s")
        assert len(app.seat.commands) == 1


async def test_a_draft_does_not_come_back_after_its_case_was_saved() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await ring_and_answer(app, pilot)
        await fill(pilot)
        app.seat.hold_saves = True
        await press(pilot, "ctrl+s")
        writes = len(app.seat.draft_writes)
        await press(pilot, *"又说")
        await settled(pilot, held_back=1)
        assert len(app.seat.draft_writes) == writes
        app.seat.answer_late()
        await until(pilot, lambda: "0042-03-000001" in app.text)
        assert app.seat.kept == {}


async def test_a_call_without_a_number_needs_one_or_anonymous() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring("")
        await press(pilot, "enter")
        assert app.focused is not None
        assert app.focused.id == "contact_phone"
        await press(pilot, "enter")
        await press(pilot, *"xfl", "enter", *"xqts", "enter", "enter", "enter", *"water")
        await press(pilot, "ctrl+s")
        assert "Type a number, or set anonymous" in app.text
        await press(pilot, "ctrl+g", "2", "1", "ctrl+s")
        assert app.seat.commands[0][0].intake.anonymous is True


async def test_keys_of_an_ordinary_case_stay_within_the_budget() -> None:
    """Ring to ready: every press but those of name, address and narrative, two for the input method."""
    presses = ["enter", *"xfl", "enter", *"xqts", "enter", "enter", "enter", "ctrl+s", "enter"]
    assert len(presses) + 2 <= 22
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await pilot.pause()
        await press(pilot, *presses[:-2])
        await press(pilot, *"停水")
        await press(pilot, presses[-2])
        await until(pilot, lambda: app.desk.done)
        await press(pilot, presses[-1])
        assert len(app.seat.commands) == 1
        assert app.desk.desk.is_blank
