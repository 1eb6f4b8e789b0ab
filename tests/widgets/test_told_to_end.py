"""A program that is told to end while something opens on its screen ends as it was told to."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from widgets.field import Field
from widgets.key_order import OrderedKeys
from widgets.lean_screen import LeanModal

OPENS_IN = range(4)
"""Turns of the event loop, of those in which what opens has none or not all of its widgets yet."""


class Opens(LeanModal[None]):
    """Looks for one of its widgets as soon as it is up, as all that lies on top of a screen does."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Field(id="first")

    def on_mount(self) -> None:
        self.query_one(Field).focus()


class Console(OrderedKeys[str]):
    BINDINGS: ClassVar[list[Binding]] = []


async def test_a_program_told_to_end_while_something_opens_ends_with_what_it_was_told() -> None:
    for turns in OPENS_IN:
        app = Console()
        async with app.run_test():
            app.push_screen(Opens())
            for _ in range(turns):
                await asyncio.sleep(0)
            app.exit("done", return_code=0)
        assert (app.return_value, app.return_code) == ("done", 0), turns
