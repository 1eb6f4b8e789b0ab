"""The end of a shift when the operator is faster than the seat's disk."""

from concurrent.futures import Future
from dataclasses import replace

import pytest

from hotline.codes import CallEventKind
from local_cache.model import Draft
from local_cache.news import AlertsChanged, StatusChanged
from screens.desk import keeper
from screens.desk.screen import DeskScreen
from screens.find.screen import FindScreen
from screens.needs_you import NeedsYouScreen
from screens.parts.base import ConsoleScreen
from screens.reviews import ReviewsScreen
from screens.services import Go, SignedOut
from screens.settings import SettingsScreen
from screens.sign_out import SignOutScreen
from wording import set_language

from .host import NARROW, WIDE, Host, a_draft, press, until
from .test_find import opened, with_cases


class Leaving(Host):
    """Goes to the end of the shift when a screen asks for it."""

    def on_go(self, message: Go) -> None:
        super().on_go(message)
        self.push_screen(SignOutScreen())


async def test_enter_before_the_drafts_are_read_signs_out_and_keeps_each_of_them() -> None:
    set_language("en")
    app = Host(SignOutScreen())
    on_its_way: Future[list[Draft]] = Future()
    app.seat.drafts = lambda operator: on_its_way  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter", "enter")
        assert app.seat.disposals == []
        on_its_way.set_result([a_draft(id="d0"), a_draft(id="d1")])
        await until(pilot, lambda: app.asked)
        assert app.seat.disposals == [{"d0": "keep", "d1": "keep"}]
        assert isinstance(app.asked[0], SignedOut)


async def test_what_was_handed_over_stays_there_for_the_next_operator_unless_somebody_keeps_it() -> None:
    set_language("en")
    app = Host(SignOutScreen())
    app.keeps(a_draft(id="mine"))
    app.keeps(a_draft(id="handed", operator=""))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "keep for me" in app.text)
        assert "hand to the next operator" in app.text
        await press(pilot, "enter")
        await until(pilot, lambda: app.asked)
        assert app.seat.disposals == [{"mine": "keep", "handed": "hand_over"}]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_seat_that_is_turned_away_says_when_its_unsent_cases_are_sent(language: str) -> None:
    set_language(language)
    anyhow, enrolled = (
        ("无需您在场", "重新注册") if language == "zh" else ("sent without you", "once the seat is enrolled again.")
    )
    app = Host(SignOutScreen())
    app.seat.status = replace(app.seat.status, unsent=3)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: anyhow in app.text)
        app.seat.status = replace(app.seat.status, turned_away=True)
        app.clock.forward(1)
        await until(pilot, lambda: enrolled in app.text)
        assert anyhow not in app.text


async def test_the_end_of_a_shift_is_asked_about_at_once_and_its_drafts_when_what_was_typed_last_is_on_disk() -> None:
    set_language("en")
    app = Leaving(DeskScreen())
    on_disk: Future[None] = Future()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water")
        written: list[Draft] = []

        def put_draft(draft: Draft) -> Future[None]:
            written.append(draft)
            return on_disk

        app.seat.put_draft = put_draft  # type: ignore[method-assign]
        await press(pilot, "ctrl+q", "1", "enter", "enter")  # a caller is on the line
        assert [each.fields["content"] for each in written] == ["water"]
        assert app.desk.view.narrative.value == "water"
        assert app.seat.disposals == []
        app.keeps(written[0])
        on_disk.set_result(None)
        await until(pilot, lambda: app.seat.disposals)
        assert app.seat.disposals == [{written[0].id: "keep"}]


async def test_a_caller_on_the_line_is_signed_out_on_only_by_a_second_enter() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        app.push_screen(SignOutScreen())
        await pilot.pause()
        await press(pilot, "enter")
        assert app.seat.disposals == []
        assert "Enter again signs out; the call stays on the phone" in app.text
        await press(pilot, "enter")
        await until(pilot, lambda: app.seat.disposals)


async def test_escape_gives_the_result_of_a_live_call_back_as_it_was() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "f3", "1")
        await until(pilot, lambda: app.desk.done)
        before = app.rows
        app.push_screen(SignOutScreen())
        await pilot.pause()
        await press(pilot, "enter", "escape")
        assert app.rows[1:] == before[1:]
        assert app.desk.done is not None
        assert app.desk.done.call.is_live


@pytest.mark.parametrize("key", ["2", "3"])
async def test_what_was_settled_stays_so_when_the_caller_hangs_up_meanwhile(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Host(DeskScreen())
    app.seat.hold_sign_out = True
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.seat.kept)
        app.push_screen(SignOutScreen())
        await pilot.pause()
        await press(pilot, key, "enter", "enter")
        await until(pilot, lambda: app.seat.disposals)
        settled = dict(app.seat.kept)
        assert [each.operator for each in settled.values()] == ([""] if key == "2" else [])
        monkeypatch.setattr(keeper, "WRITE_AFTER_S", 0.01)
        due, write = list[bool](), app.desk.keeper.write_now
        monkeypatch.setattr(app.desk.keeper, "write_now", lambda: (due.append(True), write()))
        app.call(CallEventKind.HUNG_UP)
        await until(pilot, lambda: app.desk.desk.call.ended_at)
        await until(pilot, lambda: len(due) > 2)  # what changed was due to be written, and is not
        assert app.seat.kept == settled
        await press(pilot, "escape")
        assert isinstance(app.screen, SignOutScreen)  # too late to go back


async def test_the_desk_writes_again_after_a_sign_out_that_failed() -> None:
    app = Host(DeskScreen())
    app.seat.hold_sign_out = True
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.seat.kept)
        app.push_screen(SignOutScreen())
        await pilot.pause()
        app.seat.disk_full = True
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: app.seat.late)
        app.call(CallEventKind.HUNG_UP)
        app.seat.answer_late()
        app.seat.disk_full = False
        await until(pilot, lambda: [each.phase for each in app.seat.kept.values()] == ["wrap_up"])


@pytest.mark.parametrize("place", [SignOutScreen, FindScreen, NeedsYouScreen, SettingsScreen])
async def test_a_call_is_seen_on_every_other_screen(place: type[ConsoleScreen[None]]) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: app.desk.desk.call.is_ringing)
        app.clock.forward(12)
        app.push_screen(place())
        await until(pilot, lambda: "00:12!" in app.rows[0])
        app.pop_screen()
        await press(pilot, "enter")
        app.clock.forward(63)
        app.push_screen(place())
        await until(pilot, lambda: "01:03" in app.rows[0])


def at_a_case(place: type[ConsoleScreen[None]]) -> Host:
    if place is FindScreen:
        return with_cases()
    app = Host(place())
    app.seat.status = replace(app.seat.status, line_up=True)
    return app


@pytest.mark.parametrize("place", [FindScreen, ReviewsScreen, DeskScreen])
async def test_news_that_comes_before_the_screens_of_who_signed_out_are_gone_ends_nothing(
    place: type[ConsoleScreen[None]],
) -> None:
    set_language("en")
    app = at_a_case(place)
    async with app.run_test(size=NARROW) as pilot:
        if place is FindScreen:
            await opened(app, pilot, "停水")
        await pilot.pause()
        app.services.session = None
        app.tell(StatusChanged(app.seat.status))
        app.tell(AlertsChanged())
        await pilot.pause()
        assert app._exception is None


async def test_an_answer_that_comes_when_its_writer_has_just_signed_out_does_nothing() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f7")
        app.services.session = None
        await press(pilot, "enter")
        assert app.seat.commands == []
        assert isinstance(app.screen, FindScreen)
