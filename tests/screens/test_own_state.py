"""The operator's own state: driven by the desk, told once for each change; pauses with reasons; back after a crash."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.codes import AgentState, CallEventKind, Role
from local_cache.model import KeptState, OwnState
from local_cache.read_out import ReadOut
from screens.desk.screen import DeskScreen
from screens.lock import LockScreen
from tests.screens.test_desk_file import fill
from wording import set_language

from .cases import a_case
from .host import CALL, NARROW, NOON, OTHER_CALL, WIDE, Host, a_draft, press, until

S = AgentState


def told(app: Host) -> list[str]:
    """Return the states that were kept, a pause with its reason."""
    return [" ".join(filter(None, (each.own.state, each.own.reason))) for each in app.seat.own_states]


async def test_each_state_is_told_as_the_desk_goes_through_a_call() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: told(app) == [S.READY])
        app.ring()
        await until(pilot, lambda: told(app)[-1] == S.RINGING)
        await press(pilot, "enter", "ctrl+o", "ctrl+o")
        await fill(pilot)
        app.call(CallEventKind.HUNG_UP)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        app.clock.forward(20)
        await press(pilot, "enter")
        assert told(app) == [S.READY, S.RINGING, S.TALKING, S.HELD, S.TALKING, S.WRAP_UP, S.READY]
        assert [each.own.call_id for each in app.seat.own_states] == ["", *[str(CALL)] * 5, ""]
        assert {each.own.operator_id for each in app.seat.own_states} == {"1042"}


async def test_a_ring_in_the_wrap_up_is_told_and_after_a_miss_the_wrap_up_goes_on() -> None:
    app = Host(DeskScreen(), draft=replace(a_draft(), call={**(a_draft().call or {}), "ended_at": NOON.isoformat()}))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: told(app) == [S.WRAP_UP])
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: told(app)[-1] == S.RINGING)
        app.call(CallEventKind.MISSED, OTHER_CALL)
        await until(pilot, lambda: told(app) == [S.WRAP_UP, S.RINGING, S.WRAP_UP])


@pytest.mark.parametrize(("language", "size"), [("zh", NARROW), ("zh", WIDE), ("en", NARROW), ("en", WIDE)])
async def test_a_pause_has_a_reason_and_a_clock_and_ends_with_enter(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    meal, ready = ("小休：用餐", "就绪") if language == "zh" else ("Paused: Meal", "Ready")
    app = Host(DeskScreen())
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: ready in app.rows[0])
        await press(pilot, "ctrl+w")
        assert "锁屏" not in app.text
        assert "Locked" not in app.text
        await press(pilot, "1")
        await until(pilot, lambda: f"{meal} 00:00" in app.rows[0])
        assert meal in app.rows[1]
        app.clock.forward(723)
        app.desk._tick()
        await until(pilot, lambda: f"{meal} 12:03 " in app.rows[0])
        await press(pilot, "enter")
        await until(pilot, lambda: ready in app.rows[0])
        assert f"{meal}" in app.rows[-2]  # and how long it was
        assert "12:03" in app.rows[-2]
        assert told(app) == [S.READY, "paused meal", S.READY]


@pytest.mark.parametrize("key", ["ctrl+w", "f2"])
async def test_the_same_key_or_the_next_call_ends_a_pause_too(key: str) -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+w", "2", key)
        await until(pilot, lambda: told(app) == [S.READY, "paused meeting", S.READY])
        assert app.desk.desk.is_blank


async def test_a_pause_over_the_citys_limit_is_marked() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+w", "1")
        for minutes, sign in ((29, " "), (31, "! "), (61, "!!")):
            app.clock.at = NOON + timedelta(minutes=minutes)
            app.desk._tick()
            await pilot.pause()
            clock = f"{minutes}:00" if minutes < 60 else "1:01:00"
            assert f"Paused: Meal {clock}{sign}" in app.rows[0]


async def test_a_pause_that_is_asked_for_in_a_call_begins_after_its_wrap_up() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        await fill(pilot)
        await press(pilot, "ctrl+w", "1")
        assert "Paused: Meal: as soon as this call is done. Call it off: Ctrl+W" in app.rows[-2]
        assert app.seat.own_states[-1].pause == "meal"
        app.call(CallEventKind.HUNG_UP)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "Enter  Paused: Meal" in app.text)
        assert "paused meal" not in told(app)
        assert "Enter Paused: Meal" in app.rows[-1]
        await press(pilot, "ctrl+w")
        assert "Enter next call" in app.rows[-1]
        await press(pilot, "ctrl+w", "1")
        await press(pilot, "enter")
        await until(pilot, lambda: told(app)[-2:] == [S.WRAP_UP, "paused meal"])  # never ready in between
        assert "Paused: Meal. No call comes. Ready again: Enter" in app.rows[1]


async def test_such_a_pause_can_be_called_off() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+w", "1", "ctrl+w")
        assert "No pause after this call" in app.rows[-2]
        assert [(each.own.state, each.pause) for each in app.seat.own_states[1:]] == [(S.RINGING, ""), (S.TALKING, "")]
        app.call(CallEventKind.HUNG_UP)
        await press(pilot, "f2")
        assert "paused meal" not in told(app)


async def test_a_ring_in_a_pause_is_shown_and_taken_and_the_pause_goes_on_after_it() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+w", "1")
        app.clock.forward(600)
        app.ring()
        await until(pilot, lambda: "Ringing: 138****5678" in app.rows[1])
        await press(pilot, "enter")
        app.clock.forward(60)
        app.call(CallEventKind.HUNG_UP)
        await press(pilot, "f3", "1")
        await until(pilot, lambda: "Enter  Paused: Meal" in app.text)
        assert {each.pause for each in app.seat.own_states[1:]} == {"meal"}
        await press(pilot, "enter")
        await until(pilot, lambda: "Paused: Meal 00:00" in app.rows[0])
        assert told(app)[1:] == ["paused meal", S.RINGING, S.TALKING, S.WRAP_UP, "paused meal"]
        assert app.seat.own_states[-1].since == app.clock()


async def test_a_crash_in_a_pause_comes_back_paused_since_then() -> None:
    set_language("en")
    app = Host(DeskScreen())
    before = KeptState(OwnState(S.PAUSED, "1042", "meal"), NOON - timedelta(minutes=5), 7, "meal")
    app.seat.own_states = [before]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Paused: Meal 05:00" in app.rows[0])
        assert app.seat.own_states == [before]


async def test_a_pause_goes_on_anew_where_only_its_call_back_was_left_of_a_call_before_the_crash() -> None:
    set_language("en")
    app = Host(DeskScreen())
    own = OwnState(S.PAUSED, "1042", "callback")
    app.seat.own_states = [KeptState(own, NOON - timedelta(minutes=5), 7, "meal")]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Paused: Meal 00:00" in app.rows[0])
        assert told(app) == ["paused callback", "paused meal"]


async def test_a_crash_in_a_call_comes_back_in_it_with_the_pause_that_was_to_follow_and_says_so() -> None:
    set_language("en")
    app = Host(DeskScreen(), draft=a_draft())
    before = KeptState(OwnState(S.TALKING, "1042", call_id=str(CALL)), NOON - timedelta(seconds=80), 7, "meal")
    app.seat.own_states = [before]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Paused: Meal: as soon as this call is done. Call it off: Ctrl+W" in app.rows[-2])
        assert "After this call: Paused: Meal" in app.rows[2]
        assert app.seat.own_states == [before]
        app.call(CallEventKind.HUNG_UP)
        await press(pilot, "f3", "1", "1")
        await until(pilot, lambda: "Enter  Paused: Meal" in app.text)
        await press(pilot, "enter")
        assert told(app)[1:] == [S.WRAP_UP, "paused meal"]
        assert app.seat.own_states[-1].since == app.clock()


@pytest.mark.parametrize(
    ("last", "pause"),
    [
        (OwnState(S.PAUSED, "1001", "meal"), "meal"),
        (OwnState(S.TALKING, "1001"), "meal"),
        (OwnState(S.PAUSED, "1042", "locked"), ""),
        (OwnState(S.SIGNED_OUT, "1042"), ""),
    ],
)
async def test_the_pause_of_somebody_else_or_of_a_lock_is_none(last: OwnState, pause: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.own_states = [KeptState(last, NOON, 7, pause)]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Ready" in app.rows[0])
        await until(pilot, lambda: app.seat.own_states[-1].own == OwnState(S.READY, "1042"))


async def test_a_crash_over_the_saved_number_comes_back_in_the_same_wrap_up_with_its_clock() -> None:
    set_language("en")
    app = Host(DeskScreen())
    case = app.seat.put_order(a_case())
    app.services.read_out = ReadOut("1042", case.case_id, case.number, NOON - timedelta(seconds=50), str(CALL))
    before = KeptState(OwnState(S.WRAP_UP, "1042", call_id=str(CALL)), NOON - timedelta(seconds=80), 7, "meal")
    app.seat.own_states = [before]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Wrap-up 01:20" in app.rows[0])
        assert "Wrap-up 01:20" in "\n".join(app.rows[2:])
        assert "Enter  Paused: Meal" in app.text
        assert "Paused: Meal: as soon as this call is done" in app.rows[-2]
        assert app.seat.own_states == [before]


@pytest.mark.parametrize(("pause", "after"), [("", S.READY), ("meal", "paused meal")])
async def test_a_crash_in_the_wrap_up_of_a_call_that_left_no_number_comes_back_in_it(pause: str, after: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    before = KeptState(OwnState(S.WRAP_UP, "1042", call_id=str(CALL)), NOON - timedelta(seconds=80), 7, pause)
    app.seat.own_states = [before]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "This call was dealt with before the program ended." in app.text)
        assert "Wrap-up 01:20" in app.rows[0]
        assert "On this seat" not in app.text  # or at the centre: nobody has looked
        assert app.seat.own_states == [before]
        await press(pilot, "enter")
        assert told(app) == [S.WRAP_UP, after]


async def test_a_draft_without_a_call_ends_without_a_wrap_up_and_a_pause_begins_over_its_panel_at_once() -> None:
    set_language("en")
    app = Host(DeskScreen(), draft=a_draft(call=None))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: told(app) == [S.READY])
        await press(pilot, "f3", "1", "1")
        await until(pilot, lambda: "Enter  go on" in app.text)
        assert "Ready" in app.rows[0]
        assert "Wrap-up" not in app.text
        assert "Enter go on" in app.rows[-1]
        await press(pilot, "ctrl+w", "1")
        assert "Paused: Meal 00:00" in app.rows[0]
        await press(pilot, "enter")
        assert told(app) == [S.READY, "paused meal"]
        assert "Paused: Meal. No call comes. Ready again: Enter" in app.rows[1]


async def test_a_call_opened_by_hand_and_filed_goes_on_after_a_crash_as_long_as_it_did() -> None:
    set_language("en")
    app = Host(DeskScreen())
    case = app.seat.put_order(a_case())
    app.services.read_out = ReadOut("1042", case.case_id, case.number, NOON - timedelta(seconds=50))
    app.seat.own_states = [KeptState(OwnState(S.TALKING, "1042"), NOON - timedelta(seconds=80), 7, "meal")]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Talking 01:20" in app.rows[0])
        assert "Enter  hang up, Paused: Meal" in app.text
        await press(pilot, "enter")
        assert told(app) == [S.TALKING, "paused meal"]


async def test_who_locks_the_seat_is_away_until_they_unlock_it() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: told(app) == [S.READY])
        for app.services.away in (True, False):
            app.desk._tick()
        await until(pilot, lambda: told(app) == [S.READY, "paused locked", S.READY])


async def test_who_misses_a_ring_at_a_seat_that_locked_itself_is_away() -> None:
    """It stayed ready: one caller after another rang there for half a minute, and nobody was there."""
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: told(app) == [S.READY])
        await app.push_screen(LockScreen())
        app.ring()
        await until(pilot, lambda: told(app)[-1] == S.RINGING)
        app.call(CallEventKind.MISSED)
        await until(pilot, lambda: told(app) == [S.READY, S.RINGING, "paused locked"])


async def test_whose_sign_in_takes_no_calls_is_signed_out_as_the_telephone_sees_it() -> None:
    app = Host(DeskScreen())
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+w", "1")
        assert told(app) == [S.SIGNED_OUT]
