"""A call that rings is never lost from sight: whatever is done with its draft, it rings on and a key answers it."""

import pytest
from textual.pilot import Pilot

from hotline.codes import CallEventKind
from screens.desk.screen import DeskScreen
from wording import set_language

from .fake_practice import APractice
from .host import CALL, NARROW, NOON, Host, a_draft, press, settled, until

ANSWERED = [(str(CALL), "answer")]
PARKED = {"phase": "parked", "parked": True, "call": {"number": "13900001111", "ended_at": NOON.isoformat()}}


async def rings(app: Host, pilot: Pilot[None]) -> None:
    """Let a call ring over a desk on which nothing lies."""
    await until(pilot, lambda: app.seat.own_states)
    app.ring()
    await until(pilot, lambda: "138****5678" in app.rows[1])


async def rings_on(app: Host, pilot: Pilot[None], language: str) -> None:
    """Check that the call that rang is seen to ring, and that the key that is named for it answers it."""
    app.clock.forward(7)
    app.desk._tick()
    await until(pilot, lambda: ("振铃 00:07", "Ringing 00:07")[language == "en"] in app.rows[0])
    assert ("振铃：138****5678", "Ringing: 138****5678")[language == "en"] in app.rows[1]
    assert app.seat.acts == []
    await press(pilot, "f2")
    await until(pilot, lambda: app.seat.acts == ANSWERED)
    assert app.desk.desk.call.call_id == str(CALL)
    assert app.desk.desk.is_unwritten


@pytest.mark.parametrize("practised", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_call_rings_on_while_a_parked_draft_is_taken_up(language: str, practised: bool) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.services.practice = APractice() if practised else None
    app.keeps(a_draft(**PARKED))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.parked)
        await rings(app, pilot)
        await press(pilot, "f5", "enter")
        assert app.desk.desk.draft_id == a_draft().id
        assert ("接听：F2", "Answer it: F2")[language == "en"] in app.rows[1]
        assert app.desk.parked == ()
        await settled(pilot)
        assert list(app.seat.kept) == [a_draft().id]  # no draft is left of a call that nobody has answered
        await rings_on(app, pilot, language)
        assert [each.id for each in app.desk.parked] == [a_draft().id]


async def test_a_call_that_begins_to_ring_under_the_list_of_drafts_rings_on() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.keeps(a_draft(**PARKED))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.parked)
        await press(pilot, "f5")
        app.ring()
        await until(pilot, lambda: app.desk.rings_here)
        await press(pilot, "enter")
        await rings_on(app, pilot, "en")


async def test_a_draft_that_was_thrown_away_comes_back_and_the_call_rings_on() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.discarded = [a_draft(**PARKED)]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.discarded)
        await rings(app, pilot)
        await press(pilot, "f5", "1", "1")
        assert app.desk.desk.form["content"] == "昨晚八点起停水"
        await rings_on(app, pilot, "en")


@pytest.mark.parametrize("keys", [("f4", "enter"), ("f3", "7", "1"), ("f3", "3", "1")])
async def test_what_was_typed_before_the_answer_can_be_left_and_the_call_rings_on(keys: tuple[str, ...]) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await rings(app, pilot)
        await press(pilot, "ctrl+g", "0", *"water", *keys)
        await settled(pilot)
        written = [*app.seat.kept.values(), *app.seat.discarded]
        [left] = [each for each in written if each.fields]
        assert left.fields["content"] == "water"
        assert left.call == {"number": "13800005678"} or keys[1] == "3"  # it is not the call that rings on
        await rings_on(app, pilot, "en")


@pytest.mark.parametrize("keys", [("f4",), ("f3", "7")])
async def test_a_draft_in_which_nothing_stands_is_not_parked_while_its_call_rings(keys: tuple[str, ...]) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await rings(app, pilot)
        assert "F4" not in app.rows[-1]
        await press(pilot, *keys)
        assert ("Nothing has been taken down yet" in app.rows[-2]) == (keys == ("f4",))
        assert app.desk.parked == ()
        await rings_on(app, pilot, "en")


async def test_a_caller_who_gives_up_over_the_draft_that_was_taken_up_is_told_as_missed() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.keeps(a_draft(**PARKED))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.parked)
        await rings(app, pilot)
        await press(pilot, "f5", "enter")
        app.call(CallEventKind.ABANDONED)
        await until(pilot, lambda: "The caller hung up before the answer" in app.text)
        assert "Ringing" not in app.text
        assert app.desk.desk.draft_id == a_draft().id
