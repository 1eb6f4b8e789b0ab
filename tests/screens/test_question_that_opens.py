"""What lies on top takes a moment to open and to go: news, keys and other screens come in between."""

import asyncio
from functools import partial

from local_cache.news import StatusChanged
from screens.desk.screen import DeskScreen
from screens.help import HelpScreen
from screens.lock import LockScreen
from screens.parts.ask import Write
from screens.parts.begun import NOTE
from screens.services import SeatNews
from screens.settings import SettingsScreen
from screens.sign_out import SignOutScreen
from wording import mark, set_language

from .cases import FIRST
from .host import NARROW, Host, opened_again_while_going, press, until

CLOSED_AFTER = range(4)
"""Turns of the event loop, of the few in which a question has none of its fields yet."""


async def test_the_desk_goes_on_when_news_comes_while_a_question_about_a_case_is_opening() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.services.screens_up = lambda: app.screen_stack
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        question = Write(lambda: "Add a note", mark("Note"), limit=10)
        question.keep_for(FIRST, "", NOTE, "0017-01-000901-6")
        app.push_screen(question)
        app.desk._news_came(SeatNews(StatusChanged(app.seat.status)))  # its message may be the next one in a busy loop
        await until(pilot, lambda: "Add a note" in app.text)


async def test_a_question_that_is_closed_while_it_opens_leaves_the_desk_as_it_was() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        for turns in CLOSED_AFTER:
            question = Write(lambda: "Add a note", mark("Note"), limit=10)
            app.push_screen(question)
            for _ in range(turns):
                await asyncio.sleep(0)
            question.dismiss(None)
            await pilot.pause()
            assert app.screen is app.desk
        await press(pilot, "f2")
        assert "Talking" in app.rows[0]


async def test_what_lies_on_top_may_be_opened_again_while_the_one_before_is_still_going() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        help_of_desk = partial(HelpScreen, "desk")
        await opened_again_while_going(pilot, app, help_of_desk, SettingsScreen, SignOutScreen, LockScreen)
