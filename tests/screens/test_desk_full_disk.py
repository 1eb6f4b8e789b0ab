"""A full disk while drafts are written: nothing is said to be kept that is not, and it is tried again."""

import pytest

from hotline.codes import CallEventKind
from screens.desk import keeper
from screens.desk.screen import DeskScreen
from screens.sign_out import SignOutScreen
from wording import set_language

from .host import NARROW, OTHER_CALL, Host, press, until


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("en")
    monkeypatch.setattr(keeper, "WRITE_AFTER_S", 0.01)
    monkeypatch.setattr(keeper, "AGAIN_AFTER_S", 0.05)


async def test_a_draft_that_could_not_be_parked_is_on_the_desk_again() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water")
        app.seat.disk_full = True
        await press(pilot, "f4", "enter")
        await until(pilot, lambda: app.desk.desk.form.text("content") == "water" and "NOT" in app.text)
        assert "Parked" not in app.text
        assert app.desk.parked == ()
        app.seat.disk_full = False
        await until(pilot, lambda: [each.fields for each in app.seat.kept.values()] == [{"content": "water"}])


async def test_what_was_parked_for_the_next_call_is_written_when_there_is_room_again() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water")
        app.call(CallEventKind.HUNG_UP)
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: app.desk.waiting)
        app.seat.kept.clear()
        app.seat.disk_full = True
        app.desk.action_next_call()
        await until(pilot, lambda: "NOT" in app.text)
        app.push_screen(SignOutScreen())
        await press(pilot, "enter")
        assert app.seat.disposals == []  # the end of the shift would not know of it
        app.seat.disk_full = False
        await until(pilot, lambda: any(each.fields.get("content") == "water" for each in app.seat.kept.values()))
        await until(pilot, lambda: not app.desk.keeper.is_behind)
        await press(pilot, "enter")
        await until(pilot, lambda: app.seat.disposals)


async def test_what_cannot_be_thrown_away_is_said_and_goes_when_there_is_room_again() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f2", "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.seat.kept)
        app.seat.disk_full = True
        await press(pilot, "f3", "8", "2")
        await until(pilot, lambda: "not thrown away yet" in app.text)
        assert "brings it back" not in app.text
        app.push_screen(SignOutScreen())
        await press(pilot, "enter", "escape")
        assert app.seat.disposals == []  # the end of the shift would ask about it
        app.seat.disk_full = False
        await until(pilot, lambda: "Thrown away: " in app.text)
        assert app.seat.kept == {}
        assert [each.fields for each in app.desk.discarded] == [{"content": "water"}]


async def test_a_blank_draft_that_makes_way_is_taken_from_the_disk_as_soon_as_it_can_be() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water", "f3", "8", "1")
        await until(pilot, lambda: app.desk.discarded and len(app.seat.kept) == 1)  # the call goes on with a blank one
        app.seat.disk_full = True
        await press(pilot, "f5", "1", "1")
        await until(pilot, lambda: app.desk.desk.form.text("content") == "water" and app.desk.keeper.is_behind)
        assert "NOT" in app.text
        app.seat.disk_full = False
        await until(pilot, lambda: [each.fields for each in app.seat.kept.values()] == [{"content": "water"}])
