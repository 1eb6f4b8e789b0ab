"""Between two calls of practice: no talk with nobody is opened, and the desk says what comes, and who hears."""

import pytest

from screens.desk.screen import DeskScreen
from wording import set_language

from .fake_practice import APractice
from .host import NARROW, Host, press


@pytest.mark.parametrize(
    ("keys", "says", "ends"),
    [
        ((), "Nobody is on the line yet", "enter"),
        (("enter", "ctrl+o"), "The caller is on hold", "ctrl+o"),
        (("enter",), "The caller has gone", ""),
    ],
)
async def test_what_nobody_hears_is_said_to_be_so_while_it_is(keys: tuple[str, ...], says: str, ends: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    practice = app.services.practice = APractice(kind="line_cut", hears=False)
    async with app.run_test(size=NARROW) as pilot:
        app.ring()
        await press(pilot, *keys)
        if not ends:  # without a line the desk does not hear that the caller hung up
            practice.say("caller", "opening", "喂", "Hello")
        await press(pilot, "insert", "0")
        assert says in app.text
        assert practice.asked == []
        await press(pilot, *filter(None, [ends]))
        app.desk._tick()
        assert (says in app.text) == (not ends)
